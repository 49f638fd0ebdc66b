package io.querytap.cache.eligibility;

import io.querytap.cache.eligibility.Heads.Head;
import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.Locale;
import java.util.Set;

/** What a statement does by its first words: to the transaction, to the session, to the schema. */
final class StatementPlanner {
    /** What is still to be read from the facts of the text. */
    enum Effect {
        /** No table is touched. */
        NONE,
        /** All is said already. */
        KNOWN,
        /** Tables are read and written as the facts say. */
        DATA
    }

    private static final Set<String> QUERIES = Set.of("select", "values", "with", "table", "from", "(");

    private static final Set<String> CHANGES = Set.of(
            "insert",
            "update",
            "delete",
            "merge",
            "replace",
            "upsert",
            "truncate",
            "refresh",
            "copy",
            "load",
            "explain",
            "declare");

    /** Verbs that change no row, no session and no schema. */
    private static final Set<String> HARMLESS = Set.of(
            "show",
            "describe",
            "desc",
            "analyze",
            "vacuum",
            "cluster",
            "reindex",
            "optimize",
            "checkpoint",
            "comment",
            "listen",
            "notify",
            "unlisten",
            "deallocate",
            "close",
            "fetch",
            "move",
            "kill",
            "help");

    private static final Set<String> DEFINITIONS = Set.of(
            "create",
            "alter",
            "drop",
            "rename",
            "grant",
            "revoke",
            "reassign",
            "security",
            "import",
            "attach",
            "detach");

    private static final Set<String> SETTINGS = Set.of("set", "reset", "use", "discard");

    private static final Set<String> TRANSACTIONS = Set.of(
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "save",
            "prepare",
            "lock",
            "unlock");

    private static final Set<String> BEHIND_ROLLBACK =
            Set.of("work", "transaction", "tran", "and", "no", "chain", "release", ";");

    private static final Set<String> TEMPORARY = Set.of("temp", "temporary");

    /** Words that may stand between CREATE and the kind of what is made. */
    private static final int MAX_MODIFIERS = 4;

    private final TextPlan.Builder plan;
    private final Head head;
    private final Dialect dialect;
    private final Basis basis;
    private final TemporaryNames temporaryNames;

    StatementPlanner(TextPlan.Builder plan, Head head, Basis basis, TemporaryNames temporaryNames) {
        this.plan = plan;
        this.head = head;
        this.basis = basis;
        this.dialect = basis.dialect;
        this.temporaryNames = temporaryNames;
    }

    static boolean isQuery(Head head) {
        return QUERIES.contains(head.word(0));
    }

    static boolean isCall(Head head) {
        return head.is(0, "call") || head.is(0, "{");
    }

    /** A query or a change of rows. */
    static boolean isData(Head head) {
        return isQuery(head) || CHANGES.contains(head.word(0));
    }

    /** Reads the statement. */
    Effect read() {
        String verb = head.word(0);
        if (isData(head)) {
            if (SettingReader.isMysql(dialect) && verb.equals("truncate")) {
                plan.commits();
            }
            return Effect.DATA;
        }
        if (HARMLESS.contains(verb)) {
            if (SettingReader.isMysql(dialect) && (verb.equals("analyze") || verb.equals("optimize"))) {
                plan.commits();
            }
            return Effect.NONE;
        }
        if (SETTINGS.contains(verb)) {
            SettingReader.read(plan, head, dialect);
            return Effect.NONE;
        }
        if (TRANSACTIONS.contains(verb)) {
            return transaction(verb);
        }
        if (DEFINITIONS.contains(verb)) {
            definition(verb);
            return Effect.KNOWN;
        }
        int call = verb.equals("call") ? 1 : callOfEscape();
        if (call > 0) {
            call(call);
        } else {
            unknown(verb);
        }
        return Effect.KNOWN;
    }

    private void unknown(String what) {
        plan.writes(TableSet.EVERYTHING).commits().changesSchema().changesSession(SessionChange.taint(what));
    }

    private Effect transaction(String verb) {
        plan.controlsTransaction();
        switch (verb) {
            case "begin":
            case "start":
                boolean plain = head.size() == 1
                        || head.is(1, "transaction")
                        || head.is(1, "work")
                        || head.is(1, "tran")
                        || verb.equals("begin") && head.isWhole() && dialect == Dialect.POSTGRESQL;
                if (!plain) {
                    unknown(verb); // a block, or a replica is started
                    return Effect.KNOWN;
                }
                if (dialect != Dialect.POSTGRESQL) {
                    plan.commits().endsTransaction(); // what was open before
                }
                return Effect.NONE;
            case "commit":
            case "end":
                boolean prepared = head.is(1, "prepared") || dialect == Dialect.H2 && head.is(1, "transaction");
                if (prepared) {
                    plan.writes(TableSet.EVERYTHING).commits(); // another session knows what it wrote
                    return Effect.KNOWN;
                }
                plan.commits().endsTransaction();
                return Effect.NONE;
            case "rollback":
            case "abort":
                boolean whole = true;
                for (int i = 1; i < head.size(); i++) {
                    whole &= BEHIND_ROLLBACK.contains(head.word(i));
                }
                if (whole) {
                    plan.endsTransaction();
                }
                return Effect.NONE;
            case "prepare":
                if (dialect == Dialect.POSTGRESQL && head.is(1, "transaction")) {
                    plan.endsTransaction(); // what was written is for whoever commits it
                }
                return Effect.NONE;
            case "lock":
            case "unlock":
                if (SettingReader.isMysql(dialect)) {
                    plan.commits();
                }
                return Effect.NONE;
            default:
                return Effect.NONE;
        }
    }

    /** {@code {call p}} and {@code {? = call p}}: index behind the word, 0 where it is none. */
    private int callOfEscape() {
        if (!head.is(0, "{")) {
            return 0;
        }
        for (int i = 1; i <= 3; i++) {
            if (head.is(i, "call")) {
                return i + 1;
            }
        }
        return 0;
    }

    private void call(int at) {
        plan.commits();
        if (dialect == Dialect.H2 && head.is(at, "next") && head.is(at + 1, "value")) {
            return;
        }
        StringBuilder name = new StringBuilder();
        int i = at;
        while (head.isName(i) || head.is(i, ".")) {
            name.append(head.text(i));
            i++;
        }
        String written = name.toString();
        boolean known = basis.rules.procedures().containsKey(written.toLowerCase(Locale.ROOT))
                || basis.schema.isUserFunction(TableSet.canonical(written))
                || dialect == Dialect.H2;
        TableSet tables = known ? FunctionEffects.written(written, /* arguments= */ -1, basis) : TableSet.EVERYTHING;
        plan.writes(tables);
        if (tables.isEverything()) {
            plan.changesSession(
                    basis.schema.isKnown() || written.isEmpty()
                            ? SessionChange.taint("call")
                            : SessionChange.calls(written, SessionChange.OF_PROCEDURE));
        }
    }

    private void definition(String verb) {
        boolean mysql = SettingReader.isMysql(dialect);
        if (mysql || dialect != Dialect.POSTGRESQL) {
            plan.commits();
        }
        if (verb.equals("create") && temporaryTable()) {
            return;
        }
        if (verb.equals("drop") && dropsTemporaryTables()) {
            return;
        }
        if (verb.equals("alter") && (head.is(1, "session") || head.is(1, "system"))) {
            unknown(verb);
            return;
        }
        boolean index = head.is(1, "index") || head.is(1, "unique") && head.is(2, "index");
        if (index && (verb.equals("create") || verb.equals("drop"))) {
            return;
        }
        plan.writes(TableSet.EVERYTHING).changesSchema();
    }

    private boolean temporaryTable() {
        boolean temporary = false;
        for (int i = 1; i <= MAX_MODIFIERS; i++) {
            temporary |= TEMPORARY.contains(head.word(i));
            if (head.is(i, "table") || head.is(i, "view") || head.is(i, "sequence")) {
                if (temporary) {
                    temporaryName(i + 1);
                }
                return temporary;
            }
        }
        return false;
    }

    private void temporaryName(int from) {
        int at = from;
        while (head.is(at, "if") || head.is(at, "not") || head.is(at, "exists")) {
            at++;
        }
        while (head.is(at + 1, ".")) {
            at += 2;
        }
        String name = TableSet.canonical(head.text(at));
        temporaryNames.add(name);
        plan.writes(TableSet.of(Set.of(name))).changesSession(SessionChange.temporaryTable(name));
    }

    /** Whether all that is dropped are tables that only sessions have; the session is still taken for one that has some. */
    private boolean dropsTemporaryTables() {
        if (SettingReader.isMysql(dialect) && head.is(1, "temporary")) {
            return true;
        }
        int at = 1;
        if (!head.is(at, "table")) {
            return false;
        }
        at++;
        while (head.is(at, "if") || head.is(at, "exists")) {
            at++;
        }
        return head.isWhole()
                && head.isName(at)
                && (head.size() == at + 1 || head.size() == at + 2 && head.is(at + 1, "cascade"))
                && temporaryNames.isTemporary(TableSet.canonical(head.text(at)), basis.schema);
    }
}
