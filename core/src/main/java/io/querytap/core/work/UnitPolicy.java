package io.querytap.core.work;

/** Which units of work are handed to the control plane when they end. Immutable. */
public final class UnitPolicy {
    /** Which units become traces. */
    public enum Traces {
        OFF,
        /** Those with an error, a slow query or a long wait for a connection. */
        INTERESTING,
        ALL
    }

    private final Traces traces;
    private final long slowQueryNanos;
    private final long longWaitNanos;

    /**
     * @param slowQueryNanos an execution of at least this long makes its unit interesting
     * @param longWaitNanos a wait for a connection of at least this long does the same
     */
    public UnitPolicy(Traces traces, long slowQueryNanos, long longWaitNanos) {
        this.traces = traces;
        this.slowQueryNanos = slowQueryNanos;
        this.longWaitNanos = longWaitNanos;
    }

    public boolean recordsUnits() {
        return traces != Traces.OFF;
    }

    boolean wantsAll() {
        return traces == Traces.ALL;
    }

    boolean isSlow(long durationNanos) {
        return durationNanos >= slowQueryNanos;
    }

    boolean isLongWait(long waitNanos) {
        return waitNanos >= longWaitNanos;
    }
}
