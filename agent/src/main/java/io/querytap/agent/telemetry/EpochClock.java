package io.querytap.agent.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something happened that was noted by {@link System#nanoTime()}. The two clocks drift apart over days, so an object of
 * this class is for things of the last minutes. Immutable.
 */
final class EpochClock {
    /** How often both clocks are read; a count. */
    private static final int READINGS = 5;

    private final long offsetNanos;

    EpochClock() {
        // A thread may lose its processor between the two readings, so the tightest of a few pairs is taken.
        long tightestNanos = Long.MAX_VALUE;
        long offset = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = System.nanoTime();
            long now = nanos(Instant.now());
            long took = System.nanoTime() - before;
            if (took < tightestNanos) {
                tightestNanos = took;
                offset = now - before - took / 2;
            }
        }
        this.offsetNanos = offset;
    }

    /** Nanoseconds since the epoch. */
    long epochNanos(long nanoTime) {
        return nanoTime + offsetNanos;
    }

    static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
