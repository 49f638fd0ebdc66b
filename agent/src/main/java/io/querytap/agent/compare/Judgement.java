package io.querytap.agent.compare;

/** What the statistics say of one statement's times in two runs. Immutable. */
final class Judgement {
    /** How often the interval of the ratio holds the true one. */
    static final double CONFIDENCE = 0.95;

    private final Change typical;
    private final Change tail;
    private final double ratio;
    private final double lowestRatio;
    private final double highestRatio;
    private final double longerAfter;
    private final double tailBefore;
    private final double tailAfter;
    private final double falseShare;
    private final double tailFalseShare;
    private final boolean bySlots;

    Judgement(
            Change typical,
            Change tail,
            Estimate logRatio,
            double longerAfter,
            double tailBefore,
            double tailAfter,
            double falseShare,
            double tailFalseShare,
            boolean bySlots) {
        this.typical = typical;
        this.tail = tail;
        double halfWidth = logRatio.halfWidth(CONFIDENCE);
        this.ratio = Math.exp(logRatio.value());
        this.lowestRatio = Math.exp(logRatio.value() - halfWidth);
        this.highestRatio = Math.exp(logRatio.value() + halfWidth);
        this.longerAfter = longerAfter;
        this.tailBefore = tailBefore;
        this.tailAfter = tailAfter;
        this.falseShare = falseShare;
        this.tailFalseShare = tailFalseShare;
        this.bySlots = bySlots;
    }

    /** Both together. */
    Change change() {
        if (!typical.isShown() || !tail.isShown()) {
            return typical.isShown() ? typical : tail;
        }
        return typical == tail ? typical : Change.MIXED;
    }

    /** What became of typical executions. */
    Change typical() {
        return typical;
    }

    /** What became of the slowest twentieth. */
    Change tail() {
        return tail;
    }

    /** How many times as long typical executions take, beyond what all statements have in common. */
    double ratio() {
        return ratio;
    }

    /** The lower end of the interval of {@link #ratio()}. */
    double lowestRatio() {
        return lowestRatio;
    }

    double highestRatio() {
        return highestRatio;
    }

    /** How probable it is that an execution after takes longer than one before, beyond what is common; ties half. */
    double longerAfter() {
        return longerAfter;
    }

    /** Share of the executions before among the slow ones of both runs. */
    double tailBefore() {
        return tailBefore;
    }

    double tailAfter() {
        return tailAfter;
    }

    /** The share of wrong ones with which this would just be called a change of typical executions. */
    double falseShare() {
        return falseShare;
    }

    /** The same of slow executions; not a number where there were too few. */
    double tailFalseShare() {
        return tailFalseShare;
    }

    /** Whether dependence was told from the course of both runs, or only assumed. */
    boolean bySlots() {
        return bySlots;
    }
}
