package io.querytap.agent.compare;

/** What a difference between two runs is thought to be: its value, how much chance there is in it, from how much that is known. Immutable. */
final class Estimate {
    private final double value;
    private final double variance;
    private final double degreesOfFreedom;

    Estimate(double value, double variance, double degreesOfFreedom) {
        this.value = value;
        this.variance = variance;
        this.degreesOfFreedom = degreesOfFreedom;
    }

    /** After less before, by Welch's rule for the degrees of freedom. */
    static Estimate difference(Estimate after, Estimate before) {
        return after.with(before.variance, before.degreesOfFreedom).plus(-before.value);
    }

    /** The same with a second, independent source of chance. */
    Estimate with(double otherVariance, double otherDegrees) {
        double sum = variance + otherVariance;
        double degrees = sum == 0
                ? Math.min(degreesOfFreedom, otherDegrees)
                : sum * sum / (variance * variance / degreesOfFreedom + otherVariance * otherVariance / otherDegrees);
        return new Estimate(value, sum, degrees);
    }

    /** Moved by something that is known exactly. */
    Estimate plus(double amount) {
        return new Estimate(value + amount, variance, degreesOfFreedom);
    }

    /** The same from executions that are not independent. */
    Estimate widened(Widening by) {
        double degrees = Math.min(degreesOfFreedom / by.times(), by.mostDegrees());
        return new Estimate(value, variance * by.times(), Math.max(1, degrees));
    }

    double value() {
        return value;
    }

    double variance() {
        return variance;
    }

    /** How probable it is that chance alone makes as large a difference, to either side. */
    double probability() {
        return value == 0 ? 1 : Chance.ofBothSides(value / Math.sqrt(variance), degreesOfFreedom);
    }

    /** Half the width of the interval that holds the true value in so many cases of all. */
    double halfWidth(double confidence) {
        return Math.sqrt(variance) * Chance.quantileOfBothSides(1 - confidence, degreesOfFreedom);
    }
}
