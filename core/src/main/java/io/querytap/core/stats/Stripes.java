package io.querytap.core.stats;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statistics that many threads write and few meet in: one stripe at first, more when writers really collide.
 *
 * <p><b>Why.</b> One HdrHistogram {@code Recorder} shared by two threads costs 421 ns an update against 68 ns for one thread,
 * because both write the same cache lines; a packed concurrent histogram may spin for ever in a resize. A stripe behind a
 * try-lock costs one compare-and-set, keeps count, sum and cells in agreement, and lets an ordinary histogram be used.
 *
 * <p><b>Progress.</b> A writer that finds its stripe taken tries the others, then makes one more, and after a bounded number of
 * rounds gives up and counts the value as dropped: a thread of the application never waits here without bound.
 */
final class Stripes {
    /** Collisions on a set of stripes before another is added. */
    private static final int COLLISIONS_BEFORE_GROWTH = 4;

    /** Stripes per pattern: more than the processors cannot be in use at once, except by preempted threads. */
    private static final int MAX_STRIPES =
            Math.min(16, Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 2);

    /** Stripes beyond the first over all patterns, a bound on memory: about 15 KiB each when hot. */
    private static final int MAX_EXTRA_STRIPES = 512;

    /** Rounds over all stripes before a value is dropped; each ends in a yield, so a preempted holder gets to run. */
    private static final int MAX_ROUNDS = 1_000;

    private static final AtomicInteger EXTRA_STRIPES = new AtomicInteger();

    private final AtomicReference<StatsStripe[]> stripes;
    private final AtomicInteger collisions = new AtomicInteger();

    Stripes() {
        stripes = new AtomicReference<>(new StatsStripe[] {new StatsStripe()});
    }

    /**
     * Takes a stripe for writing; the caller updates it and unlocks it in a finally block.
     *
     * @return null if the value must be dropped; that is counted here
     */
    @Nullable
    StatsStripe acquire(StripeHint hint) {
        StatsStripe[] all = stripes.get();
        StatsStripe stripe = all[hint.probe & (all.length - 1)];
        return stripe.tryLock() ? stripe : acquireElsewhere(hint);
    }

    private @Nullable StatsStripe acquireElsewhere(StripeHint hint) {
        if (collisions.incrementAndGet() >= COLLISIONS_BEFORE_GROWTH) {
            grow();
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            StatsStripe[] all = stripes.get();
            for (int i = 0; i < all.length; i++) {
                hint.probe++;
                StatsStripe stripe = all[hint.probe & (all.length - 1)];
                if (stripe.tryLock()) {
                    return stripe;
                }
            }
            if (round < 8) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        Diagnostics.dropped("a measurement, because all counters of its pattern stayed busy");
        return null;
    }

    private void grow() {
        StatsStripe[] before = stripes.get();
        int added = before.length;
        if (before.length >= MAX_STRIPES || EXTRA_STRIPES.get() + added > MAX_EXTRA_STRIPES) {
            return;
        }
        StatsStripe[] after = new StatsStripe[before.length * 2];
        System.arraycopy(before, 0, after, 0, before.length);
        for (int i = before.length; i < after.length; i++) {
            after[i] = new StatsStripe();
        }
        if (stripes.compareAndSet(before, after)) {
            EXTRA_STRIPES.addAndGet(added);
            collisions.set(0);
        }
    }

    /** Adds up one distribution over all stripes. Locks each for the time of a copy; writers meanwhile use another. */
    Distribution total(Distribution.Kind kind, Function<StatsStripe, Distribution> which) {
        Distribution total = new Distribution(kind);
        addTo(total, which);
        return total;
    }

    void addTo(Distribution total, Function<StatsStripe, Distribution> which) {
        for (StatsStripe stripe : stripes.get()) {
            lockForReading(stripe);
            try {
                total.add(which.apply(stripe));
            } finally {
                stripe.unlock();
            }
        }
    }

    /** The reader is the agent's own thread: it may wait, a holder needs well under a microsecond. */
    private static void lockForReading(StatsStripe stripe) {
        while (!stripe.tryLock()) {
            Thread.yield();
        }
    }
}
