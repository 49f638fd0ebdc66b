package io.querytap.core.detect.pattern;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.TextsSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements whose values are written into their text: one pattern in many texts that differ in literal values, and most
 * executions with values that were not there before. A handful of constants that come again and again is none.
 */
final class UnparameterizedSql implements PatternRule {
    /** So many texts leave no doubt that values are written into them. */
    static final long CONFIRMED_TEXTS = 100;

    /** As many statements as servers keep plans of, by order of magnitude: from here on they push each other out. */
    static final long HIGH_TEXTS = 1_000;

    /** Statements run for each new text, at most: with more, texts come again, and are most likely constants. */
    private static final long MAX_RUNS_PER_TEXT = 2;

    /** Where a bind parameter may stand instead of a value. Others, such as DDL, take none. */
    private static final Set<String> TAKING_PARAMETERS =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "VALUES", "CALL");

    private static final double SHARE_DIGITS = 10_000;

    private static final String ADVICE =
            "Write ? for each value and bind it (PreparedStatement, or a named parameter of your framework). As it is, the server"
                    + " has to parse and plan every new text, and its plan cache fills with statements that never come again;"
                    + " where a value comes from outside, it can also change the statement (SQL injection).";

    private final long minTexts;

    UnparameterizedSql(FindingRules limits) {
        this.minTexts = limits.limit(Threshold.UNPARAMETERIZED_SQL_TEXTS);
    }

    @Override
    public void examine(Sight sight) {
        Finding finding = examine(sight.pattern(), sight.now());
        if (finding != null) {
            sight.raise(finding);
        }
    }

    private @Nullable Finding examine(PatternSnapshot pattern, Instant now) {
        TextsSnapshot texts = pattern.texts();
        long runs = runs(pattern);
        boolean many = texts.distinct() >= minTexts && runs >= minTexts;
        if (!many
                || runs > MAX_RUNS_PER_TEXT * texts.distinct()
                || !takesParameters(pattern.pattern().facts())) {
            return null;
        }
        CallSite site = texts.site();
        if (site != null && site.isScript()) {
            return null;
        }
        Finding.Builder finding = Finding.of(
                        Kind.UNPARAMETERIZED_SQL,
                        pattern.database(),
                        pattern.pattern().hexId(),
                        Words.name(pattern.pattern()))
                .confidence(texts.distinct() >= CONFIRMED_TEXTS ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(severity(texts.distinct()))
                .callSite(site == null ? null : site.site(), site == null ? List.of() : site.stack())
                .occurrences(texts.distinct())
                .seen(now, now)
                .evidence("distinctTexts", texts.distinct())
                .evidence("distinctTextsExact", texts.isExact())
                .evidence("executions", pattern.count());
        if (runs != pattern.count()) {
            finding.evidence("statements", runs);
        }
        double share = Math.min(1, (double) texts.distinct() / runs);
        return finding.evidence("newTextShare", Math.round(share * SHARE_DIGITS) / SHARE_DIGITS)
                .what(what(texts, pattern.count(), runs))
                .advice(ADVICE)
                .build();
    }

    /** Statements that ran, each of a batch counted: a batch is one execution, but may consist of many texts. */
    private static long runs(PatternSnapshot pattern) {
        return pattern.count()
                - pattern.batchSize().count()
                + pattern.batchSize().sum();
    }

    private static boolean takesParameters(SqlFacts facts) {
        String operation = facts.operation();
        return operation != null && TAKING_PARAMETERS.contains(operation) && facts.statements() <= 1;
    }

    private static String what(TextsSnapshot texts, long executions, long runs) {
        String statements = runs == executions ? "" : String.format(Locale.ROOT, " of %,d statements in all", runs);
        return String.format(
                Locale.ROOT,
                "%s%,d different sets of values were written into the text of this statement, in %,d %s%s.",
                texts.isExact() ? "" : "About ",
                texts.distinct(),
                executions,
                executions == 1 ? "execution" : "executions",
                statements);
    }

    private static Severity severity(long texts) {
        if (texts >= HIGH_TEXTS) {
            return Severity.HIGH;
        }
        return texts >= CONFIRMED_TEXTS ? Severity.WARNING : Severity.INFO;
    }
}
