package io.querytap.cache.eligibility;

import io.querytap.cache.eligibility.Heads.Head;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.schema.SchemaSnapshot.Obstruction;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.facts.Obstacle;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the plan of one text. What is not known for certain is not answered, changes every table, and leaves a session of which nobody
 * knows what it is like.
 */
final class TextReader {
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT");

    private final String sql;
    private final SqlModes modes;
    private final Basis basis;
    private final TemporaryNames temporaryNames;
    private final TextPlan.Builder plan;
    private final SqlPattern pattern;
    private final SqlFacts facts;

    private TextReader(String sql, SqlModes modes, Basis basis, TemporaryNames temporaryNames) {
        this.sql = sql;
        this.modes = modes;
        this.basis = basis;
        this.temporaryNames = temporaryNames;
        plan = new TextPlan.Builder(basis, sql);
        pattern = SqlAnalyzer.analyze(sql, basis.dialect, modes);
        facts = pattern.facts();
    }

    static TextPlan plan(String sql, SqlModes modes, Basis basis, TemporaryNames temporaryNames) {
        return new TextReader(sql, modes, basis, temporaryNames).plan();
    }

    private TextPlan plan() {
        if (facts.obstacles().contains(Obstacle.NO_STATEMENT) && facts.parsed()) {
            return basis.nothing;
        }
        boolean isQuery = !facts.obstacles().contains(Obstacle.NOT_A_QUERY);
        if (isQuery) {
            read();
        }
        if (isQuery
                && facts.parsed()
                && facts.statements() == 1
                && facts.tablesWritten().isEmpty()) {
            calls(/* ofQuery= */ true);
            return plan.build();
        }
        if (facts.parsed() && facts.statements() == 1 && CHANGES.contains(String.valueOf(facts.operation()))) {
            calls(/* ofQuery= */ false);
            plan.writes(written(facts.tablesWritten()));
            return plan.build(); // nearly all texts have ended here; some of them are long
        }
        List<Head> heads = Heads.of(sql, basis.dialect, modes);
        if (heads.isEmpty()) {
            unknown("a text of many statements");
        }
        StatementPlanner.Effect effect = StatementPlanner.Effect.NONE;
        for (Head head : heads) {
            StatementPlanner.Effect one = new StatementPlanner(plan, head, basis, temporaryNames).read();
            effect = one.compareTo(effect) > 0 ? one : effect;
        }
        data(heads, effect);
        if (heads.size() > 1) {
            plan.severalStatements();
        }
        return plan.build();
    }

    private void unknown(String what) {
        plan.writes(TableSet.EVERYTHING).commits().changesSession(SessionChange.taint(what));
    }

    // Reading

    private void read() {
        CacheRule rule = basis.rules.ruleFor(pattern);
        if (rule == null) {
            return;
        }
        Cacheability text = Cacheability.of(facts, basis.dialect, vouched(rule));
        if (!text.isCacheable()) {
            plan.refused(rule, Refusal.STATEMENT, text.reason());
            return;
        }
        TableSet tables = canonical(facts.tablesRead());
        Obstruction obstruction = basis.schema.obstruction(tables);
        if (obstruction != null) {
            plan.refused(rule, refusal(obstruction.kind()), obstruction.reason());
            return;
        }
        for (FunctionCall function : facts.functions()) {
            String name = TableSet.canonical(function.name());
            if (basis.schema.isUserFunction(name)
                    && !rule.pureFunctions().contains(function.name().toLowerCase(Locale.ROOT))) {
                plan.refused(rule, Refusal.FUNCTION_SHADOWED, name);
                return;
            }
        }
        String operator = basis.schema.impureOperatorIn(sql);
        if (operator != null) {
            plan.refused(rule, Refusal.FUNCTION_SHADOWED, "operator " + operator);
            return;
        }
        plan.read(rule, basis.schema.readBy(tables), parameters(), basis.dialect == Dialect.POSTGRESQL);
    }

    private static Set<String> vouched(CacheRule rule) {
        if (rule.pureFunctions().isEmpty()) {
            return Set.of();
        }
        Set<String> vouched = new TreeSet<>();
        for (String function : rule.pureFunctions()) {
            if (!FunctionEffects.isNeverPure(TableSet.canonical(function))) {
                vouched.add(function);
            }
        }
        return vouched;
    }

    private static Refusal refusal(Obstruction.Kind kind) {
        switch (kind) {
            case SCHEMA_UNKNOWN:
                return Refusal.SCHEMA_UNKNOWN;
            case TEMPORARY_TABLE:
                return Refusal.TEMPORARY_TABLE;
            case ROW_SECURITY:
                return Refusal.ROW_SECURITY;
            case FOREIGN_TABLE:
                return Refusal.FOREIGN_TABLE;
            case IMPURE_VIEW:
                return Refusal.STATEMENT;
            default:
                return Refusal.RELATION_UNKNOWN;
        }
    }

    private int parameters() {
        return Heads.parameters(sql, basis.dialect, modes);
    }

    // Writing

    /** The tables that are changed, by the statement itself and by what it calls. */
    private void data(List<Head> heads, StatementPlanner.Effect effect) {
        if (effect == StatementPlanner.Effect.NONE) {
            return;
        }
        if (effect == StatementPlanner.Effect.KNOWN) {
            if (StatementPlanner.isCall(heads.get(0))) {
                calls(/* ofQuery= */ false); // of its arguments
            }
            return;
        }
        if (!facts.parsed()) {
            notParsed(heads);
            return;
        }
        calls(heads.size() == 1 && StatementPlanner.isQuery(heads.get(0)));
        if (facts.obstacles().contains(Obstacle.INTO) && !facts.tablesWritten().isEmpty()) {
            selectInto(heads);
            return;
        }
        plan.writes(written(facts.tablesWritten()));
    }

    private void notParsed(List<Head> heads) {
        plan.writes(TableSet.EVERYTHING);
        boolean understood = heads.size() == 1 && StatementPlanner.isData(heads.get(0));
        Set<String> called = understood ? Calls.in(sql, DialectRules.of(basis.dialect, modes)) : null;
        if (called == null) {
            unknown("a statement that was not understood");
            return;
        }
        for (String name : called) {
            String canonical = TableSet.canonical(name);
            boolean table = basis.schema.hasRelation(canonical) && !basis.schema.isUserFunction(canonical);
            if (!table) { // with a list of columns
                call(name, /* arguments= */ -1);
            }
        }
    }

    private void selectInto(List<Head> heads) {
        boolean temporary = false;
        for (Head head : heads) {
            for (int i = 1; i < head.size(); i++) {
                temporary |= head.is(i - 1, "into")
                        && (head.is(i, "temp")
                                || head.is(i, "temporary")
                                || head.text(i).startsWith("#"));
            }
        }
        if (temporary) {
            temporary(facts.tablesWritten());
        } else {
            plan.writes(TableSet.EVERYTHING).changesSchema();
        }
    }

    private void temporary(List<String> names) {
        for (String name : names) {
            String canonical = TableSet.canonical(name);
            temporaryNames.add(canonical);
            plan.writes(TableSet.of(Set.of(canonical))).changesSession(SessionChange.temporaryTable(canonical));
        }
    }

    private TableSet written(List<String> names) {
        TableSet all = TableSet.EMPTY;
        for (String name : names) {
            String canonical = TableSet.canonical(name);
            TableSet one = TableSet.of(Set.of(canonical));
            all = all.and(temporaryNames.isTemporary(canonical, basis.schema) ? one : basis.schema.writtenBy(one));
        }
        return all;
    }

    private static TableSet canonical(List<String> names) {
        Set<String> all = new TreeSet<>();
        for (String name : names) {
            all.add(TableSet.canonical(name));
        }
        return TableSet.of(all);
    }

    // Calling

    private void calls(boolean ofQuery) {
        for (FunctionCall function : facts.functions()) {
            String name = TableSet.canonical(function.name());
            if (name.equals(FunctionEffects.SET_CONFIG) && basis.dialect == Dialect.POSTGRESQL) {
                List<Head> heads = Heads.of(sql, basis.dialect, modes);
                if (!ofQuery || heads.size() != 1 || !SettingReader.readSetConfig(plan, heads.get(0))) {
                    plan.changesSession(SessionChange.taint(name));
                }
            } else {
                call(function.name(), function.arguments());
            }
        }
    }

    private void call(String name, int arguments) {
        TableSet written = FunctionEffects.written(name, arguments, basis);
        plan.writes(written);
        if (written.isEverything()) {
            plan.changesSession(
                    basis.schema.isKnown()
                            ? SessionChange.taint("function " + TableSet.canonical(name))
                            : SessionChange.calls(name, arguments));
        }
    }
}
