package io.querytap.core.pool.blame;

import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseLog;
import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays the waits of one pool to those who held its connections: reads who has one now and who had one, lets {@link Sweep} compute, and
 * splits each part by what the holder did meanwhile. For one thread; times are {@link System#nanoTime()}.
 */
public final class PoolSweeper {
    /** Longer than anything lasts that is still to be found. */
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final PoolStats pool;

    /**
     * Who had which lease when it was looked last. A record of a lease that has ended does not say whose timeline tells of it; and for a
     * moment a lease has ended and has no record yet.
     */
    private Map<Hold.Key, Hold> seen = new HashMap<>(); // as many as the pool has connections

    public PoolSweeper(PoolStats pool) {
        this.pool = pool;
    }

    /** Notes who has a connection now; the more often, the better what ended leases did is known. */
    public void look(long nowNanos) {
        Map<Hold.Key, Hold> present = new HashMap<>();
        for (Hold hold : present(nowNanos)) {
            present.put(hold.key(), hold);
        }
        seen = present;
    }

    /**
     * Lays waits that have ended to whom they belong.
     *
     * @param max how many connections the pool may have; 0 or less where that is not known
     * @param stalls adds when the JVM stood still
     * @param visitor shown each wait once, with what it is laid to
     */
    public Laid sweep(List<Wait> waits, int max, long nowNanos, StallSource stalls, WaitVisitor visitor) {
        Laid laid = new Laid();
        if (waits.isEmpty()) {
            return laid;
        }
        long from = first(waits);
        long to = last(waits, from);
        Sweep sweep = new Sweep(from, max);
        long[] madeFrom = new long[waits.size()];
        for (int i = 0; i < madeFrom.length; i++) {
            madeFrom[i] = add(waits.get(i), sweep);
        }
        long until = to - nowNanos > 0 ? to : nowNanos; // a wait may have ended since the clock was read
        List<Hold> holds = holds(from, to, until, sweep);
        pool.attempts().within(from - Sweep.JUST_FAILED_NANOS, to, until, sweep::created);
        stalls.addTo(sweep, from, to);
        Charges charges = sweep.charges();
        for (Account account : Account.values()) {
            laid.add(account, charges.of(account));
        }
        HoldSplit split = new HoldSplit(charges, from, to, laid);
        for (int i = 0; i < holds.size(); i++) {
            split.split(i, holds.get(i));
        }
        laid.sawWaiters(charges.mostWaiters(), charges.holdersAtMost());
        for (int i = 0; i < madeFrom.length; i++) {
            Wait wait = waits.get(i);
            long made = madeFrom[i];
            long queues = made + wait.ownCreationNanos();
            long checks = later(wait.endNanos() - wait.checkNanos(), queues);
            double held = charges.heldBetween(wait.askedNanos(), made) + charges.heldBetween(queues, checks);
            double excused = charges.excusedBetween(wait.askedNanos(), made) + charges.excusedBetween(queues, checks);
            if (visitor.isNested(wait, held, excused)) {
                laid.addNested(charges.between(wait.askedNanos(), wait.endNanos()));
                laid.addNestedWait(held);
            }
        }
        return laid;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /**
     * What the waiter made itself was where a creation of just that length is known, else at the end.
     *
     * @return when it began to make that
     */
    private long add(Wait wait, Sweep sweep) {
        long own = wait.ownCreationNanos();
        long asked = wait.askedNanos();
        long end = wait.endNanos();
        long[] madeFrom = {0};
        boolean[] found = {false};
        if (own > 0) {
            pool.attempts().within(asked, end, end, (from, to, failed) -> {
                if (to - from == own && from - asked >= 0 && end - to >= 0) {
                    madeFrom[0] = from;
                    found[0] = true;
                }
            });
        }
        if (found[0]) {
            sweep.waited(asked, madeFrom[0], 0, 0);
            sweep.waited(madeFrom[0], madeFrom[0] + own, own, 0);
            sweep.waited(madeFrom[0] + own, end, 0, wait.checkNanos());
            return madeFrom[0];
        }
        sweep.waited(asked, end, own, wait.checkNanos());
        return later(end - own - wait.checkNanos(), asked);
    }

    private static long first(List<Wait> waits) {
        long first = waits.get(0).askedNanos();
        for (Wait wait : waits) {
            first = wait.askedNanos() - first < 0 ? wait.askedNanos() : first;
        }
        return first;
    }

    private static long last(List<Wait> waits, long from) {
        long last = from;
        for (Wait wait : waits) {
            last = wait.endNanos() - last > 0 ? wait.endNanos() : last;
        }
        return last;
    }

    /** All who had a connection at any time of the period, in the order in which the sweep knows them. */
    private List<Hold> holds(long from, long to, long nowNanos, Sweep sweep) {
        List<Hold> holds = present(nowNanos); // before the log: what ends in between is in both, and never in none
        Set<Hold.Key> out = new HashSet<>();
        for (Hold hold : holds) {
            out.add(hold.key());
        }
        Map<Hold.Key, Hold> unrecorded = new HashMap<>(seen);
        unrecorded.keySet().removeAll(out);
        LeaseLog log = pool.leases();
        boolean isCut = log.count() > LeaseLog.CAPACITY;
        long[] oldest = {nowNanos};
        log.since(from - FOREVER_NANOS, lease -> {
            if (lease.returnedNanos() - oldest[0] < 0) {
                oldest[0] = lease.returnedNanos();
            }
            Hold.Key key = new Hold.Key(lease.askedNanos(), lease.grantedNanos());
            unrecorded.remove(key);
            if (lease.returnedNanos() - from > 0 && to - lease.grantedNanos() > 0 && !out.contains(key)) {
                Hold before = seen.get(key);
                holds.add(new Hold(key, lease, before == null ? null : before.timeline()));
            }
        });
        if (!isCut) {
            unrecorded.values().forEach(hold -> holds.add(hold.endedAt(nowNanos)));
        }
        if (isCut) {
            sweep.knownFrom(oldest[0]);
        }
        for (Hold hold : holds) {
            sweep.held(hold.grantedNanos(), hold.endNanos());
        }
        return holds;
    }

    /** Who has a connection now; of each what was seen twice. */
    private List<Hold> present(long nowNanos) {
        List<Hold> present = new ArrayList<>();
        for (Lease lease : pool.entries()) {
            long serial = lease.serial();
            if ((serial & 1) != 0) {
                Hold hold = new Hold(lease, serial, nowNanos, pool.leases().holders());
                if (lease.serial() == serial) {
                    present.add(hold);
                }
            }
        }
        return present;
    }

    /** Sees waits. */
    @FunctionalInterface
    public interface WaitVisitor {
        /**
         * Whether the waiter had a connection of the pool meanwhile.
         *
         * @param heldNanos how much of its waiting is laid to holders
         * @param excusedNanos how much to a standstill of the JVM, or to nothing
         */
        boolean isNested(Wait wait, double heldNanos, double excusedNanos);
    }

    /** Adds when the JVM stood still. */
    @FunctionalInterface
    public interface StallSource {
        void addTo(Sweep sweep, long fromNanos, long toNanos);
    }
}
