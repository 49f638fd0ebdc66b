package io.querytap.scenarios.judge;

import java.util.List;

/**
 * What came of one scenario.
 *
 * @param lines what a person reads about it; empty if all is right
 */
public record Verdict(String scenario, List<Count> counts, List<String> lines) {
    /** One finding, expected, found, or both. */
    public enum Outcome {
        RIGHT,
        FALSE_ALARM,
        MISSED
    }

    /** @param table kind of the finding, or the name of a table apart */
    public record Count(String table, Outcome outcome) {}

    public Verdict {
        counts = List.copyOf(counts);
        lines = List.copyOf(lines);
    }
}
