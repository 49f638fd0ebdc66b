package io.querytap.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.querytap.smoke.app.TelemetryApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.jvm.Report;
import io.querytap.smoke.otlp.Export.Mode;
import io.querytap.smoke.otlp.Page.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application under the agent exports to a receiver that decodes what it gets. All of it is there that {@code docs/telemetry.md}
 * promises, it says what the report says, and without a receiver the application runs the same.
 */
class OtlpIT {
    private static final String JDKS = "io.querytap.smoke.jvm.Jdk#currentAndNewest";

    /** The wall clock of the application and the agent's own, compared at another moment, may differ a little. */
    private static final long CLOCK_MICROS = 20_000;

    /** Between the last line of an application and the end of its process on a busy machine. */
    private static final Duration ORDINARY_END = Duration.ofMillis(1_500);

    /** What the application prints with no agent. */
    private static final List<String> OUTPUT =
            withoutTimes(Export.application(Jdk.current()).run().succeeded());

    /** Told only where there is enough to see; the application here is too short for it. */
    private static final Set<String> ADVICE =
            Set.of("querytap.pool.offered_load", "querytap.pool.utilization", "querytap.pool.recommended_max");

    private static Set<String> alwaysSent() {
        Set<String> names = new HashSet<>(Page.metrics().keySet());
        names.removeAll(ADVICE);
        names.removeIf(name -> name.startsWith("querytap.cache.")); // only where there are rules, see CacheIT
        return names;
    }

    private static void checkNames(Set<String> sent) {
        assertThat(sent).containsAll(alwaysSent()).isSubsetOf(Page.metrics().keySet());
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void metrics_byDefault_areAllThatThePagePromises(Jdk jdk) {
        Map<String, Metric> metrics = Export.of(jdk, Mode.DEFAULT).lastMetrics();

        checkNames(metrics.keySet());
        for (Metric metric : metrics.values()) {
            Promise promise = Page.metrics().get(metric.getName());
            checkPromise(metric, promise, AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            if (promise.isHistogram()) {
                assertThat(metric.hasHistogram()).as(promise.name()).isTrue();
                metric.getHistogram().getDataPointsList().forEach(point -> checkBuckets(point, promise));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void metrics_byDefault_sayWhatTheReportSays(Jdk jdk) {
        Export export = Export.of(jdk, Mode.DEFAULT);

        assertThat(differencesFromReport(export)).isEmpty();
        assertThat(Series.of(export.outcome().report()).metrics())
                .as("a report of everything")
                .containsAll(alwaysSent());
        checkExtremes(export);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void metrics_byDefault_countFromTheStartAndNeverFall(Jdk jdk) {
        Export export = Export.of(jdk, Mode.DEFAULT);
        Instant started = Instant.parse(
                export.outcome().report().root().at("/agent/startedAt").asText());

        assertThat(export.metrics()).hasSizeGreaterThan(2);
        Map<Object, Long> last = new TreeMap<>(Comparator.comparing(Object::toString));
        for (ExportMetricsServiceRequest request : export.metrics()) {
            Export.byName(request).forEach((name, metric) -> {
                for (Point point : Point.of(metric)) {
                    assertThat(Duration.ofNanos(point.startNanos()).toMillis()).isEqualTo(started.toEpochMilli());
                    Long before = last.put(name + point.attributes(), point.count());
                    if (before != null && !Page.metrics().get(name).isUpDownCounter()) {
                        assertThat(point.count()).as(name).isGreaterThanOrEqualTo(before);
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void metrics_exponential_sayWhatTheReportSays(Jdk jdk) {
        Export export = Export.of(jdk, Mode.EXPONENTIAL_AND_ALL_TRACES);

        Map<String, Metric> metrics = export.lastMetrics();
        checkNames(metrics.keySet());
        for (Metric metric : metrics.values()) {
            Promise promise = Page.metrics().get(metric.getName());
            checkPromise(metric, promise, AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            if (promise.isHistogram()) {
                assertThat(metric.hasExponentialHistogram()).as(promise.name()).isTrue();
                metric.getExponentialHistogram().getDataPointsList().forEach(point -> checkBuckets(point, promise));
            }
        }
        assertThat(differencesFromReport(export)).isEmpty();
        checkExtremes(export);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void metrics_delta_sumUpToTheReport(Jdk jdk) {
        Export export = Export.of(jdk, Mode.DELTA);

        Series sum = new Series();
        Set<String> names = new HashSet<>();
        long before = 0;
        for (ExportMetricsServiceRequest request : export.metrics()) {
            Map<String, Metric> metrics = Export.byName(request);
            names.addAll(metrics.keySet());
            long now = 0;
            for (Metric metric : metrics.values()) {
                Promise promise = Page.metrics().get(metric.getName());
                boolean total = promise.isUpDownCounter();
                checkPromise(
                        metric,
                        promise,
                        total
                                ? AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
                                : AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
                for (Point point : Point.of(metric)) {
                    now = point.timeNanos();
                    if (!total) {
                        sum.add(metric.getName(), point);
                        assertThat(point.hasExtremes()).isFalse();
                        assertThat(before).isIn(0L, point.startNanos());
                    }
                }
            }
            before = now;
        }
        export.lastMetrics().values().stream()
                .filter(metric -> Page.metrics().get(metric.getName()).isUpDownCounter())
                .forEach(metric -> Point.of(metric).forEach(point -> sum.add(metric.getName(), point)));

        assertThat(export.metrics()).as("more than one difference").hasSizeGreaterThan(2);
        checkNames(names);
        assertThat(Series.differences(Series.of(export.outcome().report()), sum))
                .isEmpty();
        assertThat(export.traces()).as("traces switched off").isEmpty();
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void everySignal_namesServiceAndScope(Jdk jdk) {
        Export export = Export.of(jdk, Mode.DEFAULT);
        String version = export.outcome().report().root().at("/agent/version").asText();

        Set<Resource> resources = new HashSet<>();
        Set<InstrumentationScope> scopes = new HashSet<>();
        export.metrics()
                .forEach(request -> request.getResourceMetricsList().forEach(it -> {
                    resources.add(it.getResource());
                    it.getScopeMetricsList().forEach(metrics -> scopes.add(metrics.getScope()));
                }));
        export.traces()
                .forEach(request -> request.getResourceSpansList().forEach(it -> {
                    resources.add(it.getResource());
                    it.getScopeSpansList().forEach(spans -> scopes.add(spans.getScope()));
                }));

        assertThat(resources).hasSize(1);
        assertThat(Attributes.of(resources.iterator().next().getAttributesList()))
                .containsEntry("service.name", Export.SERVICE)
                .containsEntry("deployment.environment.name", "smoke")
                .containsEntry("telemetry.sdk.language", "java")
                .containsEntry("telemetry.distro.name", "querytap")
                .containsEntry("telemetry.distro.version", version)
                .containsKey("service.instance.id");
        assertThat(scopes)
                .containsExactly(InstrumentationScope.newBuilder()
                        .setName("io.querytap")
                        .setVersion(version)
                        .build());
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void noSignal_tellsLiteralOrParameter(Jdk jdk) {
        for (Mode mode : Mode.values()) {
            Export export = Export.of(jdk, mode);
            assertThat(export.metrics().toString()).doesNotContain(TelemetryApp.SECRET);
            assertThat(export.traces().toString()).doesNotContain(TelemetryApp.SECRET);
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void agent_exporting_saysNothing(Jdk jdk) {
        for (Mode mode : Mode.values()) {
            assertThat(Export.of(jdk, mode).outcome().agentLines()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void traces_byDefault_areOfInterestingUnits(Jdk jdk) {
        Export export = Export.of(jdk, Mode.DEFAULT);
        List<Step> steps = Step.of(export.outcome());
        Set<String> found = new HashSet<>();
        export.outcome()
                .report()
                .root()
                .path("findings")
                .forEach(it -> found.add(it.path("pattern").asText()));

        Set<String> seen = new HashSet<>();
        for (Trace trace : export.allTraces()) {
            seen.add(Step.around(trace, steps).name());
            boolean hasFinding = trace.executions().stream()
                    .anyMatch(span -> found.contains(String.valueOf(Trace.attribute(span, "querytap.pattern.id"))));
            assertThat(hasFinding || isInteresting(trace)).as("%s", trace).isTrue();
        }
        assertThat(seen).contains("loop", "errors", "slow", "long wait");
        checkSlowQuery(export);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void traces_all_haveEveryUnitAndExecution(Jdk jdk) {
        Export export = Export.of(jdk, Mode.EXPONENTIAL_AND_ALL_TRACES);
        List<Step> steps = Step.of(export.outcome());

        Map<String, List<Trace>> byStep = new TreeMap<>();
        for (Trace trace : export.allTraces()) {
            byStep.computeIfAbsent(Step.around(trace, steps).name(), name -> new ArrayList<>())
                    .add(trace);
            assertThat(trace.countExecutions()).isEqualTo(Trace.number(trace.unit(), "querytap.unit.executions", -1));
        }

        for (Step step : steps) {
            List<Trace> traces = byStep.getOrDefault(step.name(), List.of());
            assertThat(traces).as(step.name()).hasSize(step.leases());
            assertThat(traces.stream().mapToLong(Trace::countExecutions).sum())
                    .as(step.name())
                    .isEqualTo(step.executions());
        }
        checkLongWait(byStep.get("long wait"));
        checkSlowQuery(export);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void traces_all_sumUpToTheReport(Jdk jdk) {
        Export export = Export.of(jdk, Mode.EXPONENTIAL_AND_ALL_TRACES);
        Report report = export.outcome().report();
        List<Trace> traces = export.allTraces();

        for (JsonNode pattern : report.patterns()) {
            List<Span> spans = ofPattern(traces, pattern);
            long count = Trace.sum(spans, Trace::folded);
            if (count < pattern.path("count").asLong()) {
                assertThat(pattern.path("text").asText()).isEqualTo("SELECT id FROM article WHERE id > ?");
                continue;
            }
            String text = pattern.path("text").asText();
            assertThat(count).as(text).isEqualTo(pattern.path("count").asLong());
            assertThat(spans)
                    .allSatisfy(it ->
                            assertThat(Trace.attribute(it, "db.query.text")).isEqualTo(text));
            assertThat(Trace.sum(spans, it -> Trace.attribute(it, "error.type") == null ? 0 : 1))
                    .as(text)
                    .isEqualTo(pattern.path("errors").asLong());
            assertThat(Trace.sum(spans, it -> Trace.number(it, "db.response.returned_rows", 0)))
                    .as(text)
                    .isEqualTo(pattern.at("/rows/sum").asLong());
            // Sums of folded runs are rounded to nanoseconds here.
            assertThat(Trace.sum(spans, Trace::nanosInside) / 1e9)
                    .as(text)
                    .isCloseTo(pattern.at("/duration/sum").asDouble(), within(1e-8));
        }
        for (JsonNode pool : report.root().path("pools")) {
            String name = pool.path("name").asText();
            long waited = traces.stream()
                    .filter(trace -> trace.pool().equals(name))
                    .mapToLong(Trace::waitNanos)
                    .sum();
            assertThat(waited / 1e9).as(name).isCloseTo(pool.at("/wait/sum").asDouble(), within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void traces_all_foldRunsButNoFailureAndNoBatch(Jdk jdk) {
        Export export = Export.of(jdk, Mode.EXPONENTIAL_AND_ALL_TRACES);
        List<Step> steps = Step.of(export.outcome());

        Map<String, List<Span>> byStep = new TreeMap<>();
        for (Trace trace : export.allTraces()) {
            byStep.put(Step.around(trace, steps).name(), trace.executions());
        }

        assertThat(byStep.get("loop")).extracting(Trace::folded).containsExactly(1L, 1L, 1L, 9L, 1L, 1L);
        assertThat(byStep.get("loop"))
                .extracting(span -> Trace.attribute(span, "error.type"))
                .containsExactly(null, null, null, null, "23505", null);
        assertThat(byStep.get("errors"))
                .extracting(span -> Trace.attribute(span, "db.response.status_code"))
                .containsExactly("23505", "23505", "42S02/42102", "23505");
        assertThat(byStep.get("batches"))
                .extracting(span -> Trace.attribute(span, "db.operation.batch.size"))
                .as("a batch of one is no batch")
                .containsExactly(7L, null, 12L);
        assertThat(byStep.get("batches").get(0).getName()).startsWith("BATCH");
        assertThat(byStep.get("long unit")).extracting(Trace::folded).containsExactly(1L, 1L, 1L, 253L);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void application_receiverAway_runsTheSameAndOneLineSaysSo(Jdk jdk) {
        String nobodyListens;
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            nobodyListens = receiver.url();
        }
        Duration exitTimeout = Duration.ofSeconds(2);

        Outcome outcome = runWithout(jdk, nobodyListens, exitTimeout);

        assertThat(outcome.agentLines())
                .as("one line for both signals, as both go there")
                .singleElement()
                .asString()
                .contains("could not export to " + nobodyListens.substring("http://".length()));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void application_receiverSilent_endsInTimeAndOneLineSaysSo(Jdk jdk) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Outcome outcome = runWithout(jdk, "http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(1_500));

            assertThat(outcome.agentLines())
                    .singleElement()
                    .asString()
                    .contains("at exit not all telemetry could be sent");
        }
    }

    /** The application's own output and exit code are what they are without an agent, and the end comes in time. */
    private static Outcome runWithout(Jdk jdk, String url, Duration exitTimeout) {
        Outcome outcome = Export.exporting(jdk, url)
                .property("querytap.exit.timeout", exitTimeout.toMillis() + "ms")
                .run();
        Instant ended = Instant.now();

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(withoutTimes(outcome)).isEqualTo(OUTPUT);
        assertThat(outcome.report().root().at("/agent/selfErrors").asLong()).isZero();
        List<Step> steps = Step.of(outcome);
        Instant done = Instant.EPOCH.plus(
                Duration.ofNanos(1_000 * steps.get(steps.size() - 1).toMicros()));
        assertThat(Duration.between(done, ended)).isLessThan(exitTimeout.plus(ORDINARY_END));
        return outcome;
    }

    private static List<String> withoutTimes(Outcome outcome) {
        return outcome.stdout().lines().filter(line -> !line.startsWith("{")).toList();
    }

    private static List<String> differencesFromReport(Export export) {
        Series last = new Series();
        export.lastMetrics().forEach((name, metric) -> Point.of(metric).forEach(point -> last.add(name, point)));
        return Series.differences(Series.of(export.outcome().report()), last);
    }

    private static void checkPromise(Metric metric, Promise promise, AggregationTemporality temporality) {
        assertThat(metric.getUnit()).as(promise.name()).isEqualTo(promise.unit());
        assertThat(metric.getDescription()).as(promise.name()).isNotBlank();
        assertThat(temporalityOf(metric)).as(promise.name()).isEqualTo(temporality);
        assertThat(metric.hasSum()).as(promise.name()).isNotEqualTo(promise.isHistogram());
        if (metric.hasSum()) {
            assertThat(metric.getSum().getIsMonotonic()).as(promise.name()).isNotEqualTo(promise.isUpDownCounter());
        }
        assertThat(Point.of(metric)).as(promise.name()).isNotEmpty();
        for (Point point : Point.of(metric)) {
            assertThat(promise.attributes())
                    .as(promise.name())
                    .containsAll(point.attributes().keySet());
        }
    }

    private static AggregationTemporality temporalityOf(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM -> metric.getSum().getAggregationTemporality();
            case HISTOGRAM -> metric.getHistogram().getAggregationTemporality();
            default -> metric.getExponentialHistogram().getAggregationTemporality();
        };
    }

    private static void checkBuckets(HistogramDataPoint point, Promise promise) {
        List<Long> counts = point.getBucketCountsList();
        List<Double> bounds = point.getExplicitBoundsList();
        assertThat(bounds).as(promise.name()).isEqualTo(promise.bounds());
        assertThat(counts).hasSize(bounds.size() + 1);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(point.getCount());
        int[] used =
                IntStream.range(0, counts.size()).filter(i -> counts.get(i) > 0).toArray();
        int first = used[0];
        int last = used[used.length - 1];
        checkRange(
                promise,
                first == 0 ? 0 : bounds.get(first - 1),
                point.getMin(),
                first == bounds.size() ? Double.MAX_VALUE : bounds.get(first));
        checkRange(
                promise,
                last == 0 ? 0 : bounds.get(last - 1),
                point.getMax(),
                last == bounds.size() ? Double.MAX_VALUE : bounds.get(last));
    }

    private static void checkBuckets(ExponentialHistogramDataPoint point, Promise promise) {
        List<Long> counts = point.getPositive().getBucketCountsList();
        assertThat(point.getScale()).isLessThanOrEqualTo(8);
        assertThat(counts).hasSizeLessThanOrEqualTo(160);
        assertThat(point.getNegative().getBucketCountsList()).isEmpty();
        assertThat(counts.stream().mapToLong(Long::longValue).sum() + point.getZeroCount())
                .isEqualTo(point.getCount());
        int[] used =
                IntStream.range(0, counts.size()).filter(i -> counts.get(i) > 0).toArray();
        if (used.length == 0) {
            assertThat(point.getMax()).isZero();
            return;
        }
        double base = Math.pow(2, Math.pow(2, -point.getScale()));
        int last = point.getPositive().getOffset() + used[used.length - 1];
        checkRange(promise, Math.pow(base, last), point.getMax(), Math.pow(base, last + 1));
        if (point.getZeroCount() == 0) {
            int first = point.getPositive().getOffset() + used[0];
            checkRange(promise, Math.pow(base, first), point.getMin(), Math.pow(base, first + 1));
        }
    }

    /** A recorded value has two digits; a duration of less than some fifty microseconds is known to half a microsecond. */
    private static void checkRange(Promise promise, double above, double value, double upTo) {
        double resolution = Math.max(value * 0.011, promise.unit().equals("s") ? 0.52e-6 : 0);
        assertThat(value + resolution).as(promise.name()).isGreaterThanOrEqualTo(above);
        assertThat(value - resolution).as(promise.name()).isLessThanOrEqualTo(upTo);
    }

    /** Minima and maxima of successes, where the report knows nothing but successes. */
    private static void checkExtremes(Export export) {
        List<Point> durations = Point.of(export.lastMetrics().get("db.client.operation.duration"));
        for (JsonNode pattern : export.outcome().report().patterns()) {
            if (pattern.path("errors").asLong() == 0) {
                assertThat(durations)
                        .filteredOn(point -> pattern.path("id")
                                .asText()
                                .equals(point.attributes().get("querytap.pattern.id")))
                        .singleElement()
                        .satisfies(point -> {
                            assertThat(point.hasExtremes()).isTrue();
                            assertThat(point.min())
                                    .isEqualTo(pattern.at("/duration/min").asDouble());
                            assertThat(point.max())
                                    .isEqualTo(pattern.at("/duration/max").asDouble());
                        });
            }
        }
    }

    private static boolean isInteresting(Trace trace) {
        return trace.waitNanos() >= Duration.ofMillis(Export.LONG_WAIT_MILLIS).toNanos()
                || trace.executions().stream()
                        .anyMatch(span -> Trace.attribute(span, "error.type") != null
                                || Trace.nanosInside(span)
                                        >= Duration.ofMillis(Export.SLOW_MILLIS).toNanos());
    }

    private static void checkSlowQuery(Export export) {
        JsonNode pattern = export.outcome().report().pattern(TelemetryApp.SLOW_QUERY);

        List<Span> spans = ofPattern(export.allTraces(), pattern);

        assertThat(spans).hasSize(1);
        long nanos = Trace.nanos(spans.get(0));
        assertThat(nanos)
                .isEqualTo(Math.round(pattern.at("/duration/sum").asDouble() * 1e9))
                .isGreaterThanOrEqualTo(
                        Duration.ofMillis(TelemetryApp.SLOW_MILLIS).toNanos());
    }

    private static void checkLongWait(List<Trace> traces) {
        assertThat(traces)
                .filteredOn(trace -> trace.waitNanos()
                        >= Duration.ofMillis(TelemetryApp.WAIT_MILLIS).toNanos())
                .singleElement()
                .satisfies(trace -> assertThat(trace.executions()).hasSize(1));
    }

    private static List<Span> ofPattern(List<Trace> traces, JsonNode pattern) {
        String id = pattern.path("id").asText();
        return traces.stream()
                .flatMap(trace -> trace.executions().stream())
                .filter(span -> id.equals(Trace.attribute(span, "querytap.pattern.id")))
                .toList();
    }

    /** What the application says of one of its steps. */
    private record Step(String name, int leases, long executions, long fromMicros, long toMicros) {
        static List<Step> of(Outcome outcome) {
            List<Step> steps = new ArrayList<>();
            outcome.json()
                    .path("steps")
                    .forEach(node -> steps.add(new Step(
                            node.path("name").asText(),
                            node.path("leases").asInt(),
                            node.path("executions").asLong(),
                            node.path("fromMicros").asLong(),
                            node.path("toMicros").asLong())));
            return steps;
        }

        /** The one in whose time a trace lies. */
        static Step around(Trace trace, List<Step> steps) {
            long from = trace.unit().getStartTimeUnixNano() / 1_000;
            long to = trace.unit().getEndTimeUnixNano() / 1_000;
            return steps.stream()
                    .filter(step -> step.fromMicros - CLOCK_MICROS <= from && to <= step.toMicros + CLOCK_MICROS)
                    .min(Comparator.comparingLong(step -> Math.abs(step.fromMicros + step.toMicros - from - to)))
                    .orElseThrow(() -> new AssertionError("in the time of no step: " + trace));
        }
    }
}
