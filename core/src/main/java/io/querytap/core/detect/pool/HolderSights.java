package io.querytap.core.detect.pool;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.watch.StackBudget;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolStats;

/**
 * What those who hold connections of one pool were seen to do, as far as it matters to whether a processor more would make them quicker.
 * The state of a thread is read at each look, which costs it nothing; whether one that counts as running only reads from a socket is seen
 * by its stack alone, which is looked at rarely. For one thread; times are {@link System#nanoTime()}.
 */
final class HolderSights {
    /** Looks remembered: two minutes, at one a second. */
    private static final int KEPT = 128;

    /** Holders looked at at a time. */
    private static final int MAX_HOLDERS = 32;

    /** A look tells of that time before and after it. */
    private static final long REACH_NANOS = 2_000_000_000L;

    private final PoolStats pool;
    private final StackBudget stacks = new StackBudget();
    private final long[] at = new long[KEPT];
    private final double[] couldRun = new double[KEPT];
    private final int[] holders = new int[KEPT];
    private int kept;
    private int next;
    private int stacksSeen;
    private int stacksAtWork;
    private long stacksSeenNanos;

    HolderSights(PoolStats pool) {
        this.pool = pool;
    }

    /** Looks at those who hold a connection now. */
    void look(long nowNanos) {
        int seen = 0;
        int runnable = 0;
        for (Lease lease : pool.entries()) {
            long serial = lease.serial();
            Thread holder = (serial & 1) == 0 ? null : lease.holder();
            if (holder == null || seen >= MAX_HOLDERS) {
                continue;
            }
            Thread.State state = holder.getState();
            if (lease.serial() != serial || state == Thread.State.NEW || state == Thread.State.TERMINATED) {
                continue;
            }
            seen++;
            if (state == Thread.State.RUNNABLE) {
                runnable++;
                lookAtStack(lease, serial, holder, nowNanos);
            }
        }
        if (seen > 0 && (runnable == 0 || stacksSeen > 0)) {
            at[next] = nowNanos;
            holders[next] = seen;
            couldRun[next] = runnable == 0 ? 0 : (double) runnable / seen * stacksAtWork / stacksSeen;
            next = (next + 1) % KEPT;
            kept = Math.min(KEPT, kept + 1);
        }
    }

    private void lookAtStack(Lease lease, long serial, Thread holder, long nowNanos) {
        if (!stacks.take(nowNanos)) {
            return;
        }
        ThreadLook look = ThreadLook.at(holder);
        if (look.doing().isEmpty() || lease.serial() != serial) {
            return;
        }
        if (nowNanos - stacksSeenNanos >= StackBudget.PERIOD_NANOS) { // what was done long ago says nothing of now
            stacksSeen = 0;
            stacksAtWork = 0;
        }
        stacksSeenNanos = nowNanos;
        stacksSeen++;
        stacksAtWork += look.couldRun() ? 1 : 0;
    }

    /** Which share of the holders could have run in that time, had they a processor; 0 if none was looked at. */
    double couldRun(long fromNanos, long toNanos) {
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < kept; i++) {
            if (isNear(at[i], fromNanos, toNanos)) {
                sum += couldRun[i] * holders[i];
                seen += holders[i];
            }
        }
        return seen == 0 ? 0 : sum / seen;
    }

    /** How many held a connection at a time; 0 if nobody looked. */
    double holders(long fromNanos, long toNanos) {
        double sum = 0;
        int looks = 0;
        for (int i = 0; i < kept; i++) {
            if (isNear(at[i], fromNanos, toNanos)) {
                sum += holders[i];
                looks++;
            }
        }
        return looks == 0 ? 0 : sum / looks;
    }

    private static boolean isNear(long nanos, long fromNanos, long toNanos) {
        return nanos - fromNanos + REACH_NANOS >= 0 && toNanos + REACH_NANOS - nanos >= 0;
    }
}
