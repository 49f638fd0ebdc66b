package io.querytap.agent.report;

import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Findings;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;
import io.querytap.core.timeline.Timeline;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds snapshots through the recorders, in few words and at a fixed time. */
final class Observed {
    static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
    static final DatabaseIdentity STOCK =
            new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "stock", "db.internal", 5433);
    static final AgentInfo AGENT = new AgentInfo("1.2.3", "shop", "Test VM 17");
    static final Instant STARTED = Instant.parse("2026-11-21T09:00:00Z");

    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final StripeHint hint = new StripeHint();
    private final PatternRegistry patterns;
    private final PoolRegistry pools = new PoolRegistry();
    private final Findings findings = new Findings();
    private @Nullable Timeline timeline;

    Observed() {
        this(2000);
    }

    Observed(int maxPatterns) {
        patterns = new PatternRegistry(maxPatterns);
    }

    PatternStats pattern(String sql) {
        return patterns.of(SHOP).find(sql);
    }

    PatternStats patternOf(DatabaseIdentity database, String sql) {
        return patterns.of(database).find(sql);
    }

    TransactionStats transactions(DatabaseIdentity database) {
        return patterns.of(database).transactions();
    }

    PoolStats pool(String name, PoolGauges gauges) {
        return Objects.requireNonNull(pools.register("hikari", name, gauges));
    }

    Observed succeeded(String sql, int times, long nanos) {
        PatternStats stats = pattern(sql);
        for (int i = 0; i < times; i++) {
            stats.recordSuccess(hint, nanos);
        }
        return this;
    }

    void raise(Finding finding) {
        findings.raise(finding);
    }

    /** From now on it is kept what happened when. */
    void keepTimeline() {
        timeline = new Timeline(patterns, pools, /* startNanos= */ 0);
    }

    /** So many seconds after the start it is time to look. */
    void lookAfter(double seconds) {
        Objects.requireNonNull(timeline).look((long) (seconds * SECOND));
    }

    Snapshot snapshot() {
        return new Snapshot(
                STARTED,
                STARTED.plusSeconds(90),
                patterns.patternSnapshots(),
                pools.snapshots(),
                patterns.transactionSnapshots(),
                findings.all(),
                findings.omitted(),
                /* selfErrors= */ 0,
                timeline == null ? null : timeline.snapshot(90 * SECOND));
    }
}
