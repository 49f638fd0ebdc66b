package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.ReadingSnapshot;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import io.querytap.core.stats.SiteReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds large results that the driver held in memory as a whole, or fetched in many small trips, and names what kept it from doing
 * better.
 *
 * <p>Evidence: {@code resultsFetchedBadly}, {@code largestRows}, {@code system}, and for each obstacle how many results it met, as
 * {@code autocommit}, {@code notForwardOnly}, {@code noFetchSize}, {@code smallFetchSize}.
 */
final class MissingFetchSize implements PatternRule {
    private final long minRows;
    private final long highRows;

    MissingFetchSize(FindingRules limits) {
        this.minRows = limits.limit(Threshold.MISSING_FETCH_SIZE_ROWS);
        this.highRows = limits.limit(Threshold.LARGE_RESULT_HIGH_ROWS);
    }

    @Override
    public void examine(Sight sight) {
        PatternSnapshot pattern = sight.pattern();
        ReadingSnapshot reading = pattern.reading();
        long most = 0;
        for (FetchObstacle obstacle : FetchObstacle.values()) {
            most = Math.max(most, reading.obstacle(obstacle));
        }
        long rows = pattern.rows().max();
        if (most == 0 || rows < minRows) {
            return;
        }
        List<String> unmet = new ArrayList<>();
        var finding = sight.finding(Kind.MISSING_FETCH_SIZE, SiteReason.LARGE_RESULT)
                .confidence(Confidence.CONFIRMED) // each of them was seen on the statement itself
                .severity(rows >= highRows ? Severity.HIGH : Severity.WARNING)
                .occurrences(most)
                .evidence("resultsFetchedBadly", most)
                .evidence("largestRows", rows)
                .evidence("system", pattern.database().system());
        for (FetchObstacle obstacle : FetchObstacle.values()) {
            long count = reading.obstacle(obstacle);
            if (count > 0) {
                unmet.add(obstacle.text());
                finding.evidence(name(obstacle), count);
            }
        }
        boolean trips = reading.obstacle(FetchObstacle.SMALL_FETCH_SIZE) == most;
        sight.raise(finding.what(what(most, rows, unmet, trips))
                .advice(advice(reading, pattern.database().system(), trips))
                .build());
    }

    private static String name(FetchObstacle obstacle) {
        switch (obstacle) {
            case AUTOCOMMIT:
                return "autocommit";
            case NOT_FORWARD_ONLY:
                return "notForwardOnly";
            case NO_FETCH_SIZE:
                return "noFetchSize";
            default:
                return "smallFetchSize";
        }
    }

    private static String what(long results, long rows, List<String> unmet, boolean trips) {
        return String.format(
                Locale.ROOT,
                "%s of up to %,d rows %s, because %s.",
                Words.count(results, "large result", "large results"),
                rows,
                trips ? "came in many small trips" : "came into memory as a whole",
                Words.list(unmet));
    }

    private static String advice(ReadingSnapshot reading, String system, boolean trips) {
        if (trips) {
            return "Set a fetch size of some hundreds (Statement.setFetchSize, or the driver's default for all statements): each trip"
                    + " to the server then brings more rows.";
        }
        List<String> steps = new ArrayList<>();
        if (reading.obstacle(FetchObstacle.AUTOCOMMIT) > 0) {
            steps.add("read it in a transaction (autocommit off)");
        }
        if (reading.obstacle(FetchObstacle.NOT_FORWARD_ONLY) > 0) {
            steps.add("ask for a forward-only result");
        }
        if (reading.obstacle(FetchObstacle.NO_FETCH_SIZE) > 0) {
            steps.add(fetchSize(system));
        }
        String first = Words.list(steps);
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1)
                + ": the driver then keeps a part of the rows in memory instead of all. Or read fewer rows.";
    }

    private static String fetchSize(String system) {
        return "mysql".equals(system)
                ? "set useCursorFetch=true with a fetch size, or the fetch size Integer.MIN_VALUE for row by row"
                : "set a fetch size (Statement.setFetchSize) of some hundreds";
    }
}
