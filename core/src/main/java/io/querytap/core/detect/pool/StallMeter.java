package io.querytap.core.detect.pool;

/**
 * Takes note of when one of the agent's threads, which does nothing but {@link #nap}, ran later than it wanted to: then the JVM stood
 * still, or had no processor for it. Where the operating system tells how long it had none, that is taken off what counts as a standstill:
 * on a busy machine other threads run meanwhile, and how far those lack a processor is the {@link CpuMeter}'s matter. It sees what lasts to
 * the end of a sleep, so the shorter the sleeps the more. Thread-safe; times are {@link System#nanoTime()}.
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

    /** A thread that has no processor for longer is not waited for. */
    private static final int MAX_AWAITED_MILLIS = 100;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private int kept;
    private int next;
    private final OwnDelay delay;
    private long lateNanos;
    private volatile long dueNanos;
    private volatile boolean isAsleep;

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
            long delayedBefore = delay.nanos();
            long due = now + sliceMillis * NANOS_PER_MILLI;
            dueNanos = due;
            isAsleep = true;
            try {
                Thread.sleep(sliceMillis);
                now = System.nanoTime();
                woke(due, now, now - due < MIN_STALL_NANOS ? 0 : delayedSince(delayedBefore));
            } finally {
                isAsleep = false;
            }
        }
    }

    /**
     * If the thread that naps is late just now, it is about to tell of a standstill: waits for that, but not for long, and not beyond an
     * interrupt, which is kept.
     *
     * @return whether all that is over by now has been told
     */
    public boolean awaitWaking() {
        for (int i = 0; i < MAX_AWAITED_MILLIS && isOverdue(); i++) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return !isOverdue();
    }

    private boolean isOverdue() {
        return isAsleep && System.nanoTime() - dueNanos >= MIN_STALL_NANOS;
    }

    private long delayedSince(long delayedBefore) {
        long delayedNow = delay.nanos();
        return delayedBefore < 0 || delayedNow < 0 ? 0 : delayedNow - delayedBefore;
    }

    /** The thread wanted to run at one moment, and did at another. */
    void woke(long dueNanos, long nowNanos) {
        woke(dueNanos, nowNanos, /* delayedNanos= */ 0);
    }

    /** @param delayedNanos for how long of that it was known to have no processor, which is so at the end: it was awake by then */
    synchronized void woke(long dueNanos, long nowNanos, long delayedNanos) {
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

    /** By how much the thread was late in all, since start. */
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
