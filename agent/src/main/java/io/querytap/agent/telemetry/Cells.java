package io.querytap.agent.telemetry;

import org.HdrHistogram.Histogram;

/**
 * Tells which cell of the core's histograms a value lies in, so that a value is counted in the same bucket at every export.
 *
 * <p>A distribution shows its first few values as they are and later only their cells, and limits what it shows to its minimum
 * and maximum of the moment. Cut into buckets as shown, a count could move to a neighbouring bucket between two exports, and a
 * cumulative count that falls reads as a restart. The cell of what is shown never changes.
 */
final class Cells {
    /** The resolution of the core's distributions: keep in step with {@code Distribution.Kind}. */
    private static final int SIGNIFICANT_DIGITS = 2;

    static final Cells OF_NANOS = new Cells(1_000, 3_600_000_000_000L);
    static final Cells OF_COUNTS = new Cells(1, 1_000_000_000_000L);

    /** Holds no values, only the arithmetic; its methods used here are pure. */
    private final Histogram resolution;

    private final long highestTrackable;

    private Cells(long lowestDiscernible, long highestTrackable) {
        this.resolution = new Histogram(lowestDiscernible, 2 * lowestDiscernible, SIGNIFICANT_DIGITS);
        this.highestTrackable = highestTrackable;
    }

    static Cells of(Metric metric) {
        return metric.isDuration() ? OF_NANOS : OF_COUNTS;
    }

    /**
     * The smallest value of the cell. Explicit buckets go by it: a value on a bound, which limits and fetch sizes often are,
     * is then counted at that bound; one up to a per cent above may be.
     */
    long lowerEdge(long value) {
        return resolution.lowestEquivalentValue(Math.min(value, highestTrackable));
    }

    /** The middle of the cell, for buckets finer than cells; 0 for the cell that holds 0. */
    long middle(long value) {
        long lowerEdge = lowerEdge(value);
        return lowerEdge == 0 ? 0 : resolution.medianEquivalentValue(lowerEdge);
    }
}
