package io.querytap.core.stats;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts values with an exact count, sum, minimum and maximum. Starts as a few raw values, because most patterns are rare, and
 * becomes an HdrHistogram of two significant digits when those are full; the histogram grows with the largest value and its
 * cells are ints until so many values were seen that one could overflow.
 *
 * <p>Not thread-safe: only the holder of the lock of the {@link StatsStripe} around it writes or reads.
 */
final class Distribution {
    /** What is measured decides the smallest difference worth telling and the largest value kept apart. */
    enum Kind {
        /** Nanoseconds, told apart from 1 µs to 1 h. */
        DURATION(1_000L, 3_600_000_000_000L),
        /** Rows, statements of a batch: told apart from 1 to 10^12. */
        COUNT(1L, 1_000_000_000_000L);

        final long lowestDiscernible;
        final long highestTrackable;

        /** Values that are the same but for so many bits share a cell: HdrHistogram's smallest cells are that large, all others larger. */
        final int cellBits;

        Kind(long lowestDiscernible, long highestTrackable) {
            this.lowestDiscernible = lowestDiscernible;
            this.highestTrackable = highestTrackable;
            this.cellBits = Long.SIZE - 1 - Long.numberOfLeadingZeros(lowestDiscernible);
        }
    }

    /** HdrHistogram precision: a value is told apart from others to one per cent. */
    private static final int SIGNIFICANT_DIGITS = 2;

    /** First size of the raw values, in values. */
    private static final int FIRST_RAW_VALUES = 4;

    /** Raw values kept before a histogram is made: 256 bytes instead of the 1 to 7 KiB of a histogram. */
    private static final int MAX_RAW_VALUES = 32;

    private static final long[] NO_VALUES = {};

    private final Kind kind;
    private long[] raw = NO_VALUES;
    private @Nullable AbstractHistogram histogram;
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    Distribution(Kind kind) {
        this.kind = kind;
    }

    /** Adds one value; a negative one (a clock that went backwards) counts as 0. */
    void record(long measured) {
        long value = Math.max(0, measured);
        AbstractHistogram cells = histogram;
        if (cells != null && count < Integer.MAX_VALUE) {
            cells.recordValue(Math.min(value, kind.highestTrackable));
        } else {
            recordColdly(value);
        }
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /**
     * Adds those with numbers from one to before the other, of a ring whose size is a power of two. Cheaper than one by one: short times
     * that follow each other share a cell more often than not.
     */
    void record(long[] ring, long from, long until) {
        AbstractHistogram cells = histogram;
        if (cells == null || count + (until - from) >= Integer.MAX_VALUE) {
            for (long number = from; number < until; number++) {
                record(valueAt(ring, number));
            }
            return;
        }
        long number = from;
        while (number < until) {
            long first = valueAt(ring, number);
            long cell = first >> kind.cellBits;
            long added = 0;
            long start = number;
            for (long value = first; value >> kind.cellBits == cell; value = valueAt(ring, number)) {
                added += value;
                min = Math.min(min, value);
                max = Math.max(max, value);
                if (++number == until) {
                    break;
                }
            }
            cells.recordValueWithCount(Math.min(first, kind.highestTrackable), number - start);
            sum += added;
        }
        count += until - from;
    }

    private static long valueAt(long[] ring, long number) {
        return Math.max(0, ring[(int) number & ring.length - 1]);
    }

    /** The rare ways to record, apart so that the common one stays small enough to inline. */
    private void recordColdly(long value) {
        if (histogram != null) {
            longCells().recordValue(Math.min(value, kind.highestTrackable));
        } else if (count < MAX_RAW_VALUES) {
            int next = (int) count;
            if (next == raw.length) {
                raw = Arrays.copyOf(raw, next == 0 ? FIRST_RAW_VALUES : next * 2);
            }
            raw[next] = value;
        } else {
            intCells().recordValue(Math.min(value, kind.highestTrackable));
        }
    }

    /** Adds all values of another distribution of the same kind. */
    void add(Distribution other) {
        if (other.count == 0) {
            return;
        }
        AbstractHistogram otherCells = other.histogram;
        if (otherCells == null) {
            for (int i = 0; i < (int) other.count; i++) {
                record(other.raw[i]);
            }
            return;
        }
        AbstractHistogram cells = count + other.count < Integer.MAX_VALUE ? intCells() : longCells();
        cells.add(otherCells);
        count += other.count;
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }

    /** Adds the counts of durations by octave: without a copy, at a read for each cell between the smallest value and the largest. */
    void addTo(Octaves octaves) {
        if (count == 0) {
            return;
        }
        AbstractHistogram cells = histogram;
        if (cells == null) {
            for (int i = 0; i < (int) count; i++) {
                octaves.add(Octaves.of(raw[i]), 1);
            }
            return;
        }
        int last = Octaves.of(Math.min(max, kind.highestTrackable));
        for (int octave = Octaves.of(min); octave <= last; octave++) {
            long from = octave == Octaves.FIRST ? 0 : 1L << octave;
            octaves.add(octave, cells.getCountBetweenValues(from, (2L << octave) - 1));
        }
    }

    /** A copy that no one writes to. */
    DistributionSnapshot snapshot() {
        if (count == 0) {
            return DistributionSnapshot.empty();
        }
        AbstractHistogram cells = histogram;
        return new DistributionSnapshot(
                count,
                sum,
                min,
                max,
                cells == null ? Arrays.copyOf(raw, (int) count) : null,
                cells == null ? null : cells.copy());
    }

    /** The histogram with int cells, or whichever it has become; made from the raw values if there is none. */
    private AbstractHistogram intCells() {
        AbstractHistogram cells = histogram;
        return cells != null
                ? cells
                : adoptRawValues(
                        new IntCountsHistogram(kind.lowestDiscernible, 2 * kind.lowestDiscernible, SIGNIFICANT_DIGITS));
    }

    /** The histogram with long cells: after 2^31 values an int cell might overflow. */
    private AbstractHistogram longCells() {
        AbstractHistogram cells = histogram;
        if (cells instanceof Histogram) {
            return cells;
        }
        Histogram wide = new Histogram(kind.lowestDiscernible, 2 * kind.lowestDiscernible, SIGNIFICANT_DIGITS);
        if (cells == null) {
            return adoptRawValues(wide);
        }
        wide.setAutoResize(true);
        wide.add(cells);
        histogram = wide;
        return wide;
    }

    private AbstractHistogram adoptRawValues(AbstractHistogram cells) {
        cells.setAutoResize(true);
        for (int i = 0; i < (int) count; i++) {
            cells.recordValue(Math.min(raw[i], kind.highestTrackable));
        }
        raw = NO_VALUES;
        histogram = cells;
        return cells;
    }
}
