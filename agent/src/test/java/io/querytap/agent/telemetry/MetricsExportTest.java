package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.querytap.core.Snapshot;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.TransactionSnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metrics as a receiver sees them: decoded from the wire. */
class MetricsExportTest {
    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Observed observed = new Observed().work();
    private final Said said = new Said();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void everyMetric_arrivesWithUnitAndKind() {
        export(options());

        Map<String, io.opentelemetry.proto.metrics.v1.Metric> received = receiver.lastMetrics();
        assertThat(received.keySet())
                .containsExactlyInAnyOrder(
                        withoutCache().map(Metric::exportedName).toArray(String[]::new));
        for (Metric metric : withoutCache().toArray(Metric[]::new)) {
            io.opentelemetry.proto.metrics.v1.Metric actual = received.get(metric.exportedName());
            assertThat(actual.getUnit()).as(metric.exportedName()).isEqualTo(metric.unit());
            assertThat(actual.getDescription()).isNotEmpty();
            switch (metric.instrument()) {
                case HISTOGRAM:
                    assertThat(actual.getHistogram().getAggregationTemporality())
                            .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                    assertThat(actual.getHistogram().getDataPointsList())
                            .isNotEmpty()
                            .allSatisfy(point -> {
                                assertThat(point.getExplicitBoundsList()).isEqualTo(metric.bounds());
                                assertThat(point.getBucketCountsList().stream()
                                                .mapToLong(it -> it)
                                                .sum())
                                        .isEqualTo(point.getCount());
                            });
                    break;
                case UP_DOWN_COUNTER:
                    assertThat(actual.getSum().getIsMonotonic()).isFalse();
                    assertThat(actual.getSum().getDataPointsList()).isNotEmpty();
                    break;
                case OBSERVABLE_GAUGE:
                    assertThat(actual.getGauge().getDataPointsList()).isNotEmpty();
                    break;
                default:
                    assertThat(actual.getSum().getIsMonotonic()).isTrue();
                    assertThat(actual.getSum().getDataPointsList()).isNotEmpty();
            }
        }
    }

    @Test
    void bucketsOfTheConventions_areUsed() {
        assertThat(Metric.OPERATION_DURATION.bounds())
                .containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);
        assertThat(Metric.RETURNED_ROWS.bounds())
                .containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0);
    }

    @Test
    void operationDurations_equalTheSnapshot() {
        export(options());

        Snapshot snapshot = observed.snapshot();
        PatternSnapshot select = snapshot.patterns().stream()
                .filter(it -> it.pattern() == observed.select.pattern())
                .findAny()
                .orElseThrow();
        Map<String, Object> series = seriesOf(select);
        assertThat(series)
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.namespace", "shop|public")
                .containsEntry("server.address", "db.test")
                .containsEntry("server.port", 5433L)
                .containsEntry("querytap.pattern.id", select.pattern().hexId());
        assertEquals(histogram(Metric.OPERATION_DURATION, series), select.succeeded(), Metric.OPERATION_DURATION);

        Map<String, Object> cancelled = new TreeMap<>(series);
        cancelled.put("error.type", "57014");
        cancelled.put("db.response.status_code", "57014");
        assertEquals(
                histogram(Metric.OPERATION_DURATION, cancelled),
                select.failed().get("57014"),
                Metric.OPERATION_DURATION);

        Map<String, Object> broken = new TreeMap<>(series);
        broken.put("error.type", "java.net.SocketTimeoutException");
        assertThat(histogram(Metric.OPERATION_DURATION, broken).getCount()).isEqualTo(1);

        assertEquals(histogram(Metric.RETURNED_ROWS, series), select.rows(), Metric.RETURNED_ROWS);
        assertEquals(histogram(Metric.FETCH_DURATION, series), select.fetch(), Metric.FETCH_DURATION);

        PatternSnapshot insert = snapshot.patterns().stream()
                .filter(it -> it.pattern() == observed.insert.pattern())
                .findAny()
                .orElseThrow();
        assertEquals(histogram(Metric.BATCH_SIZE, seriesOf(insert)), insert.batchSize(), Metric.BATCH_SIZE);
    }

    @Test
    void databaseWithoutAddress_hasNoServerAttributes() {
        export(options());

        List<Map<String, Object>> local =
                receiver.lastMetrics().get("db.client.operation.duration").getHistogram().getDataPointsList().stream()
                        .map(it -> attributes(it.getAttributesList()))
                        .filter(it -> it.get("db.system.name").equals("h2database"))
                        .collect(Collectors.toList());

        assertThat(local)
                .singleElement()
                .satisfies(it -> assertThat(it).doesNotContainKeys("server.address", "server.port", "error.type"));
    }

    @Test
    void transactions_areOperationsAndDurations() {
        export(options());

        TransactionSnapshot expected = observed.snapshot().transactions().stream()
                .filter(it -> it.database().equals(Observed.SHOP))
                .findAny()
                .orElseThrow();
        Map<String, Object> database = attributesOf(
                "db.system.name", "postgresql",
                "db.namespace", "shop|public",
                "server.address", "db.test",
                "server.port", 5433L);
        assertEquals(
                histogram(Metric.OPERATION_DURATION, with(database, "db.operation.name", "COMMIT")),
                expected.commit(),
                Metric.OPERATION_DURATION);
        assertEquals(
                histogram(Metric.OPERATION_DURATION, with(database, "db.operation.name", "ROLLBACK")),
                expected.rollback(),
                Metric.OPERATION_DURATION);
        assertEquals(
                histogram(Metric.TRANSACTION_DURATION, database), expected.duration(), Metric.TRANSACTION_DURATION);
        assertThat(sum(Metric.TRANSACTION_COUNT, with(database, "querytap.transaction.outcome", "commit")))
                .isEqualTo(1);
        assertThat(sum(Metric.TRANSACTION_COUNT, with(database, "querytap.transaction.outcome", "rollback")))
                .isEqualTo(1);
    }

    @Test
    void pools_haveAllTheirMetrics_andUnknownGaugesAreLeftOut() {
        export(options());

        PoolSnapshot expected = observed.snapshot().pools().get(0);
        Map<String, Object> pool = attributesOf("db.client.connection.pool.name", "shop-pool");
        assertThat(sum(Metric.CONNECTION_COUNT, with(pool, "db.client.connection.state", "used")))
                .isEqualTo(3);
        assertThat(sum(Metric.CONNECTION_COUNT, with(pool, "db.client.connection.state", "idle")))
                .isEqualTo(4);
        assertThat(sum(Metric.CONNECTION_MAX, pool)).isEqualTo(10);
        assertThat(sum(Metric.CONNECTION_IDLE_MAX, pool)).isEqualTo(10);
        assertThat(sum(Metric.CONNECTION_IDLE_MIN, pool)).isEqualTo(2);
        assertThat(sum(Metric.CONNECTION_PENDING_REQUESTS, pool)).isEqualTo(5);
        assertThat(sum(Metric.CONNECTION_TIMEOUTS, pool)).isEqualTo(1);
        assertEquals(
                histogram(Metric.CONNECTION_CREATE_TIME, pool), expected.createTime(), Metric.CONNECTION_CREATE_TIME);
        assertEquals(histogram(Metric.CONNECTION_WAIT_TIME, pool), expected.waitTime(), Metric.CONNECTION_WAIT_TIME);
        assertEquals(histogram(Metric.CONNECTION_USE_TIME, pool), expected.useTime(), Metric.CONNECTION_USE_TIME);
        assertEquals(
                histogram(Metric.CONNECTION_TIMED_OUT_WAIT_TIME, pool),
                expected.timedOutWaitTime(),
                Metric.CONNECTION_TIMED_OUT_WAIT_TIME);

        assertThat(sum(Metric.POOL_FAILURES, pool)).isEqualTo(1);
        assertThat(sum(Metric.POOL_CREATION_FAILURES, pool)).isEqualTo(1);

        for (Metric gauge : List.of(
                Metric.CONNECTION_COUNT,
                Metric.CONNECTION_MAX,
                Metric.CONNECTION_IDLE_MIN,
                Metric.CONNECTION_IDLE_MAX,
                Metric.CONNECTION_PENDING_REQUESTS)) {
            assertThat(points(gauge))
                    .noneMatch(it -> attributes(it.getAttributesList()).containsValue("silent"));
        }
    }

    @Test
    void blame_isACounterOfSeconds_andAddsUpToWhatWasWaited() {
        export(options());

        PoolSnapshot expected = observed.snapshot().pools().get(0);
        List<NumberDataPoint> points = points(Metric.POOL_BLAMED_TIME);
        Map<String, Object> export = attributesOf(
                "db.client.connection.pool.name",
                "shop-pool",
                "querytap.pool.holder.unit",
                "GET /export",
                "querytap.pool.holder.site",
                "shop.Export.run(Export.java:12)",
                "querytap.pool.holder.state",
                "idle_in_transaction");
        assertThat(points)
                .filteredOn(it -> attributes(it.getAttributesList()).equals(export))
                .singleElement()
                .satisfies(it -> assertThat(it.getAsDouble()).isEqualTo(30.02));
        points = points.stream()
                .filter(it -> attributes(it.getAttributesList()).containsValue("shop-pool"))
                .collect(Collectors.toList());
        double waited = expected.waitTime().sum() + expected.timedOutWaitTime().sum() + expected.failedNanos();
        assertThat(points.stream().mapToDouble(NumberDataPoint::getAsDouble).sum())
                .isCloseTo(waited / 1e9, within(0.000_01));
        assertThat(receiver.lastMetrics()
                        .get(Metric.POOL_BLAMED_TIME.exportedName())
                        .getSum()
                        .getIsMonotonic())
                .isTrue();
    }

    @Test
    void sizing_isExportedAsGauges_whereThereIsAdvice() {
        export(options());

        PoolSizing expected = observed.snapshot().pools().get(2).sizing();
        assertThat(expected).isNotNull();
        Map<String, Object> pool = attributesOf("db.client.connection.pool.name", "full");
        assertThat(gauges(Metric.POOL_RECOMMENDED_MAX))
                .containsExactly(entry(pool, (double) expected.recommendedMax()));
        assertThat(gauges(Metric.POOL_OFFERED_LOAD)).containsExactly(entry(pool, expected.offeredLoad()));
        assertThat(gauges(Metric.POOL_UTILIZATION)).containsExactly(entry(pool, expected.peakUtilisation()));
    }

    private Map<Map<String, Object>, Double> gauges(Metric metric) {
        return receiver.lastMetrics().get(metric.exportedName()).getGauge().getDataPointsList().stream()
                .collect(Collectors.toMap(it -> attributes(it.getAttributesList()), NumberDataPoint::getAsDouble));
    }

    @Test
    void ownHealth_isReported() {
        export(options());

        assertThat(sum(Metric.SELF_ERRORS, Map.of())).isEqualTo(3);
        assertThat(sum(Metric.UNITS_DROPPED, Map.of())).isEqualTo(2);
    }

    @Test
    void resource_namesServiceInstanceAndAgent() {
        export(options().resourceAttributes(Map.of("deployment.environment.name", "test", "service.name", "ignored")));

        Map<String, Object> resource =
                attributes(receiver.resourceMetrics().get(0).getResource().getAttributesList());
        assertThat(resource)
                .containsEntry("service.name", "shop")
                .containsEntry("deployment.environment.name", "test")
                .containsEntry("telemetry.distro.name", "querytap")
                .containsEntry("telemetry.distro.version", "1.2.3")
                .containsKeys("service.instance.id", "telemetry.sdk.version");
        assertThat(receiver.resourceMetrics()
                        .get(0)
                        .getScopeMetrics(0)
                        .getScope()
                        .getName())
                .isEqualTo("io.querytap");
    }

    @Test
    void gzipAndHeaders_areSent() {
        OtlpTarget target = OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                .gzip(true)
                .headers(Map.of("authorization", "Bearer secret"))
                .build();

        export(TelemetryOptions.builder("shop", "1.2.3").metrics(target));

        assertThat(receiver.lastMetrics()).isNotEmpty();
        assertThat(receiver.headers().get(0))
                .containsEntry("Content-encoding", List.of("gzip"))
                .containsEntry("Content-type", List.of("application/x-protobuf"))
                .containsEntry("Authorization", List.of("Bearer secret"));
        assertThat(target.toString()).doesNotContain("secret");
    }

    @Test
    void interval_exportsAgainAndAgain() throws InterruptedException {
        Telemetry telemetry = Telemetry.start(
                options().exportInterval(Duration.ofMillis(50)).build(), observed::snapshot, () -> 0, said);

        receiver.await(it -> it.metricRequests().size() >= 3);

        telemetry.shutdown(Duration.ofSeconds(5));
        assertThat(said.messages()).isEmpty();
        assertThat(receiver.lastMetrics().keySet())
                .as("nothing of the SDK's own")
                .containsExactlyInAnyOrder(
                        withoutCache().map(Metric::exportedName).toArray(String[]::new));
    }

    /** Those of the result cache are told only where there is one, see {@link CacheMetricsTest}. */
    private static Stream<Metric> withoutCache() {
        return Arrays.stream(Metric.values()).filter(it -> !it.exportedName().startsWith("querytap.cache."));
    }

    private TelemetryOptions.Builder options() {
        return TelemetryOptions.builder("shop", "1.2.3")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build());
    }

    /** Exports once, by shutting down. */
    private void export(TelemetryOptions.Builder options) {
        Telemetry.start(options.build(), observed::snapshot, () -> 2, said).shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
        assertThat(receiver.metricRequests()).hasSize(1);
    }

    private static Map<String, Object> seriesOf(PatternSnapshot pattern) {
        return attributes(Keys.pattern(pattern.database(), pattern.pattern()).build().asMap().entrySet().stream()
                .map(it -> io.opentelemetry.proto.common.v1.KeyValue.newBuilder()
                        .setKey(it.getKey().getKey())
                        .setValue(
                                it.getValue() instanceof Long
                                        ? io.opentelemetry.proto.common.v1.AnyValue.newBuilder()
                                                .setIntValue((Long) it.getValue())
                                        : io.opentelemetry.proto.common.v1.AnyValue.newBuilder()
                                                .setStringValue((String) it.getValue()))
                        .build())
                .collect(Collectors.toList()));
    }

    private HistogramDataPoint histogram(Metric metric, Map<String, Object> series) {
        return receiver.lastMetrics().get(metric.exportedName()).getHistogram().getDataPointsList().stream()
                .filter(it -> attributes(it.getAttributesList()).equals(series))
                .findAny()
                .orElseThrow(() -> new AssertionError("no series " + series + " of " + metric));
    }

    private List<NumberDataPoint> points(Metric metric) {
        return receiver.lastMetrics().get(metric.exportedName()).getSum().getDataPointsList();
    }

    private long sum(Metric metric, Map<String, Object> series) {
        return points(metric).stream()
                .filter(it -> attributes(it.getAttributesList()).equals(series))
                .findAny()
                .orElseThrow(() -> new AssertionError("no series " + series + " of " + metric))
                .getAsInt();
    }

    private static void assertEquals(HistogramDataPoint actual, DistributionSnapshot expected, Metric metric) {
        assertThat(actual.getCount()).isEqualTo(expected.count()).isPositive();
        assertThat(actual.getSum()).isCloseTo(expected.sum() / metric.divisor(), within(1e-9));
        assertThat(actual.getMin()).isEqualTo(expected.min() / metric.divisor());
        assertThat(actual.getMax()).isEqualTo(expected.max() / metric.divisor());
        assertThat(actual.getStartTimeUnixNano()).isLessThan(actual.getTimeUnixNano());
    }

    private static Map<String, Object> attributesOf(Object... keysAndValues) {
        Map<String, Object> attributes = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return attributes;
    }

    private static Map<String, Object> with(Map<String, Object> attributes, String key, Object value) {
        Map<String, Object> more = new TreeMap<>(attributes);
        more.put(key, value);
        return more;
    }
}
