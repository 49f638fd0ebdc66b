package io.querytap.agent;

import io.querytap.agent.context.ApplicationTraces;
import io.querytap.agent.telemetry.FindingEvents;
import io.querytap.agent.telemetry.Telemetry;
import io.querytap.agent.telemetry.TelemetryOptions;
import io.querytap.agent.version.AgentVersion;
import io.querytap.core.Observations;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.OtlpTargets;
import io.querytap.core.settings.Settings;
import io.querytap.core.work.FinishedUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The export over OTLP, if there is somewhere to export to; the SDK is loaded only then, on the control plane's thread. */
final class Export {
    private static final String UNKNOWN_SERVICE = "unknown_service:java";

    private final Configuration configuration;
    private final Observations observations;
    private final Caching caching;
    private final @Nullable OtlpTarget metrics;
    private final @Nullable OtlpTarget traces;
    private final @Nullable OtlpTarget logs;
    private final ApplicationTraces applicationTraces;
    private final FindingEvents findingEvents = new FindingEvents();
    private @Nullable Telemetry telemetry;

    Export(
            Configuration configuration,
            Observations observations,
            ApplicationTraces applicationTraces,
            Caching caching) {
        this.configuration = configuration;
        this.observations = observations;
        this.caching = caching;
        OtlpTarget metricsTarget = OtlpTargets.ofMetrics(configuration);
        OtlpTarget tracesTarget = OtlpTargets.ofTraces(configuration);
        OtlpTarget logsTarget = OtlpTargets.ofLogs(configuration);
        boolean canSend = (metricsTarget == null && tracesTarget == null && logsTarget == null) || hasHttpClient();
        this.metrics = canSend ? metricsTarget : null;
        this.traces = canSend ? tracesTarget : null;
        this.logs = canSend ? logsTarget : null;
        this.applicationTraces = applicationTraces;
    }

    /** An image made by jlink, or the module path of an application that does not ask for it, may be without the JDK's client. */
    private static boolean hasHttpClient() {
        if (ModuleLayer.boot().findModule("java.net.http").isPresent()) {
            return true;
        }
        Diagnostics.say("nothing is exported: this JVM has no module java.net.http");
        return false;
    }

    /** What is to be told of findings; null where nobody wants log events. */
    @Nullable
    FindingListener findingListener() {
        return logs == null ? null : findingEvents;
    }

    void startIfWanted() {
        if (telemetry == null && (metrics != null || traces != null || logs != null)) {
            telemetry = Telemetry.start(
                    options(),
                    observations::snapshot,
                    caching::figures,
                    () -> observations.finishedUnits().dropped());
        }
    }

    /**
     * Sends the spans of units that are wanted.
     *
     * @param withFinding those in which something was found
     */
    void units(List<FinishedUnit> units, Set<FinishedUnit> withFinding) {
        if (telemetry != null && traces != null && !units.isEmpty() && !leavesSpansToOtherAgent()) {
            telemetry.exportUnits(units, withFinding);
        }
    }

    /** The OpenTelemetry agent makes a span of every statement; a second one is for those who ask for it. */
    private boolean leavesSpansToOtherAgent() {
        if (configuration.isSet(Settings.TRACES) || !applicationTraces.isBesideAgent()) {
            return false;
        }
        Diagnostics.sayOnce(
                "spans beside another agent",
                "the OpenTelemetry agent makes spans of statements already, so none are sent from here; set "
                        + Settings.TRACES.propertyName() + " for both");
        return true;
    }

    /** Sends what became of findings, and which cache rules were withdrawn, since the last call. */
    void findings() {
        if (telemetry != null) {
            telemetry.exportFindings(findingEvents.take());
            telemetry.exportWithdrawn(caching.takeWithdrawn());
        }
    }

    void shutdown(Duration bound) {
        if (telemetry != null) {
            if (logs != null) {
                observations.detection().run(Instant.now()); // the last metrics do the same, too late for log events
            }
            findings();
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
                .logs(logs)
                .temporality(configuration.get(Settings.OTLP_METRICS_TEMPORALITY))
                .histogramShape(configuration.get(Settings.OTLP_METRICS_HISTOGRAM_AGGREGATION))
                .exportInterval(configuration.get(Settings.OTEL_METRIC_EXPORT_INTERVAL))
                .build();
    }
}
