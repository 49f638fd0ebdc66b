package io.querytap.agent;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pool.Leasable;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.UseTimeline;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers that came to a pool at random within the last minute, waited for their turn, worked and were idle: recorded through the pool's
 * own entries, with times of our choice, the same each time.
 */
public final class PlayedLeases {
    private static final long MILLI = 1_000_000;

    /** Further back than leases are played. */
    private static final long EARLIER_NANOS = 120_000 * MILLI;

    private final Random random = new Random(11);
    private final Lease[] entries;
    private final UseTimeline[] timelines;
    private final long[] freeAt;

    /** @param connections how many the pool has */
    public PlayedLeases(PoolStats pool, DatabaseIdentity database, int connections) {
        entries = new Lease[connections];
        timelines = new UseTimeline[connections];
        freeAt = new long[connections];
        for (int i = 0; i < connections; i++) {
            timelines[i] = new UseTimeline(System.nanoTime() - EARLIER_NANOS);
            entries[i] = pool.lease(new Connection(database, timelines[i]));
        }
    }

    /**
     * Plays them; the last one is over by now.
     *
     * @param leases how many
     * @param perSecond how many of them come in a second
     * @param busyMillis how long the database works for one, on the average
     * @param idleMillis how long it then has nothing to do, for every fourth of them
     */
    public void play(int leases, double perSecond, double busyMillis, double idleMillis) {
        long end = System.nanoTime() - 1_000 * MILLI;
        long asked = end - (long) (leases / perSecond * 1e9);
        for (int i = 0; i < leases; i++) {
            asked += exponential(1e9 / perSecond);
            int next = firstFree();
            long granted = Math.max(asked, freeAt[next]) + 2_000;
            entries[next].begin(asked, granted, /* given= */ null);
            long answered = granted + exponential(busyMillis * MILLI);
            timelines[next].callBegins(granted);
            timelines[next].callEnds(granted, answered, /* inTransaction= */ true);
            long returned = answered + (i % 4 == 0 ? (long) (idleMillis * MILLI) : 0);
            entries[next].end(returned);
            freeAt[next] = returned;
        }
    }

    private int firstFree() {
        int first = 0;
        for (int i = 1; i < freeAt.length; i++) {
            if (freeAt[i] - freeAt[first] < 0) {
                first = i;
            }
        }
        return first;
    }

    private long exponential(double mean) {
        return Math.round(-mean * Math.log(1 - random.nextDouble()));
    }

    /** A physical connection, of which only the timeline is used. */
    private static final class Connection implements Leasable, LeaseWork {
        private final DatabaseIdentity database;
        private final UseTimeline timeline;

        Connection(DatabaseIdentity database, UseTimeline timeline) {
            this.database = database;
            this.timeline = timeline;
        }

        @Override
        public DatabaseIdentity database() {
            return database;
        }

        @Override
        public LeaseWork work() {
            return this;
        }

        @Override
        public void belongsTo(Lease entry) {}

        @Override
        public void leased(PoolStats pool, long nowNanos, long waitNanos) {
            timeline.leaseBegins(nowNanos);
        }

        @Override
        public void returning(long nowNanos) {}

        @Override
        public void returned(long nowNanos) {}

        @Override
        public UseTimeline timeline() {
            return timeline;
        }

        @Override
        public @Nullable CallSite acquiredAt() {
            return null;
        }

        @Override
        public @Nullable String unitName() {
            return null;
        }

        @Override
        public boolean isUnitOver() {
            return false;
        }

        @Override
        public boolean isOfPresentUnit() {
            return false;
        }

        @Override
        public long callStartNanos() {
            return 0;
        }

        @Override
        public long lastEndNanos() {
            return 0;
        }

        @Override
        public @Nullable PatternStats lastPattern() {
            return null;
        }

        @Override
        public boolean inTransaction() {
            return false;
        }

        @Override
        public long checkNanos(long sinceNanos) {
            return 0;
        }
    }
}
