package io.querytap.core.pool;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.DurationRecorder;
import io.querytap.core.stats.StripeHint;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted about one connection pool. The record methods are called by the application's threads and behave like
 * those of {@code PatternStats}; durations are in nanoseconds. Thread-safe.
 */
public final class PoolStats {
    private final String kind;
    private volatile @Nullable String configuredName;
    private final PoolGauges gauges;
    private final DurationRecorder waits = new DurationRecorder();
    private final DurationRecorder timedOutWaits = new DurationRecorder();
    private final DurationRecorder uses = new DurationRecorder();
    private final DurationRecorder creations = new DurationRecorder();
    private final LongAdder timeouts = new LongAdder();
    private volatile @Nullable DatabaseIdentity database;

    PoolStats(String kind, @Nullable String configuredName, PoolGauges gauges) {
        this.kind = kind;
        this.configuredName = configuredName;
        this.gauges = gauges;
    }

    /** A connection was obtained after this time. */
    public void recordWait(StripeHint hint, long nanos) {
        waits.record(hint, nanos);
    }

    /** No connection was obtained in this time; kept apart from waits, so that percentiles of waits mean something. */
    public void recordTimeout(StripeHint hint, long nanos) {
        timedOutWaits.record(hint, nanos);
        timeouts.increment();
    }

    /** A connection was returned this long after it was borrowed. */
    public void recordUse(StripeHint hint, long nanos) {
        uses.record(hint, nanos);
    }

    /** A physical connection was created in this time. */
    public void recordCreation(StripeHint hint, long nanos) {
        creations.record(hint, nanos);
    }

    /** Says where the pool's connections go; the first one decides. */
    public void connectsTo(DatabaseIdentity identity) {
        if (database == null) {
            database = identity;
        }
    }

    /** The name the user gave the pool, when it becomes known; null if it has none. */
    public void named(@Nullable String name) {
        if (name != null) {
            configuredName = name;
        }
    }

    /** The name that spans and findings use: the configured one, or the database's. */
    public String name() {
        String configured = configuredName;
        if (configured != null) {
            return configured;
        }
        DatabaseIdentity identity = database;
        return identity == null ? kind : identity.displayName();
    }

    PoolSnapshot snapshot(String uniqueName) {
        DatabaseIdentity identity = database;
        PoolGauges.Reading reading = gauges.read();
        return new PoolSnapshot(
                uniqueName,
                kind,
                identity == null ? null : identity.displayName(),
                reading.max(),
                reading.minIdle(),
                reading.used(),
                reading.idle(),
                reading.pending(),
                timeouts.sum(),
                waits.snapshot(),
                timedOutWaits.snapshot(),
                uses.snapshot(),
                creations.snapshot());
    }
}
