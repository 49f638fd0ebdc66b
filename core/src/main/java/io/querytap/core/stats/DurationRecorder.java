package io.querytap.core.stats;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A distribution of durations in nanoseconds that many threads write, for what is not a pattern. Thread-safe. */
public final class DurationRecorder {
    /** How long a writer tries to get a stripe: its value can be kept otherwise. */
    private static final long MAX_WAIT_NANOS = 1_000_000L;

    /** Values kept that found all stripes busy, which needs many threads that lost their processors at once. */
    private static final int MAX_UNPLACED = 1_024;

    private final Stripes stripes;
    private final Queue<Long> unplaced = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unplacedCount = new AtomicInteger();

    public DurationRecorder() {
        this(new Stripes());
    }

    DurationRecorder(Stripes stripes) {
        this.stripes = stripes;
    }

    public void record(StripeHint hint, long nanos) {
        StatsStripe stripe = stripes.acquireWithin(hint, MAX_WAIT_NANOS);
        if (stripe == null) {
            keep(nanos);
            return;
        }
        try {
            stripe.durations.record(nanos);
        } finally {
            stripe.unlock();
        }
    }

    private void keep(long nanos) {
        if (unplacedCount.incrementAndGet() <= MAX_UNPLACED) {
            unplaced.add(nanos);
        } else {
            unplacedCount.decrementAndGet();
            Diagnostics.dropped("a duration, because all its counters stayed busy");
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
                stripe.durations.record(ring, from, until);
            } finally {
                stripe.unlock();
            }
        }
    }

    public DistributionSnapshot snapshot() {
        return total().snapshot();
    }

    Distribution total() {
        Distribution total = stripes.total(Distribution.Kind.DURATION, stripe -> stripe.durations);
        for (Long nanos : unplaced) {
            total.record(nanos);
        }
        return total;
    }
}
