package io.querytap.agent.compare;

import org.jspecify.annotations.Nullable;

/** Executions, or fetches, of one statement in two recordings. Immutable. */
final class TimesComparison {
    private final Times before;
    private final Times after;
    private final Change change;
    private final @Nullable Judgement judgement;
    private final double commonRatio;

    /** @param commonRatio how many times as long all statements took */
    TimesComparison(Times before, Times after, Change change, @Nullable Judgement judgement, double commonRatio) {
        this.before = before;
        this.after = after;
        this.change = change;
        this.judgement = judgement;
        this.commonRatio = commonRatio;
    }

    Change change() {
        return change;
    }

    /** Null where the tests were not made. */
    @Nullable
    Judgement judgement() {
        return judgement;
    }

    Times before() {
        return before;
    }

    Times after() {
        return after;
    }

    /** Mean times differ so much, beyond what is common, times the executions after. */
    double impactSeconds() {
        return (after.meanSeconds() - before.meanSeconds() * commonRatio) * after.count();
    }
}
