package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.stats.PatternStats;
import java.util.List;
import java.util.Locale;

/**
 * What is said of an N+1. Evidence, in this order: {@code units} in which it was seen and {@code unitNames}, how many different names
 * they had; {@code executions} of the repeated queries; {@code proof}: {@code values}, {@code rows}, {@code scaling} or {@code none};
 * {@code sourceStatement}, {@code sourceRows} and {@code sourceColumn} (from 1) where it is proven; {@code distinctParameters}, at least,
 * in the unit with most repeats; {@code siteShare}, the share of looks at the stack that saw the call site; {@code repeatsPerRow},
 * how the repeats grew with the rows; {@code queries} of the loop and, if there are several, their ids as {@code patterns}.
 */
final class NPlusOneText {
    /** So many round trips one after the other are felt on any network. */
    private static final long HIGH_REPEATS = 100;

    private static final long HIGH_SAVED_NANOS = 100_000_000;
    private static final double DIGITS = 1_000;

    private NPlusOneText() {}

    static Finding finding(RepeatCause cause) {
        RepeatCause.Member leader = cause.leader();
        PatternStats pattern = leader.pattern;
        CallSite site = leader.site();
        Confidence confidence = cause.confidence();
        UnitTally tally = cause.tally();
        Finding.Builder finding = tally.describe(Finding.of(
                        Kind.N_PLUS_ONE, pattern.database(), pattern.pattern().hexId(), Statement.name(pattern))
                .confidence(confidence)
                .severity(severity(cause, confidence))
                .cause(cause.name())
                .repeats(tally.mostRepeats())
                .impactNanos(tally.savedNanos())
                .callSite(site == null ? null : site.site(), site == null ? List.of() : site.stack()));
        PatternStats source = cause.source();
        boolean sourceIsKnown = cause.isProven() && source != null;
        finding.evidence("proof", proof(cause));
        if (sourceIsKnown && source != null) {
            finding.source(source.pattern().hexId()).evidence("sourceStatement", Statement.name(source));
            if (cause.sourceRows() > 0) {
                finding.evidence("sourceRows", cause.sourceRows());
            }
            if (cause.sourceColumn() > 0) {
                finding.evidence("sourceColumn", cause.sourceColumn());
            }
        }
        finding.evidence("distinctParameters", leader.distinct())
                .evidence("distinctParametersExact", !leader.distinctIsAtLeast());
        if (leader.siteLooks() > 0) {
            finding.evidence("siteShare", rounded(leader.siteShare()));
        }
        if (cause.scaling().grows()) {
            finding.evidence("repeatsPerRow", rounded(cause.scaling().slope()));
        }
        finding.evidence("queries", cause.members().size());
        if (cause.members().size() > 1) {
            finding.evidence("patterns", patterns(cause));
        }
        return finding.what(what(cause, confidence)).advice(advice(cause)).build();
    }

    private static Severity severity(RepeatCause cause, Confidence confidence) {
        UnitTally tally = cause.tally();
        boolean much = tally.mostRepeats() >= HIGH_REPEATS || tally.savedNanosEach() >= HIGH_SAVED_NANOS;
        return much && confidence == Confidence.CONFIRMED ? Severity.HIGH : Severity.WARNING;
    }

    private static String proof(RepeatCause cause) {
        if (!cause.isProven()) {
            return "none";
        }
        switch (cause.proof()) {
            case VALUES:
                return "values";
            case ROWS:
                return "rows";
            default:
                return "scaling";
        }
    }

    private static String patterns(RepeatCause cause) {
        StringBuilder ids = new StringBuilder();
        for (PatternStats member : cause.members().keySet()) {
            ids.append(ids.length() == 0 ? "" : ", ").append(member.pattern().hexId());
        }
        return ids.toString();
    }

    private static String what(RepeatCause cause, Confidence confidence) {
        long repeats = cause.tally().mostRepeats();
        int queries = cause.members().size();
        String subject =
                queries == 1 ? "This query" : String.format(Locale.ROOT, "This query and %,d more", queries - 1);
        String ran = String.format(
                Locale.ROOT,
                "%s ran up to %,d times%s in one unit of work",
                subject,
                repeats,
                queries == 1 ? "" : " each");
        PatternStats source = cause.source();
        if (confidence != Confidence.CONFIRMED || source == null) {
            return ran
                    + ", with ever new parameters from one place in the code: most likely once for each element of a list.";
        }
        if (source == cause.leader().pattern) {
            return ran + ", each time for a row that it had returned before: a tree is read node by node.";
        }
        String of = Statement.shortName(source);
        switch (cause.proof()) {
            case VALUES:
                return ran + ", once for each row of '" + of
                        + "': its parameters are the values that were read from column " + cause.sourceColumn()
                        + " of that result.";
            case ROWS:
                return ran + ", just as often as '" + of + "' had returned rows before.";
            default:
                return ran + ", and the more often the more rows '" + of + "' had returned before.";
        }
    }

    private static String advice(RepeatCause cause) {
        PatternStats pattern = cause.leader().pattern;
        if (cause.source() == pattern && cause.proof() == Repeat.Proof.VALUES) {
            return "Read the whole tree with one query: a recursive common table expression (WITH RECURSIVE), or all nodes of the"
                    + " tree by the id of its root.";
        }
        if (Statement.isAggregate(pattern)) {
            return "Ask once for all rows: the same query with GROUP BY and a list of keys (IN), or joined to the query that"
                    + " returns the rows.";
        }
        if (Statement.isOfHibernate(pattern)) {
            return "Load the association together with its owners: JOIN FETCH in the query or an entity graph; or in steps of many"
                    + " with @BatchSize on the association (hibernate.default_batch_fetch_size for all).";
        }
        return "Fetch the rows together: join them to the query that returns the list, or collect the keys and ask once with IN"
                + " (?, ?, ...), in steps of some hundred.";
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
