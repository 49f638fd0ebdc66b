package io.querytap.smoke.otlp;

/** What a series says in the end: of a counter, its value twice. */
record Measured(long count, double sum) {
    /** Every number is rounded once, and sums of sums some more times. */
    private static final double ROUNDING = 1e-9;

    Measured plus(Measured other) {
        return new Measured(count + other.count, sum + other.sum);
    }

    /** The counts exactly, the sums but for rounding. */
    boolean agreesWith(Measured other) {
        return count == other.count && Math.abs(sum - other.sum) <= ROUNDING * Math.max(1, Math.abs(sum));
    }
}
