package io.querytap.core.detect.lease;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.UnitDetector;
import io.querytap.core.detect.Words;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds code that leaves statements open: pools close them and hide it, servers and drivers without a pool do not. Counted by the place
 * that the connection came back from; places that were not looked at, because looking is rationed, do not count.
 *
 * <p>Evidence: {@code returns} with open statements, {@code statements} left open in all, {@code pool}.
 */
public final class OpenStatements implements UnitDetector {
    private static final String STATEMENT = "(open statements)";

    private final long minTimes;
    private final Map<String, Cause> causes = new LinkedHashMap<>();

    public OpenStatements(FindingRules limits) {
        this.minTimes = limits.limit(Threshold.STATEMENT_NOT_CLOSED_TIMES);
    }

    @Override
    public boolean examine(FinishedUnit unit, Instant now) {
        for (LeaseUse lease : unit.leases()) {
            if (lease.openStatements() > 0) {
                CallSite site = lease.site();
                Borrower borrower = new Borrower(unit, lease);
                Cause cause = cause(borrower.key(), site == null ? null : site.site());
                if (cause != null) {
                    cause.add(borrower, lease, now);
                }
            }
        }
        return false; // of low severity: not worth its spans
    }

    /** Where the place is not known it is that of its unit, if the unit has but one. */
    private @Nullable Cause cause(String unitKey, @Nullable String site) {
        if (site == null) {
            Cause only = null;
            for (Cause cause : causes.values()) {
                if (cause.unitKey.equals(unitKey)) {
                    if (only != null) {
                        return null;
                    }
                    only = cause;
                }
            }
            return only;
        }
        String key = unitKey + '\n' + site;
        Cause known = causes.get(key);
        if (known == null && causes.size() < Borrower.MAX_CAUSES) {
            known = new Cause(unitKey);
            causes.put(key, known);
        }
        return known;
    }

    @Override
    public void report(Findings findings, Instant now) {
        for (Cause cause : causes.values()) {
            Borrower last = cause.news;
            if (last != null && cause.returns >= minTimes) {
                cause.news = null;
                findings.raise(finding(cause, last));
            }
        }
    }

    private static Finding finding(Cause cause, Borrower last) {
        CallSite site = cause.site;
        return last.finding(Kind.STATEMENT_NOT_CLOSED, /* pattern= */ "", STATEMENT, site, cause.at)
                .cause(last.unitName() + (site == null ? "" : " " + site.site()))
                .confidence(Confidence.CONFIRMED)
                .severity(Severity.INFO)
                .occurrences(cause.returns)
                .evidence("returns", cause.returns)
                .evidence("statements", cause.statements)
                .what(Words.count(cause.returns, "time", "times") + " a connection of " + last.from()
                        + " came back with open statements, "
                        + Words.count(cause.statements, "statement", "statements") + " in all.")
                .advice(
                        "Close each Statement and ResultSet where it is made: try (PreparedStatement s = …; ResultSet r = …) { … }. A pool"
                                + " does it late and in silence; without one they keep cursors and memory until the connection ends.")
                .build();
    }

    /** Returns from one place. */
    private static final class Cause {
        private final String unitKey;
        private long returns;
        private long statements;
        private @Nullable CallSite site;
        /** The last one since it was reported. */
        private @Nullable Borrower news;

        private Instant at = Instant.EPOCH;

        Cause(String unitKey) {
            this.unitKey = unitKey;
        }

        void add(Borrower borrower, LeaseUse of, Instant now) {
            returns++;
            statements += of.openStatements();
            news = borrower;
            at = now;
            if (site == null) {
                site = of.site();
            }
        }
    }
}
