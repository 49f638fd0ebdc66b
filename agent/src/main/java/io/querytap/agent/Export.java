package io.querytap.agent;

import io.querytap.agent.telemetry.OtlpTarget;
import io.querytap.agent.telemetry.Telemetry;
import io.querytap.agent.telemetry.TelemetryOptions;
import io.querytap.agent.version.AgentVersion;
import io.querytap.core.Observations;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.OtlpDestination;
import io.querytap.core.settings.Settings;
import io.querytap.core.work.FinishedUnit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The export over OTLP, if there is somewhere to export to; the SDK is loaded only then, on the control plane's thread. */
final class Export {
    private static final String UNKNOWN_SERVICE = "unknown_service:java";

    private final Configuration configuration;
    private final Observations observations;
    private final @Nullable OtlpDestination metrics;
    private final @Nullable OtlpDestination traces;
    private @Nullable Telemetry telemetry;

    Export(Configuration configuration, Observations observations) {
        this.configuration = configuration;
        this.observations = observations;
        this.metrics = OtlpDestination.ofMetrics(configuration);
        this.traces = OtlpDestination.ofTraces(configuration);
    }

    void startIfWanted() {
        if (telemetry == null && (metrics != null || traces != null)) {
            telemetry = Telemetry.start(
                    options(), observations::snapshot, () -> observations.finishedUnits()
                            .dropped());
        }
    }

    void units(List<FinishedUnit> units) {
        if (telemetry != null && !units.isEmpty()) {
            telemetry.exportUnits(units);
        }
    }

    void shutdown(Duration bound) {
        if (telemetry != null) {
            telemetry.shutdown(bound);
        }
    }

    private TelemetryOptions options() {
        String serviceName = configuration.serviceName();
        Map<String, String> attributes = configuration.find(Settings.OTEL_RESOURCE_ATTRIBUTES);
        return TelemetryOptions.builder(
                        serviceName == null ? UNKNOWN_SERVICE : serviceName,
                        AgentVersion.read().version())
                .resourceAttributes(attributes == null ? Map.of() : attributes)
                .metrics(target(metrics))
                .traces(target(traces))
                .temporality(temporality(configuration.get(Settings.OTLP_METRICS_TEMPORALITY)))
                .histogramShape(shape(configuration.get(Settings.OTLP_METRICS_HISTOGRAM_AGGREGATION)))
                .exportInterval(configuration.get(Settings.OTEL_METRIC_EXPORT_INTERVAL))
                .build();
    }

    private static @Nullable OtlpTarget target(@Nullable OtlpDestination configured) {
        if (configured == null) {
            return null;
        }
        return OtlpTarget.builder(configured.endpoint())
                .headers(configured.headers())
                .timeout(configured.timeout())
                .gzip(configured.gzip())
                .trustedCertificates(configured.certificate())
                .clientTls(configured.clientKey(), configured.clientCertificate())
                .build();
    }

    private static TelemetryOptions.Temporality temporality(Settings.Temporality configured) {
        switch (configured) {
            case DELTA:
                return TelemetryOptions.Temporality.DELTA;
            case LOWMEMORY:
                return TelemetryOptions.Temporality.LOW_MEMORY;
            default:
                return TelemetryOptions.Temporality.CUMULATIVE;
        }
    }

    private static TelemetryOptions.HistogramShape shape(Settings.HistogramAggregation configured) {
        return configured == Settings.HistogramAggregation.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM
                ? TelemetryOptions.HistogramShape.EXPONENTIAL
                : TelemetryOptions.HistogramShape.EXPLICIT;
    }
}
