package io.querytap.core.pool;

/**
 * What one physical connection did when, for the last while: so that the time that others waited can be laid to what a holder did in
 * just that time. One thread writes at a time, in plain fields; the agent's thread reads copies. Allocates nothing after construction.
 *
 * <p>Keeps how long the connection was in each {@link HolderState} in all, and a checkpoint of that about every millisecond at most:
 * between two checkpoints time is taken to be spread evenly, so that what is read of an interval is wrong by a millisecond at each of
 * its ends at most. Times are {@link System#nanoTime()}.
 */
public final class UseTimeline {
    /** Checkpoints kept; with {@link #GAP_NANOS} at least a sixteenth of a second, much more where the connection does little. */
    static final int CHECKPOINTS = 64;

    /** The least time between two checkpoints. */
    static final long GAP_NANOS = 1_000_000L;

    /** A pool hands the connection out. */
    public void leaseBegins(long nowNanos) {}

    /** It is back. */
    public void leaseEnds(long nowNanos) {}

    /** A call of the driver begins. */
    public void callBegins(long nowNanos) {}

    /** It has ended; afterwards a transaction is open or is not. */
    public void callEnds(long nowNanos, boolean inTransaction) {}

    /** Rows were read from the end of the last call until now. */
    public void rowsRead(long nowNanos) {}

    /** Committed or rolled back. */
    public void transactionEnds(long nowNanos) {}

    /** How long the present lease, or the last one that ended, was in the state of that ordinal; for the thread that writes. */
    long nanosOfLease(int state) {
        return 0;
    }

    /**
     * Adds to {@code nanosByState}, indexed by {@link HolderState#ordinal()}, how the connection spent the time between two moments.
     * Called by the agent's thread.
     *
     * @return false if that is not known any more, or was being written; then nothing is added
     */
    public boolean split(long fromNanos, long toNanos, double[] nanosByState) {
        return false;
    }
}
