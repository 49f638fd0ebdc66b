package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteReason;
import org.jspecify.annotations.Nullable;

/**
 * Finds queries whose rows nothing bounds: no row limit in the text, no {@code setMaxRows}, and either many rows already or ever
 * more of them. Look-ups by a unique key read one row and never come here. That the rows grow with the table is said only when they
 * double in the median as well, for another mixture of parameters moves the 95th percentile alone.
 *
 * <p>Evidence: {@code p95Rows}, {@code maxRows}, {@code results} since start; {@code p95RowsBefore} and {@code p95RowsNow} of two
 * windows and {@code growing} where they grow; {@code orderBy}, whether the text has an order by which to page.
 */
final class MissingPagination implements PatternRule {
    /** Results of a window without which it is not compared. */
    static final int MIN_RESULTS = 5;

    /** What counts as growing. */
    private static final int GROWTH = 2;

    /** Executions that may be bounded by {@code setMaxRows} without the pattern being so: a share of one in so many. */
    private static final int LIMITED_SHARE = 10;

    private static final double P95 = 95;
    private static final double P50 = 50;

    private final long minRows;
    private final long minGrownRows;

    MissingPagination(FindingRules limits) {
        this.minRows = limits.limit(Threshold.MISSING_PAGINATION_ROWS);
        this.minGrownRows = limits.limit(Threshold.MISSING_PAGINATION_GROWTH_ROWS);
    }

    /** The first window that had enough results, and the one that had grown by it. */
    static final class State {
        private long firstP50 = -1;
        private long firstP95;
        private long grownP95;

        private void add(DistributionSnapshot window, long minRows) {
            if (window.count() < MIN_RESULTS) {
                return;
            }
            long p50 = window.valueAtPercentile(P50);
            long p95 = window.valueAtPercentile(P95);
            if (firstP50 < 0) {
                firstP50 = p50;
                firstP95 = p95;
            } else if (p95 >= minRows && p95 >= GROWTH * firstP95 && p50 >= GROWTH * firstP50 && firstP50 > 0) {
                grownP95 = p95;
            }
        }
    }

    @Override
    public void examine(Sight sight) {
        PatternSnapshot pattern = sight.pattern();
        DistributionSnapshot rows = pattern.rows();
        if (rows.isEmpty() || !isUnbounded(sight)) {
            return;
        }
        State state = sight.history().pagination;
        if (sight.windowEnds() && rows.max() >= minGrownRows / GROWTH) {
            state.add(sight.rowsInWindow(), minGrownRows);
        }
        boolean many = rows.valueAtPercentile(P95) >= minRows;
        if (many || state.grownP95 > 0) {
            sight.raise(finding(sight, state, many));
        } else {
            sight.retract(Kind.MISSING_PAGINATION);
        }
    }

    private static boolean isUnbounded(Sight sight) {
        PatternSnapshot pattern = sight.pattern();
        SqlFacts facts = sight.facts();
        return facts.parsed()
                && "SELECT".equals(facts.operation())
                && facts.statements() == 1
                && !sight.limitsRows()
                && pattern.reading().limitedByStatement() * LIMITED_SHARE <= pattern.count();
    }

    private Finding finding(Sight sight, State state, boolean many) {
        DistributionSnapshot rows = sight.pattern().rows();
        boolean growing = state.grownP95 > 0;
        String order = OrderColumns.of(sight.facts());
        Finding.Builder finding = sight.finding(Kind.MISSING_PAGINATION, SiteReason.LARGE_RESULT)
                .confidence(
                        growing || rows.count() >= LargeResult.CONFIRMED_RESULTS
                                ? Confidence.CONFIRMED
                                : Confidence.PROBABLE)
                .severity(growing && many ? Severity.HIGH : Severity.WARNING)
                .occurrences(rows.count())
                .evidence("results", rows.count())
                .evidence("p95Rows", rows.valueAtPercentile(P95))
                .evidence("maxRows", rows.max())
                .evidence("growing", growing);
        if (growing) {
            finding.evidence("p95RowsBefore", state.firstP95).evidence("p95RowsNow", state.grownP95);
        }
        return finding.evidence("orderBy", order != null)
                .what(what(rows, state))
                .advice(advice(order))
                .build();
    }

    private static String what(DistributionSnapshot rows, State state) {
        String bound = "Neither its text nor the statement bounds its rows: 95 % of "
                + Words.count(rows.count(), "result", "results") + " had up to "
                + Words.count(rows.valueAtPercentile(P95), "row", "rows") + '.';
        return state.grownP95 == 0
                ? bound
                : bound + " They grow: up to " + Words.count(state.firstP95, "row", "rows") + " at first, "
                        + Words.count(state.grownP95, "row", "rows") + " since.";
    }

    private static String advice(@Nullable String order) {
        return "Read it in pages: add a row limit, and begin each page behind the last key of the one before ("
                + (order == null ? "it needs an ORDER BY that ends with a unique column" : "ORDER BY " + order)
                + "); where all rows are needed, read them as a stream with a fetch size.";
    }
}
