package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteReason;
import org.jspecify.annotations.Nullable;

/**
 * Finds patterns of which the 95th percentile of a window is slow, or a single execution very slow. Judged is the time of the
 * execute call, up to the first row; how long reading took is told beside it. Three axes tell what the slowness means: the time in
 * all, its share of a unit of work, and whether it is always slow.
 *
 * <p>Evidence: {@code executions} and {@code windowSeconds} of the worst window with {@code p50Seconds}, {@code p95Seconds} and
 * {@code maxSeconds} there; since start {@code slowExecutions}, {@code totalSeconds}, {@code alwaysSlow} (half of all executions are
 * slow), {@code readP95Seconds} and {@code slowReader} where results were read, {@code shareOfUnit} where a unit is known. The
 * impact is the time beyond the limit.
 */
final class SlowQuery implements PatternRule {
    /** Times the limit from which on it is of high severity. */
    private static final int HIGH_FACTOR = 5;

    /** Executions of a window whose 95th percentile leaves no doubt. */
    private static final int CONFIRMED_EXECUTIONS = 20;

    private static final double P95 = 95;
    private static final double P50 = 50;

    private final long slowNanos;
    private final long singleNanos;
    private final long minExecutions;
    private final UnitShares shares;

    SlowQuery(FindingRules limits, UnitShares shares) {
        this.slowNanos = limits.slowQueryNanos();
        this.singleNanos = limits.limit(Threshold.SLOW_QUERY_SINGLE);
        this.minExecutions = limits.limit(Threshold.SLOW_QUERY_EXECUTIONS);
        this.shares = shares;
    }

    /** The windows that were slow. */
    static final class State {
        private long slowExecutions;
        private long excessNanos;
        private @Nullable DistributionSnapshot worst;
        private double worstSeconds;
        private boolean often;

        private void add(DistributionSnapshot window, long limitNanos, double seconds, boolean slowByPercentile) {
            window.forEachCell((nanos, count) -> {
                if (nanos >= limitNanos) {
                    slowExecutions += count;
                    excessNanos += (nanos - limitNanos) * count;
                }
            });
            DistributionSnapshot known = worst;
            boolean worse = known == null
                    || slowByPercentile && !often
                    || slowByPercentile == often && window.valueAtPercentile(P95) > known.valueAtPercentile(P95);
            if (worse) {
                worst = window;
                worstSeconds = seconds;
            }
            often |= slowByPercentile;
        }
    }

    @Override
    public void examine(Sight sight) {
        if (!sight.windowEnds()
                || !sight.isOnData()
                || sight.history().regression.isSlower()) {
            return;
        }
        DistributionSnapshot window = sight.durationInWindow();
        long perCall = statementsPerCall(sight.pattern());
        boolean often = window.valueAtPercentile(P95) / perCall >= slowNanos
                && slowExecutions(window, slowNanos * perCall) >= minExecutions;
        boolean once = window.max() / perCall >= singleNanos;
        if (!often && !once) {
            return;
        }
        State state = sight.history().slow;
        state.add(window, slowNanos * perCall, sight.window().toMillis() / 1e3, often);
        if (state.worst != null) {
            sight.raise(finding(sight, state, state.worst));
        }
    }

    /** Of a few executions the 95th percentile is the slowest: one that had to load classes, say. */
    private static long slowExecutions(DistributionSnapshot window, long limitNanos) {
        long[] slow = {0};
        window.forEachCell((nanos, count) -> slow[0] += nanos >= limitNanos ? count : 0);
        return slow[0];
    }

    /** A batch is one call, and is slow if its statements are. */
    private static long statementsPerCall(PatternSnapshot pattern) {
        boolean batched = pattern.batchSize().count() * 2 > pattern.count();
        return batched ? Math.max(1, Math.round(pattern.batchSize().mean())) : 1;
    }

    private Finding finding(Sight sight, State state, DistributionSnapshot worst) {
        PatternSnapshot pattern = sight.pattern();
        long p95 = worst.valueAtPercentile(P95);
        boolean always = pattern.duration().valueAtPercentile(P50) / statementsPerCall(pattern) >= slowNanos;
        boolean reader = pattern.fetch().sum() > pattern.duration().sum();
        Finding.Builder finding = sight.finding(Kind.SLOW_QUERY, SiteReason.SLOW)
                .confidence(confidence(state, worst))
                .severity(state.often && p95 >= HIGH_FACTOR * slowNanos ? Severity.HIGH : Severity.WARNING)
                .occurrences(state.slowExecutions)
                .impactNanos(state.excessNanos)
                .evidence("executions", worst.count())
                .evidence("windowSeconds", state.worstSeconds)
                .evidence("p50Seconds", Words.seconds(worst.valueAtPercentile(P50)))
                .evidence("p95Seconds", Words.seconds(p95))
                .evidence("maxSeconds", Words.seconds(worst.max()))
                .evidence("slowExecutions", state.slowExecutions)
                .evidence("totalSeconds", Words.seconds(pattern.duration().sum()))
                .evidence("alwaysSlow", always);
        if (!pattern.fetch().isEmpty()) {
            finding.evidence("readP95Seconds", Words.seconds(pattern.fetch().valueAtPercentile(P95)))
                    .evidence("slowReader", reader);
        }
        UnitShares.Share share = shares.of(pattern);
        if (share != null) {
            finding.evidence("slowUnit", share.unitName()).evidence("shareOfUnit", Words.share(share.share()));
        }
        return finding.what(what(state, worst, pattern, share, reader))
                .advice(advice(always, reader, pattern))
                .build();
    }

    private static Confidence confidence(State state, DistributionSnapshot worst) {
        if (!state.often) {
            return Confidence.SUSPECT;
        }
        return worst.count() >= CONFIRMED_EXECUTIONS ? Confidence.CONFIRMED : Confidence.PROBABLE;
    }

    private static String what(
            State state,
            DistributionSnapshot worst,
            PatternSnapshot pattern,
            UnitShares.@Nullable Share share,
            boolean reader) {
        StringBuilder what = new StringBuilder();
        if (state.often) {
            what.append("95 % of ")
                    .append(Words.count(worst.count(), "execution", "executions"))
                    .append(" took up to ")
                    .append(Words.time(worst.valueAtPercentile(P95)))
                    .append(", half of them up to ")
                    .append(Words.time(worst.valueAtPercentile(P50)));
        } else {
            what.append("One execution took ")
                    .append(Words.time(worst.max()))
                    .append("; one alone may have met a pause of the JVM or a lock");
        }
        what.append("; ").append(Words.time(pattern.duration().sum())).append(" in all since start.");
        if (share != null) {
            what.append(" It is ")
                    .append(Words.percent(share.share()))
                    .append(" of the time of ")
                    .append(share.unitName())
                    .append('.');
        }
        if (reader) {
            what.append(" Reading its rows took longer still than executing it (")
                    .append(Words.time(pattern.fetch().sum()))
                    .append(" in all).");
        }
        return what.toString();
    }

    private static String advice(boolean always, boolean reader, PatternSnapshot pattern) {
        String first = always
                ? "It is slow whatever its parameters are: look at its plan (EXPLAIN) for a scan of a whole table, a missing index or"
                        + " a large sort."
                : "Most executions are fast: compare the plan for rare and for frequent values, and look for locks or load at the time"
                        + " of the slow ones.";
        String second = reader
                ? " Much of the time goes into reading rows: select fewer rows and columns, and do no other work between rows."
                : "";
        return pattern.pattern().facts().isLocking()
                ? first + " It locks rows, so it may simply have waited."
                : first + second;
    }
}
