package io.querytap.cache.eligibility;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.TreeSet;

/** What plans are made from: the rules and the schema of one moment. Immutable; compared by identity. */
final class Basis {
    final RuleSet rules;
    final SchemaSnapshot schema;
    final Dialect dialect;

    /** Every table that an entry under some rule may have been made from, in this JVM or another. */
    final TableSet ruled;

    /** Of whoever these concern not; one for each basis, because another basis may see it differently. */
    final TextPlan nothing;

    Basis(RuleSet rules, SchemaSnapshot schema, Dialect dialect) {
        this.rules = rules;
        this.schema = schema;
        this.dialect = dialect;
        this.ruled = ruled(rules, schema, dialect);
        this.nothing = new TextPlan.Builder(this, "").build();
    }

    private static TableSet ruled(RuleSet rules, SchemaSnapshot schema, Dialect dialect) {
        TreeSet<String> names = new TreeSet<>();
        for (CacheRule rule : rules.rules()) {
            String text = rule.text();
            if (rule.patternId() != null) {
                return TableSet.EVERYTHING; // which tables it reads, only who has seen it knows
            }
            if (text == null) {
                names.addAll(rule.tables());
                continue;
            }
            SqlPattern pattern = SqlAnalyzer.analyze(text, dialect);
            if (!pattern.facts().parsed()) {
                return TableSet.EVERYTHING;
            }
            for (String table : pattern.tablesRead()) {
                names.add(TableSet.canonical(table));
            }
        }
        return names.isEmpty() ? TableSet.EMPTY : schema.readBy(TableSet.of(names));
    }

    /** Those of the tables that are ruled; EVERYTHING stays as it is unless there is no rule. */
    TableSet ruledAmong(TableSet tables) {
        if (!tables.overlaps(ruled)) {
            return TableSet.EMPTY;
        }
        if (tables.isEverything() || ruled.isEverything()) {
            return tables;
        }
        TreeSet<String> both = new TreeSet<>();
        for (String name : tables.names()) {
            if (ruled.contains(name)) {
                both.add(name);
            }
        }
        return TableSet.of(both);
    }
}
