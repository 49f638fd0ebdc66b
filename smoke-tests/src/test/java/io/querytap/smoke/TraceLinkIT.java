package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.querytap.smoke.app.TracingApp;
import io.querytap.smoke.boot.ServingApplication;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.otlp.Attributes;
import io.querytap.smoke.otlp.OtlpReceiver;
import io.querytap.smoke.server.TestDatabase;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of an application leads to its own traces, whoever makes them: the OpenTelemetry agent or an SDK in the application. */
class TraceLinkIT {
    private static final Path OTHER_AGENT = Path.of(System.getProperty("querytap.test.peers", "target/peers"))
            .resolve("opentelemetry-javaagent.jar")
            .toAbsolutePath();

    /** What either agent prints when something is wrong. */
    private static final Pattern TROUBLE =
            Pattern.compile("ERROR|SEVERE|Exception|Error\\b|^\\s+at |could not|dropped", Pattern.MULTILINE);

    private static final Pattern OF_A_WEB_APPLICATION = Pattern.compile(
            "spring-|tomcat-embed|logback|log4j|slf4j|jul-to|micrometer|jakarta\\.|snakeyaml|HikariCP|/h2-|jackson");

    private static final String N_PLUS_ONE = "querytap.finding.n_plus_one";
    private static final String ITEMS = "SELECT name FROM item WHERE order_id = ?";

    enum Order {
        OURS_FIRST,
        OURS_SECOND
    }

    /** Each order once, and each JDK. */
    static Stream<Arguments> eachOrderOnce() {
        List<Jdk> jdks = Jdk.currentAndNewest();
        return Stream.of(
                Arguments.of(jdks.get(0), Order.OURS_FIRST),
                Arguments.of(jdks.get(jdks.size() - 1), Order.OURS_SECOND));
    }

    static List<Jdk> jdks() {
        return Jdk.currentAndNewest();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("eachOrderOnce")
    void webApplication_besideOpenTelemetryAgent_leadsToItsTraces_withoutSpansOfOurs(Jdk jdk, Order order) {
        try (OtlpReceiver ours = new OtlpReceiver();
                OtlpReceiver theirs = new OtlpReceiver()) {
            Outcome outcome = webApplication(jdk, order, ours, theirs).run().succeeded();

            checkCounts(outcome);
            assertThat(outcome.agentLines())
                    .singleElement()
                    .asString()
                    .contains("the OpenTelemetry agent makes spans of statements already", "querytap.traces");
            assertThat(ours.spans()).isEmpty();
            checkLinks(ours, traceIds(theirs), spanIds(theirs));
            checkTheirs(theirs);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("eachOrderOnce")
    void webApplication_besideOpenTelemetryAgent_withTracesWanted_hasOurSpansBelowItsOwn(Jdk jdk, Order order) {
        try (OtlpReceiver ours = new OtlpReceiver();
                OtlpReceiver theirs = new OtlpReceiver()) {
            Outcome outcome = webApplication(jdk, order, ours, theirs)
                    .property("querytap.traces", "interesting")
                    .run()
                    .succeeded();

            checkCounts(outcome);
            assertThat(outcome.agentLines()).isEmpty();
            checkLinks(ours, traceIds(theirs), spanIds(theirs));
            checkTheirs(theirs);
            List<Span> units = ours.spans().stream()
                    .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_INTERNAL)
                    .filter(span -> Attributes.of(span.getAttributesList()).containsKey("querytap.unit.kind"))
                    .filter(span -> !span.getParentSpanId().isEmpty())
                    .toList();
            assertThat(units).hasSizeGreaterThanOrEqualTo(ServingApplication.REQUESTS);
            assertThat(units).allSatisfy(unit -> {
                assertThat(traceIds(theirs)).contains(hex(unit.getTraceId()));
                assertThat(spanIds(theirs)).contains(hex(unit.getParentSpanId()));
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void applicationWithItsOwnSdk_hasEverythingLinkedToItsSpans(Jdk jdk) {
        TestDatabase database = Target.H2.newDatabase();
        try (OtlpReceiver ours = new OtlpReceiver()) {
            Outcome outcome = exporting(JvmRun.on(jdk).withReport().withAgent(), ours)
                    .libraries(
                            Library.H2,
                            Library.HIKARI,
                            Library.SLF4J,
                            Library.OTEL_API,
                            Library.OTEL_CONTEXT,
                            Library.OTEL_COMMON,
                            Library.OTEL_SDK_COMMON,
                            Library.OTEL_SDK_TRACE)
                    .main(TracingApp.class, database.url(), database.user(), database.password())
                    .run()
                    .succeeded();

            List<String[]> printed = outcome.stdout()
                    .lines()
                    .filter(line -> line.startsWith("span "))
                    .map(line -> line.split(" "))
                    .toList();
            Set<String> traces = printed.stream().map(it -> it[1]).collect(Collectors.toSet());
            Set<String> spans = printed.stream().map(it -> it[2]).collect(Collectors.toSet());
            assertThat(traces).hasSize(8);
            assertThat(outcome.report().pattern(ITEMS).path("count").asLong()).isEqualTo(8 * 25);
            assertThat(outcome.agentLines()).isEmpty();
            checkLinks(ours, traces, spans);
            List<Span> children = ours.spans().stream()
                    .filter(span -> spans.contains(hex(span.getParentSpanId())))
                    .toList();
            assertThat(children).as("one unit in each trace").hasSize(8);
            assertThat(children).extracting(span -> hex(span.getTraceId())).containsExactlyInAnyOrderElementsOf(traces);
        }
    }

    private static JvmRun webApplication(Jdk jdk, Order order, OtlpReceiver ours, OtlpReceiver theirs) {
        JvmRun run = JvmRun.on(jdk).withReport();
        if (order == Order.OURS_FIRST) {
            run.withAgent().withAgent(OTHER_AGENT, "");
        } else {
            run.withAgent(OTHER_AGENT, "").withAgent();
        }
        Path[] jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar")
                        && OF_A_WEB_APPLICATION
                                .matcher(entry.replace('\\', '/'))
                                .find())
                .map(Path::of)
                .toArray(Path[]::new);
        TestDatabase database = Target.H2.newDatabase();
        return exporting(run, ours)
                .property("otel.exporter.otlp.endpoint", theirs.url())
                .property("otel.exporter.otlp.protocol", "http/protobuf")
                .property("otel.metrics.exporter", "none")
                .property("otel.logs.exporter", "none")
                .property("otel.bsp.schedule.delay", "200")
                .classPath(jars)
                .classPath(testClasses())
                .plainMain(
                        ServingApplication.class.getName(),
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password());
    }

    private static Path testClasses() {
        return Agent.applications().resolveSibling("test-classes");
    }

    private static JvmRun exporting(JvmRun run, OtlpReceiver ours) {
        return run.property("querytap.summary", "false")
                .property("querytap.otel.exporter.otlp.endpoint", ours.url())
                .property("querytap.otel.metrics.exporter", "otlp")
                .property("querytap.otel.logs.exporter", "otlp")
                .property("querytap.otel.metric.export.interval", "300");
    }

    private static void checkCounts(Outcome outcome) {
        assertThat(outcome.stdout()).contains("rows " + ServingApplication.REQUESTS * ServingApplication.ORDERS);
        assertThat(outcome.report().pattern(ITEMS).path("count").asLong())
                .isEqualTo(ServingApplication.REQUESTS * ServingApplication.ORDERS);
        assertThat(outcome.report()
                        .pattern("SELECT id FROM orders")
                        .path("count")
                        .asLong())
                .isEqualTo(ServingApplication.REQUESTS);
        assertThat(outcome.stderr() + outcome.stdout().replaceAll("(?m)^.*WARN.*$", ""))
                .doesNotContainPattern(TROUBLE);
    }

    /** Findings and exemplars name traces and spans that the application's own telemetry has. */
    private static void checkLinks(OtlpReceiver ours, Set<String> traces, Set<String> spans) {
        assertThat(ours.logs())
                .filteredOn(log -> log.getEventName().equals(N_PLUS_ONE))
                .isNotEmpty()
                .allSatisfy(log -> {
                    assertThat(traces).contains(hex(log.getTraceId()));
                    assertThat(spans).contains(hex(log.getSpanId()));
                    assertThat(Attributes.of(log.getAttributesList()))
                            .containsKeys("code.function.name", "querytap.finding.repeats");
                });
        assertThat(ours.exemplars()).isNotEmpty().allSatisfy(exemplar -> {
            assertThat(traces).contains(hex(exemplar.getTraceId()));
            assertThat(spans).contains(hex(exemplar.getSpanId()));
        });
    }

    /** They saw the requests and their statements, and nothing of us. */
    private static void checkTheirs(OtlpReceiver theirs) {
        assertThat(theirs.spans())
                .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .hasSize(ServingApplication.REQUESTS);
        assertThat(theirs.spans())
                .filteredOn(span -> Attributes.of(span.getAttributesList()).containsKey("db.system")
                        || Attributes.of(span.getAttributesList()).containsKey("db.system.name"))
                .hasSizeGreaterThanOrEqualTo(ServingApplication.REQUESTS * (1 + ServingApplication.ORDERS));
        assertThat(theirs.spans())
                .allSatisfy(span -> assertThat(
                                Attributes.of(span.getAttributesList()).toString())
                        .doesNotContain("/v1/"));
    }

    private static Set<String> traceIds(OtlpReceiver receiver) {
        return receiver.spans().stream().map(span -> hex(span.getTraceId())).collect(Collectors.toSet());
    }

    private static Set<String> spanIds(OtlpReceiver receiver) {
        return receiver.spans().stream().map(span -> hex(span.getSpanId())).collect(Collectors.toSet());
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
