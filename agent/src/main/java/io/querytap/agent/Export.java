package io.querytap.agent;

import io.querytap.agent.telemetry.Telemetry;
import io.querytap.agent.telemetry.TelemetryOptions;
import io.querytap.agent.version.AgentVersion;
import io.querytap.core.Observations;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.OtlpTargets;
import io.querytap.core.settings.Settings;
import io.querytap.core.work.FinishedUnit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The export over OTLP, if there is somewhere to export to; the SDK is loaded only then, on the control plane's thread. */
final class Export {
    private static final String UNKNOWN_SERVICE = "unknown_service:java";

    private final Configuration configuration;
    private final Observations observations;
    private final @Nullable OtlpTarget metrics;
    private final @Nullable OtlpTarget traces;
    private @Nullable Telemetry telemetry;

    Export(Configuration configuration, Observations observations) {
        this.configuration = configuration;
        this.observations = observations;
        this.metrics = OtlpTargets.ofMetrics(configuration);
        this.traces = OtlpTargets.ofTraces(configuration);
    }

    void startIfWanted() {
        if (telemetry == null && (metrics != null || traces != null)) {
            telemetry = Telemetry.start(
                    options(),
                    observations::snapshot,
                    () -> observations.finishedUnits().dropped());
        }
    }

    /** @param withFinding those in which something was found */
    void units(List<FinishedUnit> units, Set<FinishedUnit> withFinding) {
        if (telemetry != null && !units.isEmpty()) {
            telemetry.exportUnits(units, withFinding);
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
                .metrics(metrics)
                .traces(traces)
                .temporality(configuration.get(Settings.OTLP_METRICS_TEMPORALITY))
                .histogramShape(configuration.get(Settings.OTLP_METRICS_HISTOGRAM_AGGREGATION))
                .exportInterval(configuration.get(Settings.OTEL_METRIC_EXPORT_INTERVAL))
                .build();
    }
}
