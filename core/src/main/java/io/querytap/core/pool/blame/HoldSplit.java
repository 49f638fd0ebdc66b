package io.querytap.core.pool.blame;

import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.UseTimeline;
import java.util.Arrays;

/**
 * Splits what is laid to a holder by what it did while others waited. The period is cut into slices, so that the cost is that of
 * connections times slices and not times waits: within a slice the waiting is taken to be spread evenly.
 *
 * <p>What a holder did in a slice is what its timeline says; if that has gone, the state it is in still if it has not changed since; if
 * neither is known, what it did over the whole lease, then what it did in the slices that are known. If nothing is, the waiting is not
 * explained. For one use by one thread.
 */
final class HoldSplit {
    /** Slices of a period: many enough for one wait of half a minute, few enough for a hundred connections. */
    private static final int MAX_SLICES = 128;

    /** The least length of a slice: timelines are no finer. */
    private static final long MIN_SLICE_NANOS = 1_000_000L;

    private static final HolderState[] STATES = HolderState.values();

    private final Charges charges;
    private final long fromNanos;
    private final long sliceNanos;
    private final int slices;
    private final Laid laid;
    private final double[] sums = new double[STATES.length];
    private final double[] ofSlice = new double[STATES.length];

    HoldSplit(Charges charges, long fromNanos, long toNanos, Laid laid) {
        this.charges = charges;
        this.fromNanos = fromNanos;
        this.sliceNanos = Math.max(MIN_SLICE_NANOS, (toNanos - fromNanos) / MAX_SLICES + 1);
        this.slices = (int) ((toNanos - fromNanos) / sliceNanos) + 1;
        this.laid = laid;
    }

    /** Lays to a holder what the sweep does, which knows it by that number. */
    void split(int number, Hold hold) {
        double charge = charges.ofHold(number);
        if (charge <= 0) {
            return;
        }
        Arrays.fill(sums, 0);
        double known = sliced(hold, charges.endOf(number));
        Arrays.fill(ofSlice, 0);
        if (known < charge && !spread(hold.totals(), charge - known) && !spread(sums, charge - known)) {
            laid.add(Account.UNEXPLAINED, charge - known);
        }
        double held = 0;
        for (int state = 0; state < STATES.length; state++) {
            double nanos = sums[state] + ofSlice[state];
            if (nanos > 0) {
                laid.add(hold.holder(), STATES[state], nanos);
                held += nanos;
            }
        }
        laid.weigh(held, hold.holdNanos());
        Lease lease = hold.lease();
        if (lease != null) {
            laid.addOpen(lease, hold.serial(), charge);
        }
    }

    /** Adds to the sums what is known of each slice; returns how much that is. */
    private double sliced(Hold hold, long end) {
        double known = 0;
        long last = sooner(hold.endNanos(), fromNanos + slices * sliceNanos);
        int slice = (int) Math.max(0, (hold.grantedNanos() - fromNanos) / sliceNanos);
        for (; slice < slices; slice++) {
            long from = later(fromNanos + slice * sliceNanos, hold.grantedNanos());
            long to = sooner(fromNanos + (slice + 1) * sliceNanos, last);
            if (to - from <= 0) {
                break;
            }
            double charge = charges.between(from, to - last < 0 ? to : later(to, end));
            if (charge > 0 && (timeline(hold, from, to, charge) || present(hold, from, charge))) {
                known += charge;
            }
        }
        return known;
    }

    private boolean timeline(Hold hold, long from, long to, double charge) {
        UseTimeline timeline = hold.timeline();
        Arrays.fill(ofSlice, 0);
        if (timeline == null || !timeline.split(from, to, ofSlice)) {
            return false;
        }
        double all = sum(ofSlice);
        for (int state = 0; all > 0 && state < STATES.length; state++) {
            sums[state] += charge * ofSlice[state] / all;
        }
        return all > 0;
    }

    private boolean present(Hold hold, long from, double charge) {
        HolderState state = hold.stateSince(from);
        if (state != null) {
            sums[state.ordinal()] += charge;
        }
        return state != null;
    }

    /** Spreads the rest in the proportions of the weights. */
    private boolean spread(double[] weights, double charge) {
        double all = sum(weights);
        for (int state = 0; all > 0 && state < STATES.length; state++) {
            ofSlice[state] = charge * weights[state] / all;
        }
        return all > 0;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private static long sooner(long one, long other) {
        return one - other < 0 ? one : other;
    }
}
