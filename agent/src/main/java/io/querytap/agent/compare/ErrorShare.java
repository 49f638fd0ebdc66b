package io.querytap.agent.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether statements fail more or less often. Errors come in bursts, so their odds are judged with the spread that is assumed for slow
 * executions.
 */
final class ErrorShare {
    /** Errors in both runs together from which there is something to judge. */
    private static final int LEAST_ERRORS = 10;

    /** A change of the share by less is no news. */
    static final double LEAST_DIFFERENCE = 0.01;

    private ErrorShare() {}

    /** In the order of the statements; null where there are too few errors or executions. */
    static List<@Nullable Result> judge(List<RecordedPattern> before, List<RecordedPattern> after) {
        boolean[] judged = new boolean[before.size()];
        List<Estimate> differences = new ArrayList<>();
        RunToRun assumed = RunToRun.assumed(Judge.ASSUMED_TAIL_SPREAD);
        for (int i = 0; i < before.size(); i++) {
            RecordedPattern first = before.get(i);
            RecordedPattern second = after.get(i);
            if (first.errors() + second.errors() >= LEAST_ERRORS
                    && Math.min(first.count(), second.count()) >= Judge.LEAST_EXECUTIONS) {
                judged[i] = true;
                differences.add(assumed.judged(TailShare.logOdds(
                        first.errors(),
                        first.count(),
                        Widening.ASSUMED,
                        second.errors(),
                        second.count(),
                        Widening.ASSUMED)));
            }
        }
        double[] falseShares = RunToRun.adjusted(
                differences.stream().mapToDouble(Estimate::probability).toArray());
        List<@Nullable Result> results = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < before.size(); i++) {
            results.add(judged[i] ? result(before.get(i), after.get(i), falseShares[next++]) : null);
        }
        return results;
    }

    private static Result result(RecordedPattern before, RecordedPattern after, double falseShare) {
        double difference = (double) after.errors() / after.count() - (double) before.errors() / before.count();
        boolean isShown = falseShare <= Judge.FALSE_SHARE && Math.abs(difference) >= LEAST_DIFFERENCE;
        return new Result(!isShown ? "not_shown" : difference > 0 ? "more" : "fewer", falseShare);
    }

    /** What became of the share of errors. Immutable. */
    static final class Result {
        private final String change;
        private final double falseShare;

        Result(String change, double falseShare) {
            this.change = change;
            this.falseShare = falseShare;
        }

        /** {@code more}, {@code fewer} or {@code not_shown}. */
        String change() {
            return change;
        }

        /** The share of wrong ones with which this would just be called a change. */
        double falseShare() {
            return falseShare;
        }
    }
}
