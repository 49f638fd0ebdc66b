package io.querytap.agent.compare;

/**
 * Whether more executions are slow, where typical ones are as they were: the share above the 95th percentile of both runs together, compared as
 * odds (the quantile test of Mood and Westenberg with a percentile other than the median).
 */
final class TailShare {
    /** What lies above the limit in both runs together, each counted for one half. */
    static final double SHARE = 0.05;

    private static final int BISECTIONS = 40;

    /** Width of a difference that stands for a derivative: a tenth, a few cells of the histogram. */
    private static final double STEP = 0.1;

    private final Cells before;
    private final Cells after;
    private final double limit;

    TailShare(Cells before, Cells after) {
        this.before = before;
        this.after = after;
        double low = 0;
        double high = Math.max(before.quantile(1), after.quantile(1));
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (before.above(middle) / before.count() + after.above(middle) / after.count() > 2 * SHARE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        limit = high;
    }

    double limit() {
        return limit;
    }

    /** Logarithm of the odds after, in odds before. */
    Estimate logOdds(Widening widenedBefore, Widening widenedAfter) {
        return logOdds(
                before.above(limit), before.count(), widenedBefore, after.above(limit), after.count(), widenedAfter);
    }

    /** By how much these odds move, on the logarithm, when all times of one run get longer by a little, on the logarithm too. */
    double sensitivity() {
        double below = logOdds(limit * Math.exp(-STEP));
        double above = logOdds(limit * Math.exp(STEP));
        return (below - above) / (2 * STEP);
    }

    private double logOdds(double at) {
        double share = (before.above(at) / before.count() + after.above(at) / after.count()) / 2;
        double leastShare = 0.5 / (before.count() + after.count());
        return Math.log(Math.max(leastShare, share) / Math.max(leastShare, 1 - share));
    }

    /** The same for any share; with half an event more on each side, so that none at all is no infinity (Haldane 1956). */
    static Estimate logOdds(
            double before,
            double countBefore,
            Widening widenedBefore,
            double after,
            double countAfter,
            Widening widenedAfter) {
        return Estimate.difference(
                odds(after, countAfter).widened(widenedAfter),
                odds(before, countBefore).widened(widenedBefore));
    }

    private static Estimate odds(double events, double count) {
        double rest = count - events;
        return new Estimate(
                Math.log((events + 0.5) / (rest + 0.5)), 1 / (events + 0.5) + 1 / (rest + 0.5), Math.max(1, count - 1));
    }
}
