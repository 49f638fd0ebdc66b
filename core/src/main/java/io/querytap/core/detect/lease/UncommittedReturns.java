package io.querytap.core.detect.lease;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.UnitDetector;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.LeaseUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of connections that came back with written work neither committed nor rolled back: the pool rolls it back and says nothing,
 * so that data is lost or, without a pool, left to the driver. Always told, from the first time on.
 *
 * <p>Evidence: {@code returns} so far, {@code pool} where there is one, {@code tablesWritten} by the last statement that wrote, which is
 * the pattern of the finding.
 */
public final class UncommittedReturns implements UnitDetector {
    private static final String NO_STATEMENT = "(write)";

    private final Map<String, Cause> causes = new LinkedHashMap<>();

    @Override
    public boolean examine(FinishedUnit unit, Instant now) {
        boolean found = false;
        for (LeaseUse lease : unit.leases()) {
            if (lease.uncommitted()) {
                add(unit, lease, now);
                found = true;
            }
        }
        return found;
    }

    private void add(FinishedUnit unit, LeaseUse lease, Instant now) {
        PatternStats write = lastWrite(unit, lease);
        String key = lease.database() + "\n" + unit.name() + '\n'
                + (write == null ? "" : write.pattern().hexId());
        Cause cause = causes.get(key);
        if (cause == null) {
            if (causes.size() >= Borrower.MAX_CAUSES) {
                return;
            }
            cause = new Cause(write);
            causes.put(key, cause);
        }
        cause.count++;
        cause.news = new Borrower(unit, lease);
        cause.at = now;
        if (cause.site == null) {
            cause.site = lease.site();
        }
    }

    /** The statement whose work was lost; null where too much happened to tell. */
    private static @Nullable PatternStats lastWrite(FinishedUnit unit, LeaseUse lease) {
        PatternStats last = null;
        for (Execution execution : unit.executions()) { // in order of time
            boolean inLease = execution.startNanos() - lease.grantedNanos() >= 0
                    && lease.returnedNanos() - execution.startNanos() >= 0;
            if (inLease && execution.errorType() == null && isWriteOn(lease, execution.pattern())) {
                last = execution.pattern();
            }
        }
        if (last != null && unit.unrecordedExecutions() == 0) {
            return last;
        }
        long lastEnd = 0;
        PatternStats ofKeys = null;
        for (KeyUse use : unit.keys()) {
            boolean inLease =
                    lease.returnedNanos() - use.lastEndNanos() >= 0 && use.lastEndNanos() - lease.grantedNanos() >= 0;
            boolean later = ofKeys == null || use.lastEndNanos() - lastEnd > 0;
            if (inLease && later && isWriteOn(lease, use.pattern())) {
                ofKeys = use.pattern();
                lastEnd = use.lastEndNanos();
            }
        }
        return ofKeys == null ? last : ofKeys;
    }

    private static boolean isWriteOn(LeaseUse lease, PatternStats pattern) {
        return pattern.writes() && pattern.database().equals(lease.database());
    }

    @Override
    public void report(Findings findings, Instant now) {
        for (Cause cause : causes.values()) {
            Borrower last = cause.news;
            if (last != null) {
                cause.news = null;
                findings.raise(finding(cause, last));
            }
        }
    }

    private static Finding finding(Cause cause, Borrower last) {
        PatternStats write = cause.write;
        boolean pooled = last.poolName() != null;
        Finding.Builder finding = last.finding(
                        Kind.UNCOMMITTED_RETURN,
                        write == null ? "" : write.pattern().hexId(),
                        write == null ? NO_STATEMENT : Words.name(write.pattern()),
                        cause.site,
                        cause.at)
                .cause(last.unitName())
                .confidence(Confidence.CONFIRMED)
                .severity(Severity.HIGH)
                .occurrences(cause.count)
                .evidence("returns", cause.count);
        if (write != null && !write.pattern().tablesWritten().isEmpty()) {
            finding.evidence("tablesWritten", String.join(", ", write.pattern().tablesWritten()));
        }
        return finding.what((pooled ? "A connection of " + last.from() + " came back" : "A connection was closed")
                        + " with changes that were neither committed nor rolled back, "
                        + Words.count(cause.count, "time", "times") + " by " + last.who()
                        + (pooled
                                ? "; the pool rolls them back without a word."
                                : "; whether they are kept is up to the driver."))
                .advice(
                        "Call commit() before the connection is closed, and rollback() where something failed (try/catch, or a"
                                + " transaction template); or leave autocommit on.")
                .build();
    }

    /** Returns of one kind. */
    private static final class Cause {
        private final @Nullable PatternStats write;
        private long count;
        private @Nullable CallSite site;
        /** The last one since it was reported. */
        private @Nullable Borrower news;

        private Instant at = Instant.EPOCH;

        Cause(@Nullable PatternStats write) {
            this.write = write;
        }
    }
}
