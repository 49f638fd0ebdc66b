package io.querytap.core.stats;

import java.util.Arrays;

/** Spearman's rank correlation: whether one quantity grows with another, whatever the shape. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /** From -1 to 1; 0 where one of the two is always the same. Both arrays have the same length. */
    public static double of(long[] one, long[] other) {
        double[] x = ranks(one);
        double[] y = ranks(other);
        double mean = (one.length + 1) / 2.0;
        double covariance = 0;
        double varianceX = 0;
        double varianceY = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - mean) * (y[i] - mean);
            varianceX += (x[i] - mean) * (x[i] - mean);
            varianceY += (y[i] - mean) * (y[i] - mean);
        }
        return varianceX == 0 || varianceY == 0 ? 0 : covariance / Math.sqrt(varianceX * varianceY);
    }

    /** From 1 on; equal values share the mean of their ranks. */
    private static double[] ranks(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = lowerBound(sorted, values[i]);
            int equal = lowerBound(sorted, values[i] + 1) - below;
            ranks[i] = below + (equal + 1) / 2.0;
        }
        return ranks;
    }

    /** How many of the sorted values are less. */
    private static int lowerBound(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
