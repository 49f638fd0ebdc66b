package io.querytap.core.pool.blame;

import io.querytap.core.pool.PoolBlame.Account;
import java.util.Arrays;

/** What a {@link Sweep} laid to whom. What it is asked for in nanoseconds of waiting adds up to all that was waited. */
public final class Charges {
    private final long origin;
    private final long[] moments;
    private final double[] perHolder;
    private final double[] held;
    private final double[] excused;
    private final double[] accounts;
    private final Spans holds;
    private final int mostWaiters;
    private final int holdersAtMost;

    /**
     * @param moments ascending, relative to the origin
     * @param perHolder what one who holds a connection from before all until that moment is charged
     * @param held for how long until that moment a wait would be laid to holders
     * @param excused for how long it would be laid to a standstill of the JVM, or to nothing
     * @param mostWaiters the most that waited at once
     * @param holdersAtMost who held connections then
     */
    Charges(
            long origin,
            long[] moments,
            double[] perHolder,
            double[] held,
            double[] excused,
            double[] accounts,
            Spans holds,
            int mostWaiters,
            int holdersAtMost) {
        this.origin = origin;
        this.moments = moments;
        this.perHolder = perHolder;
        this.held = held;
        this.excused = excused;
        this.mostWaiters = mostWaiters;
        this.holdersAtMost = holdersAtMost;
        this.accounts = accounts;
        this.holds = holds;
    }

    /** What is laid to something else than holders. */
    public double of(Account account) {
        return accounts[account.ordinal()];
    }

    /** What is laid to whoever had the connection of that number; see {@link Sweep#held}. */
    public double ofHold(int hold) {
        return until(perHolder, holds.to(hold)) - until(perHolder, holds.from(hold));
    }

    /** When that connection reached its next borrower or, if there was none soon, came back. */
    public long endOf(int hold) {
        return holds.to(hold) + origin;
    }

    /** What is laid to each one who had a connection all that time. */
    public double between(long fromNanos, long toNanos) {
        return grown(perHolder, fromNanos, toNanos);
    }

    /** How much of the waiting of one who waited all that time is laid to holders. */
    double heldBetween(long fromNanos, long toNanos) {
        return grown(held, fromNanos, toNanos);
    }

    /** How much of it is laid to a standstill of the JVM, or cannot be explained. */
    double excusedBetween(long fromNanos, long toNanos) {
        return grown(excused, fromNanos, toNanos);
    }

    /** The most that waited at once. */
    int mostWaiters() {
        return mostWaiters;
    }

    /** How many held connections when the most waited. */
    int holdersAtMost() {
        return holdersAtMost;
    }

    private double grown(double[] curve, long fromNanos, long toNanos) {
        return Math.max(0, until(curve, toNanos - origin) - until(curve, fromNanos - origin));
    }

    private double until(double[] curve, long moment) {
        int found = Arrays.binarySearch(moments, moment);
        if (found >= 0) {
            return curve[found]; // of equal moments any will do: between them nothing is charged
        }
        int next = -found - 1;
        if (next == 0) {
            return 0;
        }
        if (next == moments.length) {
            return curve[next - 1];
        }
        long before = moments[next - 1];
        double part = (double) (moment - before) / (moments[next] - before);
        return curve[next - 1] + part * (curve[next] - curve[next - 1]);
    }
}
