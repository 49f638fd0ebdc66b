package io.querytap.core.pool.sizing;

/** Where quantiles are in sorted arrays. */
final class Quantile {
    private Quantile() {}

    /** Index of the least of the values that so large a part of all do not exceed; there is at least one value. */
    static int index(int size, double part) {
        return Math.max(0, Math.min(size - 1, (int) Math.ceil(part * size) - 1));
    }
}
