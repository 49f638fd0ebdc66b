package io.querytap.core.detect.lease;

import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool was short of connections in the last two minutes: how many were out at once, by its leases, and whether anybody waited.
 * The log of leases may reach back less far, so the truth may be higher, never lower. For one thread.
 */
final class PoolPressure {
    /** How far back it looks. */
    static final Duration PERIOD = Duration.ofSeconds(120);

    /** Time between two looks at the leases of a pool: there may be thousands. */
    private static final Duration LOOK_GAP = Duration.ofSeconds(1);

    /** A wait shorter than this is no queue: a check of the connection takes as long. */
    private static final long MIN_WAIT_NANOS = 10_000_000L;

    /** Waits of a period without which there was no queue: a single one may have been a pause of the JVM. */
    private static final int MIN_WAITS = 3;

    private final PoolRegistry pools;
    private final Map<PoolStats, Pool> known = new HashMap<>(); // as many as there are pools, which are bounded

    PoolPressure(PoolRegistry pools) {
        this.pools = pools;
    }

    /** What is known of the pool of that name, of several the one that is most in use; null where it is not known how large it is. */
    @Nullable
    Reading of(String poolName, Instant now) {
        Reading most = null;
        for (PoolStats pool : pools.all()) {
            if (pool.name().equals(poolName)) {
                Reading reading = known.computeIfAbsent(pool, Pool::new).read(now);
                if (reading != null && (most == null || reading.isMoreThan(most))) {
                    most = reading;
                }
            }
        }
        return most;
    }

    /** How much of a pool was in use. Immutable. */
    static final class Reading {
        private final int peak;
        private final int max;
        private final boolean waited;

        Reading(int peak, int max, boolean waited) {
            this.peak = peak;
            this.max = max;
            this.waited = waited;
        }

        /** Connections out at once, at least. */
        int peak() {
            return peak;
        }

        int max() {
            return max;
        }

        double utilisation() {
            return (double) peak / max;
        }

        /** Whether a borrower had to wait for another to return. */
        boolean waited() {
            return waited;
        }

        private boolean isMoreThan(Reading other) {
            return waited == other.waited ? utilisation() > other.utilisation() : waited;
        }
    }

    private static final class Pool {
        private final PoolStats stats;
        private @Nullable Instant readAt;
        private @Nullable Reading last;
        private long timeouts;
        private @Nullable Instant timedOutAt;

        Pool(PoolStats stats) {
            this.stats = stats;
            this.timeouts = stats.timeouts();
        }

        @Nullable
        Reading read(Instant now) {
            Instant at = readAt;
            if (at == null || !at.isAfter(now.minus(LOOK_GAP))) {
                readAt = now;
                last = look(now);
            }
            return last;
        }

        private @Nullable Reading look(Instant now) {
            PoolGauges.Reading gauges = stats.read();
            if (gauges.max() <= 0) {
                return null;
            }
            long count = stats.timeouts();
            if (count > timeouts) {
                timeouts = count;
                timedOutAt = now;
            }
            boolean timedOut = timedOutAt != null && timedOutAt.plus(PERIOD).isAfter(now);
            long nowNanos = System.nanoTime();
            Leases leases = new Leases(stats, nowNanos, nowNanos - PERIOD.toNanos());
            int peak = Math.max(leases.peak(), gauges.used());
            return new Reading(
                    Math.min(gauges.max(), peak),
                    gauges.max(),
                    timedOut || gauges.pending() > 0 || leases.waits >= MIN_WAITS);
        }
    }

    /** The leases of one pool that were out in a period. */
    private static final class Leases {
        private static final int FIRST_ROOM = 256;

        private long[] granted = new long[FIRST_ROOM];
        private long[] returned = new long[FIRST_ROOM];
        private int count;
        private int stillOut;
        private int waits;

        Leases(PoolStats pool, long nowNanos, long fromNanos) {
            for (Lease lease : pool.entries()) { // before those that have ended, so that none is in both
                if (lease.isOut() && lease.grantedNanos() - nowNanos <= 0) {
                    add(lease.grantedNanos(), Long.MAX_VALUE);
                    stillOut++;
                }
            }
            long shortest = Math.max(MIN_WAIT_NANOS, longestCreation(pool, nowNanos, fromNanos));
            int out = count;
            pool.leases().since(fromNanos, lease -> {
                if (lease.grantedNanos() - lease.askedNanos() >= shortest) {
                    waits++;
                }
                for (int i = 0; i < out; i++) {
                    if (granted[i] == lease.grantedNanos()) {
                        return; // it has ended meanwhile
                    }
                }
                add(lease.grantedNanos(), lease.returnedNanos());
            });
        }

        /** Who had to wait for a new connection did not wait for another borrower. */
        private static long longestCreation(PoolStats pool, long nowNanos, long fromNanos) {
            long[] longest = {0};
            pool.attempts()
                    .within(
                            fromNanos,
                            nowNanos,
                            nowNanos,
                            (from, to, failed) -> longest[0] = Math.max(longest[0], to - from));
            return longest[0];
        }

        private void add(long from, long to) {
            if (count == granted.length) {
                granted = Arrays.copyOf(granted, 2 * count); // as many as the log keeps, which are bounded
                returned = Arrays.copyOf(returned, 2 * count);
            }
            granted[count] = from;
            returned[count++] = to;
        }

        /** Most that were out at one moment; that is when the last of them was granted. */
        int peak() {
            Arrays.sort(granted, 0, count);
            Arrays.sort(returned, 0, count);
            int most = stillOut;
            int back = 0;
            for (int given = 0; given < count; given++) {
                while (back < count && returned[back] <= granted[given]) {
                    back++;
                }
                most = Math.max(most, given + 1 - back);
            }
            return most;
        }
    }
}
