package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.SiteReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds patterns that have become slower: the 95th percentile of a window against that of the pattern's own window before. Windows
 * with few executions are put together until there are enough, so that one pause of the JVM is not taken for a change.
 *
 * <p>Evidence: {@code p50BeforeSeconds}, {@code p95BeforeSeconds}, {@code executionsBefore} of the window before the change and
 * {@code p50Seconds}, {@code p95Seconds}, {@code executions} of the last one since; {@code factor} of the 95th percentiles;
 * {@code windows} that were slower; {@code totalSeconds} since start; {@code alwaysSlower}, whether the median has moved as well. The
 * impact is the time that the slower windows took beyond what they would have taken at the mean of before.
 */
final class QueryRegression implements PatternRule {
    /** Executions without which a window is not compared: below, a 95th percentile is one or two executions. */
    static final int MIN_EXECUTIONS = 20;

    /** Executions that must be slower than the limit; fewer may have been hit by one pause. */
    static final int MIN_SLOWER = 5;

    /** Times of before from which on it is of high severity. */
    private static final int HIGH_FACTOR = 10;

    private static final double PERCENT = 100;
    private static final double P95 = 95;
    private static final double P50 = 50;

    private final double factor;
    private final long minNanos;

    QueryRegression(FindingRules limits) {
        this.factor = limits.limit(Threshold.QUERY_REGRESSION_FACTOR) / PERCENT;
        this.minNanos = limits.limit(Threshold.QUERY_REGRESSION_TIME);
    }

    /** What was before, and what has become of it. */
    static final class State {
        private DistributionSnapshot atStart = DistributionSnapshot.empty();
        private @Nullable Level before;
        private boolean slower;
        private long windows;
        private long excessNanos;

        /** Whether it is slower now than it used to be. */
        boolean isSlower() {
            return slower;
        }
    }

    @Override
    public void examine(Sight sight) {
        if (!sight.windowEnds() || !sight.isOnData()) {
            return;
        }
        State state = sight.history().regression;
        DistributionSnapshot all = sight.pattern().duration();
        DistributionSnapshot window = all.since(state.atStart);
        if (window.count() < MIN_EXECUTIONS) {
            return;
        }
        state.atStart = all;
        Level level = new Level(window);
        Level before = state.before;
        if (before == null || !isSlower(window, level, before)) {
            state.before = level;
            state.slower = false;
            return;
        }
        state.slower = true;
        state.windows++;
        state.excessNanos += Math.max(0, window.sum() - Math.round(window.count() * before.mean));
        sight.raise(finding(sight, state, level, before));
    }

    private boolean isSlower(DistributionSnapshot window, Level level, Level before) {
        double limit = Math.max(minNanos, factor * before.p95);
        if (level.p95 < limit) {
            return false;
        }
        long[] slower = new long[1];
        window.forEachCell((nanos, count) -> slower[0] += nanos >= limit ? count : 0);
        return slower[0] >= MIN_SLOWER;
    }

    private Finding finding(Sight sight, State state, Level level, Level before) {
        double times = (double) level.p95 / Math.max(1, before.p95);
        boolean median = level.p50 >= factor * before.p50;
        return sight.finding(Kind.QUERY_REGRESSION, SiteReason.SLOW)
                .confidence(median ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(times >= HIGH_FACTOR ? Severity.HIGH : Severity.WARNING)
                .occurrences(state.windows)
                .impactNanos(state.excessNanos)
                .evidence("p50BeforeSeconds", Words.seconds(before.p50))
                .evidence("p95BeforeSeconds", Words.seconds(before.p95))
                .evidence("executionsBefore", before.count)
                .evidence("p50Seconds", Words.seconds(level.p50))
                .evidence("p95Seconds", Words.seconds(level.p95))
                .evidence("executions", level.count)
                .evidence("factor", Words.share(times))
                .evidence("windows", state.windows)
                .evidence(
                        "totalSeconds", Words.seconds(sight.pattern().duration().sum()))
                .evidence("alwaysSlower", median)
                .what(what(level, before, times, median))
                .advice(
                        median
                                ? "Something changed for all of its executions: look at its plan now (EXPLAIN) for an index or statistics that"
                                        + " are gone, at the growth of its tables, and at what was deployed or migrated then."
                                : "Only its slow executions have become slower: look for locks and load at that time, and for values of"
                                        + " parameters that have become frequent.")
                .build();
    }

    private static String what(Level level, Level before, double times, boolean median) {
        return String.format(
                Locale.ROOT,
                "The 95th percentile rose from %s (%s) to %s (%s), %.1f times as much; the median %s from %s to %s.",
                Words.time(before.p95),
                Words.count(before.count, "execution", "executions"),
                Words.time(level.p95),
                Words.count(level.count, "execution", "executions"),
                times,
                median ? "rose" : "went",
                Words.time(before.p50),
                Words.time(level.p50));
    }

    /** What of a window is compared with the next. Immutable. */
    private static final class Level {
        private final long count;
        private final long p50;
        private final long p95;
        private final double mean;

        Level(DistributionSnapshot window) {
            count = window.count();
            p50 = window.valueAtPercentile(P50);
            p95 = window.valueAtPercentile(P95);
            mean = window.mean();
        }
    }
}
