package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.querytap.smoke.app.CallerApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.otlp.Attributes;
import io.querytap.smoke.otlp.OtlpReceiver;
import io.querytap.smoke.server.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside the OpenTelemetry agent, attached before or after it, both do their work and neither sees the other's. */
class SecondAgentIT {
    private static final Path OTHER_AGENT = Path.of(System.getProperty("querytap.test.peers", "target/peers"))
            .resolve("opentelemetry-javaagent.jar")
            .toAbsolutePath();

    private static final String HTTP_CLIENT = "io.opentelemetry.java-http-client";
    private static final String JDBC = "io.opentelemetry.jdbc";
    private static final String POOL = "io.opentelemetry.hikaricp";

    /** What either agent, a library of theirs or the JVM prints when something is wrong. */
    private static final Pattern TROUBLE =
            Pattern.compile("ERROR|WARN|SEVERE|Exception|Error\\b|^\\s+at |could not|dropped", Pattern.MULTILINE);

    private static final Map<Jdk, List<Object>> OUTPUTS_ALONE = new ConcurrentHashMap<>();

    enum Order {
        OURS_FIRST,
        OURS_SECOND
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("runs")
    void application_besideOpenTelemetryAgent_isSeenByBoth(Jdk jdk, Order order) {
        try (OtlpReceiver ours = new OtlpReceiver();
                OtlpReceiver theirs = new OtlpReceiver()) {
            Outcome outcome = run(jdk, order, ours, theirs).succeeded();

            assertThat(Differences.between(outcome.json(), outcome.report())).isEmpty();
            assertThat(withoutTimes(outcome)).isEqualTo(outputAlone(jdk));
            assertThat(outcome.agentLines()).isEmpty();
            assertThat(outcome.stderr().replaceAll("(?m)^(SLF4J|OpenJDK).*$", ""))
                    .doesNotContainPattern(TROUBLE);
            checkOurs(ours);
            checkTheirs(theirs, ours);
        }
    }

    static Stream<Arguments> runs() {
        return Jdk.currentAndNewest().stream()
                .flatMap(jdk -> Stream.of(Order.values()).map(order -> Arguments.of(jdk, order)));
    }

    private static Outcome run(Jdk jdk, Order order, OtlpReceiver ours, OtlpReceiver theirs) {
        JvmRun run = JvmRun.on(jdk).withReport();
        if (order == Order.OURS_FIRST) {
            run.withAgent().withAgent(OTHER_AGENT, "");
        } else {
            run.withAgent(OTHER_AGENT, "").withAgent();
        }
        // Both read the variables of OpenTelemetry; those with our prefix are for ours alone.
        return application(run, ours)
                .property("querytap.summary", "false")
                .property("querytap.traces", "all")
                .property("querytap.otel.exporter.otlp.endpoint", ours.url())
                .property("querytap.otel.metric.export.interval", "200")
                .property("otel.exporter.otlp.endpoint", theirs.url())
                .property("otel.exporter.otlp.protocol", "http/protobuf")
                .property("otel.metric.export.interval", "500")
                .property("otel.bsp.max.queue.size", "20000")
                .property("otel.logs.exporter", "none")
                .run();
    }

    /** What the application prints without any agent. */
    private static List<Object> outputAlone(Jdk jdk) {
        return OUTPUTS_ALONE.computeIfAbsent(jdk, it -> {
            try (OtlpReceiver web = new OtlpReceiver()) {
                return withoutTimes(application(JvmRun.on(it), web).run().succeeded());
            }
        });
    }

    private static JvmRun application(JvmRun run, OtlpReceiver web) {
        TestDatabase database = Target.H2.newDatabase();
        return run.libraries(Library.H2, Library.HIKARI, Library.SLF4J, Library.P6SPY, Library.DATASOURCE_PROXY)
                .main(
                        CallerApp.class,
                        web.url() + "/page",
                        database.url(),
                        database.user(),
                        database.password(),
                        "hikari");
    }

    /** All that the application printed but the time it took. */
    private static List<Object> withoutTimes(Outcome outcome) {
        ObjectNode truth = (ObjectNode) outcome.json();
        List<Object> printed = new ArrayList<>(
                outcome.stdout().lines().filter(line -> !line.startsWith("{")).toList());
        for (JsonNode statement : truth.path("statements")) {
            ((ObjectNode) statement).remove("nanos");
        }
        printed.add(truth);
        return printed;
    }

    private static void checkOurs(OtlpReceiver ours) {
        assertThat(ours.metrics()).isNotEmpty();
        assertThat(ours.spans()).isNotEmpty();
        assertThat(scopes(ours)).containsOnly("io.querytap");
    }

    private static void checkTheirs(OtlpReceiver theirs, OtlpReceiver ours) {
        assertThat(theirs.metrics()).isNotEmpty();
        assertThat(scopes(theirs)).contains(JDBC, HTTP_CLIENT).doesNotContain("io.querytap");
        assertThat(spansOf(theirs, JDBC)).hasSizeGreaterThan(1_000);
        // The application's own call is seen, and no other: not one of our exports.
        assertThat(spansOf(theirs, HTTP_CLIENT))
                .extracting(span -> attributes(span).get("url.full"))
                .containsExactly(ours.url() + "/page");
        assertThat(theirs.spans())
                .allSatisfy(span -> assertThat(attributes(span).toString()).doesNotContain("/v1/"));
        assertThat(theirs.metrics().toString()).as("metrics of the pool").contains(POOL);
    }

    private static Map<String, Object> attributes(Span span) {
        return Attributes.of(span.getAttributesList());
    }

    private static List<Span> spansOf(OtlpReceiver receiver, String scope) {
        return scopeSpans(receiver)
                .filter(spans -> spans.getScope().getName().equals(scope))
                .flatMap(spans -> spans.getSpansList().stream())
                .toList();
    }

    private static List<String> scopes(OtlpReceiver receiver) {
        return scopeSpans(receiver)
                .map(spans -> spans.getScope().getName())
                .distinct()
                .toList();
    }

    private static Stream<ScopeSpans> scopeSpans(OtlpReceiver receiver) {
        return receiver.traces().stream()
                .map(ExportTraceServiceRequest::getResourceSpansList)
                .flatMap(List::stream)
                .flatMap(resource -> resource.getScopeSpansList().stream());
    }
}
