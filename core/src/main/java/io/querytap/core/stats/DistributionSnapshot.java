package io.querytap.core.stats;

import java.util.Arrays;
import java.util.Objects;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * A distribution at one moment: exact count, sum, minimum and maximum, and an HdrHistogram of two significant digits for
 * everything between. Durations are in nanoseconds, rows and batch sizes are plain counts: the unit is that of the field that
 * holds the distribution. Not changed after it is made; safe to read from any thread, one at a time for the iterating methods.
 */
public final class DistributionSnapshot {
    /** Nanoseconds in a second: divide by it at every exit of the agent, nowhere inside. */
    public static final double NANOS_PER_SECOND = 1e9;

    private static final DistributionSnapshot EMPTY = new DistributionSnapshot(0, 0, 0, 0, new long[0], null);

    private final long count;
    private final long sum;
    private final long min;
    private final long max;
    /** The values themselves, ascending, while there are few; otherwise null. */
    private final long @Nullable [] values;
    /** The cells when there are many values; otherwise null. */
    private final @Nullable AbstractHistogram histogram;

    DistributionSnapshot(
            long count, long sum, long min, long max, long @Nullable [] values, @Nullable AbstractHistogram histogram) {
        this.count = count;
        this.sum = sum;
        this.min = min;
        this.max = max;
        this.values = values;
        this.histogram = histogram;
        if (values != null) {
            Arrays.sort(values);
        }
    }

    /** A distribution of nothing. */
    public static DistributionSnapshot empty() {
        return EMPTY;
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Exact sum of the recorded values. */
    public long sum() {
        return sum;
    }

    /** Exact minimum, 0 when empty. */
    public long min() {
        return min;
    }

    /** Exact maximum, 0 when empty. */
    public long max() {
        return max;
    }

    /** Exact mean, 0 when empty. */
    public double mean() {
        return count == 0 ? 0 : (double) sum / count;
    }

    /**
     * The value at a percentile, to two significant digits, never outside {@link #min()} and {@link #max()}.
     *
     * @param percentile 0 to 100
     */
    public long valueAtPercentile(double percentile) {
        if (count == 0) {
            return 0;
        }
        if (values != null) {
            int rank = (int) Math.ceil(percentile * values.length / 100);
            return values[Math.max(1, Math.min(values.length, rank)) - 1];
        }
        return Math.max(min, Math.min(max, cells().getValueAtPercentile(percentile)));
    }

    /**
     * What was added since an earlier snapshot of the same distribution; nothing, if it is not one. Count, sum and values told one by
     * one are exact, minimum and maximum otherwise those of the cells.
     */
    public DistributionSnapshot since(DistributionSnapshot earlier) {
        if (earlier.count == 0) {
            return this;
        }
        if (earlier.count >= count) {
            return EMPTY;
        }
        if (values == null) {
            return cellsSince(earlier);
        }
        return earlier.values == null ? EMPTY : valuesSince(values, earlier.values, sum - earlier.sum);
    }

    private static DistributionSnapshot valuesSince(long[] now, long[] earlier, long sum) {
        long[] added = new long[now.length - earlier.length];
        int known = 0;
        int size = 0;
        for (long value : now) {
            if (known < earlier.length && earlier[known] == value) {
                known++;
            } else if (size < added.length) {
                added[size++] = value;
            }
        }
        return new DistributionSnapshot(added.length, sum, added[0], added[added.length - 1], added, null);
    }

    private DistributionSnapshot cellsSince(DistributionSnapshot earlier) {
        AbstractHistogram difference = cells().copy();
        if (earlier.values == null) {
            difference.subtract(earlier.cells());
        } else {
            long highest = difference.getMaxValue(); // values past the last cell were counted in it
            for (long value : earlier.values) {
                difference.recordValueWithCount(Math.min(value, highest), -1);
            }
        }
        long lowestAdded = Long.MAX_VALUE;
        long highestAdded = Long.MIN_VALUE;
        for (HistogramIterationValue cell : difference.recordedValues()) {
            lowestAdded = Math.min(lowestAdded, difference.lowestEquivalentValue(cell.getValueIteratedTo()));
            highestAdded = difference.highestEquivalentValue(cell.getValueIteratedTo());
        }
        return new DistributionSnapshot(
                count - earlier.count,
                sum - earlier.sum,
                Math.max(min, lowestAdded),
                Math.min(max, highestAdded),
                null,
                difference);
    }

    /**
     * Counts per explicit bucket, as OpenTelemetry wants them: bucket {@code i} holds values {@code > bounds[i-1]} and
     * {@code <= bounds[i]}; one more bucket than bounds. A recorded cell of the histogram goes to the bucket of its middle
     * value, so the counts sum exactly to {@link #count()} and a value within one per cent of a bound may fall to the other side.
     */
    public long[] explicitBuckets(double[] bounds, double unitsPerBoundUnit) {
        long[] counts = new long[bounds.length + 1];
        forEachCell((middle, cellCount) -> {
            int bucket = 0;
            while (bucket < bounds.length && middle > bounds[bucket] * unitsPerBoundUnit) {
                bucket++;
            }
            counts[bucket] += cellCount;
        });
        return counts;
    }

    /** Visits every non-empty cell in ascending order with its middle value (a few values: the values themselves), limited to {@link #min()} and {@link #max()}. */
    public void forEachCell(CellVisitor visitor) {
        if (values != null) {
            for (long value : values) {
                visitor.cell(value, 1);
            }
            return;
        }
        AbstractHistogram cells = cells();
        for (HistogramIterationValue cell : cells.recordedValues()) {
            long middle = cells.medianEquivalentValue(cell.getValueIteratedTo());
            visitor.cell(Math.max(min, Math.min(max, middle)), cell.getCountAddedInThisIterationStep());
        }
    }

    private AbstractHistogram cells() {
        return Objects.requireNonNull(histogram, "either values or histogram");
    }

    /** Receives one cell of a distribution. */
    @FunctionalInterface
    public interface CellVisitor {
        void cell(long middleValue, long count);
    }
}
