package io.querytap.core.detect.pool;

/** Waits for a connection over one minute, all attempts counted: nanoseconds, 0 for what is shorter than is looked at. Immutable. */
final class WaitFigures {
    static final WaitFigures NONE = new WaitFigures(0, 0, 0, 0);

    private final long attempts;
    private final long p50Nanos;
    private final long p99Nanos;
    private final long maxNanos;

    WaitFigures(long attempts, long p50Nanos, long p99Nanos, long maxNanos) {
        this.attempts = attempts;
        this.p50Nanos = p50Nanos;
        this.p99Nanos = p99Nanos;
        this.maxNanos = maxNanos;
    }

    long attempts() {
        return attempts;
    }

    long p50Nanos() {
        return p50Nanos;
    }

    long p99Nanos() {
        return p99Nanos;
    }

    long maxNanos() {
        return maxNanos;
    }

    /** The minute with the longer waits. */
    WaitFigures worse(WaitFigures other) {
        boolean otherIs = other.p99Nanos > p99Nanos || other.p99Nanos == p99Nanos && other.maxNanos >= maxNanos;
        return otherIs ? other : this;
    }
}
