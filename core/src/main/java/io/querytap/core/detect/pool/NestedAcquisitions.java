package io.querytap.core.detect.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Watch;
import io.querytap.core.detect.watch.StackBudget;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.Wait;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds work that asks a pool for a connection while it holds one of the same pool: when all who hold one do so, nobody goes on. Learns
 * of it from waits that have ended, and each second from who holds connections and who asks. Nothing is counted where a
 * connection is borrowed. For one thread.
 */
public final class NestedAcquisitions implements Watch {
    /** Places told apart, of all pools. */
    private static final int MAX_CAUSES = 100;

    /** Threads that nest, of one pool, that are told apart. */
    private static final int MAX_THREADS = 1_000;

    /** From this share on an attempt was in vain because of those who held the connections. */
    private static final double MOST = 0.5;

    private final PoolRegistry pools;
    private final Leaks leaks;
    private final boolean tells;
    private final long minWaitNanos;
    private final Map<PoolStats, OfPool> byPool = new HashMap<>(); // as many as there are pools, which are bounded
    private final StackBudget stacks = new StackBudget();
    private int causes;

    /** @param leaks connections that are lost are held by nobody, whichever thread has borrowed them */
    public NestedAcquisitions(PoolRegistry pools, FindingRules limits, Leaks leaks) {
        this.pools = pools;
        this.leaks = leaks;
        this.tells = limits.isOn(Kind.NESTED_ACQUISITION);
        this.minWaitNanos = limits.limit(Threshold.POOL_WAIT_TIME);
    }

    private OfPool of(PoolStats pool) {
        return byPool.computeIfAbsent(pool, it -> new OfPool());
    }

    /** Whether the waiter held a connection of the same pool all the while, and had not lost it. */
    public boolean isNested(Wait wait) {
        Lease held = wait.alreadyHeld();
        if (held == null) {
            return false;
        }
        LeaseWork work = held.work();
        boolean isLost = held.isOut() && (leaks.isLeaking(held) || work != null && work.isUnitOver());
        return !isLost && !isLoop(work, wait.heldSite(), wait.site());
    }

    /** Without an entry point: who asks again and again on the same way through the code does not hold, but lose what it had. */
    private static boolean isLoop(@Nullable LeaseWork held, @Nullable CallSite heldAt, @Nullable CallSite askedAt) {
        boolean isSameWay = heldAt != null
                && askedAt != null
                && heldAt.site() != null
                && heldAt.stack().equals(askedAt.stack());
        return isSameWay && !(held instanceof ConnectionWork && ((ConnectionWork) held).doesUnitGoOn());
    }

    /**
     * Looks at an attempt that has ended; returns {@link #isNested}.
     *
     * @param heldNanos for how long those who held the pool's connections kept it waiting: what it waited for anything else has nothing to
     *     do with nesting
     */
    public boolean examine(PoolStats pool, Wait wait, double heldNanos) {
        if (!isNested(wait)) {
            return false;
        }
        pool.nested(/* threads= */ 1, /* depth= */ 2);
        OfPool of = of(pool);
        NestedCause cause = cause(pool, wait.heldSite(), wait.site());
        if (cause != null) {
            Lease held = wait.alreadyHeld();
            cause.saw(wait.heldSite(), wait.site(), held == null ? null : unitOf(held.work()), wait.threadName());
            if (heldNanos >= PoolStats.QUEUED_NANOS) {
                boolean isMost = heldNanos >= MOST * wait.nanos();
                cause.waited((long) heldNanos, isMost && wait.outcome() == Wait.Outcome.TIMED_OUT);
            } else {
                cause.sighted();
            }
            of.news.add(cause);
        }
        return true;
    }

    private static Finding.@Nullable Unit unitOf(@Nullable LeaseWork work) {
        UnitKind kind = work instanceof ConnectionWork ? ((ConnectionWork) work).unitKind() : null;
        String name = work == null ? null : work.unitName();
        return kind == null || name == null ? null : new Finding.Unit(kind.id(), name);
    }

    /** The cause with that place, or the only one of the pool where the place was not looked at; null past the bound. */
    private @Nullable NestedCause cause(PoolStats pool, @Nullable CallSite heldAt, @Nullable CallSite askedAt) {
        Map<String, NestedCause> known = of(pool).causes;
        String asked = askedAt == null ? null : askedAt.site();
        for (NestedCause cause : known.values()) {
            if (asked != null && asked.equals(cause.askedSite())) {
                return cause; // it may have been made before its place was known
            }
        }
        if (known.size() == 1) {
            NestedCause only = known.values().iterator().next();
            if (asked == null || only.askedSite() == null) {
                return only;
            }
        }
        String key = asked == null ? "" : asked;
        NestedCause cause = known.get(key);
        if (cause == null && causes < MAX_CAUSES) {
            causes++;
            cause = new NestedCause(pool, pool.uniqueName() + '\n' + key);
            known.put(key, cause);
        }
        if (cause != null) {
            cause.saw(heldAt, askedAt, /* in= */ null, /* thread= */ null);
        }
        return cause;
    }

    /** Whether at some moment of that time all connections of the pool were held by threads that waited for another one. */
    public boolean wasDeadlocked(PoolStats pool, long fromNanos, long toNanos) {
        OfPool known = byPool.get(pool);
        return known != null
                && known.deadlocks > 0
                && known.deadlockEndNanos - fromNanos >= 0
                && toNanos - known.deadlockStartNanos >= 0;
    }

    @Override
    public void look(long nowNanos, Instant now, Findings findings) {
        for (PoolStats pool : pools.all()) {
            look(pool, nowNanos);
            OfPool of = of(pool);
            DatabaseIdentity database = pool.database();
            if (tells && database != null) {
                for (NestedCause cause : of.news) {
                    if (cause.hasCost(minWaitNanos) || mayDeadlock(pool)) {
                        findings.raise(cause.finding(database, now));
                    }
                }
                of.news.clear();
            }
        }
    }

    /** Whether the threads seen are enough to lock each other out if they do it at once. */
    private static boolean mayDeadlock(PoolStats pool) {
        int max = pool.read().max();
        return max > 0 && pool.nestingThreads() * (pool.nestedDepth() - 1) >= max;
    }

    private void look(PoolStats pool, long nowNanos) {
        List<Held> out = new ArrayList<>();
        for (Lease lease : pool.entries()) {
            Held held = Held.of(lease);
            if (held != null) {
                out.add(held);
            }
        }
        OfPool of = of(pool);
        seeDepth(pool, of, out);
        seeDeadlock(pool, of, out, nowNanos);
    }

    /** Threads that hold several connections, each of a unit that goes on: those that only pile up are lost, not nested. */
    private void seeDepth(PoolStats pool, OfPool of, List<Held> out) {
        Map<Thread, Integer> depths = new HashMap<>();
        for (Held held : out) {
            if (held.goesOn() && !leaks.isLeaking(held.lease)) {
                depths.merge(held.thread, 1, Integer::sum);
            }
        }
        for (Held inner : out) {
            Integer depth = depths.get(inner.thread);
            Held outer = depth == null || depth < 2 ? null : outerOf(inner, out);
            if (depth == null || outer == null || !inner.isStill() || !outer.isStill()) {
                continue;
            }
            pool.nested(of.nests(inner.thread), depth);
            NestedCause cause = cause(pool, outer.acquiredAt(), inner.acquiredAt());
            if (cause != null) {
                cause.saw(outer.acquiredAt(), inner.acquiredAt(), unitOf(inner.lease.work()), inner.thread.getName());
                cause.sighted();
                of.news.add(cause);
            }
        }
    }

    private static @Nullable Held outerOf(Held inner, List<Held> out) {
        for (Held other : out) {
            if (other.thread == inner.thread && other.goesOn() && inner.lease.askedNanos() - other.grantedNanos > 0) {
                return other;
            }
        }
        return null;
    }

    private void seeDeadlock(PoolStats pool, OfPool of, List<Held> out, long nowNanos) {
        int max = pool.read().max();
        long serials = 0;
        boolean allWait = max > 0 && out.size() >= max;
        for (Held held : out) {
            serials = serials * 31 + System.identityHashCode(held.lease) + held.serial;
            allWait &= held.isWaiting() && !leaks.isLeaking(held.lease) && !isOver(held.lease);
        }
        if (!allWait) {
            of.standing = 0;
            return;
        }
        boolean seenTwice = of.standing == serials;
        of.standing = serials;
        if (!seenTwice) {
            return;
        }
        boolean isNew = of.deadlockSerials != serials;
        of.deadlockEndNanos = nowNanos;
        if (isNew && explain(pool, of, out, nowNanos)) {
            of.deadlockSerials = serials;
            of.deadlocks++;
            of.deadlockStartNanos = firstWait(out);
        }
    }

    private static boolean isOver(Lease lease) {
        LeaseWork work = lease.work();
        return work != null && work.isUnitOver();
    }

    private static long firstWait(List<Held> out) {
        long first = out.get(0).waitingSinceNanos;
        for (Held held : out) {
            first = held.waitingSinceNanos - first < 0 ? held.waitingSinceNanos : first;
        }
        return first;
    }

    /** Says where the threads are; false if they only lose what they ask for. */
    private boolean explain(PoolStats pool, OfPool of, List<Held> out, long nowNanos) {
        Set<Thread> waiters = new HashSet<>();
        NestedCause last = null;
        for (Held held : out) {
            waiters.add(held.thread);
            CallSite asked = stacks.take(nowNanos) ? ThreadLook.at(held.thread).site() : null;
            LeaseWork work = held.lease.work();
            CallSite at = held.acquiredAt();
            boolean isSameLine = at != null
                    && asked != null
                    && at.site() != null
                    && at.site().equals(asked.site());
            boolean goesOn = work instanceof ConnectionWork && ((ConnectionWork) work).doesUnitGoOn();
            if (isSameLine && !goesOn) {
                return false;
            }
            int nesting = of.nests(held.thread);
            pool.nested(nesting, /* depth= */ 2);
            NestedCause cause = asked == null && last != null ? last : cause(pool, at, asked);
            if (cause != null) {
                cause.saw(at, asked, unitOf(work), held.thread.getName());
                cause.deadlocked();
                of.news.add(cause);
                last = cause;
            }
        }
        pool.nested(waiters.size(), 1 + out.size() / waiters.size());
        if (tells) {
            String where = last == null || last.askedSite() == null ? "" : ", such as at " + last.askedSite();
            Diagnostics.sayOnce(
                    "deadlock of " + pool.uniqueName(),
                    "deadlock in pool " + pool.uniqueName()
                            + ": all connections are held by threads that wait for another one" + where);
        }
        return true;
    }

    /** What is known of one pool. */
    private static final class OfPool {
        private final Map<String, NestedCause> causes = new LinkedHashMap<>();
        private final Set<NestedCause> news = new HashSet<>();
        private final Set<Thread> threads = Collections.newSetFromMap(new WeakHashMap<>());
        private long standing;
        private long deadlockSerials;
        private long deadlocks;
        private long deadlockStartNanos;
        private long deadlockEndNanos;

        /** Returns how many such threads live, of those seen. */
        int nests(Thread thread) {
            threads.removeIf(it -> !it.isAlive());
            if (threads.size() < MAX_THREADS) {
                threads.add(thread);
            }
            return threads.size();
        }
    }

    /** A connection that was out at this look. */
    private static final class Held {
        private final Lease lease;
        private final long serial;
        private final Thread thread;
        private final long grantedNanos;
        private final long waitingSinceNanos;

        private Held(Lease lease, long serial, Thread thread) {
            this.lease = lease;
            this.serial = serial;
            this.thread = thread;
            this.grantedNanos = lease.grantedNanos();
            this.waitingSinceNanos = lease.pool().waitingSinceNanos(idOf(thread));
        }

        /** Null if it is not out, or changes hands just now. */
        static @Nullable Held of(Lease lease) {
            long serial = lease.serial();
            Thread thread = lease.holder();
            if ((serial & 1) == 0 || thread == null) {
                return null;
            }
            Held held = new Held(lease, serial, thread);
            return held.isStill() ? held : null;
        }

        @SuppressWarnings("deprecation") // threadId() came with Java 19
        private static long idOf(Thread thread) {
            return thread.getId();
        }

        boolean isStill() {
            return lease.serial() == serial;
        }

        /** Whether the thread asked for another connection after it got this one. */
        boolean isWaiting() {
            return waitingSinceNanos != 0 && waitingSinceNanos - grantedNanos >= 0;
        }

        boolean goesOn() {
            LeaseWork work = lease.work();
            return work instanceof ConnectionWork && ((ConnectionWork) work).doesUnitGoOn();
        }

        @Nullable
        CallSite acquiredAt() {
            LeaseWork work = lease.work();
            return work == null ? null : work.acquiredAt();
        }
    }
}
