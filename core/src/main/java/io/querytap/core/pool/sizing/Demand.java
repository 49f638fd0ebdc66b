package io.querytap.core.pool.sizing;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How many connections were wanted at once in a stretch: how many leases would have overlapped had each begun when it was asked for.
 * Looked at whenever somebody asks, which shows what borrowers meet, and not what an outsider sees on the average. Immutable.
 */
public final class Demand {
    /** The busiest second is looked for among seconds. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Windows of a stretch; more are not looked at. */
    private static final int MAX_WINDOWS = 600;

    private static final double MOST = 0.99;

    private final double offeredLoad;
    private final double busiestOfferedLoad;
    private final int p99;
    private final int peak;

    private Demand(double offeredLoad, double busiestOfferedLoad, int p99, int peak) {
        this.offeredLoad = offeredLoad;
        this.busiestOfferedLoad = busiestOfferedLoad;
        this.p99 = p99;
        this.peak = peak;
    }

    public static Demand of(Stretch stretch) {
        int[] met = metByArrivals(stretch);
        Arrays.sort(met);
        int p99 = met.length == 0 ? 0 : met[Quantile.index(met.length, MOST)];
        int peak = met.length == 0 ? 0 : met[met.length - 1];
        double[] windows = busyInWindows(stretch);
        double load = 0;
        for (int i = 0; i < stretch.size(); i++) {
            load += within(stretch, i, 0, stretch.nanos());
        }
        double mean = stretch.nanos() <= 0 ? 0 : load / stretch.nanos();
        Arrays.sort(windows);
        double busiest = windows.length == 0 ? mean : windows[Quantile.index(windows.length, MOST)];
        return new Demand(mean, Math.max(mean, busiest), p99, peak);
    }

    /** For each arrival in the stretch: how many leases there were, its own included. */
    private static int[] metByArrivals(Stretch stretch) {
        int size = stretch.size();
        long[] ends = new long[size];
        for (int i = 0; i < size; i++) {
            ends[i] = stretch.asked(i) + stretch.held(i);
        }
        Arrays.sort(ends);
        int[] met = new int[stretch.arrivals()];
        int ended = 0;
        for (int i = 0; i < size; i++) {
            while (ended < i && ends[ended] <= stretch.asked(i)) {
                ended++;
            }
            if (i >= stretch.first()) {
                met[i - stretch.first()] = i + 1 - ended;
            }
        }
        return met;
    }

    /** The mean number of leases in each whole second of the stretch. */
    private static double[] busyInWindows(Stretch stretch) {
        int windows = (int) Math.min(MAX_WINDOWS, stretch.nanos() / WINDOW_NANOS);
        double[] busy = new double[Math.max(0, windows)];
        for (int i = 0; i < stretch.size(); i++) {
            long begin = Math.max(0, stretch.asked(i));
            long end = stretch.asked(i) + stretch.held(i);
            for (long window = begin / WINDOW_NANOS; window < windows && window * WINDOW_NANOS < end; window++) {
                double nanos = within(stretch, i, window * WINDOW_NANOS, (window + 1) * WINDOW_NANOS);
                busy[(int) window] += nanos / WINDOW_NANOS;
            }
        }
        return busy;
    }

    /** How much of a time a lease would have taken. */
    private static long within(Stretch stretch, int arrival, long fromNanos, long toNanos) {
        long begin = Math.max(fromNanos, stretch.asked(arrival));
        long end = Math.min(toNanos, stretch.asked(arrival) + stretch.held(arrival));
        return Math.max(0, end - begin);
    }

    /** Leases wanted at once on the average (Erlang). */
    public double offeredLoad() {
        return offeredLoad;
    }

    /** The same in the busiest in a hundred seconds. */
    public double busiestOfferedLoad() {
        return busiestOfferedLoad;
    }

    /** With this many connections 99 in 100 arrivals find one free, if nobody ever waits. */
    public int p99() {
        return p99;
    }

    /** The most that were wanted at once. */
    public int peak() {
        return peak;
    }
}
