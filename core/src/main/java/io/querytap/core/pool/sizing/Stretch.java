package io.querytap.core.pool.sizing;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Who asked a pool for a connection in a stretch of time, and how long each held it. Times are nanoseconds since its beginning. Immutable.
 *
 * <p>An attempt that timed out is an arrival like the others. How long its lease would have lasted nobody knows: it counts as long as the
 * lease that was asked for last before it, because what was going on at that moment is the best guess there is.
 */
public final class Stretch {
    /** Of a lease of which it is not known how long the database worked for it. */
    public static final long UNKNOWN = -1;

    /** Arrivals that one can have at most; a power of two. */
    public static final int MAX_ARRIVALS = 1 << 17;

    /** Who asked earlier counts as having asked then: sorting needs bounded times. */
    private static final long EARLIEST_NANOS = -TimeUnit.HOURS.toNanos(10);

    /** If of this share of the leases it is known how long the database worked, the rest does not matter. */
    private static final double MOSTLY = 0.9;

    private final long fromNanos;
    private final long nanos;
    private final long[] asked; // ascending
    private final long[] waited;
    private final long[] held;
    private final long[] busy;
    private final int[] holders;
    private final boolean[] inVain;
    private final int first;
    private final int timeouts;
    private final long patienceNanos;
    private final boolean knowsBusy;

    private Stretch(Builder from, long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        this.nanos = toNanos - fromNanos;
        int size = from.size;
        asked = new long[size];
        waited = new long[size];
        held = new long[size];
        busy = new long[size];
        holders = new int[size];
        inVain = new boolean[size];
        long[] order = from.byTimeOfAsking(fromNanos);
        int before = 0;
        int vain = 0;
        int vainInside = 0;
        int known = 0;
        for (int i = 0; i < size; i++) {
            int at = (int) (order[i] & MAX_ARRIVALS - 1);
            asked[i] = from.asked[at] - fromNanos;
            waited[i] = from.waited[at];
            held[i] = from.held[at];
            busy[i] = from.busy[at];
            holders[i] = from.holders[at];
            inVain[i] = held[i] == UNKNOWN;
            before += asked[i] < 0 ? 1 : 0;
            vain += inVain[i] ? 1 : 0;
            vainInside += inVain[i] && asked[i] >= 0 ? 1 : 0;
            known += busy[i] == UNKNOWN ? 0 : 1;
        }
        first = before;
        timeouts = vainInside;
        knowsBusy = known > 0 && known >= MOSTLY * (size - vain);
        patienceNanos = vain == 0 ? Long.MAX_VALUE : medianOfThoseInVain(vain);
        guessWhatIsUnknown();
    }

    /** Attempts may have different limits; most have the pool's. */
    private long medianOfThoseInVain(int vain) {
        long[] waits = new long[vain];
        int next = 0;
        for (int i = 0; i < waited.length; i++) {
            if (inVain[i]) {
                waits[next++] = waited[i];
            }
        }
        Arrays.sort(waits);
        return waits[vain / 2];
    }

    /** Attempts in vain get the times of the lease before them; leases of unknown work were busy all the time. */
    private void guessWhatIsUnknown() {
        int like = 0;
        while (like < held.length && inVain[like]) {
            like++;
        }
        for (int i = 0; i < held.length; i++) {
            if (!inVain[i]) {
                busy[i] = busy[i] == UNKNOWN ? held[i] : busy[i];
                like = i;
            } else if (like < held.length) {
                held[i] = held[like];
                busy[i] = busy[like] == UNKNOWN ? held[like] : busy[like];
            } else {
                held[i] = 0; // nobody ever got one
                busy[i] = 0;
            }
        }
    }

    /** @param expected how many arrivals there will be, about */
    public static Builder builder(int expected) {
        return new Builder(expected);
    }

    /** {@link System#nanoTime()} of its beginning. */
    public long fromNanos() {
        return fromNanos;
    }

    /** How long it is. */
    public long nanos() {
        return nanos;
    }

    /** Arrivals in the stretch, those in vain included. */
    public int arrivals() {
        return asked.length - first;
    }

    /** Arrivals that ended in a time-out. */
    public int timeouts() {
        return timeouts;
    }

    /** Whether it is known how long the database worked for the leases. */
    public boolean knowsBusy() {
        return knowsBusy;
    }

    /** How much of their time leases were not busy, from 0 to 1; -1 if not known. */
    public double idleShare() {
        double all = 0;
        double worked = 0;
        for (int i = first; i < held.length; i++) {
            all += held[i];
            worked += busy[i];
        }
        return !knowsBusy || all <= 0 ? -1 : Math.max(0, 1 - worked / all);
    }

    /** Nanoseconds waited by all together. */
    public double waitedNanos() {
        double sum = 0;
        for (int i = first; i < waited.length; i++) {
            sum += waited[i];
        }
        return sum;
    }

    /** Connections that were out on the average. */
    public double meanInUse() {
        double sum = 0;
        for (int i = 0; i < asked.length; i++) {
            if (!inVain[i]) {
                long granted = asked[i] + waited[i];
                sum += Math.max(0, Math.min(nanos, granted + held[i]) - Math.max(0, granted));
            }
        }
        return nanos <= 0 ? 0 : sum / nanos;
    }

    /** Whether it begins no later than another one, and ends no earlier. */
    public boolean contains(Stretch other) {
        return other.fromNanos - fromNanos >= 0 && fromNanos + nanos - other.fromNanos - other.nanos >= 0;
    }

    // For the calculations of this package. Arrivals from before the stretch, whose leases reach into it, come first.

    int size() {
        return asked.length;
    }

    /** Index of the first arrival within the stretch. */
    int first() {
        return first;
    }

    /** Negative before the stretch. */
    long asked(int arrival) {
        return asked[arrival];
    }

    long waited(int arrival) {
        return waited[arrival];
    }

    long held(int arrival) {
        return held[arrival];
    }

    long busy(int arrival) {
        return busy[arrival];
    }

    int holder(int arrival) {
        return holders[arrival];
    }

    boolean isInVain(int arrival) {
        return inVain[arrival];
    }

    /** After how long borrowers give up; {@link Long#MAX_VALUE} if none was seen to. */
    long patienceNanos() {
        return patienceNanos;
    }

    /** Collects arrivals in any order; for one use by one thread. Times are {@link System#nanoTime()}. */
    public static final class Builder {
        private long[] asked;
        private long[] waited;
        private long[] held;
        private long[] busy;
        private int[] holders;
        private int size;

        private Builder(int expected) {
            int room = Math.max(16, Math.min(expected, MAX_ARRIVALS));
            asked = new long[room];
            waited = new long[room];
            held = new long[room];
            busy = new long[room];
            holders = new int[room];
        }

        /**
         * A lease.
         *
         * @param returnedNanos when it ended, or until when it is known to have lasted
         * @param busyNanos how long the database worked for it; {@link #UNKNOWN} if nobody measured that
         * @param holder who had it: equal numbers do the same things
         */
        public Builder lease(long askedNanos, long grantedNanos, long returnedNanos, long busyNanos, int holder) {
            long hold = Math.max(0, returnedNanos - grantedNanos);
            long work = busyNanos < 0 ? UNKNOWN : Math.min(hold, busyNanos);
            return add(askedNanos, Math.max(0, grantedNanos - askedNanos), hold, work, holder);
        }

        /** An attempt that timed out. */
        public Builder timeout(long askedNanos, long gaveUpNanos) {
            return add(askedNanos, Math.max(0, gaveUpNanos - askedNanos), UNKNOWN, UNKNOWN, /* holder= */ 0);
        }

        /** What does not fit is left out; nobody has that many. */
        private Builder add(long askedNanos, long waitNanos, long hold, long work, int holder) {
            if (size == MAX_ARRIVALS) {
                return this;
            }
            if (size == asked.length) {
                int more = Math.min(size * 2, MAX_ARRIVALS);
                asked = Arrays.copyOf(asked, more);
                waited = Arrays.copyOf(waited, more);
                held = Arrays.copyOf(held, more);
                busy = Arrays.copyOf(busy, more);
                holders = Arrays.copyOf(holders, more);
            }
            asked[size] = askedNanos;
            waited[size] = waitNanos;
            held[size] = hold;
            busy[size] = work;
            holders[size] = holder;
            size++;
            return this;
        }

        /** How many were added. */
        public int size() {
            return size;
        }

        /** What was collected; who asked before {@code fromNanos} counts as a holder, but not as an arrival. */
        public Stretch build(long fromNanos, long toNanos) {
            return new Stretch(this, fromNanos, toNanos);
        }

        /** Time and position of each in one number, ascending; the position is in the low bits. */
        private long[] byTimeOfAsking(long originNanos) {
            long[] order = new long[size];
            for (int i = 0; i < size; i++) {
                long since = Math.max(EARLIEST_NANOS, asked[i] - originNanos) - EARLIEST_NANOS;
                order[i] = since * MAX_ARRIVALS | i;
            }
            Arrays.sort(order);
            return order;
        }
    }
}
