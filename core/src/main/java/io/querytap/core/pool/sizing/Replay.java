package io.querytap.core.pool.sizing;

import java.util.Arrays;

/**
 * Plays a stretch again with a pool of another size: everybody asks when they asked, and holds a connection as long as they held it.
 *
 * <p>Who asks first is served first. A connection is there at once, as if it had been made before: what creations cost is measured
 * apart, and a pool that has its connections does not pay it. Who would wait longer than borrowers were seen to gives up and never
 * takes a connection. That leases would last as long with another size is the assumption; {@link DatabaseBottleneck} looks for signs that
 * it is wrong. So is that they would be asked for at the same times: where somebody asks again only when served, less waiting means more
 * asking.
 */
public final class Replay {
    private final Stretch stretch;
    private final boolean withIdle;

    /** @param withIdle whether leases last as long as they did; else as long as the database worked for them */
    public Replay(Stretch stretch, boolean withIdle) {
        this.stretch = stretch;
        this.withIdle = withIdle;
    }

    /** What arrivals meet in a pool of a size, which is at least 1. */
    public Waits with(int connections) {
        FreeTimes free = new FreeTimes(Math.min(connections, Math.max(1, stretch.size())));
        long[] waits = new long[stretch.arrivals()];
        int waiting = 0;
        int timeouts = 0;
        int size = stretch.size();
        int first = stretch.first();
        long patience = stretch.patienceNanos();
        for (int i = 0; i < size; i++) {
            long asked = stretch.asked(i);
            long wait = Math.max(0, free.earliest() - asked);
            boolean givesUp = wait > patience;
            if (givesUp) {
                wait = patience;
            } else {
                free.taken(asked + wait + (withIdle ? stretch.held(i) : stretch.busy(i)));
            }
            if (i >= first && wait > 0) {
                waits[waiting++] = wait;
                timeouts += givesUp ? 1 : 0;
            }
        }
        return new Waits(waits, waiting, stretch.arrivals(), timeouts);
    }

    /** When each connection is free again; the earliest first, a heap. */
    private static final class FreeTimes {
        private final long[] times;

        FreeTimes(int connections) {
            times = new long[connections];
            Arrays.fill(times, Long.MIN_VALUE / 2); // far from overflow
        }

        long earliest() {
            return times[0];
        }

        /** The earliest is taken, and free again then. */
        void taken(long until) {
            int hole = 0;
            int child = 1;
            while (child < times.length) {
                if (child + 1 < times.length && times[child + 1] < times[child]) {
                    child++;
                }
                if (times[child] >= until) {
                    break;
                }
                times[hole] = times[child];
                hole = child;
                child = 2 * hole + 1;
            }
            times[hole] = until;
        }
    }

    /** What arrivals met. Immutable; times in nanoseconds. */
    public static final class Waits {
        private static final double MEDIAN = 0.5;
        private static final double MOST = 0.99;

        private final double probability;
        private final long p50Nanos;
        private final long p99Nanos;
        private final int timeouts;

        /** @param waits those above 0 among the first {@code waiting}; is sorted */
        private Waits(long[] waits, int waiting, int arrivals, int timeouts) {
            Arrays.sort(waits, 0, waiting);
            probability = arrivals == 0 ? 0 : (double) waiting / arrivals;
            p50Nanos = quantile(waits, waiting, arrivals, MEDIAN);
            p99Nanos = quantile(waits, waiting, arrivals, MOST);
            this.timeouts = timeouts;
        }

        private static long quantile(long[] waits, int waiting, int arrivals, double part) {
            if (waiting == 0) {
                return 0;
            }
            int index = Quantile.index(arrivals, part) - (arrivals - waiting);
            return index < 0 ? 0 : waits[index];
        }

        /** How many of the arrivals waited at all, from 0 to 1. */
        public double probability() {
            return probability;
        }

        /** The median, of all arrivals. */
        public long p50Nanos() {
            return p50Nanos;
        }

        /** What 99 in 100 arrivals did not exceed. */
        public long p99Nanos() {
            return p99Nanos;
        }

        /** How many gave up. */
        public int timeouts() {
            return timeouts;
        }
    }
}
