package io.querytap.core.pool;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.sizing.DatabaseBottleneck;
import io.querytap.core.pool.sizing.Demand;
import io.querytap.core.pool.sizing.Nesting;
import io.querytap.core.pool.sizing.SizeLimits;
import io.querytap.core.pool.sizing.SizingStudy;
import io.querytap.core.pool.sizing.Stretch;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a pool's size is judged by. Now and then it looks at the leases of the last minute and keeps a copy of the one minute in which
 * the most connections were wanted at once: what happened at noon can be played again in the evening, when the log of leases has long
 * been overwritten. A pool with so much to do that its log does not reach back a minute is judged by as much as there is. Thread-safe; for
 * the agent's threads.
 */
public final class PoolSizer {
    /** Longest stretch of time that is looked at as a whole. */
    private static final long STRETCH_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** From how many leases on a size can be judged. */
    static final int MIN_LEASES = 100;

    /** A shorter time says little of the next one. */
    static final long MIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** From how many leases on a fifth of that is enough: a log that holds no more of a busy pool would never do. */
    private static final int MANY_LEASES = 5_000;

    /** A snapshot looks for itself where nobody has for this long. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** So begin the names of units of work that are called after their threads, which says nothing of what they do. */
    private static final String TASK_NAME = "task on ";

    private final PoolStats pool;
    private SizeLimits limits = SizeLimits.UNKNOWN;
    private Nesting nesting = Nesting.NONE;
    private boolean hasLooked;
    private long lookedNanos;
    private boolean hasBegun;
    private long begunNanos;
    private int knownMax = PoolGauges.UNKNOWN;
    private double peakUtilisation = -1;
    private @Nullable Kept worst;
    private @Nullable SizingStudy study;
    private @Nullable PoolSizing sizing;

    PoolSizer(PoolStats pool) {
        this.pool = pool;
    }

    /** What the user said about the database. */
    synchronized void limits(SizeLimits known) {
        limits = known;
        study = null;
    }

    /**
     * Borrowers were seen that hold connections of the pool and ask it for more.
     *
     * @param threads how many at once, at most
     * @param connectionsEach how many one of them needs at once, the one that it asks for included
     */
    public synchronized void nested(int threads, int connectionsEach) {
        if (threads > nesting.threads() || connectionsEach > nesting.connectionsEach()) {
            nesting = new Nesting(
                    Math.max(threads, nesting.threads()), Math.max(connectionsEach, nesting.connectionsEach()));
            study = null;
        }
    }

    /** Looks at the leases of late; some milliseconds for a pool with thousands of them. */
    synchronized void look(long nowNanos, Instant now, PoolGauges.Reading reading) {
        hasLooked = true;
        lookedNanos = nowNanos;
        knows(reading.max());
        Stretch stretch = lately(nowNanos, reading.pending() > 0);
        if (stretch == null || !isEnough(stretch)) {
            return;
        }
        if (knownMax > 0) {
            double utilisation = stretch.meanInUse() / knownMax;
            if (utilisation > peakUtilisation) {
                peakUtilisation = utilisation;
                sizing = null;
            }
        }
        Instant from = now.minusNanos(nowNanos - stretch.fromNanos());
        Kept candidate = new Kept(stretch, from, Demand.of(stretch).p99());
        Kept before = worst;
        if (before == null || candidate.isWorseThan(before)) {
            worst = candidate;
            study = null;
        }
    }

    /** Whether the leases of the last minute show that the database gets slower; a size needs more of them, and a longer time, than that. */
    synchronized @Nullable DatabaseBottleneck bottleneck(long nowNanos, PoolGauges.Reading reading) {
        try {
            Stretch stretch = lately(nowNanos, reading.pending() > 0);
            return stretch == null ? null : DatabaseBottleneck.in(stretch);
        } catch (RuntimeException failure) {
            Diagnostics.failed("looking for a slow database", failure);
            return null;
        }
    }

    /** A pool that is gone does not tell any more; what it told last still holds. */
    private void knows(int max) {
        if (max > 0 && max != knownMax) {
            knownMax = max;
            study = null;
        }
    }

    private static boolean isEnough(Stretch stretch) {
        long least = stretch.arrivals() >= MANY_LEASES ? MIN_NANOS / 5 : MIN_NANOS;
        return stretch.arrivals() >= MIN_LEASES && stretch.nanos() >= least;
    }

    /**
     * The last minute, or as much of it as there is.
     *
     * @param someWait whether somebody is waiting: those who have asked since the last who was served are not known
     */
    private @Nullable Stretch lately(long nowNanos, boolean someWait) {
        Collector collector = new Collector(nowNanos, pool.leases().holders());
        pool.leases().since(nowNanos - STRETCH_NANOS, collector);
        boolean isWhole =
                collector.leases < LeaseLog.CAPACITY - LeaseLog.CAPACITY / 16; // some are just being overwritten
        for (Lease entry : pool.entries()) {
            collector.entry(entry);
        }
        pool.vainAttempts().since(nowNanos - STRETCH_NANOS, collector::timeout);
        if (collector.isEmpty()) {
            return null;
        }
        if (!hasBegun) {
            hasBegun = true;
            begunNanos = nowNanos - collector.firstAskedAgo;
        }
        long reachAgo = Math.min(STRETCH_NANOS, nowNanos - begunNanos);
        long fromNanos = nowNanos - (isWhole ? reachAgo : Math.min(reachAgo, collector.firstReturnAgo));
        long toNanos = nowNanos - collector.lastAgo(someWait);
        return toNanos - fromNanos <= 0 ? null : collector.builder.build(fromNanos, toNanos);
    }

    /** What is to be said now; null where too little was seen. */
    synchronized @Nullable PoolSizing sizing(PoolGauges.Reading reading) {
        try {
            return judge(reading);
        } catch (RuntimeException failure) {
            Diagnostics.failed("judging the size of a pool", failure);
            return null;
        }
    }

    private @Nullable PoolSizing judge(PoolGauges.Reading reading) {
        long nowNanos = System.nanoTime();
        if (!hasLooked || nowNanos - lookedNanos >= LOOK_NANOS) {
            look(nowNanos, Instant.now(), reading);
        }
        knows(reading.max());
        Kept kept = worst;
        if (kept == null) {
            return null;
        }
        SizingStudy studied = study;
        if (studied == null) {
            studied = SizingStudy.of(kept.stretch, knownMax, nesting, limits);
            study = studied;
            sizing = null;
        }
        PoolSizing said = sizing;
        if (said == null) {
            said = PoolSizing.of(studied, kept.from, peakUtilisation);
            sizing = said;
        }
        return said;
    }

    /** A stretch worth keeping. */
    private static final class Kept {
        private final Stretch stretch;
        private final Instant from;
        private final int wantedAtOnce;

        Kept(Stretch stretch, Instant from, int wantedAtOnce) {
            this.stretch = stretch;
            this.from = from;
            this.wantedAtOnce = wantedAtOnce;
        }

        /** The longer one if it has all of the other in it: few leases look worse by chance. */
        boolean isWorseThan(Kept other) {
            if (stretch.contains(other.stretch)) {
                return true;
            }
            return wantedAtOnce == other.wantedAtOnce
                    ? stretch.waitedNanos() > other.stretch.waitedNanos()
                    : wantedAtOnce > other.wantedAtOnce;
        }
    }

    /** Turns leases into arrivals; moments are kept as how long ago they were. */
    private static final class Collector implements LeaseLog.Visitor {
        private final long nowNanos;
        private final Stretch.Builder builder = Stretch.builder(1_000);
        private final HolderNames names;
        private final Map<Integer, Integer> works = new HashMap<>(); // as many as holders, which are bounded
        private final Map<String, Integer> sites = new HashMap<>();
        private int leases;
        private boolean someAreOut;
        private long firstAskedAgo;
        private long lastAskedAgo = Long.MAX_VALUE;
        private long firstReturnAgo;
        private long lastReturnAgo = Long.MAX_VALUE;

        Collector(long nowNanos, HolderNames names) {
            this.nowNanos = nowNanos;
            this.names = names;
        }

        @Override
        public void lease(LeaseLog.Entry lease) {
            if (lease.returnedNanos() - nowNanos > 0) {
                return; // ended while this is going on
            }
            long busy = lease.nanosIn(HolderState.RUNNING) + lease.nanosIn(HolderState.READING);
            boolean isKnown = busy + lease.idleNanos() > 0;
            builder.lease(
                    lease.askedNanos(),
                    lease.grantedNanos(),
                    lease.returnedNanos(),
                    isKnown ? busy : Stretch.UNKNOWN,
                    work(lease.holder()));
            leases++;
            firstReturnAgo = Math.max(firstReturnAgo, nowNanos - lease.returnedNanos());
            asked(lease.askedNanos(), lease.returnedNanos());
        }

        /** A number that those have in common who do the same, as far as it is known. */
        private int work(int holder) {
            return works.computeIfAbsent(holder, it -> {
                HolderNames.Name name = names.of(it);
                String unit = name.unit();
                String site = name.site();
                boolean isNamedByThreads = unit != null && unit.startsWith(TASK_NAME);
                return isNamedByThreads && site != null ? sites.computeIfAbsent(site, its -> -1 - sites.size()) : it;
            });
        }

        /** One that has not ended counts with what it has lasted. */
        void entry(Lease entry) {
            long serial = entry.serial();
            long asked = entry.askedNanos();
            long granted = entry.grantedNanos();
            if ((serial & 1) != 0 && entry.serial() == serial && nowNanos - granted >= 0) {
                builder.lease(asked, granted, nowNanos, Stretch.UNKNOWN, HolderNames.UNKNOWN);
                someAreOut = true;
                asked(asked, nowNanos);
            }
        }

        void timeout(long askedNanos, long gaveUpNanos) {
            if (gaveUpNanos - nowNanos <= 0) {
                builder.timeout(askedNanos, gaveUpNanos);
                asked(askedNanos, gaveUpNanos);
            }
        }

        private void asked(long askedNanos, long endNanos) {
            firstAskedAgo = Math.max(firstAskedAgo, nowNanos - askedNanos);
            lastAskedAgo = Math.min(lastAskedAgo, nowNanos - askedNanos);
            lastReturnAgo = Math.min(lastReturnAgo, nowNanos - endNanos);
        }

        boolean isEmpty() {
            return builder.size() == 0;
        }

        /** When the last thing happened that is known. */
        long lastAgo(boolean someWait) {
            return someWait ? lastAskedAgo : someAreOut ? 0 : lastReturnAgo;
        }
    }
}
