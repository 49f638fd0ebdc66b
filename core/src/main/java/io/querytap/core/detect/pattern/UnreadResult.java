package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteReason;

/**
 * Finds queries whose result nobody looks at. Only queries that do nothing but read tables: one that locks rows, calls functions of
 * the application's or checks the connection has done its work without being read.
 *
 * <p>Evidence: {@code executions}, {@code unread}, {@code share}. The impact is the time of the executions that were not read.
 */
final class UnreadResult implements PatternRule {
    private final long minExecutions;
    private final double minShare;

    UnreadResult(FindingRules limits) {
        this.minExecutions = limits.limit(Threshold.UNREAD_RESULT_EXECUTIONS);
        this.minShare = limits.share(Threshold.UNREAD_RESULT_SHARE);
    }

    @Override
    public void examine(Sight sight) {
        PatternSnapshot pattern = sight.pattern();
        long unread = pattern.reading().unread();
        if (unread == 0) {
            return;
        }
        long executions = pattern.succeeded().count();
        double share = Math.min(1, (double) unread / Math.max(1, executions));
        if (executions < minExecutions || share < minShare || !onlyReads(sight)) {
            sight.retract(Kind.UNREAD_RESULT);
            return;
        }
        long wasted = Math.round(pattern.succeeded().mean() * Math.min(unread, executions));
        sight.raise(sight.finding(Kind.UNREAD_RESULT, SiteReason.UNREAD_RESULT)
                .confidence(Confidence.CONFIRMED)
                .severity(Severity.WARNING)
                .occurrences(unread)
                .impactNanos(wasted)
                .evidence("executions", executions)
                .evidence("unread", unread)
                .evidence("share", Words.share(share))
                .what("Of " + Words.percent(share) + " of " + Words.count(executions, "execution", "executions")
                        + " not a single row was asked for; they took " + Words.time(wasted) + " in all.")
                .advice("Leave the query out, or run it only where its result is used.")
                .build());
    }

    private static boolean onlyReads(Sight sight) {
        return !sight.facts().tablesRead().isEmpty()
                && Cacheability.of(sight.facts(), sight.pattern().database().dialect())
                        .isCacheable();
    }
}
