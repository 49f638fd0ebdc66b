package io.querytap.core.detect.pool;

import io.querytap.core.callsite.ThreadLook;
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

    /** Time between two looks at stacks, each of which stops its thread for some microseconds. */
    private static final long STACK_GAP_NANOS = 500_000_000L;

    /** Stacks that are tried at each of them: by the time one is had its lease may be over. */
    private static final int STACKS_TRIED = 3;

    /** What was done longer ago says nothing of now. */
    private static final long STACKS_NANOS = 10_000_000_000L;

    /** A look tells of that time before and after it: where processors are short, looks are rare too. */
    private static final long REACH_NANOS = 10_000_000_000L;

    private final PoolStats pool;
    private boolean hasLookedAtStack;
    private long stackNanos;
    private final long[] at = new long[KEPT];
    private final double[] couldRun = new double[KEPT];
    private final int[] holders = new int[KEPT];
    private int kept;
    private int next;
    private int stacksSeen;
    private int stacksAtWork;

    HolderSights(PoolStats pool) {
        this.pool = pool;
    }

    /** Looks at those who hold a connection now. */
    void look(long nowNanos) {
        int seen = 0;
        int runnable = 0;
        int stacksLeft = hasLookedAtStack && nowNanos - stackNanos < STACK_GAP_NANOS ? 0 : STACKS_TRIED;
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
                if (stacksLeft > 0) {
                    stacksLeft--;
                    lookAtStack(lease, serial, holder, nowNanos);
                }
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

    /**
     * To have the stack of a thread without a processor takes until it gets one, which is when it may give its connection back; one that is
     * at work in a driver then still shows what those do who hold connections.
     */
    private void lookAtStack(Lease lease, long serial, Thread holder, long nowNanos) {
        ThreadLook look = ThreadLook.at(holder);
        if (look.doing().isEmpty() || lease.serial() != serial && !look.inDriver()) {
            return;
        }
        if (!hasLookedAtStack || nowNanos - stackNanos >= STACKS_NANOS) {
            stacksSeen = 0;
            stacksAtWork = 0;
        }
        hasLookedAtStack = true;
        stackNanos = nowNanos;
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
