package io.querytap.agent.compare;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * The filled cells of a histogram of nanoseconds, ascending. What a cell holds is taken for evenly spread over its width, so that cells of
 * two runs can be laid over each other though one of them was stretched. Immutable.
 */
final class Cells {
    /** A value of 0 has no logarithm: the lower edge of the lowest cell when it stands for a ratio. */
    private static final double LOWEST_NANOS = 1;

    private final double[] lower;
    private final double[] upper;
    private final double[] counts;
    private final double count;

    Cells(double[] lower, double[] upper, double[] counts) {
        this.lower = lower;
        this.upper = upper;
        this.counts = counts;
        this.count = Arrays.stream(counts).sum();
    }

    /** Reads HdrHistogram's compressed V2 encoding in base64; null if it is none. */
    static @Nullable Cells decode(String text) {
        try {
            return of(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0));
        } catch (DataFormatException
                | IllegalArgumentException
                | BufferUnderflowException
                | ArrayIndexOutOfBoundsException
                | NegativeArraySizeException broken) { // all of them are how HdrHistogram says so
            return null;
        }
    }

    static Cells of(Histogram histogram) {
        int size = 0;
        for (HistogramIterationValue ignored : histogram.recordedValues()) {
            size++;
        }
        double[] lower = new double[size];
        double[] upper = new double[size];
        double[] counts = new double[size];
        int cell = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long within = value.getValueIteratedTo();
            lower[cell] = histogram.lowestEquivalentValue(within);
            upper[cell] = histogram.nextNonEquivalentValue(within);
            counts[cell] = value.getCountAddedInThisIterationStep();
            cell++;
        }
        return new Cells(lower, upper, counts);
    }

    /** All values multiplied by a factor. */
    Cells stretched(double factor) {
        return new Cells(
                Arrays.stream(lower).map(edge -> edge * factor).toArray(),
                Arrays.stream(upper).map(edge -> edge * factor).toArray(),
                counts);
    }

    int size() {
        return counts.length;
    }

    double count() {
        return count;
    }

    double countOf(int cell) {
        return counts[cell];
    }

    double lower(int cell) {
        return lower[cell];
    }

    double upper(int cell) {
        return upper[cell];
    }

    /** Logarithm of the middle of a cell. */
    double logOf(int cell) {
        return Math.log((Math.max(LOWEST_NANOS, lower[cell]) + upper[cell]) / 2);
    }

    /** The value below which a share of the values lies. */
    double quantile(double share) {
        double wanted = share * count;
        double passed = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            if (passed + counts[cell] >= wanted) {
                double within = (wanted - passed) / counts[cell];
                return lower[cell] + within * (upper[cell] - lower[cell]);
            }
            passed += counts[cell];
        }
        return counts.length == 0 ? 0 : upper[counts.length - 1];
    }

    /** Width of the cell that holds a value: what is nearer to each other than this was perhaps the same. */
    double widthAt(double value) {
        for (int cell = 0; cell < counts.length; cell++) {
            if (value <= upper[cell]) {
                return upper[cell] - lower[cell];
            }
        }
        return counts.length == 0 ? 0 : upper[counts.length - 1] - lower[counts.length - 1];
    }

    /** How many values lie above a limit. */
    double above(double limit) {
        double above = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            above += counts[cell] * shareAbove(cell, limit);
        }
        return above;
    }

    /** Share of a cell's values above a limit. */
    double shareAbove(int cell, double limit) {
        return Math.max(0, Math.min(1, (upper[cell] - limit) / (upper[cell] - lower[cell])));
    }
}
