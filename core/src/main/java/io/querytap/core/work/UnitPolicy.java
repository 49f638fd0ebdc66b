package io.querytap.core.work;

/** What is recorded of units of work, and which of them are handed to the control plane when they end. Immutable. */
public final class UnitPolicy {
    /** Which units become traces. */
    public enum Traces {
        OFF,
        /** Those with a finding, an error, a slow query or a long wait for a connection. */
        INTERESTING,
        ALL
    }

    /** Value for {@code repeats} with which no repeats are looked at. */
    public static final int NO_DETECTION = 0;

    private final Traces traces;
    private final long slowQueryNanos;
    private final long longWaitNanos;
    private final int repeats;
    private final int sampleEvery;
    private final long longIdleNanos;

    /**
     * Looks for no findings.
     *
     * @param slowQueryNanos an execution of at least this long makes its unit interesting
     * @param longWaitNanos a wait for a connection of at least this long does the same
     */
    public UnitPolicy(Traces traces, long slowQueryNanos, long longWaitNanos) {
        this(traces, slowQueryNanos, longWaitNanos, NO_DETECTION, 0, Long.MAX_VALUE);
    }

    private UnitPolicy(
            Traces traces, long slowQueryNanos, long longWaitNanos, int repeats, int sampleEvery, long longIdleNanos) {
        this.traces = traces;
        this.slowQueryNanos = slowQueryNanos;
        this.longWaitNanos = longWaitNanos;
        this.repeats = repeats;
        this.sampleEvery = sampleEvery;
        this.longIdleNanos = longIdleNanos;
    }

    /**
     * The same, looking for findings.
     *
     * @param repeatThreshold executions of one pattern in one unit that detectors want to see
     * @param everyUnit of so many units one keeps hashes of the values it reads; 1: all do
     * @param idleNanos a connection held for so long without work makes its unit interesting
     */
    public UnitPolicy detecting(int repeatThreshold, int everyUnit, long idleNanos) {
        return new UnitPolicy(traces, slowQueryNanos, longWaitNanos, repeatThreshold, everyUnit, idleNanos);
    }

    /** Whether anybody wants units. */
    public boolean recordsUnits() {
        return traces != Traces.OFF || detects();
    }

    public boolean detects() {
        return repeats != NO_DETECTION;
    }

    /** Executions of one pattern in one unit that make the unit worth a look. */
    public int repeats() {
        return repeats;
    }

    /** Of so many units one keeps evidence that costs more; 1: all do. */
    public int sampleEvery() {
        return sampleEvery;
    }

    /** Whether units become traces that have an error, a slow query or a long wait. */
    public boolean wantsInteresting() {
        return traces != Traces.OFF;
    }

    public boolean wantsAll() {
        return traces == Traces.ALL;
    }

    public boolean isSlow(long durationNanos) {
        return durationNanos >= slowQueryNanos;
    }

    public boolean isLongWait(long waitNanos) {
        return waitNanos >= longWaitNanos;
    }

    /** Whether a connection was held for so long without work that it is told. */
    public boolean isLongIdle(long idleNanos) {
        return idleNanos >= longIdleNanos;
    }
}
