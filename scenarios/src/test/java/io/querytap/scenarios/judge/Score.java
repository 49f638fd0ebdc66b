package io.querytap.scenarios.judge;

import io.querytap.scenarios.judge.Verdict.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How many findings were right, false alarms and missed.
 *
 * @param table kind of the findings, or what is counted apart
 */
public record Score(String table, long right, long falseAlarms, long missed) {
    /** Over all kinds. */
    public static final String OVERALL = "overall";

    static Score of(String table, Collection<Verdict.Count> counts) {
        List<Verdict.Count> own = counts.stream()
                .filter(count -> table.equals(OVERALL)
                        ? !Judge.APART.contains(count.table())
                        : count.table().equals(table))
                .toList();
        return new Score(
                table, number(own, Outcome.RIGHT), number(own, Outcome.FALSE_ALARM), number(own, Outcome.MISSED));
    }

    private static long number(List<Verdict.Count> counts, Outcome outcome) {
        return counts.stream().filter(count -> count.outcome() == outcome).count();
    }

    /** Share of what was found that is right; 1 where nothing was found. */
    public double precision() {
        return right + falseAlarms == 0 ? 1 : (double) right / (right + falseAlarms);
    }

    /** Share of what is there that was found; 1 where nothing is there. */
    public double recall() {
        return right + missed == 0 ? 1 : (double) right / (right + missed);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-22s %5d %5d %6d   %9.3f %7.3f%n",
                table,
                right,
                falseAlarms,
                missed,
                precision(),
                recall());
    }
}
