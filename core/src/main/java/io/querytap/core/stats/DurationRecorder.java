package io.querytap.core.stats;

/** A distribution of durations in nanoseconds that many threads write, for what is not a pattern. Thread-safe. */
public final class DurationRecorder {
    private final Stripes stripes = new Stripes();

    public void record(StripeHint hint, long nanos) {
        StatsStripe stripe = stripes.acquire(hint);
        if (stripe != null) {
            try {
                stripe.durations.record(nanos);
            } finally {
                stripe.unlock();
            }
        }
    }

    public DistributionSnapshot snapshot() {
        return total().snapshot();
    }

    Distribution total() {
        return stripes.total(Distribution.Kind.DURATION, stripe -> stripe.durations);
    }
}
