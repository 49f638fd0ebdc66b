package io.querytap.core.detect.pool;

import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Watch;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far threads of this JVM that could have run had no processor: of each period, by how long they waited for one beside how long
 * they ran, or by how long the container was held back; where that is not told, by how late the agent's own thread was while all
 * processors were used up. Of those who hold connections that is the cause only as far as they were seen at work, not at rest or in a call
 * to somewhere else: a processor more would not make those quicker. Thread-safe; times are {@link System#nanoTime()}.
 */
public final class CpuMeter implements Watch, CpuStarvation {
    /** Periods remembered: two minutes, at a period a second. */
    static final int KEPT = 240;

    /** A period is no shorter: the figures come in hundredths of a second. */
    private static final long MIN_PERIOD_NANOS = 100_000_000L;

    /** Of a longer one nobody can say when in it what happened. */
    private static final long MAX_PERIOD_NANOS = 10_000_000_000L;

    /** How long after somebody has asked the costlier figures are read. */
    private static final long WANTED_NANOS = 60_000_000_000L;

    /** Below that share it does not matter what the holders do. */
    private static final double WORTH_A_LOOK = 0.1;

    private static final double ALL_USED = 0.95;

    private final PoolRegistry pools;
    private final CpuFacts facts;
    private final StallMeter stalls;
    private final Map<PoolStats, HolderSights> sights = new IdentityHashMap<>(); // as many as pools, which are bounded
    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private final Starved[] starved = new Starved[KEPT];
    private int kept;
    private int next;
    private boolean isWanted;
    private long wantedUntilNanos;
    private CpuFacts.@Nullable Reading last;
    private long lastNanos;
    private long lastLateNanos;

    /** @param stalls knows when the agent's thread was late */
    public CpuMeter(PoolRegistry pools, StallMeter stalls) {
        this(pools, stalls, new HostCpu());
    }

    CpuMeter(PoolRegistry pools, StallMeter stalls, CpuFacts facts) {
        this.pools = pools;
        this.stalls = stalls;
        this.facts = facts;
    }

    @Override
    public synchronized void look(long nowNanos, Instant now, Findings findings) {
        if (!pools.all().isEmpty()) {
            if (last == null) { // an application that starts has its waits at once
                isWanted = true;
                wantedUntilNanos = nowNanos + WANTED_NANOS;
            }
            sample(nowNanos);
        }
    }

    /** Whether somebody has asked of late. */
    public synchronized boolean isWanted(long nowNanos) {
        return isWanted && nowNanos - wantedUntilNanos < 0;
    }

    @Override
    public synchronized double ofThreads(long fromNanos, long toNanos) {
        isAsked(toNanos);
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            sum += starved[i].ofThreads * within(i, fromNanos, toNanos);
        }
        return Math.min(1, sum / Math.max(1, toNanos - fromNanos));
    }

    @Override
    public synchronized double ofHolders(PoolStats pool, long fromNanos, long toNanos) {
        isAsked(toNanos);
        HolderSights seen = sights.get(pool);
        double holders = seen == null ? 0 : seen.holders(fromNanos, toNanos);
        if (seen == null || holders == 0) {
            return 0;
        }
        double couldRun = seen.couldRun(fromNanos, toNanos);
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            double wanted = Math.min(couldRun * starved[i].ofThreads, starved[i].threads / holders);
            sum += wanted * within(i, fromNanos, toNanos);
        }
        return Math.min(1, sum / Math.max(1, toNanos - fromNanos));
    }

    private void isAsked(long untilNanos) {
        wantedUntilNanos = untilNanos + WANTED_NANOS;
        isWanted = true;
        if (untilNanos - lastNanos > 0) {
            long now = System.nanoTime();
            sample(now - untilNanos > 0 ? now : untilNanos);
        }
    }

    private long within(int period, long fromNanos, long toNanos) {
        long begin = from[period] - fromNanos > 0 ? from[period] : fromNanos;
        long end = to[period] - toNanos < 0 ? to[period] : toNanos;
        return Math.max(0, end - begin);
    }

    private void sample(long nowNanos) {
        CpuFacts.Reading before = last;
        long period = nowNanos - lastNanos;
        if (before != null && period < MIN_PERIOD_NANOS) {
            return;
        }
        CpuFacts.Reading reading = facts.read(isWanted(nowNanos));
        long late = stalls.lateNanos();
        if (before != null && period <= MAX_PERIOD_NANOS) {
            Starved had = Starved.of(before, reading, late - lastLateNanos, period);
            from[next] = lastNanos;
            to[next] = nowNanos;
            starved[next] = had;
            next = (next + 1) % KEPT;
            kept = Math.min(KEPT, kept + 1);
            if (had.ofThreads >= WORTH_A_LOOK) {
                lookAtHolders(nowNanos);
            }
        }
        last = reading;
        lastNanos = nowNanos;
        lastLateNanos = late;
    }

    private void lookAtHolders(long nowNanos) {
        for (PoolStats pool : pools.all()) {
            PoolGauges.Reading gauges = pool.read();
            if (gauges.pending() != 0 || gauges.used() >= gauges.max()) {
                sights.computeIfAbsent(pool, HolderSights::new).look(nowNanos);
            }
        }
    }

    /** How far threads had no processor in one period. Immutable. */
    private static final class Starved {
        /** Of the time that they wanted one. */
        private final double ofThreads;

        /** How many that were at a time, at most. */
        private final double threads;

        private Starved(double ofThreads, double threads) {
            this.ofThreads = ofThreads;
            this.threads = threads;
        }

        static Starved of(CpuFacts.Reading before, CpuFacts.Reading now, long lateNanos, double periodNanos) {
            long ran = since(before.ranNanos(), now.ranNanos());
            long delayed = since(before.delayedNanos(), now.delayedNanos());
            double share = 0;
            double threads = 0;
            if (ran >= 0 && delayed >= 0) {
                share = delayed / Math.max(1.0, ran + delayed);
                threads = delayed / periodNanos;
            } else if (since(before.cpuNanos(), now.cpuNanos()) >= ALL_USED * now.processors() * periodNanos) {
                share = Math.min(1, lateNanos / periodNanos);
                threads = Double.MAX_VALUE;
            }
            double throttled = Math.min(1, since(before.throttledNanos(), now.throttledNanos()) / periodNanos);
            return throttled > share ? new Starved(throttled, Double.MAX_VALUE) : new Starved(share, threads);
        }

        private static long since(long before, long now) {
            return before < 0 || now < 0 ? CpuFacts.UNKNOWN : now - before;
        }
    }
}
