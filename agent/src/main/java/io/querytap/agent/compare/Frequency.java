package io.querytap.agent.compare;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How often a statement ran: per second, and beside how much oftener or more seldom all of them did. Immutable. */
final class Frequency {
    /** Executions in each run from which a statement has a say in what is common. */
    private static final int LEAST_EXECUTIONS = 30;

    private final double perSecondBefore;
    private final double perSecondAfter;
    private final double commonRatio;
    private final double secondsOfGone;

    private Frequency(double perSecondBefore, double perSecondAfter, double commonRatio, double secondsOfGone) {
        this.perSecondBefore = perSecondBefore;
        this.perSecondAfter = perSecondAfter;
        this.commonRatio = commonRatio;
        this.secondsOfGone = secondsOfGone;
    }

    static Frequency of(
            Recording first,
            Recording second,
            @Nullable RecordedPattern before,
            @Nullable RecordedPattern after,
            double commonRatio) {
        double lengths = first.uptimeSeconds() > 0 ? second.uptimeSeconds() / first.uptimeSeconds() : 1;
        return new Frequency(
                before == null ? 0 : perSecond(before, first),
                after == null ? 0 : perSecond(after, second),
                commonRatio,
                before == null ? 0 : before.duration().seconds() * lengths);
    }

    /** How many times as often statements ran, by the median of those in both; 1 where there is none. */
    static double commonRatio(Recording first, Recording second, Collection<String> keysInBoth) {
        double[] ratios = keysInBoth.stream()
                .filter(key -> first.patterns().get(key).count() >= LEAST_EXECUTIONS
                        && second.patterns().get(key).count() >= LEAST_EXECUTIONS)
                .mapToDouble(key -> perSecond(second.patterns().get(key), second)
                        / perSecond(first.patterns().get(key), first))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return ratios.length == 0
                ? 1
                : Arrays.stream(ratios).skip(ratios.length / 2).findFirst().orElse(1);
    }

    private static double perSecond(RecordedPattern pattern, Recording recording) {
        return recording.uptimeSeconds() > 0 ? pattern.count() / recording.uptimeSeconds() : 0;
    }

    double perSecondBefore() {
        return perSecondBefore;
    }

    double perSecondAfter() {
        return perSecondAfter;
    }

    /** How many times as often, beyond what is common; not a number where the statement did not run in one of the runs. */
    double ratio() {
        return perSecondBefore > 0 && perSecondAfter > 0 ? perSecondAfter / perSecondBefore / commonRatio : Double.NaN;
    }

    /** What it took before, in a run as long as the second. */
    double secondsOfGone() {
        return secondsOfGone;
    }
}
