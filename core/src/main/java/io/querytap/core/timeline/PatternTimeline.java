package io.querytap.core.timeline;

import org.jspecify.annotations.Nullable;

/** One pattern over time, by slot. Immutable: the arrays are not to be written to. */
public final class PatternTimeline {
    private final long[] executions;
    private final long[] nanos;
    private final long @Nullable [] errors;
    private final @Nullable Heat durations;
    private final @Nullable Heat fetches;

    PatternTimeline(
            long[] executions,
            long[] nanos,
            long @Nullable [] errors,
            @Nullable Heat durations,
            @Nullable Heat fetches) {
        this.executions = executions;
        this.nanos = nanos;
        this.errors = errors;
        this.durations = durations;
        this.fetches = fetches;
    }

    /** Executions, failed ones included. */
    public long[] executions() {
        return executions;
    }

    /** Time of the executions, all of it in the slot in which they ended. */
    public long[] nanos() {
        return nanos;
    }

    /** Failed executions; null if there were none. */
    public long @Nullable [] errors() {
        return errors;
    }

    /** How long executions took; null if the pattern is not among those that are followed. */
    public @Nullable Heat durations() {
        return durations;
    }

    /** How long reading the results took; null if the pattern is not among those that are followed. */
    public @Nullable Heat fetches() {
        return fetches;
    }
}
