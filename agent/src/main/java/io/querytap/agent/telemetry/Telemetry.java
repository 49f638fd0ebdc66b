package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.Snapshot;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.work.FinishedUnit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The export over OTLP. To be started and called on the agent's own threads, late: it loads the OpenTelemetry SDK and the JDK's
 * HTTP client. What fails is said once in the agent's voice and never thrown. Thread-safe.
 */
public final class Telemetry {
    private static final String SCOPE = "io.querytap";

    /** Spans that wait for export, about 1 KB each; units that would go past it are left out whole, and counted. */
    static final int MAX_WAITING_SPANS = 4_096;

    private static final int MAX_SPANS_PER_REQUEST = 512;
    private static final Duration TIME_BETWEEN_SPAN_EXPORTS = Duration.ofSeconds(2);
    private static final Duration TIME_BETWEEN_LOG_EXPORTS = Duration.ofSeconds(1);

    private final ThreadPoolExecutor senders = TelemetryThreads.newSenders(new OtherAgent());
    private final AtomicInteger waitingSpans = new AtomicInteger();
    private final LongAdder droppedUnits = new LongAdder();
    private final ExportHealth.Voice voice;
    private volatile boolean stopping;
    private volatile boolean closed;
    private volatile @Nullable SdkMeterProvider meters;
    private volatile @Nullable SdkTracerProvider tracers;
    private volatile @Nullable Tracer tracer;
    private volatile @Nullable SdkLoggerProvider loggers;
    private volatile @Nullable FindingLogs findingLogs;
    private volatile @Nullable CacheLogs cacheLogs;

    private Telemetry(ExportHealth.Voice voice) {
        // What breaks because it is cut short at the end is no news.
        this.voice = (topic, message) -> !closed && voice.sayOnce(topic, message);
    }

    /**
     * Begins to export.
     *
     * @param snapshots asked at each export of metrics, on a thread of the agent's
     * @param cache asked likewise; gives null where there is no result cache
     * @param unitsDroppedBefore units of work lost before they came here, since start
     */
    public static Telemetry start(
            TelemetryOptions options,
            Supplier<Snapshot> snapshots,
            Supplier<@Nullable CacheFigures> cache,
            LongSupplier unitsDroppedBefore) {
        return start(options, snapshots, cache, unitsDroppedBefore, Diagnostics::sayOnce);
    }

    /** Begins to export where there is no result cache. */
    static Telemetry start(
            TelemetryOptions options,
            Supplier<Snapshot> snapshots,
            LongSupplier unitsDroppedBefore,
            ExportHealth.Voice voice) {
        return start(options, snapshots, () -> null, unitsDroppedBefore, voice);
    }

    static Telemetry start(
            TelemetryOptions options,
            Supplier<Snapshot> snapshots,
            Supplier<@Nullable CacheFigures> cache,
            LongSupplier unitsDroppedBefore,
            ExportHealth.Voice voice) {
        Telemetry telemetry = new Telemetry(voice);
        TelemetryThreads.withAgentLoader(() -> {
            Resource resource = resource(options);
            telemetry.startMetrics(options, resource, snapshots, cache, unitsDroppedBefore);
            telemetry.startTraces(options, resource);
            telemetry.startLogs(options, resource);
        });
        return telemetry;
    }

    private void startMetrics(
            TelemetryOptions options,
            Resource resource,
            Supplier<Snapshot> snapshots,
            Supplier<@Nullable CacheFigures> cache,
            LongSupplier unitsDroppedBefore) {
        OtlpTarget target = options.metrics();
        if (target == null) {
            return;
        }
        try {
            AggregationTemporalitySelector temporality = selector(options);
            MetricExporter exporter = Exporters.metrics(target, temporality, senders, new ExportHealth(target, voice));
            InstrumentationScopeInfo scope = InstrumentationScopeInfo.builder(SCOPE)
                    .setVersion(options.agentVersion())
                    .build();
            meters = SdkMeterProvider.builder()
                    .setResource(resource)
                    // From its second collection on the SDK would send metrics of its own.
                    .registerView(
                            InstrumentSelector.builder().setName("*").build(),
                            View.builder().setAggregation(Aggregation.drop()).build())
                    .registerMetricReader(PeriodicMetricReader.builder(exporter)
                            .setInterval(options.exportInterval())
                            .setExecutor(TelemetryThreads.newCollector())
                            .build())
                    .registerMetricProducer(new SnapshotMetrics(
                            snapshots,
                            cache,
                            () -> unitsDroppedBefore.getAsLong() + droppedUnits.sum(),
                            temporality,
                            options.histogramShape(),
                            scope))
                    .build();
        } catch (Throwable failure) { // a wrong URL or file; also a class that cannot be loaded
            cannotStart("metrics", target, failure);
        }
    }

    private void startTraces(TelemetryOptions options, Resource resource) {
        OtlpTarget target = options.traces();
        if (target == null) {
            return;
        }
        try {
            ExportHealth health = new ExportHealth(target, voice);
            SpanExporter exporter =
                    new CountedSpanExporter(Exporters.spans(target, senders, health, () -> stopping), waitingSpans);
            SdkTracerProvider provider = SdkTracerProvider.builder()
                    .setResource(resource)
                    .setSampler(Sampler.alwaysOn()) // units were chosen before they came here
                    .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                            .setMaxQueueSize(MAX_WAITING_SPANS)
                            .setMaxExportBatchSize(MAX_SPANS_PER_REQUEST)
                            .setScheduleDelay(TIME_BETWEEN_SPAN_EXPORTS)
                            .setExporterTimeout(target.timeout().plusSeconds(1))
                            .build())
                    .build();
            tracers = provider;
            tracer = provider.get(SCOPE, options.agentVersion());
        } catch (Throwable failure) { // as for metrics
            cannotStart("traces", target, failure);
        }
    }

    private void startLogs(TelemetryOptions options, Resource resource) {
        OtlpTarget target = options.logs();
        if (target == null) {
            return;
        }
        try {
            ExportHealth health = new ExportHealth(target, voice);
            SdkLoggerProvider provider = SdkLoggerProvider.builder()
                    .setResource(resource)
                    .addLogRecordProcessor(
                            BatchLogRecordProcessor.builder(Exporters.logs(target, senders, health, () -> stopping))
                                    .setMaxQueueSize(FindingEvents.MAX_WAITING)
                                    .setScheduleDelay(TIME_BETWEEN_LOG_EXPORTS)
                                    .setExporterTimeout(target.timeout().plusSeconds(1))
                                    .build())
                    .build();
            loggers = provider;
            Logger logger = provider.loggerBuilder(SCOPE)
                    .setInstrumentationVersion(options.agentVersion())
                    .build();
            findingLogs = new FindingLogs(logger);
            cacheLogs = new CacheLogs(logger);
        } catch (Throwable failure) { // as for metrics
            cannotStart("logs", target, failure);
        }
    }

    private void cannotStart(String signal, OtlpTarget target, Throwable failure) {
        voice.sayOnce(
                "no " + signal,
                "no " + signal + " are exported to " + target.hostAndPort() + ": " + ExportHealth.reason(failure)
                        + "; check its URL, certificates and keys; the application is not affected");
    }

    private static AggregationTemporalitySelector selector(TelemetryOptions options) {
        switch (options.temporality()) {
            case DELTA:
                return AggregationTemporalitySelector.deltaPreferred();
            case LOWMEMORY:
                return AggregationTemporalitySelector.lowMemory();
            default:
                return AggregationTemporalitySelector.alwaysCumulative();
        }
    }

    private static Resource resource(TelemetryOptions options) {
        AttributesBuilder attributes = Resource.getDefault().getAttributes().toBuilder()
                .put("service.name", options.serviceName())
                // Two JVMs of one service must not write the same series.
                .put("service.instance.id", randomId())
                .put("telemetry.distro.name", "querytap")
                .put("telemetry.distro.version", options.agentVersion());
        options.resourceAttributes().forEach(attributes::put);
        return Resource.create(
                attributes.put("service.name", options.serviceName()).build());
    }

    /** Not from {@link java.security.SecureRandom}, which may wait for entropy. */
    private static String randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /**
     * Makes and queues the spans of the units that are wanted; without traces, or if there is no room, they are left out.
     *
     * @param withFinding those in which something was found, which makes them wanted too
     */
    public void exportUnits(List<FinishedUnit> units, Set<FinishedUnit> withFinding) {
        Tracer spanMaker = tracer;
        if (spanMaker == null || units.isEmpty()) {
            return;
        }
        UnitSpans spans = new UnitSpans(spanMaker, waitingSpans);
        for (FinishedUnit unit : units) {
            if (!unit.isForSpans() && !withFinding.contains(unit)) {
                continue;
            }
            int needed = UnitSpans.atMost(unit);
            if (stopping || waitingSpans.get() + needed > MAX_WAITING_SPANS) {
                droppedUnits.increment();
                continue;
            }
            try {
                spans.export(unit);
            } catch (Throwable failure) { // one unit lost, not the others
                Diagnostics.failed("exporting a unit of work", failure);
            }
        }
    }

    /** Queues what became of findings as log events; without logs it is left out. */
    public void exportFindings(List<FindingEvent> events) {
        FindingLogs logs = findingLogs;
        if (logs == null) {
            return;
        }
        for (FindingEvent event : events) {
            try {
                logs.write(event);
            } catch (Throwable failure) { // one event lost, not the others
                Diagnostics.failed("exporting a finding", failure);
            }
        }
    }

    /** Queues a log event for each cache rule that was withdrawn; without logs it is left out. */
    public void exportWithdrawn(List<Evidence> withdrawn) {
        CacheLogs logs = cacheLogs;
        if (logs == null) {
            return;
        }
        for (Evidence proven : withdrawn) {
            try {
                logs.withdrawn(proven);
            } catch (Throwable failure) { // one event lost, not the others
                Diagnostics.failed("exporting the event of a withdrawn cache rule", failure);
            }
        }
    }

    /** Units of work left out here since start, because too many spans waited. */
    public long droppedUnits() {
        return droppedUnits.sum();
    }

    /** Sends what there is and ends; returns within the bound (and a little), whether or not all was sent. Never throws. */
    public void shutdown(Duration bound) {
        stopping = true;
        Thread flusher = new TelemetryThreads("querytap-flush").newThread(() -> flushAndClose(bound));
        try {
            flusher.start();
            flusher.join(Math.max(1, bound.toMillis()));
            if (flusher.isAlive()) {
                voice.sayOnce(
                        "cut short", "at exit not all telemetry could be sent within " + bound.toMillis() + " ms");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) { // no thread to be had: the JVM is at its end anyway
            Diagnostics.failed("flushing telemetry", failure);
        }
        closed = true;
        senders.shutdownNow();
    }

    private void flushAndClose(Duration bound) {
        try {
            SdkTracerProvider traces = tracers;
            CompletableResultCode tracesEnd = traces == null ? CompletableResultCode.ofSuccess() : traces.shutdown();
            SdkMeterProvider metrics = meters;
            CompletableResultCode metricsEnd = metrics == null ? CompletableResultCode.ofSuccess() : metrics.shutdown();
            SdkLoggerProvider logs = loggers;
            CompletableResultCode logsEnd = logs == null ? CompletableResultCode.ofSuccess() : logs.shutdown();
            CompletableResultCode.ofAll(List.of(tracesEnd, metricsEnd, logsEnd))
                    .join(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable failure) { // what is not sent now is lost, the application has ended
            Diagnostics.failed("flushing telemetry", failure);
        }
    }
}
