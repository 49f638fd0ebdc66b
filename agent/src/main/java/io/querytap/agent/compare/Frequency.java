package io.querytap.agent.compare;

import java.util.List;
import java.util.stream.IntStream;
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

    /**
     * How many times as often statements ran, by the median of those in both; 1 where there is none.
     *
     * @param before statements of the first recording, each beside the same one in {@code after}
     */
    static double commonRatio(
            Recording first, Recording second, List<RecordedPattern> before, List<RecordedPattern> after) {
        double[] ratios = IntStream.range(0, before.size())
                .filter(i -> Math.min(before.get(i).count(), after.get(i).count()) >= LEAST_EXECUTIONS)
                .mapToDouble(i -> perSecond(after.get(i), second) / perSecond(before.get(i), first))
                .filter(ratio -> Double.isFinite(ratio) && ratio > 0)
                .sorted()
                .toArray();
        return ratios.length == 0 ? 1 : ratios[ratios.length / 2];
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
