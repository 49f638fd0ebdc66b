package io.querytap.agent.report;

import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.sizing.SizingText;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One number for how the application and its database get along, from what is measured and nothing else.
 *
 * <p>Each part is 100 while nothing of its kind happened and falls linearly to 0 at a share that is a constant below. The score
 * is the mean of the worst part and the average of all, so that one bad part is neither hidden by the good ones nor all that
 * counts. A part with too few observations has no score, and without any scored part there is no score at all.
 */
final class Health {
    /** Executions, or connections asked for, below which a share says nothing. */
    static final long MIN_OBSERVATIONS = 20;

    /** Share of failed executions that is worth 0; single failures (a duplicate key) are part of many designs. */
    private static final double WORST_ERROR_SHARE = 0.05;

    /** Share of slow executions that is worth 0: then the 99th percentile over everything is a slow query. */
    private static final double WORST_SLOW_SHARE = 0.01;

    /** Share of attempts to get a connection ending in a time-out that is worth 0: each is a request that failed. */
    private static final double WORST_TIMEOUT_SHARE = 0.01;

    /** Time waited for connections by time they were used, worth 0: callers then wait as long as they work. */
    private static final double WORST_WAIT_RATIO = 1;

    /** Connections in use in the busiest minute up to which a pool has room for the next burst. */
    private static final double ROOMY_UTILISATION = SizingText.TIGHT;

    /** What a pool is worth that is wholly in use: nobody need have waited, and whether somebody did is a part of its own. */
    private static final int SCORE_OF_FULL_POOL = 50;

    /** Share of look-ups answered from the cache that is worth 100. */
    private static final double GOOD_HIT_RATIO = 0.7;

    /** What a finding costs of the part's 100, by severity: four severe ones are as bad as it gets. Suspicions cost nothing. */
    private static final int COST_OF_HIGH = 25;

    private static final int COST_OF_WARNING = 8;
    private static final int COST_OF_INFO = 1;

    /** Keeps 80 from becoming 79 in binary. */
    private static final double ROUNDING = 1e-9;

    private static final long PER_MILLE = 1_000;

    private static final char[] GRADES = {'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int[] LOWEST_SCORES = {90, 75, 60, 45, 30, 0};

    private final List<Part> parts;

    private Health(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * @param slowQueryNanos executions of at least this long are slow
     * @param lookedFor whether findings were looked for
     */
    static Health of(Snapshot snapshot, long slowQueryNanos, boolean lookedFor) {
        return of(snapshot, /* cache= */ null, slowQueryNanos, lookedFor);
    }

    /**
     * The health of an application that may have a result cache.
     *
     * @param cache null where there is none; then there is no part for it
     */
    static Health of(Snapshot snapshot, @Nullable CacheFigures cache, long slowQueryNanos, boolean lookedFor) {
        List<Part> parts = new ArrayList<>();
        parts.add(findings(snapshot, lookedFor));
        parts.add(errors(snapshot.patterns()));
        parts.add(slowQueries(snapshot.patterns(), slowQueryNanos));
        parts.add(worstPool("pool time-outs", snapshot.pools(), Health::timeouts));
        parts.add(worstPool("pool waits", snapshot.pools(), Health::waits));
        parts.add(worstPool("pool utilisation", snapshot.pools(), Health::utilisation));
        if (cache != null && !cache.rules().isEmpty()) {
            parts.add(resultCache(cache));
            parts.add(cacheHits(cache));
        }
        return new Health(parts);
    }

    List<Part> parts() {
        return parts;
    }

    /** 0 to 100; empty if there was too little to judge. */
    OptionalInt score() {
        List<Integer> scores = parts.stream()
                .filter(part -> part.score().isPresent())
                .map(part -> part.score().getAsInt())
                .collect(Collectors.toList());
        if (scores.isEmpty()) {
            return OptionalInt.empty();
        }
        int worst = 100;
        double sum = 0;
        for (int score : scores) {
            worst = Math.min(worst, score);
            sum += score;
        }
        return OptionalInt.of((int) Math.round((worst + sum / scores.size()) / 2));
    }

    /** {@code A} to {@code F}; null without a score. */
    @Nullable
    String grade() {
        OptionalInt score = score();
        if (score.isEmpty()) {
            return null;
        }
        int grade = 0;
        while (score.getAsInt() < LOWEST_SCORES[grade]) {
            grade++;
        }
        return String.valueOf(GRADES[grade]);
    }

    /** What the score rests on, or why there is none. */
    String reason() {
        return score().isEmpty()
                ? "Too little was seen to judge: it takes " + MIN_OBSERVATIONS + " executions."
                : "Mean of the worst part and the average of all parts.";
    }

    private static Part findings(Snapshot snapshot, boolean lookedFor) {
        if (!lookedFor) {
            return new Part("findings", OptionalInt.empty(), "Findings are switched off.");
        }
        int high = 0;
        int warnings = 0;
        int infos = 0;
        for (Finding finding : snapshot.findings()) {
            if (finding.confidence() == Finding.Confidence.SUSPECT) {
                continue;
            }
            switch (finding.severity()) {
                case HIGH:
                    high++;
                    break;
                case WARNING:
                    warnings++;
                    break;
                default:
                    infos++;
            }
        }
        int cost = high * COST_OF_HIGH + warnings * COST_OF_WARNING + infos * COST_OF_INFO;
        long executions = 0;
        for (PatternSnapshot pattern : snapshot.patterns()) {
            executions += pattern.count();
        }
        if (cost == 0 && executions < MIN_OBSERVATIONS) {
            return Part.tooFew("findings", executions);
        }
        return new Part(
                "findings",
                OptionalInt.of(Math.max(0, 100 - cost)),
                cost == 0
                        ? "Nothing was found."
                        : count(high) + " high, " + count(warnings) + " warning, " + count(infos)
                                + " info; suspicions do not count.");
    }

    private static Part errors(List<PatternSnapshot> patterns) {
        long executions = 0;
        long errors = 0;
        for (PatternSnapshot pattern : patterns) {
            executions += pattern.count();
            errors += pattern.errors();
        }
        if (executions < MIN_OBSERVATIONS) {
            return Part.tooFew("errors", executions);
        }
        return new Part(
                "errors",
                score(errors, executions, WORST_ERROR_SHARE),
                count(errors) + " of " + count(executions) + " executions failed (" + percent(errors, executions)
                        + ").");
    }

    private static Part slowQueries(List<PatternSnapshot> patterns, long slowQueryNanos) {
        long executions = 0;
        long slow = 0;
        for (PatternSnapshot pattern : patterns) {
            executions += pattern.count();
            slow += atLeast(pattern.duration(), slowQueryNanos);
        }
        if (executions < MIN_OBSERVATIONS) {
            return Part.tooFew("slow queries", executions);
        }
        return new Part(
                "slow queries",
                score(slow, executions, WORST_SLOW_SHARE),
                count(slow) + " of " + count(executions) + " executions took " + Durations.format(slowQueryNanos)
                        + " or longer (" + percent(slow, executions) + ").");
    }

    /** Each rule that had to be withdrawn answered what was wrong; a write that the others do not know of lets them do so. */
    private static Part resultCache(CacheFigures cache) {
        long withdrawn = cache.rules().stream().filter(RuleFigures::isWithdrawn).count();
        SharedStatus shared = cache.shared();
        long unsent = shared == null ? 0 : shared.unsentInvalidations();
        long cost = withdrawn * COST_OF_HIGH + (unsent > 0 ? COST_OF_WARNING : 0);
        return new Part(
                "result cache",
                OptionalInt.of((int) Math.max(0, 100 - cost)),
                count(withdrawn) + " of " + count(cache.rules().size()) + " rules withdrawn, " + count(unsent)
                        + " writes of which the other JVMs do not know yet.");
    }

    /** Of the rules that answer; those that only compare have nothing to show yet. */
    private static Part cacheHits(CacheFigures cache) {
        long hits = 0;
        long misses = 0;
        for (RuleFigures rule : cache.rules()) {
            if (RuleState.of(rule) == RuleState.SERVE) {
                hits += RuleState.hits(rule);
                misses += rule.misses();
            }
        }
        long lookUps = hits + misses;
        if (lookUps < MIN_OBSERVATIONS) {
            return new Part(
                    "cache hit ratio",
                    OptionalInt.empty(),
                    "Rules that answer were asked " + lookUps + " of the " + MIN_OBSERVATIONS
                            + " times that it takes to judge.");
        }
        double ratio = (double) hits / lookUps;
        return new Part(
                "cache hit ratio",
                OptionalInt.of((int) Math.floor(100 * Math.min(1, ratio / GOOD_HIT_RATIO) + ROUNDING)),
                count(hits) + " of " + count(lookUps) + " look-ups were answered from the cache ("
                        + percent(hits, lookUps) + ").");
    }

    private static Part worstPool(String name, List<PoolSnapshot> pools, PoolJudge judge) {
        Part worst = new Part(
                name,
                OptionalInt.empty(),
                pools.isEmpty()
                        ? "No connection pool was seen."
                        : "No pool was asked for a connection " + MIN_OBSERVATIONS + " times.");
        for (PoolSnapshot pool : pools) {
            long attempts = pool.waitTime().count() + pool.timeouts() + pool.failures();
            if (attempts < MIN_OBSERVATIONS) {
                continue;
            }
            Part part = judge.judge(name, pool, attempts);
            if (worst.score().isEmpty()
                    || part.score().orElse(100) < worst.score().getAsInt()) {
                worst = part;
            }
        }
        return worst;
    }

    private static Part timeouts(String name, PoolSnapshot pool, long attempts) {
        return new Part(
                name,
                score(pool.timeouts(), attempts, WORST_TIMEOUT_SHARE),
                pool.name() + ": " + count(pool.timeouts()) + " of " + count(attempts)
                        + " attempts to get a connection timed out (" + percent(pool.timeouts(), attempts) + ").");
    }

    private static Part utilisation(String name, PoolSnapshot pool, long attempts) {
        PoolSizing sizing = pool.sizing();
        double utilisation = sizing == null ? -1 : Math.min(1, sizing.peakUtilisation());
        if (utilisation < 0) {
            return new Part(
                    name,
                    OptionalInt.empty(),
                    pool.name() + ": not seen for long enough to tell how much of it is in use.");
        }
        double tight = Math.max(0, utilisation - ROOMY_UTILISATION) / (1 - ROOMY_UTILISATION);
        return new Part(
                name,
                OptionalInt.of((int) Math.floor(100 - (100 - SCORE_OF_FULL_POOL) * tight + ROUNDING)),
                pool.name() + ": " + percent(Math.round(utilisation * PER_MILLE), PER_MILLE)
                        + " of its connections were in use in the busiest minute; " + count(attempts)
                        + " were asked for since the start.");
    }

    private static Part waits(String name, PoolSnapshot pool, long attempts) {
        long waited = pool.waitTime().sum() + pool.timedOutWaitTime().sum() + pool.failedNanos();
        long used = pool.useTime().sum();
        String why = pool.name() + ": " + Durations.format(waited) + " waited for connections that were used for "
                + Durations.format(used) + " (p99 of a wait: "
                + Durations.format(pool.waitTime().valueAtPercentile(99)) + ").";
        String reason = PoolSentence.reason(BlameBars.of(pool));
        if (reason != null) {
            why += " Of the time in the queue, " + reason + '.';
        }
        return new Part(name, score(waited, Math.max(1, used), WORST_WAIT_RATIO), why);
    }

    private static OptionalInt score(long bad, long all, double worstShare) {
        double share = (double) bad / all;
        // Rounded down, so that 100 means none at all.
        return OptionalInt.of((int) Math.floor(100 * (1 - Math.min(1, share / worstShare)) + ROUNDING));
    }

    /** Values of at least a threshold, to the precision of the histogram's cells. */
    private static long atLeast(DistributionSnapshot distribution, long threshold) {
        if (distribution.max() < threshold) {
            return 0;
        }
        LongAdder found = new LongAdder();
        distribution.forEachCell((middle, cellCount) -> found.add(middle >= threshold ? cellCount : 0));
        return found.sum();
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(long part, long whole) {
        double percent = 100.0 * part / whole;
        if (part == 0 || percent >= 0.01) {
            return String.format(Locale.ROOT, percent >= 10 || part == 0 ? "%.0f %%" : "%.2f %%", percent);
        }
        return "under 0.01 %";
    }

    @FunctionalInterface
    private interface PoolJudge {
        Part judge(String name, PoolSnapshot pool, long attempts);
    }

    /** One aspect; without a score if too little was seen of it. Immutable. */
    static final class Part {
        private final String name;
        private final OptionalInt score;
        private final String why;

        private Part(String name, OptionalInt score, String why) {
            this.name = name;
            this.score = score;
            this.why = why;
        }

        private static Part tooFew(String name, long executions) {
            return new Part(
                    name,
                    OptionalInt.empty(),
                    "Seen " + executions + " of the " + MIN_OBSERVATIONS + " executions that it takes to judge.");
        }

        String name() {
            return name;
        }

        OptionalInt score() {
            return score;
        }

        /** The numbers behind the score, in a sentence. */
        String why() {
            return why;
        }
    }
}
