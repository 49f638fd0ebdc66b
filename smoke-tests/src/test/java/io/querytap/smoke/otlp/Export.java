package io.querytap.smoke.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.querytap.smoke.app.TelemetryApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What one run of {@link TelemetryApp} left behind and sent. */
record Export(Outcome outcome, List<ExportMetricsServiceRequest> metrics, List<ExportTraceServiceRequest> traces) {
    static final String SERVICE = "smoke of telemetry";
    static final int SLOW_MILLIS = 100;
    static final int LONG_WAIT_MILLIS = 50;

    private static final Map<String, Export> RUNS = new ConcurrentHashMap<>();

    /** How the agent is set up. */
    enum Mode {
        /** As it comes. */
        DEFAULT(Map.of()),
        EXPONENTIAL_AND_ALL_TRACES(Map.of(
                "otel.exporter.otlp.metrics.default.histogram.aggregation",
                "base2_exponential_bucket_histogram",
                "querytap.traces",
                "all")),
        DELTA(Map.of("otel.exporter.otlp.metrics.temporality.preference", "delta", "querytap.traces", "off"));

        private final Map<String, String> properties;

        Mode(Map<String, String> properties) {
            this.properties = properties;
        }
    }

    /** Runs it once for all tests that ask. */
    static Export of(Jdk jdk, Mode mode) {
        return RUNS.computeIfAbsent(jdk + " " + mode, key -> run(jdk, mode));
    }

    private static Export run(Jdk jdk, Mode mode) {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            JvmRun run = exporting(jdk, receiver.url());
            mode.properties.forEach(run::property);
            Outcome outcome = run.run().succeeded();
            return new Export(outcome, receiver.metrics(), receiver.traces());
        }
    }

    /** The application with the agent, which exports often to there and otherwise holds its tongue. */
    static JvmRun exporting(Jdk jdk, String url) {
        return application(jdk)
                .withAgent()
                .withReport()
                .property("querytap.summary", "false")
                .property("querytap.slow-query", SLOW_MILLIS + "ms")
                .property("querytap.otel.exporter.otlp.endpoint", url)
                .property("otel.metric.export.interval", "100")
                .property("otel.service.name", SERVICE)
                .property("otel.resource.attributes", "deployment.environment.name=smoke");
    }

    static JvmRun application(Jdk jdk) {
        return JvmRun.on(jdk)
                .libraries(Library.H2, Library.HIKARI, Library.SLF4J)
                .main(TelemetryApp.class);
    }

    /** The metrics of one request by name. */
    static Map<String, Metric> byName(ExportMetricsServiceRequest request) {
        return request.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .collect(Collectors.toMap(Metric::getName, metric -> metric));
    }

    Map<String, Metric> lastMetrics() {
        return byName(metrics.get(metrics.size() - 1));
    }

    List<Trace> allTraces() {
        return Trace.of(OtlpReceiver.spans(traces));
    }
}
