package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.Observed.MILLI;
import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static io.querytap.agent.telemetry.OtlpReceiver.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.Settings.HistogramAggregation;
import io.querytap.core.settings.Settings.Temporality;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way from a histogram to a trace, as a receiver sees it: decoded from the wire. */
class ExemplarsExportTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final TraceContext FIRST = new TraceContext(TRACE, "b7ad6b7169203331", /* sampled= */ true);
    private static final TraceContext SECOND = new TraceContext(TRACE, "b7ad6b7169203332", /* sampled= */ true);
    private static final TraceContext UNSAMPLED = new TraceContext(TRACE, "b7ad6b7169203333", /* sampled= */ false);

    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Observed observed = new Observed();
    private final Said said = new Said();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @ParameterizedTest
    @EnumSource(Temporality.class)
    void explicitHistogram_carriesTheSlowestTracedExecution(Temporality temporality) {
        long before = System.currentTimeMillis() - 1;
        execute(FIRST, 3, null);
        execute(SECOND, 20, null);
        execute(FIRST, 10, null);
        execute(UNSAMPLED, 700, null);
        execute(null, 900, null);

        export(options(temporality, HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM));

        HistogramDataPoint point = points().stream()
                .filter(it -> it.getExemplarsCount() > 0)
                .collect(Collectors.toList())
                .get(0);
        assertThat(point.getExemplarsCount()).isEqualTo(1);
        assertThat(point.getCount()).isEqualTo(5);
        assertExemplar(point.getExemplars(0), SECOND, 0.020, before);
        assertThat(TimeUnit.NANOSECONDS.toMillis(point.getTimeUnixNano()))
                .isGreaterThanOrEqualTo(
                        TimeUnit.NANOSECONDS.toMillis(point.getExemplars(0).getTimeUnixNano()));
    }

    @ParameterizedTest
    @EnumSource(Temporality.class)
    void exponentialHistogram_carriesItToo(Temporality temporality) {
        long before = System.currentTimeMillis() - 1;
        execute(FIRST, 3, null);
        execute(SECOND, 20, null);

        export(options(temporality, HistogramAggregation.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM));

        ExponentialHistogramDataPoint point = receiver.lastMetrics()
                .get(Metric.OPERATION_DURATION.exportedName())
                .getExponentialHistogram()
                .getDataPoints(0);
        assertThat(point.getExemplarsCount()).isEqualTo(1);
        assertExemplar(point.getExemplars(0), SECOND, 0.020, before);
    }

    @Test
    void failedExecution_isAnExemplarOfItsFailures() {
        execute(FIRST, 3, null);
        execute(SECOND, 20, "57014");

        export(options(Temporality.CUMULATIVE, HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM));

        assertThat(points()).hasSize(2).allSatisfy(point -> {
            boolean failures = attributes(point.getAttributesList()).containsKey("error.type");
            assertThat(point.getExemplarsCount()).isEqualTo(failures ? 1 : 0);
        });
    }

    @Test
    void withoutTraces_thereAreNone() {
        execute(UNSAMPLED, 700, null);
        execute(null, 900, null);

        export(options(Temporality.CUMULATIVE, HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM));

        assertThat(points()).singleElement().matches(it -> it.getExemplarsCount() == 0);
    }

    @Test
    void exemplar_isSentOnce_andFollowedByTheNext() throws InterruptedException {
        execute(SECOND, 20, null);
        Telemetry telemetry = Telemetry.start(
                options(Temporality.CUMULATIVE, HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM, Duration.ofMillis(50)),
                observed::snapshot,
                () -> 0,
                said);
        receiver.await(it -> it.metricRequests().size() >= 3);
        assertThat(allExemplars()).hasSize(1);

        execute(FIRST, 1, null);
        receiver.await(it -> allExemplars().size() == 2);
        telemetry.shutdown(Duration.ofSeconds(10));

        assertThat(allExemplars())
                .extracting(it -> hex(it.getSpanId()))
                .containsExactly(SECOND.spanId(), FIRST.spanId());
    }

    private void execute(@Nullable TraceContext under, int millis, @Nullable String errorType) {
        PatternStats pattern = observed.select;
        long durationNanos = millis * MILLI;
        if (errorType == null) {
            pattern.recordSuccess(observed.hint, durationNanos);
        } else {
            pattern.recordFailure(observed.hint, durationNanos, errorType, -1);
        }
        long now = System.nanoTime();
        Execution execution =
                new Execution(pattern, now - durationNanos, durationNanos, Execution.ROWS_UNKNOWN, -1, 0, 0, errorType);
        new Work().under(under).lease("shop-pool", now - durationNanos, 0, now, List.of(execution));
    }

    private static void assertExemplar(Exemplar exemplar, TraceContext span, double seconds, long afterMillis) {
        assertThat(hex(exemplar.getTraceId())).isEqualTo(span.traceId());
        assertThat(hex(exemplar.getSpanId())).isEqualTo(span.spanId());
        assertThat(exemplar.getAsDouble()).isEqualTo(seconds);
        assertThat(TimeUnit.NANOSECONDS.toMillis(exemplar.getTimeUnixNano()))
                .isBetween(afterMillis, System.currentTimeMillis());
        assertThat(exemplar.getFilteredAttributesList()).isEmpty();
    }

    private List<HistogramDataPoint> points() {
        return receiver.lastMetrics()
                .get(Metric.OPERATION_DURATION.exportedName())
                .getHistogram()
                .getDataPointsList();
    }

    private List<Exemplar> allExemplars() {
        return receiver.resourceMetrics().stream()
                .flatMap(it -> it.getScopeMetricsList().stream())
                .flatMap(it -> it.getMetricsList().stream())
                .flatMap(it -> it.getHistogram().getDataPointsList().stream())
                .flatMap(it -> it.getExemplarsList().stream())
                .collect(Collectors.toList());
    }

    /** The only collection is the one at the end. */
    private TelemetryOptions options(Temporality temporality, HistogramAggregation shape) {
        return options(temporality, shape, Duration.ofMinutes(1));
    }

    private TelemetryOptions options(Temporality temporality, HistogramAggregation shape, Duration interval) {
        return TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build())
                .temporality(temporality)
                .histogramShape(shape)
                .exportInterval(interval)
                .build();
    }

    private void export(TelemetryOptions options) {
        Telemetry.start(options, observed::snapshot, () -> 0, said).shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
    }
}
