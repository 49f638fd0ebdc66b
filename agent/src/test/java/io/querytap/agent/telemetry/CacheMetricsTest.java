package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric.DataCase;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.querytap.agent.Cached;
import io.querytap.cache.stats.AgeSnapshot;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.Settings.HistogramAggregation;
import io.querytap.core.settings.Settings.Temporality;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the result cache did as a receiver sees it: decoded from the wire. */
class CacheMetricsTest {
    private static final Map<String, Object> ALL = Map.of();

    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Said said = new Said();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void rule_requestsAreCountedByOutcomeAndRefusalsByReason() {
        export(Cached.figures(), Temporality.CUMULATIVE);

        assertThat(numbers(Metric.CACHE_REQUESTS))
                .containsEntry(outcome("items", "hit_local"), 70.0)
                .containsEntry(outcome("items", "hit_shared"), 20.0)
                .containsEntry(outcome("items", "hit_followed"), 10.0)
                .containsEntry(outcome("items", "miss"), 25.0);
        assertThat(numbers(Metric.CACHE_REFUSALS))
                .containsOnly(
                        Map.entry(refusal("items", "fenced"), 1.0),
                        Map.entry(refusal("items", "in_transaction"), 2.0),
                        Map.entry(refusal("prices", "withdrawn"), 1.0));
    }

    @Test
    void rule_whatItDidAndHolds() {
        export(Cached.figures(), Temporality.CUMULATIVE);

        assertThat(numbers(Metric.CACHE_FILLS)).containsEntry(rule("items"), 24.0);
        assertThat(numbers(Metric.CACHE_INVALIDATIONS)).containsEntry(rule("items"), 11.0);
        assertThat(numbers(Metric.CACHE_SAVED_TIME)).containsEntry(rule("items"), 1.5);
        assertThat(numbers(Metric.CACHE_SERVED)).containsEntry(rule("items"), 123_456.0);
        assertThat(numbers(Metric.CACHE_SIZE)).containsEntry(rule("items"), 4_096.0);
        assertThat(numbers(Metric.CACHE_WITHDRAWN))
                .containsEntry(rule("items"), 0.0)
                .containsEntry(rule("prices"), 1.0);
        assertThat(numbers(Metric.CACHE_COMPARISONS))
                .containsEntry(comparison("prices", "true_hit"), 5.0)
                .containsEntry(comparison("prices", "silent_change"), 1.0)
                .containsEntry(comparison("items", "false_invalidation"), 2.0)
                .containsEntry(comparison("settings", "not_compared"), 2.0);
        assertThat(numbers(Metric.CACHE_ENTRIES)).containsOnly(Map.entry(ALL, 12.0));
        assertThat(numbers(Metric.CACHE_EVICTIONS)).containsOnly(Map.entry(ALL, 5.0));
        assertThat(numbers(Metric.CACHE_FENCES)).containsOnly(Map.entry(ALL, 9.0));
    }

    @Test
    void sharedTier_itsStateIsSent() {
        export(Cached.figures(), Temporality.CUMULATIVE);

        assertThat(numbers(Metric.CACHE_SHARED_REACHABLE)).containsOnly(Map.entry(ALL, 0.0));
        assertThat(numbers(Metric.CACHE_SHARED_UNSENT)).containsOnly(Map.entry(ALL, 4.0));
        assertThat(numbers(Metric.CACHE_SHARED_OLDEST_UNSENT)).containsOnly(Map.entry(ALL, 2.5));
        assertThat(numbers(Metric.CACHE_SHARED_DROPPED_PUTS)).containsOnly(Map.entry(ALL, 6.0));
        assertThat(numbers(Metric.CACHE_SHARED_TIMEOUTS)).containsOnly(Map.entry(ALL, 7.0));
        assertThat(numbers(Metric.CACHE_SHARED_RECONNECTS)).containsOnly(Map.entry(ALL, 8.0));
    }

    @Test
    void ages_areAHistogramOfTheirClasses_whateverShapeIsAskedFor() {
        export(Cached.figures(), Temporality.CUMULATIVE);

        HistogramDataPoint answers = ages(Metric.CACHE_ANSWER_AGE, "items");
        assertThat(answers.getCount()).isEqualTo(3);
        assertThat(answers.getSum()).isEqualTo(2.003);
        assertThat(answers.getExplicitBoundsList()).isEqualTo(Metric.CACHE_ANSWER_AGE.bounds());
        assertThat(answers.getBucketCountsList()).containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        HistogramDataPoint stale = ages(Metric.CACHE_STALE_AGE, "prices");
        assertThat(stale.getCount()).isEqualTo(1);
        assertThat(stale.getSum()).isEqualTo(61.5);
        assertThat(receiver.lastMetrics()
                        .get(Metric.CACHE_STALE_AGE.exportedName())
                        .getHistogram()
                        .getDataPointsCount())
                .isEqualTo(1);
    }

    @Test
    void everyClassOfAges_liesInOneBucket() {
        AgeSnapshot classes = Cached.items().answerAges();
        List<Double> bounds = Metric.CACHE_ANSWER_AGE.bounds();
        for (int i = 0; i + 1 < classes.classes(); i++) {
            double below = classes.belowMillis(i) / 1e3;
            int bucket = Metric.CACHE_ANSWER_AGE.bucketOfAge(classes.belowMillis(i));
            assertThat(bucket == bounds.size() || below <= bounds.get(bucket)).isTrue();
            assertThat(bucket == 0 || i > 0 && classes.belowMillis(i - 1) / 1e3 >= bounds.get(bucket - 1))
                    .isTrue();
        }
    }

    @Test
    void differences_ofCountsAndAges_addUpToTheTotals() throws InterruptedException {
        Telemetry telemetry =
                Telemetry.start(options(Temporality.DELTA), new Observed()::snapshot, Cached::figures, () -> 0, said);
        receiver.await(it -> it.metricRequests().size() >= 3);
        telemetry.shutdown(Duration.ofSeconds(10));

        long requests = 0;
        long ages = 0;
        for (var request : receiver.metricRequests()) {
            for (var metric : request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList()) {
                if (metric.getName().equals(Metric.CACHE_REQUESTS.exportedName())) {
                    for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                        requests += point.getAsInt();
                    }
                } else if (metric.getName().equals(Metric.CACHE_ANSWER_AGE.exportedName())) {
                    for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
                        ages += point.getCount();
                    }
                }
            }
        }
        assertThat(requests).isEqualTo(70 + 20 + 10 + 25 + 3 + 1 + 4);
        assertThat(ages).isEqualTo(3);
    }

    @Test
    void noCache_nothingOfItIsSent() {
        export(null, Temporality.CUMULATIVE);

        assertThat(receiver.lastMetrics().keySet()).isNotEmpty().noneMatch(it -> it.startsWith("querytap.cache."));
    }

    @Test
    void withdrawnRule_isALogEventWithEvidenceAndAdvice() {
        TelemetryOptions options = TelemetryOptions.builder("shop", "1")
                .logs(OtlpTarget.builder(OtlpTarget.logsUnder(receiver.base())).build())
                .build();
        Telemetry telemetry = Telemetry.start(options, new Observed()::snapshot, () -> 0, said);

        telemetry.exportWithdrawn(List.of(Cached.PROVEN));
        telemetry.shutdown(Duration.ofSeconds(10));

        LogRecord record =
                receiver.logRequests().get(0).getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        assertThat(record.getEventName()).isEqualTo("querytap.cache.rule_withdrawn");
        assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
        assertThat(record.getBody().getStringValue()).startsWith("A cache rule is withdrawn: rule prices, ");
        assertThat(attributes(record.getAttributesList()))
                .containsEntry("querytap.cache.rule", "prices")
                .containsEntry("querytap.pattern.id", "0000000000000abc")
                .containsEntry("querytap.cache.evidence.key", "0123456789abcdef")
                .containsEntry("querytap.cache.evidence.row", 3L)
                .containsEntry("querytap.cache.evidence.column", 2L)
                .containsEntry("querytap.cache.evidence.age", 61.5)
                .containsKey("querytap.cache.advice");
    }

    private HistogramDataPoint ages(Metric metric, String rule) {
        return receiver.lastMetrics().get(metric.exportedName()).getHistogram().getDataPointsList().stream()
                .filter(it -> attributes(it.getAttributesList()).equals(rule(rule)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> rule(String name) {
        return Map.of("querytap.cache.rule", name);
    }

    private static Map<String, Object> outcome(String rule, String outcome) {
        return Map.of("querytap.cache.rule", rule, "querytap.cache.outcome", outcome);
    }

    private static Map<String, Object> refusal(String rule, String reason) {
        return Map.of("querytap.cache.rule", rule, "querytap.cache.refusal", reason);
    }

    private static Map<String, Object> comparison(String rule, String result) {
        return Map.of("querytap.cache.rule", rule, "querytap.cache.comparison", result);
    }

    private Map<Map<String, Object>, Double> numbers(Metric metric) {
        var sent = receiver.lastMetrics().get(metric.exportedName());
        List<NumberDataPoint> points = sent.getDataCase() == DataCase.GAUGE
                ? sent.getGauge().getDataPointsList()
                : sent.getSum().getDataPointsList();
        Map<Map<String, Object>, Double> values = new HashMap<>();
        for (NumberDataPoint point : points) {
            values.put(
                    new TreeMap<>(attributes(point.getAttributesList())),
                    point.hasAsInt() ? (double) point.getAsInt() : point.getAsDouble());
        }
        return values;
    }

    private TelemetryOptions options(Temporality temporality) {
        return TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build())
                .temporality(temporality)
                .histogramShape(HistogramAggregation.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM)
                .exportInterval(Duration.ofMillis(30))
                .build();
    }

    private void export(@Nullable CacheFigures figures, Temporality temporality) {
        Telemetry.start(options(temporality), new Observed()::snapshot, () -> figures, () -> 0, said)
                .shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
    }
}
