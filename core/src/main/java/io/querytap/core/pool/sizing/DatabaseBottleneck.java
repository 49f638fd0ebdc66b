package io.querytap.core.pool.sizing;

import io.querytap.core.stats.RankCorrelation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that the database gets slower the more connections of a pool are in use. Immutable.
 *
 * <p>Each lease is compared with the others of the same borrower, so that a time in which costly work is done does not look like one in
 * which the same work costs more. In use is what was in use on the average while the lease lasted.
 */
public final class DatabaseBottleneck {
    /** Fewer leases show nothing. */
    private static final int MIN_LEASES = 200;

    /** More are not needed; of more leases every second, third and so on is taken. */
    private static final int MAX_LEASES = 4_096;

    /** Fewer leases of one borrower do not show what is usual for it. */
    private static final int MIN_OF_HOLDER = 20;

    /** From here on it is not by chance: of 200 pairs that have nothing to do with each other one in millions correlates so. */
    private static final double MIN_CORRELATION = 0.5;

    /** How much longer the same must take. */
    private static final double MIN_SLOWDOWN = 1.5;

    /** How many times as many connections must be in use for that. */
    private static final double MIN_SPREAD = 1.5;

    /** Digits kept of ratios and means where they are compared as whole numbers. */
    private static final double SCALE = 1e6;

    private final double rankCorrelation;
    private final int leases;
    private final double fewInUse;
    private final double manyInUse;
    private final long busyNanosAtFew;
    private final long busyNanosAtMany;

    private DatabaseBottleneck(
            double rankCorrelation,
            int leases,
            double fewInUse,
            double manyInUse,
            long busyNanosAtFew,
            long busyNanosAtMany) {
        this.rankCorrelation = rankCorrelation;
        this.leases = leases;
        this.fewInUse = fewInUse;
        this.manyInUse = manyInUse;
        this.busyNanosAtFew = busyNanosAtFew;
        this.busyNanosAtMany = busyNanosAtMany;
    }

    /** Looks for it; null if there is no sign of it. */
    public static @Nullable DatabaseBottleneck in(Stretch stretch) {
        if (!stretch.knowsBusy() || stretch.arrivals() < MIN_LEASES) {
            return null;
        }
        Map<Integer, Long> usual = usualBusyNanos(stretch);
        InUse inUse = new InUse(stretch);
        int size = 0;
        int step = 1 + (stretch.arrivals() - 1) / MAX_LEASES;
        long[] slowness = new long[MAX_LEASES];
        long[] company = new long[MAX_LEASES];
        for (int i = stretch.first(); i < stretch.size(); i += step) {
            Long ofHolder = usual.get(stretch.holder(i));
            if (ofHolder != null && ofHolder > 0 && isComparable(stretch, i)) {
                slowness[size] = Math.round(SCALE * stretch.busy(i) / ofHolder);
                company[size++] = Math.round(SCALE * inUse.during(i));
            }
        }
        return size < MIN_LEASES ? null : of(Arrays.copyOf(slowness, size), Arrays.copyOf(company, size), stretch);
    }

    private static boolean isComparable(Stretch stretch, int arrival) {
        return !stretch.isInVain(arrival) && stretch.held(arrival) > 0;
    }

    private static @Nullable DatabaseBottleneck of(long[] slowness, long[] company, Stretch stretch) {
        double correlation = RankCorrelation.of(slowness, company);
        if (correlation < MIN_CORRELATION) {
            return null;
        }
        long[] sorted = company.clone();
        Arrays.sort(sorted);
        long few = sorted[sorted.length / 3];
        long many = sorted[sorted.length - 1 - sorted.length / 3];
        double slowAtFew = medianWhere(slowness, company, Long.MIN_VALUE, few);
        double slowAtMany = medianWhere(slowness, company, many, Long.MAX_VALUE);
        double inUseAtFew = medianWhere(company, company, Long.MIN_VALUE, few) / SCALE;
        double inUseAtMany = medianWhere(company, company, many, Long.MAX_VALUE) / SCALE;
        if (slowAtMany < MIN_SLOWDOWN * slowAtFew || inUseAtMany < MIN_SPREAD * inUseAtFew) {
            return null;
        }
        double usual = medianBusyNanos(stretch) / SCALE;
        return new DatabaseBottleneck(
                correlation,
                slowness.length,
                inUseAtFew,
                inUseAtMany,
                Math.round(slowAtFew * usual),
                Math.round(slowAtMany * usual));
    }

    /** The median of the values whose other value is in a range. */
    private static double medianWhere(long[] values, long[] others, long from, long to) {
        long[] chosen = new long[values.length];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (others[i] >= from && others[i] <= to) {
                chosen[size++] = values[i];
            }
        }
        return median(chosen, size);
    }

    private static long median(long[] values, int size) {
        Arrays.sort(values, 0, size);
        return values[size / 2];
    }

    private static long medianBusyNanos(Stretch stretch) {
        long[] all = new long[stretch.arrivals()];
        int size = 0;
        for (int i = stretch.first(); i < stretch.size(); i++) {
            if (isComparable(stretch, i)) {
                all[size++] = stretch.busy(i);
            }
        }
        return median(all, size);
    }

    /** For each borrower that is seen often enough: the median of the time that its leases were busy. */
    private static Map<Integer, Long> usualBusyNanos(Stretch stretch) {
        Map<Integer, Sample> samples = new HashMap<>(); // at most as many as there are leases
        for (int i = stretch.first(); i < stretch.size(); i++) {
            if (isComparable(stretch, i)) {
                samples.computeIfAbsent(stretch.holder(i), it -> new Sample()).add(stretch.busy(i));
            }
        }
        Map<Integer, Long> usual = new HashMap<>();
        samples.forEach((holder, sample) -> {
            if (sample.size >= MIN_OF_HOLDER) {
                usual.put(holder, median(sample.values, sample.size));
            }
        });
        return usual;
    }

    private static final class Sample {
        private long[] values = new long[MIN_OF_HOLDER];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }
    }

    /** How many connections were in use at a time, by the sums of when leases began and ended. */
    private static final class InUse {
        private final Stretch stretch;
        private final long[] begins;
        private final double[] beginSums;
        private final long[] ends;
        private final double[] endSums;

        InUse(Stretch stretch) {
            this.stretch = stretch;
            long[] begin = new long[stretch.size()];
            long[] end = new long[stretch.size()];
            int size = 0;
            for (int i = 0; i < stretch.size(); i++) {
                if (!stretch.isInVain(i)) {
                    begin[size] = stretch.asked(i) + stretch.waited(i);
                    end[size] = begin[size] + stretch.held(i);
                    size++;
                }
            }
            begins = sorted(begin, size);
            ends = sorted(end, size);
            beginSums = sums(begins);
            endSums = sums(ends);
        }

        private static long[] sorted(long[] values, int size) {
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }

        private static double[] sums(long[] values) {
            double[] sums = new double[values.length + 1];
            for (int i = 0; i < values.length; i++) {
                sums[i + 1] = sums[i] + values[i];
            }
            return sums;
        }

        /** The mean number in use while a lease lasted, itself included. */
        double during(int arrival) {
            long begin = stretch.asked(arrival) + stretch.waited(arrival);
            long end = begin + stretch.held(arrival);
            return (usedUntil(end) - usedUntil(begin)) / (end - begin);
        }

        /** Nanoseconds that all leases together had lasted by then. */
        private double usedUntil(long nanos) {
            return passed(begins, beginSums, nanos) - passed(ends, endSums, nanos);
        }

        private static double passed(long[] moments, double[] sums, long nanos) {
            int found = Arrays.binarySearch(moments, nanos);
            int before = found < 0 ? -found - 1 : found; // a moment that is now has had no time to pass
            return (double) before * nanos - sums[before];
        }
    }

    /** Spearman's, of the time a lease was busy and of how many were in use meanwhile; from 0 to 1. */
    public double rankCorrelation() {
        return rankCorrelation;
    }

    /** How many leases were compared. */
    public int leases() {
        return leases;
    }

    /** The median number of connections in use, in the third of the leases with the fewest. */
    public double fewInUse() {
        return fewInUse;
    }

    /** The same in the third with the most. */
    public double manyInUse() {
        return manyInUse;
    }

    /** The median of how long leases were busy in the third with the fewest in use, put to the work that is usual in the pool. */
    public long busyNanosAtFew() {
        return busyNanosAtFew;
    }

    /** The same in the third with the most in use. */
    public long busyNanosAtMany() {
        return busyNanosAtMany;
    }
}
