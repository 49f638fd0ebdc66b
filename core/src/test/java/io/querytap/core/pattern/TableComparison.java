package io.querytap.core.pattern;

import io.querytap.core.pattern.SecondOpinion.Answer;
import io.querytap.core.pattern.SecondOpinion.Opinion;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Our tables of a text against a second opinion, and why they differ where a rule can tell. */
final class TableComparison {
    enum Verdict {
        AGREE,
        /** The other one has no answer. */
        NO_OPINION,
        /** Other tables, and each is explained by a {@link Reason}. */
        EXPLAINED,
        UNEXPLAINED
    }

    /** Why a name is in one answer only. Those of {@code THEIRS} are mistakes of the second opinion, or its other view of things. */
    enum Reason {
        /** The name of a common table expression of the statement. */
        THEIRS_COUNTS_CTE,
        /** An alias as the target of UPDATE or DELETE. */
        THEIRS_COUNTS_ALIAS,
        /** {@code SELECT a INTO variable}. */
        THEIRS_COUNTS_VARIABLE,
        /** {@code t ARRAY JOIN column}. */
        THEIRS_COUNTS_COLUMN,
        /** {@code DROP FUNCTION f}, {@code GRANT EXECUTE ON p}: the name of something else. */
        THEIRS_COUNTS_OTHER_OBJECT,
        /**
         * Named, but its rows are neither read nor changed: ANALYZE, GRANT, LOCK and the like, the table of a new index or
         * trigger, of a foreign key, of a partition.
         */
        THEIRS_COUNTS_MENTIONED,
        /** {@code FROM 'file'}. */
        THEIRS_COUNTS_FILE,
        /** A table in a subquery whose alias has the same name. */
        THEIRS_LOSES_TABLE_NAMED_AS_ALIAS,
        /** {@code WITH t AS (SELECT * FROM t)}: the inner one is a table. */
        THEIRS_LOSES_TABLE_NAMED_AS_CTE,
        /** {@code TRUNCATE a, b}: only the last. */
        THEIRS_LOSES_TRUNCATED,
        /** {@code ALTER TABLE a RENAME TO b}. */
        THEIRS_LOSES_NEW_NAME,
        /** {@code CREATE TABLE a CLONE b}. */
        THEIRS_LOSES_CLONED,
        /** {@code INSERT INTO a OUTPUT inserted.c INTO b}. */
        THEIRS_LOSES_OUTPUT
    }

    /** What stands before the name of a table in a definition that does not touch its rows. */
    private static final String MENTIONED =
            "(references|partition of|(attach|detach) partition|like|inherits?|on|(add|drop|set) table)";

    final String sql;
    final Dialect dialect;
    final SqlPattern pattern;
    final Answer answer;
    final Set<String> onlyOurs;
    final Set<String> onlyTheirs;
    final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    final Verdict verdict;

    /** What the rules look at: without quotes, comments and literals, one blank between words, in lower case. */
    private final String plain;

    TableComparison(String sql, Dialect dialect, Opinion opinion) {
        this.sql = sql;
        this.dialect = dialect;
        pattern = SqlAnalyzer.analyze(sql, dialect);
        plain = String.join("", SecondOpinion.comparable(Set.of(pattern.text())));
        answer = opinion.answer;
        Set<String> ours = SecondOpinion.comparable(pattern.tablesRead());
        ours.addAll(SecondOpinion.comparable(pattern.tablesWritten()));
        onlyOurs = without(ours, opinion.tables);
        onlyTheirs = without(opinion.tables, ours);
        verdict = judge();
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private Verdict judge() {
        if (answer != Answer.TABLES) {
            return Verdict.NO_OPINION;
        }
        boolean explained = true;
        for (String name : onlyTheirs) {
            explained &= explainTheirs(name, Pattern.quote(name));
        }
        for (String name : onlyOurs) {
            explained &= explainOurs(Pattern.quote(name));
        }
        if (onlyOurs.isEmpty() && onlyTheirs.isEmpty()) {
            return Verdict.AGREE;
        }
        return explained ? Verdict.EXPLAINED : Verdict.UNEXPLAINED;
    }

    private boolean explainTheirs(String name, String quoted) {
        String operation = String.valueOf(pattern.operation());
        boolean changes = operation.equals("UPDATE") || operation.equals("DELETE");
        if (isCte(quoted)) {
            return because(Reason.THEIRS_COUNTS_CTE);
        }
        if (changes && contains("(from|join|,) ?[^ ,]+ (as )?" + quoted + "\\b")) {
            return because(Reason.THEIRS_COUNTS_ALIAS);
        }
        if (!DialectRules.of(dialect, SqlModes.UNKNOWN).selectIntoCreates
                && contains("^(with .*)?select .* into ([^ ]+, ?)*" + quoted + "[ ,]")) {
            return because(Reason.THEIRS_COUNTS_VARIABLE);
        }
        if (contains("array join (.*, ?)?" + quoted + "\\b")) {
            return because(Reason.THEIRS_COUNTS_COLUMN);
        }
        if (contains("^drop (?!(temporary |materialized |foreign )*(table|view|index|trigger))")
                || contains("^(grant|revoke) execute ")) {
            return because(Reason.THEIRS_COUNTS_OTHER_OBJECT);
        }
        if (contains("^(analyze|comment|grant|revoke|lock|drop index|drop trigger) ")
                || contains("^(alter|create) .*" + MENTIONED + "[ (]*(only )?" + quoted + "(?![.\\w])")) {
            return because(Reason.THEIRS_COUNTS_MENTIONED);
        }
        if (name.startsWith("'")) {
            return because(Reason.THEIRS_COUNTS_FILE);
        }
        return false;
    }

    private boolean explainOurs(String quoted) {
        if (isCte(quoted)) {
            return because(Reason.THEIRS_LOSES_TABLE_NAMED_AS_CTE);
        }
        if (contains("\\) ?(as )?" + quoted + "\\b")) {
            return because(Reason.THEIRS_LOSES_TABLE_NAMED_AS_ALIAS);
        }
        if (contains("^truncate (table )?.*,")) {
            return because(Reason.THEIRS_LOSES_TRUNCATED);
        }
        if (contains("^alter table .* rename to " + quoted)) {
            return because(Reason.THEIRS_LOSES_NEW_NAME);
        }
        if (contains("^create .* clone " + quoted)) {
            return because(Reason.THEIRS_LOSES_CLONED);
        }
        if (contains("output .* into " + quoted)) {
            return because(Reason.THEIRS_LOSES_OUTPUT);
        }
        return false;
    }

    private boolean because(Reason reason) {
        reasons.add(reason);
        return true;
    }

    private boolean isCte(String quoted) {
        return contains("(\\bwith|\\brecursive|,) ?" + quoted + " ?(\\([^)]*\\) ?)?as (not )?(materialized )?\\(");
    }

    private boolean contains(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL).matcher(plain).find();
    }

    @Override
    public String toString() {
        return pattern.hexId()
                + " " + dialect
                + (pattern.facts().parsed() ? "" : " (ours not parsed)")
                + " only ours " + onlyOurs
                + " only theirs " + onlyTheirs
                + (reasons.isEmpty() ? "" : " " + reasons)
                + ": " + sql.replace("\n", "\\n");
    }
}
