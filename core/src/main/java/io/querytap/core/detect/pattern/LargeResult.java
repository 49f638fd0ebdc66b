package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteReason;

/**
 * Finds patterns that read many rows at once. How they could be bounded is told by {@link MissingPagination}, how they are held in
 * memory by {@link MissingFetchSize}; this one says how many there are.
 *
 * <p>Evidence: {@code p50Rows}, {@code p95Rows}, {@code maxRows} and {@code results} since start, {@code totalRows},
 * {@code readSeconds} in all, {@code rowLimit} (the text bounds its rows).
 */
final class LargeResult implements PatternRule {
    /** Results that leave no doubt that it is always so. */
    static final int CONFIRMED_RESULTS = 20;

    private static final double P95 = 95;
    private static final double P50 = 50;

    private final long minRows;
    private final long highRows;

    LargeResult(FindingRules limits) {
        this.minRows = limits.limit(Threshold.LARGE_RESULT_ROWS);
        this.highRows = limits.limit(Threshold.LARGE_RESULT_HIGH_ROWS);
    }

    @Override
    public void examine(Sight sight) {
        PatternSnapshot pattern = sight.pattern();
        DistributionSnapshot rows = pattern.rows();
        long p95 = rows.valueAtPercentile(P95);
        if (p95 < minRows) {
            sight.retract(Kind.LARGE_RESULT);
            return;
        }
        boolean limited = sight.limitsRows();
        sight.raise(sight.finding(Kind.LARGE_RESULT, SiteReason.LARGE_RESULT)
                .confidence(rows.count() >= CONFIRMED_RESULTS ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(p95 >= highRows ? Severity.HIGH : Severity.WARNING)
                .occurrences(rows.count())
                .evidence("results", rows.count())
                .evidence("p50Rows", rows.valueAtPercentile(P50))
                .evidence("p95Rows", p95)
                .evidence("maxRows", rows.max())
                .evidence("totalRows", rows.sum())
                .evidence("readSeconds", Words.seconds(pattern.fetch().sum()))
                .evidence("rowLimit", limited)
                .what(what(pattern, rows, p95))
                .advice(
                        limited
                                ? "Its row limit is high: read smaller pages, or only what is shown; where all rows are needed, let the database"
                                        + " add them up or filter them."
                                : "Let the database filter, add up or page (a row limit and the last key seen); where all rows are really"
                                        + " needed, as for an export, read them as a stream with a fetch size.")
                .build());
    }

    private static String what(PatternSnapshot pattern, DistributionSnapshot rows, long p95) {
        String read = ", and " + Words.time(pattern.fetch().sum()) + " went into reading them.";
        if (rows.count() == 1) {
            return Words.count(rows.max(), "row was", "rows were") + " read of its one result" + read;
        }
        return "95 % of " + Words.count(rows.count(), "result", "results") + " had up to "
                + Words.count(p95, "row", "rows") + ", the largest " + Words.count(rows.max(), "row", "rows")
                + "; " + Words.count(rows.sum(), "row was", "rows were") + " read in all" + read;
    }
}
