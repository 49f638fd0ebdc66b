package io.querytap.agent.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something happened that was noted by {@link System#nanoTime()}. The two clocks drift apart over days, so an object of
 * this class is for things of the last minutes. Immutable.
 */
final class EpochClock {
    private final long offsetNanos;

    EpochClock() {
        this.offsetNanos = nanos(Instant.now()) - System.nanoTime();
    }

    /** Nanoseconds since the epoch. */
    long epochNanos(long nanoTime) {
        return nanoTime + offsetNanos;
    }

    static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
