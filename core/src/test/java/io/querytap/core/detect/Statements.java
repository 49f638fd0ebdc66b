package io.querytap.core.detect;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;

/** Runs statements as an application would, without a database. */
final class Statements {
    static final DatabaseIdentity SHOP = new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "shop", null, -1);

    final PatternRegistry registry;
    private final DatabasePatterns patterns;
    private final StripeHint hint = new StripeHint();

    /** @param textsOfNote see {@link PatternRegistry} */
    Statements(int maxPatterns, int textsOfNote) {
        registry = new PatternRegistry(maxPatterns, /* rawTexts= */ false, textsOfNote);
        patterns = registry.of(SHOP);
    }

    /** Looks the text up and executes it. */
    PatternStats execute(String sql) {
        PatternStats stats = patterns.find(sql);
        stats.recordSuccess(hint, 1_000);
        return stats;
    }

    /** Looks the text up without executing it, as preparing and adding to a batch do. */
    PatternStats find(String sql) {
        return patterns.find(sql);
    }

    void executeBatch(PatternStats stats, int size) {
        stats.recordBatchSuccess(hint, 1_000, size);
    }

    /** Executes {@code count} texts with another number instead of each {@code #}. */
    Statements executeEach(String sql, int count) {
        for (int i = 0; i < count; i++) {
            execute(sql.replace("#", String.valueOf(i)));
        }
        return this;
    }
}
