package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import org.jspecify.annotations.Nullable;

/** What the definition of a view says: the tables it reads, and whether its rows depend on more than these. */
final class Views {
    private Views() {}

    /**
     * Notes in the snapshot what a definition says.
     *
     * @param definition null where the catalogue does not show it
     * @param withTables whether the tables are taken from the definition, because the catalogue does not list them
     */
    static void describe(
            SchemaSnapshot.Builder snapshot,
            String view,
            @Nullable String definition,
            Dialect dialect,
            Routines routines,
            boolean withTables) {
        if (definition == null || definition.trim().isEmpty()) {
            unknown(snapshot, view);
            return;
        }
        SqlPattern pattern = SqlAnalyzer.analyze(definition, dialect, SqlModes.UNKNOWN);
        SqlFacts facts = pattern.facts();
        if (withTables) {
            if (!facts.parsed()) {
                unknown(snapshot, view);
            }
            for (String table : facts.tablesRead()) {
                String name = TableSet.canonical(table);
                snapshot.reads(view, name).changes(view, name);
            }
        }
        Cacheability cacheability = Cacheability.of(facts, dialect);
        String reason = cacheability.reason();
        for (FunctionCall function : facts.functions()) {
            if (reason == null && routines.contains(TableSet.canonical(function.name()))) {
                reason = "function " + function.name();
            }
        }
        if (reason != null) {
            snapshot.impure(view, reason);
        }
    }

    private static void unknown(SchemaSnapshot.Builder snapshot, String view) {
        snapshot.relation(view, Trait.READS_UNKNOWN).relation(view, Trait.WRITES_UNKNOWN);
    }
}
