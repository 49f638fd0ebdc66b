package io.querytap.scenarios.judge;

import java.util.List;

/** The verdicts over all scenarios, and what is demanded of them. */
public final class ScoreBoard {
    /** Of all findings together: a tool that is wrong once in ten times is not believed the other nine. */
    public static final double MIN_PRECISION = 0.98;

    public static final double MIN_RECALL = 0.95;

    private final List<Verdict> verdicts;
    private final List<Verdict.Count> counts;

    public ScoreBoard(List<Verdict> verdicts) {
        this.verdicts = List.copyOf(verdicts);
        counts = verdicts.stream().flatMap(verdict -> verdict.counts().stream()).toList();
    }

    public Score overall() {
        return Score.of(Score.OVERALL, counts);
    }

    public Score confirmedNPlusOne() {
        return Score.of(Judge.CONFIRMED_N_PLUS_ONE, counts);
    }

    /** Whether the agent may go out as it is. */
    public boolean isGoodEnough() {
        return overall().precision() >= MIN_PRECISION
                && overall().recall() >= MIN_RECALL
                && confirmedNPlusOne().precision() == 1
                && confirmedNPlusOne().recall() == 1
                && blame().recall() == 1
                && poolSums().recall() == 1;
    }

    /** Waiting that is laid to whom it must be laid. */
    public Score blame() {
        return Score.of(Judge.BLAME, counts);
    }

    /** Pools whose figures agree with each other and with what the application has measured. */
    public Score poolSums() {
        return Score.of(Judge.POOL_SUMS, counts);
    }

    /** Each scenario in which something is wrong, then the table. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : verdicts) {
            for (String line : verdict.lines()) {
                text.append(verdict.scenario()).append(System.lineSeparator()).append("    ");
                text.append(line).append(System.lineSeparator());
            }
        }
        text.append(String.format(
                "%n%-22s %5s %5s %6s   %9s %7s%n", "", "right", "false", "missed", "precision", "recall"));
        counts.stream()
                .map(Verdict.Count::table)
                .filter(table -> !Judge.APART.contains(table))
                .distinct()
                .sorted()
                .forEach(table -> text.append(Score.of(table, counts).line()));
        text.append(overall().line()).append(confirmedNPlusOne().line());
        text.append(blame().line()).append(poolSums().line());
        return text.toString();
    }
}
