package io.querytap.agent.telemetry;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A distribution in base-2 exponential buckets: bucket {@code i} holds values above {@code base^i} and up to
 * {@code base^(i+1)}, where base is {@code 2^(2^-scale)}. Immutable.
 */
final class ExponentialCounts {
    /** The most that receivers must support, and the SDK's default. */
    static final int MAX_BUCKETS = 160;

    /** Buckets 0.27 per cent wide, half a cell of the core's histograms; finer ones would claim a precision that is not there. */
    static final int MAX_SCALE = 8;

    private static final double LOG_2 = Math.log(2);

    private final int scale;
    private final int offset;
    private final long[] counts;
    private final long zeroCount;

    private ExponentialCounts(int scale, int offset, long[] counts, long zeroCount) {
        this.scale = scale;
        this.offset = offset;
        this.counts = counts;
        this.zeroCount = zeroCount;
    }

    /** Cuts a distribution into buckets at the finest scale that needs no more than {@link #MAX_BUCKETS}. */
    static ExponentialCounts of(Metric metric, DistributionSnapshot distribution) {
        Range range = new Range(metric);
        distribution.forEachCell(range);
        int scale = range.scale();
        int offset = range.lowest >> MAX_SCALE - scale;
        Filler filler = new Filler(metric, scale, offset, new long[range.size(scale)]);
        distribution.forEachCell(filler);
        return new ExponentialCounts(scale, offset, filler.counts, filler.zeroCount);
    }

    /** What came in since an earlier state of the same distribution; null if that is none (something was lost in between). */
    @Nullable
    ExponentialCounts minus(ExponentialCounts earlier) {
        if (earlier.scale < scale || earlier.zeroCount > zeroCount) {
            return null;
        }
        long[] difference = counts.clone();
        for (int i = 0; i < earlier.counts.length; i++) {
            if (earlier.counts[i] == 0) {
                continue;
            }
            int bucket = (earlier.offset + i >> earlier.scale - scale) - offset;
            if (bucket < 0 || bucket >= difference.length || difference[bucket] < earlier.counts[i]) {
                return null;
            }
            difference[bucket] -= earlier.counts[i];
        }
        return new ExponentialCounts(scale, offset, difference, zeroCount - earlier.zeroCount);
    }

    int scale() {
        return scale;
    }

    long zeroCount() {
        return zeroCount;
    }

    ExponentialHistogramBuckets positive() {
        int first = 0;
        int end = counts.length;
        while (first < end && counts[first] == 0) {
            first++;
        }
        while (end > first && counts[end - 1] == 0) {
            end--;
        }
        List<Long> boxed = new ArrayList<>(end - first);
        for (int i = first; i < end; i++) {
            boxed.add(counts[i]);
        }
        return ExponentialHistogramBuckets.create(scale, boxed.isEmpty() ? 0 : offset + first, boxed);
    }

    ExponentialHistogramBuckets negative() {
        return ExponentialHistogramBuckets.create(scale, 0, List.of());
    }

    /** Index at {@link #MAX_SCALE} of the bucket of a positive value; shifted right by n it is the index at a scale n lower. */
    static int indexAtMaxScale(double value) {
        int exponent = Math.getExponent(value);
        if (value == Math.scalb(1d, exponent)) {
            return (exponent << MAX_SCALE) - 1; // a power of two is an upper bound itself, and logarithms are not exact
        }
        double fraction = Math.log(Math.scalb(value, -exponent)) / LOG_2;
        int within = (int) (fraction * (1 << MAX_SCALE));
        return (exponent << MAX_SCALE) + Math.min(within, (1 << MAX_SCALE) - 1);
    }

    private static final class Range implements DistributionSnapshot.CellVisitor {
        private final Metric metric;
        private boolean empty = true;
        private int lowest;
        private int highest;

        Range(Metric metric) {
            this.metric = metric;
        }

        @Override
        public void cell(long shown, long count) {
            long middle = Cells.of(metric).middle(shown);
            if (middle > 0) {
                int index = indexAtMaxScale(middle / metric.divisor());
                lowest = empty ? index : Math.min(lowest, index);
                highest = empty ? index : Math.max(highest, index);
                empty = false;
            }
        }

        int scale() {
            int scale = MAX_SCALE;
            while (size(scale) > MAX_BUCKETS) {
                scale--;
            }
            return scale;
        }

        int size(int scale) {
            int shift = MAX_SCALE - scale;
            return empty ? 0 : (highest >> shift) - (lowest >> shift) + 1;
        }
    }

    private static final class Filler implements DistributionSnapshot.CellVisitor {
        private final Metric metric;
        private final int shift;
        private final int offset;
        private final long[] counts;
        private long zeroCount;

        Filler(Metric metric, int scale, int offset, long[] counts) {
            this.metric = metric;
            this.shift = MAX_SCALE - scale;
            this.offset = offset;
            this.counts = counts;
        }

        @Override
        public void cell(long shown, long count) {
            long middle = Cells.of(metric).middle(shown);
            if (middle == 0) {
                zeroCount += count;
            } else {
                counts[(indexAtMaxScale(middle / metric.divisor()) >> shift) - offset] += count;
            }
        }
    }
}
