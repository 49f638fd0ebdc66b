package io.querytap.core.detect.pool;

/**
 * Takes note of when the agent's thread ran later than it wanted to: then the JVM stood still, or had no processor for it. It sees what
 * lasts to the end of a sleep, so the shorter the sleeps the more. Thread-safe; times are {@link System#nanoTime()}.
 */
public final class StallMeter implements Stalls {
    /** Being late by less is the ordinary course of timers and schedulers. */
    static final long MIN_STALL_NANOS = 10_000_000L;

    /** Standstills remembered. */
    static final int KEPT = 512;

    /** Lateness from here on shows that the processors are wanted. */
    private static final long MIN_LATE_NANOS = 1_000_000L;

    /** Slices of a {@link #nap} that is to see short standstills: so many wake-ups cost some thousandths of one processor. */
    private static final long SLICE_NANOS = 5_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private int kept;
    private int next;
    private long lateNanos;

    /**
     * Sleeps, as {@link Thread#sleep}, and takes note of being late.
     *
     * @param finely whether it is worth seeing short standstills
     */
    public void nap(long millis, boolean finely) throws InterruptedException {
        long now = System.nanoTime();
        long end = now + millis * NANOS_PER_MILLI;
        while (end - now > 0) {
            long slice = finely ? Math.min(SLICE_NANOS, end - now) : end - now;
            long sliceMillis = Math.max(1, slice / NANOS_PER_MILLI);
            Thread.sleep(sliceMillis);
            long due = now + sliceMillis * NANOS_PER_MILLI;
            now = System.nanoTime();
            woke(due, now);
        }
    }

    /** The agent's thread wanted to run at one moment, and did at another. */
    public synchronized void woke(long dueNanos, long nowNanos) {
        long late = nowNanos - dueNanos;
        if (late >= MIN_LATE_NANOS) {
            lateNanos += late;
        }
        if (late >= MIN_STALL_NANOS) {
            from[next] = dueNanos;
            to[next] = nowNanos;
            next = (next + 1) % KEPT;
            kept = Math.min(KEPT, kept + 1);
        }
    }

    /** By how much the agent's thread was late in all, since start. */
    synchronized long lateNanos() {
        return lateNanos;
    }

    @Override
    public synchronized void within(long fromNanos, long toNanos, Visitor visitor) {
        for (int i = 0; i < kept; i++) {
            if (to[i] - fromNanos > 0 && toNanos - from[i] > 0) {
                visitor.stall(from[i], to[i]);
            }
        }
    }
}
