package io.querytap.core.detect.unit;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.UnitKind;
import io.querytap.core.work.Units;
import io.querytap.core.work.ValueTrail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds queries that are made one by one for the rows of another: an N+1. A count makes a suspect, which is counted and not told. The
 * same place in the code and different parameters make it probable. A proof makes it certain: the parameters were read from one column
 * of an earlier result, or there were as many repeats as that had rows where values could not be followed, or over several
 * units the repeats grew with the rows. Where the values could be followed and came from nowhere, equal numbers are a coincidence.
 *
 * <p>Neither order nor time between repeats matters, nor on which threads of the unit they ran. For one thread; bounded.
 */
final class NPlusOne {
    /** Share of the repeats in one checkout of a connection from which on a task is taken for one piece of work. */
    private static final double ONE_LEASE = 0.8;

    /** Units that are asked to keep their values when something is seen and not proven. */
    private static final int MORE_SAMPLES = 2;

    /** Texts judged once and for all; the patterns of an application are hardly ever more. */
    private static final int MAX_SHAPES = 10_000;

    private final FindingRules rules;
    private final @Nullable Units units;
    private final Map<SqlPattern, RepeatShape> shapes = new IdentityHashMap<>();
    private final Causes<PatternStats, RepeatCause> causes = new Causes<>();
    private long nextNumber = 1;
    private long suspects;

    /** @param units asked for more evidence; null: nobody is asked */
    NPlusOne(FindingRules rules, @Nullable Units units) {
        this.rules = rules;
        this.units = units;
    }

    /** Looks at a unit, and adds the queries of it that belong to a finding to {@code found}. */
    void examine(FinishedUnit unit, Set<PatternStats> found, Instant now) {
        long known = nextNumber;
        compare(unit, 0);
        for (List<Repeat> loop : Loops.of(repeats(unit))) {
            add(unit, loop, found, now);
        }
        if (nextNumber > known) {
            compare(unit, known);
        }
    }

    /** Lets the causes from a number on learn from the unit whether repeats go with rows; also where it has few repeats. */
    private void compare(FinishedUnit unit, long from) {
        for (KeyUse key : unit.keys()) {
            for (RepeatCause cause : causes.of(key.pattern())) {
                if (cause.number() >= from && cause.leader().pattern == key.pattern()) {
                    cause.compare(unit);
                }
            }
        }
    }

    private List<Repeat> repeats(FinishedUnit unit) {
        List<Repeat> repeats = new ArrayList<>(0);
        ValueTracing tracing = null;
        for (KeyUse key : unit.keys()) {
            if (!isRepeated(key)) {
                continue;
            }
            RepeatShape shape = shapeOf(key.pattern().pattern());
            if (shape == RepeatShape.OTHER) {
                continue;
            }
            if (tracing == null) {
                tracing = new ValueTracing(unit);
            }
            Repeat repeat = repeat(unit, key, shape, tracing);
            if (repeat == null) {
                suspects++;
            } else {
                repeats.add(repeat);
            }
        }
        return repeats;
    }

    private boolean isRepeated(KeyUse key) {
        return key.count() - key.errors() >= rules.limit(Threshold.N_PLUS_ONE_REPEATS)
                && key.distinctParameters() >= FindingRules.N_PLUS_ONE_DISTINCT
                && key.batches() == 0;
    }

    private RepeatShape shapeOf(SqlPattern pattern) {
        RepeatShape known = shapes.get(pattern);
        if (known == null) {
            known = RepeatShape.of(pattern);
            if (shapes.size() < MAX_SHAPES) {
                shapes.put(pattern, known);
            }
        }
        return known;
    }

    /** The repeat, if all that speaks against it can be ruled out; else null. */
    private @Nullable Repeat repeat(FinishedUnit unit, KeyUse key, RepeatShape shape, ValueTracing tracing) {
        RepeatSites sites = RepeatSites.of(key);
        if (sites.areSeveral() || sites.isScript() || shape == RepeatShape.LIST && !isOneValue(key, tracing)) {
            return null;
        }
        long count = key.count() - key.errors();
        ValueTracing.Origin origin = tracing.originOf(key.pattern(), /* alsoItself= */ shape != RepeatShape.PAGE);
        if (shape == RepeatShape.PAGE && origin == null) {
            return null;
        }
        RowsMatch match = RowsMatch.of(unit, key, count);
        boolean exact = match != null && match.rows() == count && match.isNearest();
        boolean rowsProve =
                exact && match != null && !tracing.wouldSee(match.source().pattern(), key.pattern());
        boolean matters = key.durationNanos() >= rules.limit(Threshold.N_PLUS_ONE_TIME)
                || count >= rules.limit(Threshold.N_PLUS_ONE_REPEATS_WITHOUT_TIME);
        return new Repeat(key, count, sites, origin, match, rowsProve, matters);
    }

    /** Whether every list had one value: seen by the number of parameters, which the text has a place for each. */
    private static boolean isOneValue(KeyUse key, ValueTracing tracing) {
        int places = RepeatShape.placeholders(key.pattern().pattern().text());
        return places < ValueTrail.MAX_PARAMETERS && tracing.parametersEach(key.pattern()) == places;
    }

    private void add(FinishedUnit unit, List<Repeat> loop, Set<PatternStats> found, Instant now) {
        boolean matters = false;
        boolean proven = false;
        boolean together = true;
        boolean looked = true;
        for (Repeat repeat : loop) {
            matters |= repeat.matters;
            proven |= repeat.proof != Repeat.Proof.NONE;
            together &= repeat.shareInOneLease() >= ONE_LEASE;
            looked &= repeat.site() != null;
        }
        if (!matters) {
            suspects++;
            return;
        }
        RepeatCause cause = causeOf(loop);
        boolean certain = proven || cause != null && cause.isProven();
        if (!certain && !isOnePiece(unit.kind(), together)) {
            suspects++;
            ask();
            return;
        }
        if (cause == null) {
            if (causes.isFull()) {
                suspects++;
                return;
            }
            cause = newCause(unit, loop.get(0));
        }
        cause.add(unit, loop, parametersOf(unit, loop.get(0).pattern()), now);
        for (Repeat repeat : loop) {
            causes.link(repeat.pattern(), cause);
        }
        if (!certain || !looked) {
            ask();
        }
        if (cause.confidence() == Confidence.SUSPECT) {
            suspects++;
            return;
        }
        for (Repeat repeat : loop) {
            found.add(repeat.pattern());
        }
    }

    /** Whether all that the unit holds belongs together; a task may be an endless loop over many things. */
    private static boolean isOnePiece(UnitKind kind, boolean inOneLease) {
        switch (kind) {
            case ENTRY:
            case TRACE:
                return true;
            case BURST:
                return false;
            default:
                return inOneLease;
        }
    }

    private void ask() {
        Units asked = units;
        if (asked != null) {
            asked.sampleMore(MORE_SAMPLES);
        }
    }

    private @Nullable RepeatCause causeOf(List<Repeat> loop) {
        for (Repeat repeat : loop) {
            for (RepeatCause cause : causes.of(repeat.pattern())) {
                if (cause.accepts(repeat)) {
                    return cause;
                }
            }
        }
        return null;
    }

    private RepeatCause newCause(FinishedUnit unit, Repeat leading) {
        RepeatCause cause = new RepeatCause(
                nextNumber++, leading.pattern().pattern().facts().parsed(), unit.name());
        causes.add(leading.pattern(), cause);
        return cause;
    }

    /** A hash over the set of parameters that a query had, as far as its executions were recorded. */
    private static long parametersOf(FinishedUnit unit, PatternStats pattern) {
        Map<Long, Boolean> seen = new HashMap<>();
        long all = 0;
        for (Execution execution : unit.executions()) {
            if (execution.pattern() == pattern && seen.put(execution.parameterHash(), Boolean.TRUE) == null) {
                all += execution.parameterHash() * 0x9E3779B97F4A7C15L; // whatever the order
            }
        }
        return all;
    }

    /** Raises what has changed, and retracts what has turned out to be none. */
    void report(Findings findings) {
        for (RepeatCause cause : causes.all()) {
            if (!cause.takeChanged()) {
                continue;
            }
            Finding before = cause.raised();
            if (cause.confidence() == Confidence.SUSPECT) {
                if (before != null) {
                    findings.retract(before.cause());
                    cause.raised(null);
                }
                continue;
            }
            Finding finding = NPlusOneText.finding(cause);
            cause.raised(finding);
            findings.raise(finding);
        }
    }

    /** Repeats that were not told, since start. */
    long suspects() {
        return suspects;
    }
}
