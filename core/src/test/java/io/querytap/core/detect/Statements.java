package io.querytap.core.detect;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;

/** Runs statements as an application would, without a database. */
public final class Statements {
    public static final DatabaseIdentity SHOP =
            new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "shop", null, -1);

    public final PatternRegistry registry;
    private final DatabasePatterns patterns;
    private final StripeHint hint = new StripeHint();

    /** @param textsOfNote see {@link PatternRegistry} */
    public Statements(int maxPatterns, int textsOfNote) {
        registry = new PatternRegistry(maxPatterns, /* rawTexts= */ false, textsOfNote);
        patterns = registry.of(SHOP);
    }

    /** Looks the text up and executes it. */
    public PatternStats execute(String sql) {
        PatternStats stats = patterns.find(sql);
        stats.recordSuccess(hint, 1_000);
        return stats;
    }

    /** Looks the text up without executing it, as preparing and adding to a batch do. */
    public PatternStats find(String sql) {
        return patterns.find(sql);
    }

    public void executeBatch(PatternStats stats, int size) {
        stats.recordBatchSuccess(hint, 1_000, size);
    }

    /** Executes {@code count} texts with another number instead of each {@code #}. */
    public Statements executeEach(String sql, int count) {
        for (int i = 0; i < count; i++) {
            execute(sql.replace("#", String.valueOf(i)));
        }
        return this;
    }

    /** Executes the text that often, each time for so long. */
    public PatternStats executeFor(String sql, int times, long nanos) {
        PatternStats stats = patterns.find(sql);
        for (int i = 0; i < times; i++) {
            stats.recordSuccess(hint, nanos);
        }
        return stats;
    }

    /** Executes the text that often and reads so many rows each time. */
    public PatternStats read(String sql, int times, long rows) {
        PatternStats stats = executeFor(sql, times, 1_000_000);
        for (int i = 0; i < times; i++) {
            stats.recordResult(hint, rows, rows * 1_000);
        }
        return stats;
    }

    /** The application takes that long to read one result. */
    public void readFor(PatternStats stats, long rows, long nanos) {
        stats.recordResult(hint, rows, nanos);
    }

    /** Executes that many batches of that size, each for so long. */
    public void executeBatchFor(PatternStats stats, int times, int size, long nanos) {
        for (int i = 0; i < times; i++) {
            stats.recordBatchSuccess(hint, nanos, size);
        }
    }
}
