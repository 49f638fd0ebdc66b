package io.querytap.core.detect.lease;

import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.LeaseUse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool was short of connections in the last two minutes: how many were out at once, as far as leases show it that were held
 * idle, and whether anybody waited. What is not seen does not count, so the truth may be higher, never lower. For one thread.
 */
final class PoolPressure {
    /** Leases of one pool that are compared with each other. */
    static final int MAX_LEASES = 64;

    /** How long a peak counts, once or twice. */
    static final Duration PERIOD = Duration.ofSeconds(60);

    /** Time between two readings of the pools' gauges. */
    private static final Duration GAUGE_GAP = Duration.ofSeconds(1);

    /** A wait shorter than this is no queue: a check of the connection takes as long. */
    private static final long MIN_WAIT_NANOS = 10_000_000L;

    /** Waits of a period without which there was no queue: a single one may have been a pause of the JVM. */
    private static final int MIN_WAITS = 3;

    private final PoolRegistry pools;
    private final Map<String, Pool> byName = new HashMap<>();
    private Instant gaugesReadAt = Instant.MIN;

    PoolPressure(PoolRegistry pools) {
        this.pools = pools;
    }

    /** A lease has ended that was held without work. */
    void add(String poolName, LeaseUse lease, Instant now) {
        pool(poolName).add(lease, now);
    }

    private Pool pool(String name) {
        return byName.computeIfAbsent(name, it -> new Pool()); // as many as there are pools, which are bounded
    }

    /** What is known of a pool; null where it is not known how large it is. */
    @Nullable
    Reading of(String poolName, Instant now) {
        readGauges(now);
        Pool pool = pool(poolName);
        pool.turnOver(now);
        return pool.max <= 0 ? null : new Reading(Math.min(pool.max, pool.peak()), pool.max, pool.waited());
    }

    private void readGauges(Instant now) {
        if (gaugesReadAt.isAfter(now.minus(GAUGE_GAP))) {
            return;
        }
        gaugesReadAt = now;
        for (PoolSnapshot snapshot : pools.snapshots()) {
            pool(snapshot.name()).read(snapshot, now);
        }
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
    }

    private static final class Pool {
        private final long[] granted = new long[MAX_LEASES];
        private final long[] returned = new long[MAX_LEASES];
        private int leases;
        private int next;

        private int max;
        private long timeouts;
        private boolean timeoutsKnown;
        private long longestCreationNanos;

        private @Nullable Instant periodStart;
        private int peakNow;
        private int peakBefore;
        private boolean waitedNow;
        private boolean waitedBefore;
        private int waitsNow;

        int peak() {
            return Math.max(peakNow, peakBefore);
        }

        boolean waited() {
            return waitedNow || waitedBefore;
        }

        void turnOver(Instant now) {
            Instant start = periodStart;
            if (start == null) {
                periodStart = now;
            } else if (!now.isBefore(start.plus(PERIOD))) {
                boolean missedOne = !now.isBefore(start.plus(PERIOD).plus(PERIOD));
                peakBefore = missedOne ? 0 : peakNow;
                waitedBefore = !missedOne && waitedNow;
                peakNow = 0;
                waitedNow = false;
                waitsNow = 0;
                periodStart = now;
            }
        }

        void read(PoolSnapshot snapshot, Instant now) {
            turnOver(now);
            max = snapshot.max();
            peakNow = Math.max(peakNow, snapshot.used());
            waitedNow |= snapshot.pending() > 0 || timeoutsKnown && snapshot.timeouts() > timeouts;
            timeouts = snapshot.timeouts();
            timeoutsKnown = true;
            longestCreationNanos = snapshot.createTime().max();
        }

        void add(LeaseUse lease, Instant now) {
            turnOver(now);
            granted[next] = lease.grantedNanos();
            returned[next] = lease.returnedNanos();
            next = (next + 1) % MAX_LEASES;
            leases = Math.min(MAX_LEASES, leases + 1);
            if (lease.waitNanos() >= MIN_WAIT_NANOS && lease.waitNanos() > longestCreationNanos) {
                waitedNow |= ++waitsNow >= MIN_WAITS;
            }
            peakNow = Math.max(peakNow, overlap(lease));
        }

        /** Most leases out at one moment of this one; that is when the last of them was granted. */
        private int overlap(LeaseUse lease) {
            int most = 0;
            for (int i = 0; i < leases; i++) {
                long moment = granted[i];
                if (moment - lease.grantedNanos() >= 0 && lease.returnedNanos() - moment > 0) {
                    most = Math.max(most, outAt(moment));
                }
            }
            return most;
        }

        private int outAt(long moment) {
            int out = 0;
            for (int i = 0; i < leases; i++) {
                out += moment - granted[i] >= 0 && returned[i] - moment > 0 ? 1 : 0;
            }
            return out;
        }
    }
}
