package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.ShortApp;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the agent comes and goes: attached once, twice or in vain, told nonsense, left alone, asked to end. */
class StartIT {
    private static final String URL = "jdbc:h2:mem:start";
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    /** What the application prints with no agent. */
    private static final String OUTPUT =
            app().main(ShortApp.class, URL).run().succeeded().stdout();

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void attach_once_saysNothingUnasked(Jdk jdk) {
        Outcome outcome =
                app(jdk).withAgent().withReport().main(ShortApp.class, URL).run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr()).isEmpty();
        assertCounted(outcome);
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void attach_sameJarTwice_saysOneLineAndCountsOnce(Jdk jdk) {
        assertAttachedTwice(app(jdk).withAgent().withAgent());
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void attach_twoCopies_saysOneLineAndCountsOnce(Jdk jdk) throws IOException {
        Path copy = Files.copy(Agent.jar(), temporary.resolve("another-agent.jar"));
        assertAttachedTwice(app(jdk).withAgent().withAgent(copy, ""));
    }

    private static void assertAttachedTwice(JvmRun run) {
        Outcome outcome = run.withReport().main(ShortApp.class, URL).run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr().lines()).hasSize(1);
        assertThat(outcome.agentLines()).hasSize(1);
        assertCounted(outcome);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void tool_underJavaToolOptions_worksAsUsual(Jdk jdk, String tool, String argument) {
        Outcome without = JvmRun.on(jdk).runTool(tool, argument);
        Outcome with = JvmRun.on(jdk)
                .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Agent.jar())
                .runTool(tool, argument);

        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.stdout()).isEqualTo(without.stdout());
        assertThat(with.agentLines()).hasSize(1);
        List<String> others = with.stderr()
                .lines()
                .filter(line ->
                        !line.startsWith("Picked up") && !with.agentLines().contains(line))
                .toList();
        assertThat(others).isEqualTo(without.stderr().lines().toList());
    }

    static Stream<Arguments> tools() {
        return Jdk.currentAndNewest().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "javac", "-version"),
                        Arguments.of(jdk, "keytool", "-help"),
                        Arguments.of(jdk, "jcmd", "-h"),
                        Arguments.of(jdk, "jar", "--version")));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("badValues")
    void setting_badValue_isExplainedAndTheAppRuns(String name, String value, String accepted) {
        Outcome outcome = app().withAgent()
                .withReport()
                .property(name, value)
                .main(ShortApp.class, URL)
                .run();

        assertExplained(outcome, name, value, accepted);
        assertCounted(outcome);
    }

    /** A name, a value that it doesn't take, and a part of what it does take. */
    static Stream<Arguments> badValues() {
        return Stream.of(
                Arguments.of("querytap.enabled", "perhaps", "true"),
                Arguments.of("querytap.slow-query", "fast", "ms"),
                Arguments.of("querytap.slow-query", "-3s", "ms"),
                Arguments.of("querytap.patterns.max", "many", "whole number"),
                Arguments.of("querytap.patterns.max", "-7", "from 1"),
                Arguments.of("querytap.traces", "sometimes", "interesting"),
                Arguments.of("querytap.sql.text", "RAWISH", "normalized"),
                Arguments.of("querytap.otel.exporter.otlp.endpoint", "nowhere:4318", "http://"),
                Arguments.of("querytap.otel.exporter.otlp.protocol", "grpc", "http/protobuf"),
                Arguments.of("querytap.otel.resource.attributes", "no-equals-sign", "name=value"),
                Arguments.of("querytap.config", "/no/such/file", "file"));
    }

    @Test
    void setting_badReportPath_isExplainedAndTheAppRuns() throws IOException {
        Path file = Files.createFile(temporary.resolve("not-a-folder"));
        String value = file.resolve("report").toString();
        Outcome outcome = app().withAgent()
                .property("querytap.report", value)
                .main(ShortApp.class, URL)
                .run();

        assertExplained(outcome, "report", value, "");
    }

    @Test
    void setting_unknownName_isAnsweredWithTheNearest() {
        Outcome outcome = app().withAgent()
                .property("querytap.slow-qeury", "1s")
                .main(ShortApp.class, URL)
                .run();

        assertExplained(outcome, "querytap.slow-qeury", "", "slow-query");
    }

    @Test
    void setting_badAgentArgument_isExplainedAndTheAppRuns() {
        Outcome outcome = app().withAgent(Agent.jar(), "slow-query=fast,traces=off")
                .main(ShortApp.class, URL)
                .run();

        assertExplained(outcome, "slow-query", "fast", "ms");
    }

    @Test
    void setting_badEnvironmentVariable_isExplainedAndTheAppRuns() {
        Outcome outcome = app().withAgent()
                .environment("QUERYTAP_SLOW_QUERY", "fast")
                .main(ShortApp.class, URL)
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr()).contains("fast").contains("ms").containsIgnoringCase("slow");
    }

    private static void assertExplained(Outcome outcome, String name, String value, String accepted) {
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.agentLines())
                .as("a message with the name, the value and what is accepted: %s", outcome.stderr())
                .anyMatch(line -> line.contains(name) && line.contains(value) && line.contains(accepted));
        assertThat(outcome.stderr()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void otlp_noReceiver_isSaidOnceAndTheAppRuns(Jdk jdk) throws IOException {
        String endpoint = "127.0.0.1:" + closedPort();
        Outcome outcome = app(jdk).withAgent()
                .withReport()
                .property("otel.exporter.otlp.endpoint", "http://" + endpoint)
                .property("otel.metric.export.interval", "200")
                .main(ShortApp.class, URL, "linger")
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr().lines()).hasSize(1).first().asString().contains(endpoint);
        assertCounted(outcome);
    }

    /** As an image made by jlink, or an application on the module path that asks for no more. */
    @Test
    void otlp_jvmWithoutHttpClient_isSaidOnceAndTheAppRuns() {
        Outcome outcome = app().option("--limit-modules=java.base,java.instrument,java.sql")
                .withAgent()
                .withReport()
                .property("otel.exporter.otlp.endpoint", "http://127.0.0.1:4318")
                .main(ShortApp.class, URL)
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr().lines())
                .containsExactly("[querytap] nothing is exported: this JVM has no module java.net.http");
        assertCounted(outcome);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void end_bySignal_writesTheReport(Jdk jdk) throws InterruptedException {
        Outcome outcome = app(jdk).withAgent()
                .withReport()
                .main(ShortApp.class, URL, "wait")
                .start()
                .awaitLine("ready", LONGEST_END)
                .terminate()
                .await(LONGEST_END);

        assertThat(outcome.exitCode()).isEqualTo(128 + 15);
        assertCounted(outcome);
    }

    @Test
    void end_bySignalWithNoReceiver_isBounded() throws Exception {
        Outcome outcome = app().withAgent()
                .withReport()
                .property("otel.exporter.otlp.endpoint", "http://127.0.0.1:" + closedPort())
                .main(ShortApp.class, URL, "wait")
                .start()
                .awaitLine("ready", LONGEST_END)
                .terminate()
                .await(LONGEST_END);

        assertCounted(outcome);
    }

    @Test
    void end_bySystemExit_writesTheReport() {
        Outcome outcome =
                app().withAgent().withReport().main(ShortApp.class, URL, "exit").run();

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertCounted(outcome);
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void app_withoutJdbc_runsAndHasAnEmptyReport(Jdk jdk) {
        Outcome outcome = app(jdk).withAgent()
                .withReport()
                .main(ShortApp.class, "no-jdbc")
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout().lines()).containsExactly("ready", "done");
        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.hasReport()).isTrue();
        assertThat(outcome.report().patterns()).isEmpty();
    }

    @Test
    void agent_notEnabled_doesNothing() {
        Outcome outcome = app().withAgent()
                .withReport()
                .property("querytap.enabled", "false")
                .main(ShortApp.class, URL)
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.hasReport()).isFalse();
    }

    @Test
    void summary_unlessSwitchedOff_isAtMostFortyLinesOfStandardError() {
        Outcome outcome = JvmRun.on(Jdk.current())
                .withAgent()
                .libraries(Library.H2)
                .main(ShortApp.class, URL)
                .run()
                .succeeded();

        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(outcome.stderr()).containsIgnoringCase("short_app");
        assertThat(outcome.stderr().lines()).hasSizeLessThanOrEqualTo(40);
    }

    private static JvmRun app() {
        return app(Jdk.current());
    }

    /** Without the summary, so that every line on standard error is one the agent thought necessary. */
    private static JvmRun app(Jdk jdk) {
        return JvmRun.on(jdk).property("querytap.summary", "false").libraries(Library.H2);
    }

    private static void assertCounted(Outcome outcome) {
        assertThat(outcome.hasReport()).as(outcome.stderr()).isTrue();
        assertThat(outcome.report().pattern(ShortApp.QUERY).path("count").asInt())
                .isEqualTo(ShortApp.QUERIES);
    }
}
