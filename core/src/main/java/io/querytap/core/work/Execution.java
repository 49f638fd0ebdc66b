package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import org.jspecify.annotations.Nullable;

/** One execution inside a closed unit of work, read from its compact record. Immutable. */
public final class Execution {
    /** Value of {@link #rows()} where no result set was seen. */
    public static final long ROWS_UNKNOWN = -1;

    private final PatternStats pattern;
    private final long startNanos;
    private final long durationNanos;
    private final long rows;
    private final int batchSize;
    private final long parameterHash;
    private final int traits;
    private final @Nullable String errorType;

    public Execution(
            PatternStats pattern,
            long startNanos,
            long durationNanos,
            long rows,
            int batchSize,
            long parameterHash,
            int traits,
            @Nullable String errorType) {
        this.pattern = pattern;
        this.startNanos = startNanos;
        this.durationNanos = durationNanos;
        this.rows = rows;
        this.batchSize = batchSize;
        this.parameterHash = parameterHash;
        this.traits = traits;
        this.errorType = errorType;
    }

    public PatternStats pattern() {
        return pattern;
    }

    /** {@link System#nanoTime()} when the execution began. */
    public long startNanos() {
        return startNanos;
    }

    public long durationNanos() {
        return durationNanos;
    }

    /** Rows read when the unit closed, or {@link #ROWS_UNKNOWN}. */
    public long rows() {
        return rows;
    }

    /** Size of the batch; -1 for an execution that is not a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Hash of the parameters; 0 where there are none. The values are not kept anywhere. */
    public long parameterHash() {
        return parameterHash;
    }

    /** Bits of {@link Traits}. */
    public int traits() {
        return traits;
    }

    /** {@code error.type}: the status code or exception class; null for a success. */
    public @Nullable String errorType() {
        return errorType;
    }
}
