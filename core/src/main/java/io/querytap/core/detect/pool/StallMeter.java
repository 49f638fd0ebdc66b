package io.querytap.core.detect.pool;

/**
 * Takes note of when the agent's thread ran later than it wanted to: then the JVM stood still, or had no processor for it. Where the
 * operating system tells how long it had none, that is taken off what counts as a standstill: on a busy machine other threads run
 * meanwhile, and how far those lack a processor is the {@link CpuMeter}'s matter. It sees what lasts to the end of a sleep, so the shorter
 * the sleeps the more. Thread-safe; times are {@link System#nanoTime()}.
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
    private final OwnDelay delay;
    private long lateNanos;

    public StallMeter() {
        this(new OwnDelay());
    }

    StallMeter(OwnDelay delay) {
        this.delay = delay;
    }

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
            long delayedBefore = delayedNanos();
            Thread.sleep(sliceMillis);
            long due = now + sliceMillis * NANOS_PER_MILLI;
            now = System.nanoTime();
            woke(due, now, now - due < MIN_STALL_NANOS ? 0 : delayedSince(delayedBefore));
        }
    }

    /** For how long the agent's thread, which asks, had no processor since it began; negative where that is not told. */
    public long delayedNanos() {
        return delay.nanos();
    }

    /** For how long it had none since it asked before. */
    public long delayedSince(long delayedBefore) {
        long delayedNow = delay.nanos();
        return delayedBefore < 0 || delayedNow < 0 ? 0 : delayedNow - delayedBefore;
    }

    /** The agent's thread wanted to run at one moment, and did at another. */
    public void woke(long dueNanos, long nowNanos) {
        woke(dueNanos, nowNanos, /* delayedNanos= */ 0);
    }

    /** @param delayedNanos for how long of that it was known to have no processor, which is so at the end: it was awake by then */
    public synchronized void woke(long dueNanos, long nowNanos, long delayedNanos) {
        long late = nowNanos - dueNanos;
        if (late >= MIN_LATE_NANOS) {
            lateNanos += late;
        }
        long stood = late - delayedNanos;
        if (stood >= MIN_STALL_NANOS) {
            from[next] = dueNanos;
            to[next] = dueNanos + stood;
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
