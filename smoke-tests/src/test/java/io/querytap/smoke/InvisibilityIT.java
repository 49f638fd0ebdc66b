package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.CallTableApp;
import io.querytap.smoke.app.SurroundingsApp;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An application cannot tell, by anything it prints, whether the agent is there. */
class InvisibilityIT {
    /** What the agent may bring, under its own names and under those of a relocation. */
    private static final List<String> HIDDEN = hidden();

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void surroundings_withAgent_areThoseWithout(Jdk jdk) {
        Outcome without = surroundings(jdk, false);
        Outcome with = surroundings(jdk, true);

        assertSameLines(without, with);
        assertThat(without.stdout()).contains("log manager io.querytap.smoke.app.OwnLogManager");
        assertThat(without.stdout()).doesNotContain(": found, ");
    }

    /** The client of Redis brings threads, timers and its own logging. */
    @Test
    void surroundings_withRulesAndRedis_areThoseWithout() throws IOException {
        Path rules = temporary.resolve("rules.json");
        Files.writeString(rules, """
                {"rules": [{"name": "items", "match": {"tables": ["item"]}, "ttl": "60s", "state": "serve"}]}
                """);
        try (TestRedis redis = TestRedis.start()) {
            Outcome without = surroundings(JvmRun.on(Jdk.current()).withReport());
            Outcome with = surroundings(JvmRun.on(Jdk.current())
                    .withAgent()
                    .withReport()
                    .environment("QUERYTAP_SUMMARY", "false")
                    .environment("QUERYTAP_CACHE_RULES", rules.toString())
                    .environment("QUERYTAP_CACHE_REDIS", redis.uri()));

            assertSameLines(without, with);
            assertThat(with.agentLines()).containsExactly("[querytap] cache rules: 1 from rules.json");
        }
    }

    /** It opens a port, makes random numbers and writes JSON. */
    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void surroundings_withConsole_areThoseWithout(Jdk jdk) {
        Outcome without = surroundings(JvmRun.on(jdk).withReport());
        Outcome with = surroundings(JvmRun.on(jdk).withAgent().withReport().environment("QUERYTAP_CONSOLE", "0"));

        assertSameLines(without, with);
        assertThat(with.agentLines()).anyMatch(line -> line.startsWith("[querytap] console: http://127.0.0.1:"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("callTables")
    void jdbcCalls_inEveryState_haveTheSameOutcome(Jdk jdk, Target target) {
        TestDatabase database = target.newDatabase();
        Outcome without = callTable(jdk, target, database, false);
        Outcome with = callTable(jdk, target, database, true);

        assertThat(without.stdout().lines().count()).isGreaterThan(1000);
        assertSameLines(without, with);
    }

    /** Scanners of the class path read the agent's jar as well, because the JVM puts it there. */
    @Test
    void jar_classesThatScannersSee_areOursAlone() throws IOException {
        try (JarFile jar = new JarFile(Agent.jar().toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .filteredOn(name -> name.endsWith(".class"))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/querytap/"));
            assertThat(jar.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                    .noneMatch(name -> name.startsWith("META-INF/versions/"));
        }
    }

    /** Shows only the lines that differ, of thousands. */
    private static void assertSameLines(Outcome without, Outcome with) {
        List<String> expected = lines(without);
        List<String> actual = lines(with);
        assertThat(notIn(expected, actual)).as("lines without the agent only").isEmpty();
        assertThat(notIn(actual, expected)).as("lines with the agent only").isEmpty();
        assertThat(actual.equals(expected)).as("the same order").isTrue();
    }

    private static List<String> notIn(List<String> lines, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return lines.stream().filter(line -> !known.contains(line)).toList();
    }

    /**
     * But for the two folders that each run has for itself, and the names of loggers that the JDK makes for its HTTP client when the
     * agent exports.
     */
    private static List<String> lines(Outcome outcome) {
        return outcome.stdout()
                .lines()
                .filter(line -> !line.startsWith("property user.dir="))
                .filter(line -> !line.startsWith("property querytap.report="))
                .filter(line -> !line.startsWith("logger jdk.internal.httpclient."))
                .toList();
    }

    private static Outcome surroundings(Jdk jdk, boolean attached) {
        // Everything on, and an export that fails: what the SDK logs must not reach the application's logging.
        JvmRun run = JvmRun.on(jdk)
                .withAgentIf(attached)
                .withReport()
                .property("querytap.traces", "all")
                .property("querytap.otel.exporter.otlp.endpoint", "http://127.0.0.1:9")
                .property("querytap.otel.metric.export.interval", "100");
        return surroundings(run);
    }

    private static Outcome surroundings(JvmRun run) {
        List<String> arguments = new ArrayList<>(List.of("jdbc:h2:mem:surroundings"));
        arguments.addAll(HIDDEN);
        return run.libraries(Target.H2.driver)
                .main(SurroundingsApp.class, arguments.toArray(String[]::new))
                .run()
                .succeeded();
    }

    private static Outcome callTable(Jdk jdk, Target target, TestDatabase database, boolean attached) {
        return JvmRun.on(jdk)
                .withAgentIf(attached)
                .libraries(target.driver)
                .main(CallTableApp.class, database.url(), database.user(), database.password())
                .run()
                .succeeded();
    }

    static Stream<Arguments> callTables() {
        Stream<Arguments> oldest = Stream.of(Target.values()).map(target -> Arguments.of(Jdk.current(), target));
        Stream<Arguments> newest = Jdk.newest().stream()
                .flatMap(jdk -> Stream.of(Target.H2, Target.HSQLDB, Target.POSTGRESQL)
                        .map(target -> Arguments.of(jdk, target)));
        return Stream.concat(oldest, newest);
    }

    private static List<String> hidden() {
        List<String> libraries = List.of(
                "net.bytebuddy.ByteBuddy",
                "net.bytebuddy.jar.asm.ClassReader",
                "io.opentelemetry.api.OpenTelemetry",
                "io.opentelemetry.context.Context",
                "io.opentelemetry.sdk.OpenTelemetrySdk",
                "io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter",
                "io.netty.buffer.ByteBuf",
                "io.lettuce.core.RedisClient",
                "reactor.core.publisher.Mono",
                "com.github.benmanes.caffeine.cache.Caffeine",
                "com.fasterxml.jackson.core.JsonFactory",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "org.HdrHistogram.Histogram",
                "org.jspecify.annotations.NullMarked",
                "picocli.CommandLine",
                "okhttp3.OkHttpClient");
        List<String> names = new ArrayList<>(libraries);
        for (String prefix : List.of("io.querytap.shaded.", "io.querytap.agent.shaded.", "inst.")) {
            libraries.forEach(name -> names.add(prefix + name));
        }
        names.add("io.querytap.core.stats.PatternStats");
        names.add("io.querytap.agent.QuerytapAgent");
        return names;
    }
}
