package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.Observed.MILLI;
import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.Settings.Temporality;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of findings as a receiver sees it: decoded from the wire. */
class FindingMetricsTest {
    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Observed observed = new Observed();
    private final Said said = new Said();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void findings_areAddedUpByKindAndRank() {
        observed.findings.add(rank(Kind.N_PLUS_ONE, Confidence.PROBABLE, Severity.HIGH, 7, 250));
        observed.findings.add(rank(Kind.N_PLUS_ONE, Confidence.PROBABLE, Severity.HIGH, 2, 1_000));
        observed.findings.add(rank(Kind.N_PLUS_ONE, Confidence.SUSPECT, Severity.INFO, 1, 0));
        observed.findings.add(
                Observed.finding(Kind.UNCOMMITTED_RETURN).occurrences(3).build());

        export(Temporality.CUMULATIVE);

        assertThat(longs(Metric.FINDING_COUNT))
                .containsOnly(
                        Map.entry(series("n_plus_one", "probable", "high"), 2L),
                        Map.entry(series("n_plus_one", "suspect", "info"), 1L),
                        Map.entry(series("uncommitted_return", "suspect", "info"), 1L));
        assertThat(longs(Metric.FINDING_OCCURRENCES))
                .containsOnly(Map.entry(kind("n_plus_one"), 10L), Map.entry(kind("uncommitted_return"), 3L));
        assertThat(seconds()).containsOnly(Map.entry(kind("n_plus_one"), 1.25));
    }

    /** They are levels: under delta temporality too they are sent as they are, or nobody could tell how many there are. */
    @Test
    void levels_areNoDifferences_underAnyTemporality() {
        observed.findings.add(rank(Kind.N_PLUS_ONE, Confidence.PROBABLE, Severity.HIGH, 7, 250));

        export(Temporality.DELTA);

        for (Metric metric : new Metric[] {Metric.FINDING_COUNT, Metric.FINDING_OCCURRENCES, Metric.FINDING_IMPACT}) {
            var sum = receiver.lastMetrics().get(metric.exportedName()).getSum();
            assertThat(sum.getIsMonotonic()).isFalse();
            assertThat(sum.getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        }
        assertThat(longs(Metric.FINDING_OCCURRENCES)).containsOnly(Map.entry(kind("n_plus_one"), 7L));
    }

    @Test
    void findingThatIsSurerOrGone_isNotSeenWhereItWas() throws InterruptedException {
        observed.findings.add(rank(Kind.N_PLUS_ONE, Confidence.SUSPECT, Severity.INFO, 7, 250));
        Telemetry telemetry = Telemetry.start(options(Temporality.CUMULATIVE), this::snapshot, () -> 0, said);
        receiver.await(it -> !it.metricRequests().isEmpty());
        synchronized (observed) {
            observed.findings.set(0, rank(Kind.N_PLUS_ONE, Confidence.CONFIRMED, Severity.HIGH, 8, 300));
        }
        int changed = receiver.metricRequests().size();
        receiver.await(it -> it.metricRequests().size() >= changed + 2);

        assertThat(longs(Metric.FINDING_COUNT))
                .containsOnly(
                        Map.entry(series("n_plus_one", "suspect", "info"), 0L),
                        Map.entry(series("n_plus_one", "confirmed", "high"), 1L));

        synchronized (observed) {
            observed.findings.clear();
        }
        telemetry.shutdown(Duration.ofSeconds(10));

        assertThat(longs(Metric.FINDING_COUNT).values()).containsExactly(0L, 0L);
        assertThat(longs(Metric.FINDING_OCCURRENCES)).containsOnly(Map.entry(kind("n_plus_one"), 0L));
        assertThat(seconds()).containsOnly(Map.entry(kind("n_plus_one"), 0.0));
    }

    private Snapshot snapshot() {
        synchronized (observed) {
            return observed.snapshot();
        }
    }

    private static Finding rank(
            Kind kind, Confidence confidence, Severity severity, long occurrences, long impactMillis) {
        return Observed.finding(kind)
                .confidence(confidence)
                .severity(severity)
                .occurrences(occurrences)
                .impactNanos(impactMillis * MILLI)
                .build();
    }

    private static Map<String, Object> kind(String kind) {
        return Map.of("querytap.finding.kind", kind);
    }

    private static Map<String, Object> series(String kind, String confidence, String severity) {
        return Map.of(
                "querytap.finding.kind", kind,
                "querytap.finding.confidence", confidence,
                "querytap.finding.severity", severity);
    }

    private Map<Map<String, Object>, Long> longs(Metric metric) {
        Map<Map<String, Object>, Long> values = new HashMap<>();
        for (NumberDataPoint point :
                receiver.lastMetrics().get(metric.exportedName()).getSum().getDataPointsList()) {
            values.put(new TreeMap<>(attributes(point.getAttributesList())), point.getAsInt());
        }
        return values;
    }

    private Map<Map<String, Object>, Double> seconds() {
        Map<Map<String, Object>, Double> values = new HashMap<>();
        for (NumberDataPoint point : receiver.lastMetrics()
                .get(Metric.FINDING_IMPACT.exportedName())
                .getSum()
                .getDataPointsList()) {
            values.put(attributes(point.getAttributesList()), point.getAsDouble());
        }
        return values;
    }

    private TelemetryOptions options(Temporality temporality) {
        return TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build())
                .temporality(temporality)
                .exportInterval(Duration.ofMillis(30))
                .build();
    }

    private void export(Temporality temporality) {
        Telemetry.start(options(temporality), this::snapshot, () -> 0, said).shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
    }
}
