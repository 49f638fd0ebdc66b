package io.querytap.core.detect.pattern;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Words;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.RowLimit;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pattern as a rule sees it: its figures since start, those of the window that ends now, and what was learnt before. */
final class Sight {
    /** Statements on data; others, such as DDL, take as long as they take and return what they return. */
    private static final Set<String> ON_DATA = Set.of(
            "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "VALUES", "CALL", "EXEC", "WITH",
            "TABLE");

    private final PatternSnapshot pattern;
    private final PatternHistory history;
    private final Instant now;
    private final boolean windowEnds;
    private final Findings findings;

    Sight(PatternSnapshot pattern, PatternHistory history, Instant now, boolean windowEnds, Findings findings) {
        this.pattern = pattern;
        this.history = history;
        this.now = now;
        this.windowEnds = windowEnds;
        this.findings = findings;
    }

    PatternSnapshot pattern() {
        return pattern;
    }

    SqlFacts facts() {
        return pattern.pattern().facts();
    }

    PatternHistory history() {
        return history;
    }

    /** Whether a window ends with this round; only then are windows compared. */
    boolean windowEnds() {
        return windowEnds;
    }

    Instant now() {
        return now;
    }

    /** Executions of the window so far, nanoseconds. */
    DistributionSnapshot durationInWindow() {
        return pattern.duration().since(history.durationBefore());
    }

    /** Rows per result of the window so far. */
    DistributionSnapshot rowsInWindow() {
        return pattern.rows().since(history.rowsBefore());
    }

    /** How long the window lasts already. */
    Duration window() {
        return Duration.between(history.windowStart(), now);
    }

    /** Whether it reads or changes rows, as far as is known. */
    boolean isOnData() {
        String operation = facts().operation();
        return operation == null || ON_DATA.contains(operation);
    }

    /** Whether the text bounds the rows that come back. */
    boolean limitsRows() {
        for (RowLimit limit : facts().rowLimits()) {
            if (limit.kind() == RowLimit.Kind.COUNT) {
                return true;
            }
        }
        return false;
    }

    /** Begins a finding that was seen now, at the line that was noted for that reason. */
    Finding.Builder finding(Finding.Kind kind, @Nullable SiteReason reason) {
        SqlPattern of = pattern.pattern();
        CallSite site = reason == null ? null : pattern.site(reason);
        return Finding.of(kind, pattern.database(), of.hexId(), Words.name(of))
                .callSite(site == null ? null : site.site(), site == null ? List.of() : site.stack())
                .seen(now, now);
    }

    /** Raises a finding or brings it up to date. */
    void raise(Finding finding) {
        history.raised(finding);
        findings.raise(finding);
    }

    /** What may have been said of that kind does not hold any more. */
    void retract(Finding.Kind kind) {
        Finding said = history.retracted(kind);
        if (said != null) {
            findings.retract(said.cause());
        }
    }
}
