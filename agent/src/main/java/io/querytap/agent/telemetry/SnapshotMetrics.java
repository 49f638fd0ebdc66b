package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.Snapshot;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Settings.HistogramAggregation;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.TransactionSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a snapshot into the metrics of {@link Metric}, each time that the reader collects. Never throws: a producer that does
 * costs the reader its whole collection. Thread-safe.
 */
final class SnapshotMetrics implements MetricProducer {
    private final Supplier<Snapshot> snapshots;
    private final Supplier<@Nullable CacheFigures> cache;
    private final LongSupplier droppedUnits;
    private final AggregationTemporalitySelector temporality;
    private final HistogramAggregation shape;
    private final InstrumentationScopeInfo scope;
    private final SeriesMemory memory = new SeriesMemory();
    private final PoolMetrics pools = new PoolMetrics();
    private final FindingMetrics findings = new FindingMetrics();
    private long lastNanos;

    SnapshotMetrics(
            Supplier<Snapshot> snapshots,
            Supplier<@Nullable CacheFigures> cache,
            LongSupplier droppedUnits,
            AggregationTemporalitySelector temporality,
            HistogramAggregation shape,
            InstrumentationScopeInfo scope) {
        this.snapshots = snapshots;
        this.cache = cache;
        this.droppedUnits = droppedUnits;
        this.temporality = temporality;
        this.shape = shape;
        this.scope = scope;
    }

    @Override
    public synchronized Collection<MetricData> produce(Resource resource) {
        try {
            return collect(snapshots.get(), resource);
        } catch (Throwable failure) { // the application's pools are asked here, anything may come out
            memory.forget();
            Diagnostics.failed("collecting metrics", failure);
            return List.of();
        }
    }

    private Collection<MetricData> collect(Snapshot snapshot, Resource resource) {
        long startNanos = EpochClock.nanos(snapshot.startedAt());
        long nowNanos = EpochClock.nanos(snapshot.takenAt());
        MetricCollection collection = new MetricCollection(
                temporality, shape, memory, startNanos, lastNanos == 0 ? startNanos : lastNanos, nowNanos);
        SlowTraced traced = new SlowTraced(nowNanos);
        snapshot.patterns().forEach(pattern -> addPattern(collection, pattern, traced));
        pools.collect(collection, snapshot.pools());
        snapshot.transactions().forEach(transactions -> addTransactions(collection, transactions));
        findings.collect(collection, snapshot.findings());
        CacheFigures cached = cache.get();
        if (cached != null) {
            CacheMetrics.collect(collection, cached);
        }
        collection.counter(Metric.SELF_ERRORS, Attributes.empty(), snapshot.selfErrors());
        collection.counter(Metric.UNITS_DROPPED, Attributes.empty(), droppedUnits.getAsLong());
        Collection<MetricData> metrics = collection.metrics(resource, scope);
        memory.keep();
        traced.tell();
        lastNanos = nowNanos;
        return metrics;
    }

    private static void addPattern(MetricCollection collection, PatternSnapshot pattern, SlowTraced traced) {
        AttributesBuilder builder = Keys.pattern(pattern.database(), pattern.pattern());
        Attributes series = builder.build();
        collection.histogram(Metric.OPERATION_DURATION, series, pattern.succeeded(), traced.ofSuccesses(pattern));
        pattern.failed()
                .forEach((errorType, durations) -> collection.histogram(
                        Metric.OPERATION_DURATION,
                        Keys.failure(series.toBuilder(), errorType).build(),
                        durations,
                        traced.ofFailures(pattern, errorType)));
        collection.histogram(Metric.RETURNED_ROWS, series, pattern.rows());
        collection.histogram(Metric.FETCH_DURATION, series, pattern.fetch());
        collection.histogram(Metric.BATCH_SIZE, series, pattern.batchSize());
    }

    private static void addTransactions(MetricCollection collection, TransactionSnapshot transactions) {
        Attributes series = Keys.database(transactions.database()).build();
        collection.histogram(Metric.OPERATION_DURATION, operation(series, "COMMIT"), transactions.commit());
        collection.histogram(Metric.OPERATION_DURATION, operation(series, "ROLLBACK"), transactions.rollback());
        collection.histogram(Metric.TRANSACTION_DURATION, series, transactions.duration());
        collection.counter(Metric.TRANSACTION_COUNT, outcome(series, "commit"), transactions.commits());
        collection.counter(Metric.TRANSACTION_COUNT, outcome(series, "rollback"), transactions.rollbacks());
    }

    private static Attributes operation(Attributes database, String name) {
        return database.toBuilder().put(Keys.OPERATION, name).build();
    }

    private static Attributes outcome(Attributes database, String outcome) {
        return database.toBuilder().put(Keys.TRANSACTION_OUTCOME, outcome).build();
    }
}
