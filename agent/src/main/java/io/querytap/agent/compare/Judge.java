package io.querytap.agent.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Judges the times of many statements in two runs together: together, because what all have in common is laid to the run, and because of a
 * thousand statements fifty would differ by chance at the usual level. A change is shown where it is sure (at most 5 % of what is
 * called changed is not) and large enough to matter and to be told by the histograms.
 */
final class Judge {
    /** Of what is called changed, so much may be chance. */
    static final double FALSE_SHARE = 0.05;

    /** Executions in each run from which a statement is judged. */
    static final int LEAST_EXECUTIONS = 30;

    /** A common shift by less is not worth a sentence. */
    static final double LEAST_COMMON_RATIO = 1.02;

    /** Standard deviation of a statement's typical time from run to run on one machine where there is little to tell it from: 5 %. */
    static final double ASSUMED_SPREAD = 0.05;

    /** The same of the odds of slow executions: by two fifths. */
    static final double ASSUMED_TAIL_SPREAD = 0.35;

    /**
     * Where statements ran more or less often, the other one was busier, and slows some statements more than others: by half of that, on the
     * logarithm, unless more is seen.
     */
    static final double UNLIKENESS_OF_FREQUENCY = 0.5;

    private final RunToRun typical;
    private final RunToRun tail;
    private final List<Judgement> judgements;

    private Judge(RunToRun typical, RunToRun tail, List<Judgement> judgements) {
        this.typical = typical;
        this.tail = tail;
        this.judgements = judgements;
    }

    /** Whether there is enough of both. */
    static boolean canJudge(Sample before, Sample after) {
        return Math.min(before.cells().count(), after.cells().count()) >= LEAST_EXECUTIONS;
    }

    /**
     * @param before of each statement its times in the first run, as many as {@code after}, all of which {@link #canJudge can be judged}
     * @param frequencyRatio how many times as often statements ran; what is far from 1 says that load or machine were others
     * @param withShift whether what all have in common is taken out
     */
    static Judge of(List<Sample> before, List<Sample> after, double frequencyRatio, boolean withShift) {
        double unlikeness = UNLIKENESS_OF_FREQUENCY * Math.abs(Math.log(frequencyRatio));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            pairs.add(new Pair(before.get(i), after.get(i)));
        }
        RunToRun typical = RunToRun.of(
                pairs.stream().map(Pair::logRatio).collect(Collectors.toList()),
                Math.hypot(ASSUMED_SPREAD, unlikeness),
                withShift);
        pairs.forEach(it -> it.takeOut(typical));
        RunToRun tail = RunToRun.of(
                pairs.stream().filter(Pair::hasTail).map(Pair::tailLogOdds).collect(Collectors.toList()),
                ASSUMED_TAIL_SPREAD,
                withShift);
        pairs.forEach(it -> it.judgeTail(tail));
        adjust(pairs);
        return new Judge(typical, tail, pairs.stream().map(Pair::judgement).collect(Collectors.toList()));
    }

    /** All tests are one family: a statement that has two chances to be called changed counts twice. */
    private static void adjust(List<Pair> pairs) {
        List<Double> probabilities = new ArrayList<>();
        for (Pair pair : pairs) {
            probabilities.add(pair.probability());
            if (pair.hasTail()) {
                probabilities.add(pair.tailProbability());
            }
        }
        double[] adjusted = RunToRun.adjusted(
                probabilities.stream().mapToDouble(Double::doubleValue).toArray());
        int next = 0;
        for (Pair pair : pairs) {
            double falseShare = adjusted[next++];
            pair.adjusted(falseShare, pair.hasTail() ? adjusted[next++] : Double.NaN);
        }
    }

    /** What typical executions of all statements have in common. */
    RunToRun typical() {
        return typical;
    }

    /** What the odds of slow executions of all statements have in common, beyond that. */
    RunToRun tail() {
        return tail;
    }

    /** In the order of the samples. */
    List<Judgement> judgements() {
        return judgements;
    }
}
