package io.querytap.agent.compare;

/**
 * The mean of the logarithms of the middle 80 % of the times, with what chance there is in it: Yuen's trimmed mean (Biometrika 61, 1974). On
 * logarithms, because "a fifth slower" is what people mean and latencies are skewed; trimmed, because a few pauses shall not decide what is
 * typical; a mean and no median, because the median of a statement that is fast half of the time jumps.
 */
final class TypicalTime {
    /** Share of the values that is cut off at each end. */
    static final double TRIMMED = 0.1;

    private final Cells cells;
    private final double mean;
    private final double low;
    private final double high;
    private final double varianceOfOne;

    TypicalTime(Cells cells) {
        this.cells = cells;
        double cut = TRIMMED * cells.count();
        double kept = cells.count() - 2 * cut;
        double passed = 0;
        double sum = 0;
        double lowest = Double.NaN;
        double highest = Double.NaN;
        for (int cell = 0; cell < cells.size(); cell++) {
            double end = passed + cells.countOf(cell);
            double within = Math.min(end, cut + kept) - Math.max(passed, cut);
            if (within > 0) {
                double value = cells.logOf(cell);
                sum += within * value;
                lowest = Double.isNaN(lowest) ? value : lowest;
                highest = value;
            }
            passed = end;
        }
        mean = sum / kept;
        low = lowest;
        high = highest;
        varianceOfOne = varianceOfWinsorized();
    }

    private double varianceOfWinsorized() {
        double sum = 0;
        for (int cell = 0; cell < cells.size(); cell++) {
            sum += cells.countOf(cell) * winsorized(cells.logOf(cell));
        }
        double winsorizedMean = sum / cells.count();
        double squares = 0;
        for (int cell = 0; cell < cells.size(); cell++) {
            double deviation = winsorized(cells.logOf(cell)) - winsorizedMean;
            squares += cells.countOf(cell) * deviation * deviation;
        }
        return squares / cells.count();
    }

    /** How a winsorized value scatters. */
    double varianceOfOne() {
        return varianceOfOne;
    }

    /** The mean of the logarithms, as if the executions did not depend on each other. */
    Estimate estimate() {
        double kept = cells.count() * (1 - 2 * TRIMMED);
        double variance = varianceOfOne * cells.count() / (kept * Math.max(1, kept - 1));
        return new Estimate(mean, variance, Math.max(1, kept - 1));
    }

    /** What a value adds to the mean, but for constants: the values that were cut off count as the nearest that was kept. */
    double winsorized(double logOfValue) {
        return Math.max(low, Math.min(high, logOfValue));
    }
}
