package io.querytap.agent.compare;

/** How much less the executions of one run tell than as many independent ones. Immutable. */
final class Widening {
    /** They are independent. */
    static final Widening NONE = new Widening(1, Double.POSITIVE_INFINITY);

    /** Where no course of the run is known: what executions have in common with a correlation of a third from each to the next. */
    static final Widening ASSUMED = new Widening(2, Double.POSITIVE_INFINITY);

    private final double times;
    private final double mostDegrees;

    /**
     * @param times by how much the variance is larger: the design effect
     * @param mostDegrees degrees of freedom that this is told from
     */
    Widening(double times, double mostDegrees) {
        this.times = times;
        this.mostDegrees = mostDegrees;
    }

    double times() {
        return times;
    }

    double mostDegrees() {
        return mostDegrees;
    }
}
