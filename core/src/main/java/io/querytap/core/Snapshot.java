package io.querytap.core;

import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.TransactionSnapshot;
import io.querytap.core.timeline.TimelineSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything observed so far, at one moment: what the report, the telemetry and the console read. Immutable. */
public final class Snapshot {
    private final Instant startedAt;
    private final Instant takenAt;
    private final List<PatternSnapshot> patterns;
    private final List<PoolSnapshot> pools;
    private final List<TransactionSnapshot> transactions;
    private final List<Finding> findings;
    private final long omittedFindings;
    private final long selfErrors;
    private final @Nullable TimelineSnapshot timeline;

    /** Without a timeline. */
    public Snapshot(
            Instant startedAt,
            Instant takenAt,
            List<PatternSnapshot> patterns,
            List<PoolSnapshot> pools,
            List<TransactionSnapshot> transactions,
            List<Finding> findings,
            long omittedFindings,
            long selfErrors) {
        this(
                startedAt,
                takenAt,
                patterns,
                pools,
                transactions,
                findings,
                omittedFindings,
                selfErrors,
                /* timeline= */ null);
    }

    /** @param timeline null where it is not kept */
    public Snapshot(
            Instant startedAt,
            Instant takenAt,
            List<PatternSnapshot> patterns,
            List<PoolSnapshot> pools,
            List<TransactionSnapshot> transactions,
            List<Finding> findings,
            long omittedFindings,
            long selfErrors,
            @Nullable TimelineSnapshot timeline) {
        this.startedAt = startedAt;
        this.takenAt = takenAt;
        this.patterns = List.copyOf(patterns);
        this.pools = List.copyOf(pools);
        this.transactions = List.copyOf(transactions);
        this.findings = List.copyOf(findings);
        this.omittedFindings = omittedFindings;
        this.selfErrors = selfErrors;
        this.timeline = timeline;
    }

    /** When recording began. */
    public Instant startedAt() {
        return startedAt;
    }

    public Instant takenAt() {
        return takenAt;
    }

    /** Patterns by total duration, the costliest first. */
    public List<PatternSnapshot> patterns() {
        return patterns;
    }

    public List<PoolSnapshot> pools() {
        return pools;
    }

    /** One entry a database. */
    public List<TransactionSnapshot> transactions() {
        return transactions;
    }

    /** What was found, the most important first. */
    public List<Finding> findings() {
        return findings;
    }

    /** Findings that there was no place for. */
    public long omittedFindings() {
        return omittedFindings;
    }

    /** Errors of the agent's own since start, and recordings that it had to drop. */
    public long selfErrors() {
        return selfErrors;
    }

    /** What happened when; null where that is not kept. */
    public @Nullable TimelineSnapshot timeline() {
        return timeline;
    }
}
