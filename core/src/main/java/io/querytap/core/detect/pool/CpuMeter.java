package io.querytap.core.detect.pool;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Watch;
import io.querytap.core.detect.watch.StackBudget;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Knows when threads of this JVM that could have run had no processor. A period counts as starved if the container was held back for a
 * tenth of it, or if threads waited for a processor for as long as they ran and longer than half of the period; where that is not told, if all
 * processors were used up and the agent's own thread was late. It does so only if those who hold connections were seen at work, not at rest
 * or in a call to somewhere else: a processor more would not make those quicker. Thread-safe; times are {@link System#nanoTime()}.
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

    /** How long it counts what holders were seen to do: they are looked at rarely. */
    private static final long MAX_SIGHT_AGE_NANOS = 3 * StackBudget.PERIOD_NANOS;

    private static final double MIN_THROTTLED = 0.1;
    private static final double MIN_DELAYED_OF_WANTED = 0.5;
    private static final double MIN_DELAYED = 0.5;
    private static final double ALL_USED = 0.95;
    private static final double MIN_LATE = 0.02;

    private final PoolRegistry pools;
    private final CpuFacts facts;
    private final StallMeter stalls;
    private final StackBudget stacks = new StackBudget();
    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private final boolean[] starved = new boolean[KEPT];
    private int kept;
    private int next;
    private boolean isWanted;
    private long wantedUntilNanos;
    private CpuFacts.@Nullable Reading last;
    private long lastNanos;
    private long lastLateNanos;
    private int holdersSeen;
    private int holdersCouldRun;
    private long holdersSeenNanos;

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
    public synchronized double shareOf(long fromNanos, long toNanos) {
        wantedUntilNanos = toNanos + WANTED_NANOS;
        isWanted = true;
        if (toNanos - lastNanos > 0) {
            long now = System.nanoTime();
            sample(now - toNanos > 0 ? now : toNanos);
        }
        double without = 0;
        for (int i = 0; i < kept; i++) {
            if (starved[i]) {
                long begin = from[i] - fromNanos > 0 ? from[i] : fromNanos;
                long end = to[i] - toNanos < 0 ? to[i] : toNanos;
                without += Math.max(0, end - begin);
            }
        }
        return Math.min(1, without / Math.max(1, toNanos - fromNanos));
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
            boolean had = isStarved(before, reading, late - lastLateNanos, period);
            from[next] = lastNanos;
            to[next] = nowNanos;
            starved[next] = had && couldHoldersRun(nowNanos);
            next = (next + 1) % KEPT;
            kept = Math.min(KEPT, kept + 1);
        }
        last = reading;
        lastNanos = nowNanos;
        lastLateNanos = late;
    }

    private static boolean isStarved(
            CpuFacts.Reading before, CpuFacts.Reading now, long lateNanos, double periodNanos) {
        long throttled = since(before.throttledNanos(), now.throttledNanos());
        if (throttled >= MIN_THROTTLED * periodNanos) {
            return true;
        }
        long ran = since(before.ranNanos(), now.ranNanos());
        long delayed = since(before.delayedNanos(), now.delayedNanos());
        if (ran >= 0 && delayed >= 0) {
            return delayed >= MIN_DELAYED * periodNanos && delayed >= MIN_DELAYED_OF_WANTED * (ran + delayed);
        }
        long used = since(before.cpuNanos(), now.cpuNanos());
        return used >= ALL_USED * now.processors() * periodNanos && lateNanos >= MIN_LATE * periodNanos;
    }

    private static long since(long before, long now) {
        return before < 0 || now < 0 ? CpuFacts.UNKNOWN : now - before;
    }

    /** Whether half or more of the holders that were looked at of late could run, had they a processor; not if none was. */
    private boolean couldHoldersRun(long nowNanos) {
        for (PoolStats pool : pools.all()) {
            PoolGauges.Reading gauges = pool.read();
            if (gauges.pending() != 0 || gauges.used() >= gauges.max()) {
                lookAtHolders(pool, nowNanos);
            }
        }
        return holdersSeen > 0
                && holdersCouldRun * 2 >= holdersSeen
                && nowNanos - holdersSeenNanos <= MAX_SIGHT_AGE_NANOS;
    }

    private void lookAtHolders(PoolStats pool, long nowNanos) {
        for (Lease lease : pool.entries()) {
            Thread holder = lease.isOut() ? lease.holder() : null;
            if (holder == null || !stacks.take(nowNanos)) {
                continue;
            }
            ThreadLook look = ThreadLook.at(holder);
            if (!look.doing().isEmpty() && lease.holder() == holder) {
                if (nowNanos - holdersSeenNanos >= StackBudget.PERIOD_NANOS) {
                    holdersSeenNanos = nowNanos;
                    holdersSeen = 0;
                    holdersCouldRun = 0;
                }
                holdersSeen++;
                holdersCouldRun += look.couldRun() ? 1 : 0;
            }
        }
    }
}
