package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.SiteReason;

/**
 * Finds queries of which the application reads a few rows and closes the rest unseen, nearly always. One row read by
 * {@code if (rs.next())} is a look-up and does not count.
 *
 * <p>Evidence: {@code executions}, {@code closedEarly}, {@code share}, {@code p95RowsRead}.
 */
final class EarlyClose implements PatternRule {
    private static final double P95 = 95;

    private final long minExecutions;
    private final double minShare;

    EarlyClose(FindingRules limits) {
        this.minExecutions = limits.limit(Threshold.EARLY_CLOSE_EXECUTIONS);
        this.minShare = limits.share(Threshold.EARLY_CLOSE_SHARE);
    }

    @Override
    public void examine(Sight sight) {
        long closed = sight.pattern().reading().earlyCloses();
        if (closed == 0) {
            return;
        }
        DistributionSnapshot rows = sight.pattern().rows();
        long executions = Math.max(sight.pattern().succeeded().count(), rows.count());
        double share = (double) closed / executions;
        if (executions < minExecutions || share < minShare || sight.limitsRows()) {
            sight.retract(Kind.EARLY_CLOSE);
            return;
        }
        long p95 = rows.valueAtPercentile(P95);
        sight.raise(sight.finding(Kind.EARLY_CLOSE, SiteReason.EARLY_CLOSE)
                .confidence(Confidence.CONFIRMED)
                .severity(Severity.WARNING)
                .occurrences(closed)
                .evidence("executions", executions)
                .evidence("closedEarly", closed)
                .evidence("share", Words.share(share))
                .evidence("p95RowsRead", p95)
                .what(Words.percent(share) + " of " + Words.count(executions, "execution was", "executions were")
                        + " closed before the end of the result, after up to " + Words.count(p95, "row", "rows")
                        + " (95th percentile).")
                .advice(
                        "Ask for no more rows than are read: a row limit in the text (LIMIT, FETCH FIRST) lets the server choose a"
                                + " cheaper plan; Statement.setMaxRows does where the text cannot be changed.")
                .build());
    }
}
