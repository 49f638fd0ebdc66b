package io.querytap.core.pool;

/** The last attempts that timed out. Rare, so a lock that nobody holds for long does no harm. Times are {@link System#nanoTime()}. */
final class VainAttempts {
    /** Attempts remembered. */
    private static final int KEPT = 1_024;

    private final long[] asked = new long[KEPT];
    private final long[] gaveUp = new long[KEPT];
    private int kept;
    private int next;

    synchronized void add(long askedNanos, long gaveUpNanos) {
        asked[next] = askedNanos;
        gaveUp[next] = gaveUpNanos;
        next = (next + 1) % KEPT;
        kept = Math.min(KEPT, kept + 1);
    }

    /** Shows those that ended after a moment, in no order. */
    synchronized void since(long nanos, Visitor visitor) {
        for (int i = 0; i < kept; i++) {
            if (gaveUp[i] - nanos > 0) {
                visitor.attempt(asked[i], gaveUp[i]);
            }
        }
    }

    /** Sees attempts. */
    @FunctionalInterface
    interface Visitor {
        void attempt(long askedNanos, long gaveUpNanos);
    }
}
