package io.querytap.core.stats;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statistics that many threads write and few meet in: one stripe at first, more when writers really collide.
 *
 * <p><b>Why.</b> One HdrHistogram {@code Recorder} shared by two threads costs 421 ns an update against 68 ns for one thread,
 * because both write the same cache lines; a packed concurrent histogram may spin for ever in a resize. A stripe behind a
 * try-lock costs one compare-and-set, keeps count, sum and cells in agreement, and lets an ordinary histogram be used.
 *
 * <p><b>Progress.</b> A writer that finds its stripe taken tries the others, makes more after a few collisions, then yields to the
 * holders, and gives up after a bounded time and counts the value as dropped: a thread of the application never waits here without
 * bound, and no holder waits for anything.
 */
final class Stripes {
    /** Collisions on a set of stripes before another is added. */
    private static final int COLLISIONS_BEFORE_GROWTH = 4;

    /**
     * Stripes per pattern: more than the processors cannot be in use at once, except by preempted threads. Where there are many threads and
     * few processors those are not rare, so that there are some even for them.
     */
    private static final int MAX_STRIPES = Math.max(
            8,
            Math.min(16, Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 2));

    /** Stripes beyond the first over all patterns, a bound on memory: about 15 KiB each when hot. */
    private static final int MAX_EXTRA_STRIPES = 512;

    /** Rounds over all stripes before the thread yields: a holder needs well under a microsecond while it runs. */
    private static final int SPIN_ROUNDS = 8;

    /** How long a writer tries before its value is dropped: only threads that never come back hold all stripes for so long. */
    private static final long MAX_WAIT_NANOS = 1_000_000_000L;

    /** Yields of a reader before it looks at the clock. */
    private static final int MAX_ROUNDS = 1_000;

    /** A stripe held for this long is held by no one any more, even where the container was throttled meanwhile. */
    private static final long MAX_HELD_NANOS = 2_000_000_000L;

    /** What a reader sleeps between tries, after many yields. */
    private static final long READER_PAUSE_NANOS = 100_000L;

    private static final AtomicInteger EXTRA_STRIPES = new AtomicInteger();

    private static final AtomicReferenceFieldUpdater<Stripes, StatsStripe[]> STRIPES =
            AtomicReferenceFieldUpdater.newUpdater(Stripes.class, StatsStripe[].class, "stripes");

    /** Its length is a power of two. */
    private volatile StatsStripe[] stripes = {new StatsStripe()};

    private final AtomicInteger collisions = new AtomicInteger();

    /**
     * Takes a stripe for writing; the caller updates it and unlocks it in a finally block.
     *
     * @return null if the value must be dropped; that is counted here
     */
    @Nullable
    StatsStripe acquire(StripeHint hint) {
        StatsStripe stripe = acquireWithin(hint, MAX_WAIT_NANOS);
        if (stripe == null) {
            Diagnostics.dropped("a measurement, because all counters of its pattern stayed busy");
        }
        return stripe;
    }

    /** Takes a stripe as {@link #acquire}; null, and not counted as dropped, if all stay busy for so long. */
    @Nullable
    StatsStripe acquireWithin(StripeHint hint, long maxWaitNanos) {
        StatsStripe[] all = stripes;
        StatsStripe stripe = all[hint.probe & (all.length - 1)];
        return stripe.tryLock() ? stripe : acquireElsewhere(hint, maxWaitNanos);
    }

    private @Nullable StatsStripe acquireElsewhere(StripeHint hint, long maxWaitNanos) {
        if (collisions.incrementAndGet() >= COLLISIONS_BEFORE_GROWTH) {
            grow();
        }
        long sinceNanos = System.nanoTime();
        for (int round = 0; round < SPIN_ROUNDS || System.nanoTime() - sinceNanos < maxWaitNanos; round++) {
            StatsStripe[] all = stripes;
            for (int i = 0; i < all.length; i++) {
                hint.probe++;
                StatsStripe stripe = all[hint.probe & (all.length - 1)];
                if (stripe.tryLock()) {
                    return stripe;
                }
            }
            if (round < SPIN_ROUNDS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the holders lost their processors: let them have ours
            }
        }
        return null;
    }

    private void grow() {
        StatsStripe[] before = stripes;
        int added = before.length;
        if (before.length >= MAX_STRIPES || EXTRA_STRIPES.get() + added > MAX_EXTRA_STRIPES) {
            return;
        }
        StatsStripe[] after = new StatsStripe[before.length * 2];
        System.arraycopy(before, 0, after, 0, before.length);
        for (int i = before.length; i < after.length; i++) {
            after[i] = new StatsStripe();
        }
        if (STRIPES.compareAndSet(this, before, after)) {
            EXTRA_STRIPES.addAndGet(added);
            collisions.set(0);
        }
    }

    /** Adds up one distribution over all stripes. */
    Distribution total(Distribution.Kind kind, Function<StatsStripe, Distribution> which) {
        Distribution total = new Distribution(kind);
        forEach(stripe -> total.add(which.apply(stripe)));
        return total;
    }

    /** Executions and results, without locking; grows with each. */
    long roughCount() {
        long sum = 0;
        for (StatsStripe stripe : stripes) {
            sum += stripe.durations.count() + stripe.rows.count();
        }
        return sum;
    }

    /** Shows each stripe to the reader behind its lock; writers meanwhile use another. */
    void forEach(Consumer<StatsStripe> reader) {
        for (StatsStripe stripe : stripes) {
            lockForReading(stripe);
            try {
                reader.accept(stripe);
            } catch (RuntimeException torn) { // its writer ran out of memory or stack while cells were growing
                Diagnostics.failed("reading a stripe", torn);
            } finally {
                stripe.unlock();
            }
        }
    }

    /**
     * The reader is the agent's own thread: it may wait, a holder needs well under a microsecond. A holder that ran out of stack
     * in its finally block never unlocks; the stripe is then taken from it, rather than the reader kept spinning for ever.
     */
    private static void lockForReading(StatsStripe stripe) {
        long sinceNanos = 0;
        for (int round = 0; !stripe.tryLock(); round++) {
            if (round < MAX_ROUNDS) {
                Thread.yield();
                continue;
            }
            long now = System.nanoTime();
            if (sinceNanos == 0) {
                sinceNanos = now;
            } else if (now - sinceNanos > MAX_HELD_NANOS) {
                Diagnostics.dropped("a measurement, because its thread never finished it");
                return;
            }
            LockSupport.parkNanos(READER_PAUSE_NANOS);
        }
    }
}
