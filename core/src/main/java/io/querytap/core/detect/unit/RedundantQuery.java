package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pattern.facts.Obstacle;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.Traits;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds queries that run again with the same parameters in one unit although the unit has changed none of their tables in between. Goes
 * by the records of the unit in their order, so of a very long unit only the beginning counts, and a failed statement or one that may
 * change anything begins anew. A query that comes back after a pause is waiting for others, unless its transaction cannot see them.
 *
 * <p>Most applications have some of these, so most are of low severity; the floors of cost and number are settings.
 *
 * <p>Evidence, in this order: {@code units}, {@code unitNames}, {@code executions} that were identical; {@code repeatableRead}: the
 * transaction could not have seen another answer; {@code places}, from how many places in the code they came, as far as was looked.
 * For one thread; bounded.
 */
final class RedundantQuery {
    /** Time between two executions from which on the second is meant to look again. */
    static final long LOOKS_AGAIN_NANOS = 500_000_000;

    private static final double ONE_LEASE = 0.8;
    private static final long WARNING_SAVED_NANOS = 20_000_000;
    private static final long WARNING_REPEATS = 20;
    private static final long HIGH_SAVED_NANOS = 200_000_000;

    private static final String ADVICE =
            "Keep the answer for the rest of the request: pass it on, hold it in a field or a map of the"
                    + " request, or load it by its key through one persistence context, whose first-level cache answers the second time.";

    private final FindingRules rules;
    private final Causes<PatternStats, Cause> causes = new Causes<>();

    RedundantQuery(FindingRules rules) {
        this.rules = rules;
    }

    /** Looks at a unit, and adds its redundant queries to {@code found}; what is in there already is told in another way. */
    void examine(FinishedUnit unit, Set<PatternStats> found, Instant now) {
        if (unit.kind() == UnitKind.BURST) {
            return; // nothing says that it belongs together
        }
        Map<PatternStats, Runs> candidates = candidates(unit, found);
        if (candidates == null) {
            return;
        }
        play(unit, candidates);
        for (Map.Entry<PatternStats, Runs> entry : candidates.entrySet()) {
            Runs runs = entry.getValue();
            runs.endAll();
            boolean matters = runs.savedNanos >= rules.limit(Threshold.REDUNDANT_QUERY_TIME)
                    || runs.longest >= rules.limit(Threshold.REDUNDANT_QUERY_REPEATS_WITHOUT_TIME);
            if (runs.longest < runs.least || !matters || runs.sites.isScript()) {
                continue;
            }
            Cause cause = causeOf(entry.getKey());
            if (cause != null) {
                cause.add(runs);
                cause.tally.add(unit, runs.longest, runs.executions, runs.savedNanos, now);
                found.add(entry.getKey());
            }
        }
    }

    private @Nullable Map<PatternStats, Runs> candidates(FinishedUnit unit, Set<PatternStats> found) {
        long least = rules.limit(Threshold.REDUNDANT_QUERY_REPEATS);
        Map<PatternStats, Runs> candidates = null;
        for (KeyUse key : unit.keys()) {
            PatternStats pattern = key.pattern();
            if (key.count() - key.errors() < least || !repeats(key, least) || found.contains(pattern)) {
                continue;
            }
            boolean together = unit.kind() != UnitKind.TASK || key.mostInOneLease() >= ONE_LEASE * key.count();
            if (together && isStable(pattern.pattern().facts())) {
                if (candidates == null) {
                    candidates = new IdentityHashMap<>();
                }
                candidates.put(pattern, new Runs(least, RepeatSites.of(key), key.sites()));
            }
        }
        return candidates;
    }

    private static boolean repeats(KeyUse key, long least) {
        for (int i = 0; i < key.distinctParameters(); i++) {
            if (key.countOfParameters(i) >= least) {
                return true;
            }
        }
        return false;
    }

    /** Whether asking twice with nothing in between brings the same answer twice, as far as the text tells. */
    private static boolean isStable(SqlFacts facts) {
        return RepeatShape.isQuery(facts)
                && facts.parsed()
                && !RepeatShape.skipsRows(facts) // which page is wanted is not among the parameters
                && !facts.tablesRead().isEmpty()
                && !facts.isLocking()
                && !facts.obstacles().contains(Obstacle.SEQUENCE)
                && !facts.obstacles().contains(Obstacle.SAMPLING)
                && !facts.obstacles().contains(Obstacle.SYSTEM_TABLE);
    }

    private static void play(FinishedUnit unit, Map<PatternStats, Runs> candidates) {
        for (Execution execution : unit.executions()) {
            SqlFacts facts = execution.pattern().pattern().facts();
            if (execution.errorType() != null) {
                for (Runs runs : candidates.values()) {
                    runs.endAll();
                }
                continue;
            }
            Runs own = candidates.get(execution.pattern());
            if (own != null) {
                own.add(execution);
            } else if (!RepeatShape.isQuery(facts)) {
                boolean exact = facts.parsed() && !facts.tablesWritten().isEmpty();
                for (Map.Entry<PatternStats, Runs> candidate : candidates.entrySet()) {
                    SqlFacts of = candidate.getKey().pattern().facts();
                    if (!exact || shareTable(facts.tablesWritten(), of.tablesRead())) {
                        candidate.getValue().endAll();
                    }
                }
            }
        }
    }

    private static boolean shareTable(List<String> written, List<String> read) {
        for (String one : written) {
            for (String other : read) {
                if (plain(one).equals(plain(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A table's name without schema and quotes: two tables that only look alike are taken for one. */
    private static String plain(String table) {
        String last = table.substring(table.lastIndexOf('.') + 1);
        StringBuilder plain = new StringBuilder(last.length());
        for (int i = 0; i < last.length(); i++) {
            if ("\"`[]".indexOf(last.charAt(i)) < 0) {
                plain.append(last.charAt(i));
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private @Nullable Cause causeOf(PatternStats pattern) {
        List<Cause> known = causes.of(pattern);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        if (causes.isFull()) {
            return null;
        }
        Cause added = new Cause(pattern);
        causes.add(pattern, added);
        return added;
    }

    void report(Findings findings) {
        for (Cause cause : causes.all()) {
            if (cause.changed) {
                cause.changed = false;
                findings.raise(cause.finding());
            }
        }
    }

    /** The runs of identical executions of one query in one unit. */
    private static final class Runs {
        private final long least;
        private final RepeatSites sites;
        private final int places;
        private final Map<Long, Run> open = new HashMap<>();
        private long longest;
        private long executions;
        private long savedNanos;
        private boolean repeatableRead = true;

        Runs(long least, RepeatSites sites, List<CallSite> all) {
            this.least = least;
            this.sites = sites;
            this.places = (int) all.stream().map(CallSite::site).distinct().count();
        }

        void add(Execution execution) {
            boolean fixed = (execution.traits() & Traits.REPEATABLE_READ) != 0;
            Run run = open.get(execution.parameterHash());
            if (run != null && !fixed && execution.startNanos() - run.lastEndNanos >= LOOKS_AGAIN_NANOS) {
                end(run);
                run = null;
            }
            if (run == null) {
                run = new Run();
                open.put(execution.parameterHash(), run);
            }
            run.count++;
            run.nanos += execution.durationNanos();
            run.longestNanos = Math.max(run.longestNanos, execution.durationNanos());
            run.lastEndNanos = execution.startNanos() + execution.durationNanos();
            repeatableRead &= fixed;
        }

        void endAll() {
            for (Run run : open.values()) {
                end(run);
            }
            open.clear();
        }

        private void end(Run run) {
            longest = Math.max(longest, run.count);
            if (run.count >= least) {
                executions += run.count;
                savedNanos += run.nanos - run.longestNanos;
            }
        }
    }

    private static final class Run {
        private long count;
        private long nanos;
        private long longestNanos;
        private long lastEndNanos;
    }

    /** One query, over all units. */
    private static final class Cause {
        private final PatternStats pattern;
        private final UnitTally tally = new UnitTally();
        private @Nullable CallSite site;
        private int places;
        private boolean repeatableRead = true;
        private boolean changed;

        Cause(PatternStats pattern) {
            this.pattern = pattern;
        }

        void add(Runs runs) {
            site = site == null ? runs.sites.main() : site;
            places = Math.max(places, runs.places);
            repeatableRead &= runs.repeatableRead;
            changed = true;
        }

        Finding finding() {
            CallSite at = site;
            long saved = tally.savedNanosEach();
            Severity severity = saved >= WARNING_SAVED_NANOS || tally.mostRepeats() >= WARNING_REPEATS
                    ? Severity.WARNING
                    : Severity.INFO;
            Finding.Builder finding = tally.describe(Finding.of(
                            Kind.REDUNDANT_QUERY,
                            pattern.database(),
                            pattern.pattern().hexId(),
                            Statement.name(pattern))
                    .confidence(repeatableRead ? Confidence.CONFIRMED : Confidence.PROBABLE)
                    .severity(saved >= HIGH_SAVED_NANOS ? Severity.HIGH : severity)
                    .cause("identical")
                    .repeats(tally.mostRepeats())
                    .impactNanos(tally.savedNanos())
                    .callSite(at == null ? null : at.site(), at == null ? List.of() : at.stack()));
            finding.evidence("repeatableRead", repeatableRead);
            if (places > 0) {
                finding.evidence("places", places);
            }
            return finding.what(String.format(
                            Locale.ROOT,
                            "This query ran up to %,d times with the same parameters in one unit of work, which wrote to none of its"
                                    + " tables in between%s.",
                            tally.mostRepeats(),
                            repeatableRead ? ", in a transaction that sees no changes of others" : ""))
                    .advice(ADVICE)
                    .build();
        }
    }
}
