package io.querytap.core.stats;

import org.jspecify.annotations.Nullable;

/**
 * One execution of a pattern that ran under a span of the application: a place to look at. Immutable but for whether it was told:
 * that is a plain field, for a reader on another thread only lets a slower or later one take its place a little later.
 */
public final class Exemplar {
    private final String traceId;
    private final String spanId;
    private final long durationNanos;
    private final long endNanos;
    private final @Nullable String errorType;
    private boolean told;

    Exemplar(String traceId, String spanId, long durationNanos, long endNanos, @Nullable String errorType) {
        this.traceId = traceId;
        this.spanId = spanId;
        this.durationNanos = durationNanos;
        this.endNanos = endNanos;
        this.errorType = errorType;
    }

    /** 32 hex digits. */
    public String traceId() {
        return traceId;
    }

    /** 16 hex digits: the application's span, not one of ours. */
    public String spanId() {
        return spanId;
    }

    public long durationNanos() {
        return durationNanos;
    }

    /** {@link System#nanoTime()} when the execution ended. */
    public long endNanos() {
        return endNanos;
    }

    /** {@code error.type} of a failure; null for a success. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** It has been exported: the next execution may take its place. */
    public void tell() {
        told = true;
    }

    /** Whether it has been exported. */
    public boolean isTold() {
        return told;
    }
}
