package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of connection pools. What a pool does not tell is not sent.
 *
 * <p>Not thread-safe: used by {@link SnapshotMetrics} under its lock.
 */
final class PoolMetrics {
    /** What was sent of each pool's blame; as many as there are pools, which are bounded. */
    private final Map<String, BlameSeries> blame = new HashMap<>();

    void collect(MetricCollection collection, List<PoolSnapshot> pools) {
        for (PoolSnapshot pool : pools) {
            Attributes series = Attributes.of(Keys.POOL_NAME, pool.name());
            addState(collection, series, pool);
            addTimes(collection, series, pool);
            addSizing(collection, series, pool);
            blame.computeIfAbsent(pool.name(), it -> new BlameSeries())
                    .totals(pool)
                    .forEach((attributes, nanos) -> collection.counter(
                            Metric.POOL_BLAMED_TIME,
                            attributes.toBuilder()
                                    .put(Keys.POOL_NAME, pool.name())
                                    .build(),
                            nanos));
        }
    }

    private static void addState(MetricCollection collection, Attributes series, PoolSnapshot pool) {
        collection.level(Metric.CONNECTION_COUNT, inState(series, "used"), pool.used());
        collection.level(Metric.CONNECTION_COUNT, inState(series, "idle"), pool.idle());
        collection.level(Metric.CONNECTION_IDLE_MAX, series, pool.maxIdle());
        collection.level(Metric.CONNECTION_IDLE_MIN, series, pool.minIdle());
        collection.level(Metric.CONNECTION_MAX, series, pool.max());
        collection.level(Metric.CONNECTION_PENDING_REQUESTS, series, pool.pending());
    }

    private static Attributes inState(Attributes pool, String state) {
        return pool.toBuilder().put(Keys.CONNECTION_STATE, state).build();
    }

    private static void addTimes(MetricCollection collection, Attributes series, PoolSnapshot pool) {
        collection.counter(Metric.CONNECTION_TIMEOUTS, series, pool.timeouts());
        collection.histogram(Metric.CONNECTION_CREATE_TIME, series, pool.createTime());
        collection.histogram(Metric.CONNECTION_WAIT_TIME, series, pool.waitTime());
        collection.histogram(Metric.CONNECTION_USE_TIME, series, pool.useTime());
        collection.histogram(Metric.CONNECTION_TIMED_OUT_WAIT_TIME, series, pool.timedOutWaitTime());
        collection.counter(Metric.POOL_FAILURES, series, pool.failures());
        collection.counter(Metric.POOL_CREATION_FAILURES, series, pool.creationFailures());
    }

    private static void addSizing(MetricCollection collection, Attributes series, PoolSnapshot pool) {
        PoolSizing sizing = pool.sizing();
        if (sizing == null) {
            return;
        }
        collection.level(Metric.POOL_OFFERED_LOAD, series, sizing.offeredLoad());
        if (sizing.peakUtilisation() >= 0) {
            collection.level(Metric.POOL_UTILIZATION, series, sizing.peakUtilisation());
        }
        collection.level(Metric.POOL_RECOMMENDED_MAX, series, (double) sizing.recommendedMax());
    }
}
