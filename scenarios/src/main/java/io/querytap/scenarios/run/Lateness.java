package io.querytap.scenarios.run;

/**
 * How much of the time a thread that wants the processor for a moment does not get it. A machine that is that busy makes everybody wait for
 * connections longer than the labels say, and for another reason.
 */
final class Lateness {
    private static final int STEP_MILLIS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Any machine is late by this much now and then. */
    private static final long USUAL_NANOS = 15 * NANOS_PER_MILLI;

    /** More of the time than this, and time is not to be judged. */
    private static final double TOLERABLE_SHARE = 0.1;

    private volatile long lateNanos;

    /** Measures as long as the JVM lives. */
    Lateness() {
        Thread thread = new Thread(this::measure, "lateness");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was lost so far. */
    long nanos() {
        return lateNanos;
    }

    /** @param lostNanos in a period of so many nanoseconds */
    static boolean isTooMuch(long lostNanos, long periodNanos) {
        return lostNanos > TOLERABLE_SHARE * periodNanos;
    }

    private void measure() {
        try {
            long beforeNanos = System.nanoTime();
            while (true) {
                Thread.sleep(STEP_MILLIS);
                long nowNanos = System.nanoTime();
                long late = nowNanos - beforeNanos - STEP_MILLIS * NANOS_PER_MILLI;
                if (late > USUAL_NANOS) {
                    lateNanos += late;
                }
                beforeNanos = nowNanos;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
