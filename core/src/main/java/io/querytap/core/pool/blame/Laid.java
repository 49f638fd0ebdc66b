package io.querytap.core.pool.blame;

import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolBlame.Account;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Waiting that was laid to holders, by their number in {@link io.querytap.core.pool.HolderNames} and what they did, and to accounts.
 * Adds up. For one thread.
 */
public final class Laid {
    private static final int STATES = HolderState.values().length;

    private final Map<Integer, double[]> byHolder = new HashMap<>(); // as many as there are numbers, which are bounded
    private final double[] accounts = new double[Account.values().length];
    private final Map<Lease, Open> open = new IdentityHashMap<>(); // as many as the pool has connections
    private double nestedNanos;
    private double nestedWaitNanos;
    private double holdSquares;
    private int mostWaiters;
    private int usedAtMost;

    void add(int holder, HolderState state, double nanos) {
        statesOf(holder)[state.ordinal()] += nanos;
    }

    void add(Account account, double nanos) {
        accounts[account.ordinal()] += nanos;
    }

    /** How long the connection was held to which so much is laid. */
    void weigh(double nanos, long holdNanos) {
        holdSquares += nanos * holdNanos;
    }

    /** So much is laid to holders that waited for a connection themselves. */
    void addNested(double nanos) {
        nestedNanos += nanos;
    }

    /** So much of what a waiter waited who had a connection already is laid to holders. */
    void addNestedWait(double nanos) {
        nestedWaitNanos += nanos;
    }

    /** So many waited at one moment, and so many connections were out then. */
    public void sawWaiters(int waiters, int used) {
        if (waiters > mostWaiters || waiters == mostWaiters && used > usedAtMost) {
            mostWaiters = waiters;
            usedAtMost = used;
        }
    }

    /** So much is laid to a lease that goes on. */
    void addOpen(Lease lease, long serial, double nanos) {
        Open known = open.get(lease);
        if (known == null || known.serial != serial) {
            known = new Open(serial);
            open.put(lease, known);
        }
        known.nanos += nanos;
    }

    /** Adds all of another one, which happened later. */
    public void add(Laid later) {
        later.byHolder.forEach((holder, states) -> {
            double[] sums = statesOf(holder);
            for (int state = 0; state < STATES; state++) {
                sums[state] += states[state];
            }
        });
        for (int account = 0; account < accounts.length; account++) {
            accounts[account] += later.accounts[account];
        }
        later.open.forEach((lease, it) -> addOpen(lease, it.serial, it.nanos));
        nestedNanos += later.nestedNanos;
        nestedWaitNanos += later.nestedWaitNanos;
        sawWaiters(later.mostWaiters, later.usedAtMost);
        holdSquares += later.holdSquares;
    }

    private double[] statesOf(int holder) {
        return byHolder.computeIfAbsent(holder, it -> new double[STATES]);
    }

    /** Lays a part of what is in one account to another one. */
    public void move(Account from, Account to, double share) {
        double moved = accounts[from.ordinal()] * share;
        accounts[from.ordinal()] -= moved;
        accounts[to.ordinal()] += moved;
    }

    /** Shows what was laid to each holder, indexed by {@link HolderState#ordinal()}; not to be changed. */
    public void forEachHolder(HolderVisitor visitor) {
        byHolder.forEach(visitor::holder);
    }

    public double of(Account account) {
        return accounts[account.ordinal()];
    }

    /** What was laid to all holders together. */
    public double heldNanos() {
        double sum = 0;
        for (double[] states : byHolder.values()) {
            for (double nanos : states) {
                sum += nanos;
            }
        }
        return sum;
    }

    /** Of that, what was laid to holders that did nothing for the database. */
    public double idleNanos() {
        double sum = 0;
        for (double[] states : byHolder.values()) {
            for (HolderState state : HolderState.values()) {
                sum += state.isIdle() ? states[state.ordinal()] : 0;
            }
        }
        return sum;
    }

    /** What was laid to holders that waited for another connection of the pool themselves. */
    public double nestedNanos() {
        return nestedNanos;
    }

    /** What was waited for holders by those who had another connection of the pool themselves. */
    public double nestedWaitNanos() {
        return nestedWaitNanos;
    }

    /** The most that were seen to wait at once. */
    public int mostWaiters() {
        return mostWaiters;
    }

    /** How many connections were out when the most waited. */
    public int usedAtMost() {
        return usedAtMost;
    }

    /** How long those held their connection to whom anything is laid: the mean, weighted by what is. */
    public double meanHoldNanos() {
        double held = heldNanos();
        return held == 0 ? 0 : holdSquares / held;
    }

    /** What was laid to present borrowers for which the question is answered with yes. */
    public double openNanos(LeaseFilter filter) {
        double sum = 0;
        for (Map.Entry<Lease, Open> entry : open.entrySet()) {
            Lease lease = entry.getKey();
            if (lease.serial() == entry.getValue().serial && filter.accepts(lease)) {
                sum += entry.getValue().nanos;
            }
        }
        return sum;
    }

    /** All of it. */
    public double totalNanos() {
        double sum = heldNanos();
        for (double nanos : accounts) {
            sum += nanos;
        }
        return sum;
    }

    /** Sees holders. */
    @FunctionalInterface
    public interface HolderVisitor {
        void holder(int holder, double[] nanosByState);
    }

    /** Chooses leases. */
    @FunctionalInterface
    public interface LeaseFilter {
        boolean accepts(Lease lease);
    }

    private static final class Open {
        private final long serial;
        private double nanos;

        Open(long serial) {
            this.serial = serial;
        }
    }
}
