package io.querytap.scenarios.judge;

import io.querytap.scenarios.judge.Expected.Times;
import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import io.querytap.scenarios.label.Confidence;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.run.LabelledMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the findings in a scenario's database with its labels. Each label wants one finding of its own; one that has the right kind and
 * is wrong in anything else that is labelled is a miss and a false alarm.
 */
public final class Judge {
    /** The table of the lines and states to which waiting is laid, one entry a label. */
    public static final String BLAME = "blame";

    /** The table of sums that must agree, one entry a pool. */
    public static final String POOL_SUMS = "sums of pools";

    /** What is no finding, and counts apart. */
    static final Set<String> APART = Set.of("confirmed n_plus_one", BLAME, POOL_SUMS);

    /** The table of the N+1 findings that claim a proof: there, nothing may be wrong at all. */
    public static final String CONFIRMED_N_PLUS_ONE = "confirmed n_plus_one";

    private final MarkedLines lines;
    private final PoolJudge poolJudge;

    public Judge(MarkedLines lines) {
        this.lines = lines;
        poolJudge = new PoolJudge(lines);
    }

    /**
     * @param name of the scenario and its variation, for people
     * @param found all findings in its database
     * @param ended when its work had ended
     */
    public Verdict judge(String name, LabelledMethod scenario, List<Found> found, Instant ended) {
        return judge(name, scenario, found, ended, List.of());
    }

    /** @param pools those that the scenario has measured itself */
    public Verdict judge(
            String name, LabelledMethod scenario, List<Found> found, Instant ended, List<MeasuredPool> pools) {
        Times times = new Times(
                ended,
                pools.stream()
                        .map(MeasuredPool::firstRefused)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MAX));
        List<Expected> missed = expectedOf(scenario);
        List<Found> left = new ArrayList<>(found);
        List<Count> counts = new ArrayList<>();
        for (Expected expected : List.copyOf(missed)) {
            Found right = firstRight(expected, left, times);
            if (right != null) {
                left.remove(right);
                missed.remove(expected);
                count(counts, right, Outcome.RIGHT);
                if (expected.isProven()) {
                    countConfirmed(counts, right, Outcome.RIGHT);
                }
            }
        }
        List<String> told = new ArrayList<>();
        for (Expected expected : missed) {
            counts.add(new Count(expected.kind(), Outcome.MISSED));
            if (expected.isProven() && expected.kind().equals(Kind.N_PLUS_ONE)) {
                counts.add(new Count(CONFIRMED_N_PLUS_ONE, Outcome.MISSED));
            }
            told.add("missed       " + expected + objections(expected, left, times));
        }
        for (Found alarm : left) {
            if (!scenario.mayFind().contains(alarm.kind())) {
                count(counts, alarm, Outcome.FALSE_ALARM);
                countConfirmed(counts, alarm, Outcome.FALSE_ALARM);
                told.add("false alarm  " + alarm);
            }
        }
        poolJudge.judge(scenario, pools, counts, told);
        return new Verdict(name, counts, told);
    }

    /** Also shows that all the markers are where the labels say. */
    public List<Expected> expectedOf(LabelledMethod scenario) {
        return scenario.finds().stream()
                .map(label -> new Expected(scenario, label, lines))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Found firstRight(Expected expected, List<Found> found, Times times) {
        return found.stream()
                .filter(candidate -> candidate.kind().equals(expected.kind()))
                .filter(candidate -> expected.objectionsTo(candidate, times).isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static String objections(Expected expected, List<Found> found, Times times) {
        return found.stream()
                .filter(candidate -> candidate.kind().equals(expected.kind()))
                .map(candidate -> "\n             but: " + String.join("; ", expected.objectionsTo(candidate, times)))
                .collect(Collectors.joining());
    }

    private static void count(List<Count> counts, Found found, Outcome outcome) {
        counts.add(new Count(found.kind(), outcome));
    }

    private static void countConfirmed(List<Count> counts, Found found, Outcome outcome) {
        if (found.kind().equals(Kind.N_PLUS_ONE) && found.confidence() == Confidence.CONFIRMED) {
            counts.add(new Count(CONFIRMED_N_PLUS_ONE, outcome));
        }
    }
}
