package io.querytap.core.pool.blame;

import io.querytap.core.pool.PoolBlame.Account;
import java.util.Arrays;

/** What a {@link Sweep} laid to whom. What it is asked for in nanoseconds of waiting adds up to all that was waited. */
public final class Charges {
    private final long origin;
    private final long[] moments;
    private final double[] perHolder;
    private final double[] accounts;
    private final Spans holds;

    /**
     * @param moments ascending, relative to the origin
     * @param perHolder what one who holds a connection from before all until that moment is charged
     */
    Charges(long origin, long[] moments, double[] perHolder, double[] accounts, Spans holds) {
        this.origin = origin;
        this.moments = moments;
        this.perHolder = perHolder;
        this.accounts = accounts;
        this.holds = holds;
    }

    /** What is laid to something else than holders. */
    public double of(Account account) {
        return accounts[account.ordinal()];
    }

    /** What is laid to whoever had the connection of that number; see {@link Sweep#held}. */
    public double ofHold(int hold) {
        return until(holds.to(hold)) - until(holds.from(hold));
    }

    /** When that connection reached its next borrower or, if there was none soon, came back. */
    public long endOf(int hold) {
        return holds.to(hold) + origin;
    }

    /** What is laid to each one who had a connection all that time. */
    public double between(long fromNanos, long toNanos) {
        return Math.max(0, until(toNanos - origin) - until(fromNanos - origin));
    }

    private double until(long moment) {
        int found = Arrays.binarySearch(moments, moment);
        if (found >= 0) {
            return perHolder[found]; // of equal moments any will do: between them nothing is charged
        }
        int next = -found - 1;
        if (next == 0) {
            return 0;
        }
        if (next == moments.length) {
            return perHolder[next - 1];
        }
        long before = moments[next - 1];
        double part = (double) (moment - before) / (moments[next] - before);
        return perHolder[next - 1] + part * (perHolder[next] - perHolder[next - 1]);
    }
}
