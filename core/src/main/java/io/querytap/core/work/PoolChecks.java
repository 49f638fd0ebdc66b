package io.querytap.core.work;

/**
 * The last calls made on a connection while it was in its pool: those by which the pool finds out whether it is still good, or makes it
 * ready for the next borrower. Written by whichever thread the pool lets have the connection. Times are {@link System#nanoTime()}.
 */
final class PoolChecks {
    /** Calls remembered: a pool makes one or two before it hands a connection out. */
    private static final int KEPT = 8;

    private final long[] startNanos = new long[KEPT];
    private final long[] endNanos = new long[KEPT];
    private int next;

    void add(long start, long end) {
        int at = next;
        startNanos[at] = start;
        endNanos[at] = end;
        next = (at + 1) % KEPT;
    }

    /** How much of the time since then they took. */
    long nanosSince(long sinceNanos) {
        long sum = 0;
        for (int i = 0; i < KEPT; i++) {
            boolean used = startNanos[i] != 0 || endNanos[i] != 0;
            if (used && endNanos[i] - sinceNanos > 0) {
                sum += endNanos[i] - (startNanos[i] - sinceNanos > 0 ? startNanos[i] : sinceNanos);
            }
        }
        return sum;
    }
}
