package io.querytap.agent.compare;

/**
 * The times of one statement in two runs on their way through the tests: first by themselves, then beside what all statements have in common,
 * at last corrected for how many tests there were. Used by one thread, in the order of the steps of {@link Judge#of}.
 */
final class Pair {
    /** Executions in each run from which its slowest twentieth is judged: ten of them. */
    static final int LEAST_FOR_TAIL = 200;

    /** Typical executions that take less than so many times as long are no news, however sure that is. */
    static final double LEAST_RATIO = 1.1;

    /** The same for the 95th percentile, which scatters more. */
    static final double LEAST_TAIL_RATIO = 1.25;

    /** Times in neighbouring cells may be next to each other; half a cell more, and they are not. */
    private static final double LEAST_CELLS = 1.5;

    private static final double MIDDLE_OF_BUCKET = 1.5;

    private final Sample before;
    private final Sample after;
    private final boolean hasTail;
    private final Estimate logRatio;
    private final double typicalBefore;
    private final Widening widenedBefore;
    private final Widening widenedAfter;

    // Filled in the order of the steps of Judge.of.
    private Estimate judged = new Estimate(0, 1, 1);
    private Estimate tailLogOdds = new Estimate(0, 1, 1);
    private Estimate judgedTail = new Estimate(0, 1, 1);
    private Cells comparable;
    private double longerAfter;
    private double probability = 1;
    private double tailProbability = 1;
    private double tailBefore;
    private double tailAfter;
    private double falseShare = 1;
    private double tailFalseShare = Double.NaN;

    Pair(Sample before, Sample after) {
        this.before = before;
        this.after = after;
        this.comparable = after.cells();
        TypicalTime first = new TypicalTime(before.cells());
        TypicalTime second = new TypicalTime(after.cells());
        widenedBefore = before.widened(score(first), first.varianceOfOne());
        widenedAfter = after.widened(score(second), second.varianceOfOne());
        logRatio = Estimate.difference(
                second.estimate().widened(widenedAfter), first.estimate().widened(widenedBefore));
        typicalBefore = Math.exp(first.estimate().value());
        hasTail = Math.min(before.cells().count(), after.cells().count()) >= LEAST_FOR_TAIL;
    }

    private static SlotSeries.Score score(TypicalTime typical) {
        return bucket -> typical.winsorized(Math.log(MIDDLE_OF_BUCKET * Math.pow(2, bucket)));
    }

    /** Whether there are enough executions to judge the slowest of them. */
    boolean hasTail() {
        return hasTail;
    }

    /** Logarithm of how many times as long typical executions take. */
    Estimate logRatio() {
        return logRatio;
    }

    /** Known after {@link #takeOut}. */
    Estimate tailLogOdds() {
        return tailLogOdds;
    }

    /** How probable the typical times are by chance alone. Known after {@link #takeOut}. */
    double probability() {
        return probability;
    }

    /** The same of the slow ones. Known after {@link #judgeTail}. */
    double tailProbability() {
        return tailProbability;
    }

    /** Takes what all have in common out of the second run. */
    void takeOut(RunToRun common) {
        comparable = after.cells().stretched(Math.exp(-common.shift()));
        judged = common.judged(logRatio);
        Estimate ranks = new RankTest(before.cells(), comparable).moreThanHalf(widenedBefore, widenedAfter);
        longerAfter = ranks.value() + 0.5;
        // Both must say so: the ranks, that it is no matter of a few values; the ratio, that it is no matter of the
        // run.
        probability = ranks.value() * judged.value() > 0 ? Math.max(ranks.probability(), judged.probability()) : 1;
        if (hasTail) {
            TailShare slow = new TailShare(before.cells(), comparable);
            double limit = slow.limit();
            tailBefore = before.cells().above(limit) / before.cells().count();
            tailAfter = comparable.above(limit) / comparable.count();
            double limitAfter = limit * Math.exp(common.shift());
            Estimate logOdds = slow.logOdds(
                    before.widened(tailScore(limit), tailBefore * (1 - tailBefore)),
                    after.widened(tailScore(limitAfter), tailAfter * (1 - tailAfter)));
            // What moves all times of a statement from run to run moves its slow ones as well.
            tailLogOdds = common.alsoMoved(logOdds, slow.sensitivity());
        }
    }

    /** Linear within the bucket that holds the limit: the course of the run is known to a factor of two. */
    private static SlotSeries.Score tailScore(double limit) {
        return bucket -> {
            double from = Math.pow(2, bucket);
            return Math.max(0, Math.min(1, (2 * from - limit) / from));
        };
    }

    void judgeTail(RunToRun common) {
        if (hasTail) {
            judgedTail = common.judged(tailLogOdds);
            tailProbability = judgedTail.probability();
        }
    }

    /** What the probabilities are worth among all tests. */
    void adjusted(double share, double tailShare) {
        falseShare = share;
        tailFalseShare = tailShare;
    }

    Judgement judgement() {
        return new Judgement(
                typicalChange(),
                tailChange(),
                judged,
                longerAfter,
                hasTail ? tailBefore : Double.NaN,
                hasTail ? tailAfter : Double.NaN,
                falseShare,
                tailFalseShare,
                before.hasSeries() && after.hasSeries());
    }

    private Change typicalChange() {
        boolean isSure = falseShare <= Judge.FALSE_SHARE;
        boolean isLarge = Math.abs(judged.value()) >= Math.log(LEAST_RATIO)
                && isTold(typicalBefore, typicalBefore * Math.exp(judged.value()));
        return isSure && isLarge ? direction(judged) : Change.NOT_SHOWN;
    }

    private Change tailChange() {
        if (!hasTail || !(tailFalseShare <= Judge.FALSE_SHARE)) {
            return Change.NOT_SHOWN;
        }
        double slowBefore = before.cells().quantile(1 - TailShare.SHARE);
        double slowAfter = comparable.quantile(1 - TailShare.SHARE);
        double logOfRatio = Math.log(slowAfter / slowBefore);
        boolean isLarge = Math.abs(logOfRatio) >= Math.log(LEAST_TAIL_RATIO)
                && isTold(slowBefore, slowAfter)
                && logOfRatio * judgedTail.value() > 0;
        return isLarge ? direction(judgedTail) : Change.NOT_SHOWN;
    }

    private static Change direction(Estimate difference) {
        return difference.value() > 0 ? Change.SLOWER : Change.FASTER;
    }

    /** Whether two times lie further apart than the histograms tell. */
    private boolean isTold(double nanosBefore, double nanosAfter) {
        return Math.abs(nanosBefore - nanosAfter)
                > LEAST_CELLS * Math.max(before.cells().widthAt(nanosBefore), comparable.widthAt(nanosAfter));
    }
}
