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

    /** Records those with numbers from one to before the other, of a ring whose size is a power of two. */
    void record(StripeHint hint, long[] ring, long from, long until) {
        if (from == until) {
            return;
        }
        StatsStripe stripe = stripes.acquire(hint);
        if (stripe != null) {
            try {
                Distribution durations = stripe.durations;
                for (long number = from; number < until; number++) {
                    durations.record(ring[(int) number & ring.length - 1]);
                }
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
