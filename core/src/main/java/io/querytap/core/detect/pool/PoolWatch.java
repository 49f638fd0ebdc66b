package io.querytap.core.detect.pool;

import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Watch;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Explains every wait for a connection: lays it to those who held the connections, in the pool's {@link PoolStats#blame()}, and tells of
 * pools that make others wait for long, or in vain, with the cause.
 *
 * <p>Waits of a pool are taken together for a minute from the first one on; that minute has one cause, which is decided anew while it
 * lasts. There is one finding a pool and cause. It is told from {@code pool-wait.time} on, as the 99th percentile of all attempts of the
 * last minute, and with every time-out; what is laid to a standstill of the JVM, or to nothing, is told only if it comes again and again.
 *
 * <p>Evidence: {@code pool}, {@code cause}, {@code waits} (attempts of a millisecond or more), {@code timeouts}, {@code waitedSeconds};
 * of the worst minute {@code waitP50Seconds}, {@code waitP99Seconds} and {@code waitMaxSeconds}, over all attempts that got a connection,
 * without their own creations and checks, left out where shorter than a millisecond; {@code poolMax}; {@code poolUsed} and
 * {@code poolPending} when the most were seen to wait at once; shares of the waiting that are laid to holders ({@code blamedShare}) and to
 * nobody ({@code creatingShare}, {@code checkingShare}, {@code stalledShare}, {@code unexplainedShare}), which add up to 1; of the first
 * {@code idleShare}, and {@code meanHoldSeconds}, by waiting; {@code nestedShare} of holders that waited themselves,
 * {@code nestedWaiterShare} of waiters that had a connection already, {@code leakedShare} of lost connections, {@code starvedShare} of
 * holders that wanted a processor and had none; for the first three holders {@code holder1Unit},
 * {@code holder1Site}, {@code holder1State} (the one that most was waited for), {@code holder1Share} of the waiting and
 * {@code holder1IdleShare} of that, and so on; {@code holdersNow}, what the threads did that had connections for the longest when others
 * had waited for a second, a line for each; {@code lastFailure}, the exception class when a connection could not be made.
 * Occurrences are attempts that waited, or that timed out. For one thread.
 */
public final class PoolWatch implements Watch {
    private final PoolRegistry pools;
    private final FindingRules rules;
    private final WaitJudge judge;
    private final NestedAcquisitions nested;
    private final Stalls stalls;
    private final CpuStarvation starvation;
    private final Map<PoolStats, WatchedPool> watched =
            new IdentityHashMap<>(); // as many as there are pools, which are bounded

    /**
     * @param leaks which connections are lost
     * @param nested shown every wait, and asked whether its waiter had a connection already
     * @param stalls when the JVM stood still
     * @param starvation how far it had no processor
     */
    public PoolWatch(
            PoolRegistry pools,
            FindingRules rules,
            Leaks leaks,
            NestedAcquisitions nested,
            Stalls stalls,
            CpuStarvation starvation) {
        this.pools = pools;
        this.rules = rules;
        this.judge = new WaitJudge(leaks, rules.slowQueryNanos());
        this.nested = nested;
        this.stalls = stalls;
        this.starvation = starvation;
    }

    @Override
    public void look(long nowNanos, Instant now, Findings findings) {
        pools.forEach((name, pool) -> watched(pool).look(name, nowNanos, now, findings));
    }

    /** Waits have ended: their holders' timelines do not reach back for long. */
    @Override
    public boolean isUrgent() {
        for (PoolStats pool : pools.all()) {
            if (pool.hasWaits()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void lookAtUrgent(long nowNanos, Instant now, Findings findings) {
        pools.forEach((name, pool) -> {
            if (pool.hasWaits()) {
                watched(pool).lookAtWaits(name, nowNanos, now, findings);
            }
        });
    }

    private WatchedPool watched(PoolStats pool) {
        return watched.computeIfAbsent(pool, it -> new WatchedPool(it, rules, judge, nested, stalls, starvation));
    }
}
