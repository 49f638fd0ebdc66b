package io.querytap.agent.report;

/**
 * The percentiles of a percentile spectrum plot: evenly spaced on an axis of 1 / (1 - p), so that each step towards 99.999 %
 * gets as much room as the one before, and no further than the number of values can tell.
 */
final class Spectrum {
    /** Steps in which the share of values above is halved. */
    private static final int STEPS_PER_HALVING = 4;

    /** 1 / (1 - 0.99999), where the axis ends. */
    private static final double LAST_RATIO = 100_000;

    private Spectrum() {}

    /** Visits the points from the minimum upwards; the last is 100 % and the maximum, or 99.999 % where there are values beyond. */
    static <E extends Exception> void points(Percentiles of, Visitor<E> visitor) throws E {
        if (of.count() == 0) {
            return;
        }
        visitor.point(0, of.min());
        double lastRatio = Math.min(of.count(), LAST_RATIO);
        for (int step = 1; ; step++) {
            double ratio = Math.pow(2, (double) step / STEPS_PER_HALVING);
            if (ratio >= lastRatio) {
                break;
            }
            double percentile = 100 * (1 - 1 / ratio);
            visitor.point(percentile, of.valueAt(percentile));
        }
        if (of.count() > LAST_RATIO) {
            visitor.point(99.999, of.valueAt(99.999));
        } else {
            visitor.point(100, of.max());
        }
    }

    /** Receives one point; the value is in the unit of the distribution. */
    @FunctionalInterface
    interface Visitor<E extends Exception> {
        void point(double percentile, long value) throws E;
    }
}
