package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.app.SqlLogicApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of SQLite's logic tests with all their tables under a rule, each query several times: the answers are those without an agent.
 * {@code querytap.sqllogic} names the jar {@code net.hydromatic:sql-logic-test:0.3}.
 */
@EnabledIfSystemProperty(named = "querytap.sqllogic", matches = ".+")
class SqlLogicIT {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String QUERIES_OF_EACH_FILE = System.getProperty("querytap.sqllogic.queries", "400");
    private static final List<String> FILES = List.of(
            "test/select1.test",
            "test/select2.test",
            "test/select3.test",
            "test/random/select/slt_good_31.test",
            "test/random/select/slt_good_44.test");

    @TempDir
    private Path folder;

    @Test
    void h2_everythingUnderARule_answersAreTheSame() throws Exception {
        compare(
                "h2",
                Library.H2,
                new TestDatabase("jdbc:h2:" + folder.resolve("with"), "sa", ""),
                new TestDatabase("jdbc:h2:" + folder.resolve("without"), "sa", ""));
    }

    @Test
    void postgresql_everythingUnderARule_answersAreTheSame() throws Exception {
        compare("postgresql", Library.POSTGRESQL, TestDatabases.newPostgresql(), TestDatabases.newPostgresql());
    }

    private void compare(String name, Library driver, TestDatabase with, TestDatabase without) throws Exception {
        Path rules = folder.resolve("rules.json");
        String tables = Stream.concat(
                        IntStream.range(0, 20).mapToObj(i -> "t" + i),
                        IntStream.range(0, 5).mapToObj(i -> "tab" + i))
                .map(table -> "\"" + table + "\"")
                .collect(Collectors.joining(", "));
        Files.writeString(
                rules,
                "{\"rules\": [{\"name\": \"all\", \"match\": {\"tables\": [" + tables
                        + "]}, \"ttl\": \"1h\", \"staleness\": \"strict\", \"state\": \"serve\"}]}");

        JsonNode live =
                run(JvmRun.on(Jdk.current()).optimized(), name, driver, without).json();
        Outcome outcome = run(
                JvmRun.on(Jdk.current())
                        .optimized()
                        .withAgent()
                        .withReport()
                        .property("querytap.cache.rules", rules.toString()),
                name,
                driver,
                with);
        JsonNode cached = outcome.json();
        long executed = outcome.report().patterns().stream()
                .filter(pattern -> pattern.path("text").asText().startsWith("SELECT"))
                .mapToLong(pattern -> pattern.path("count").asLong())
                .sum();
        long hits = cached.path("executions").asLong() + cached.path("failed").asLong() - executed;

        System.out.println(
                "SQL logic on " + name + ": live " + live + ", cached " + cached + ", about " + hits + " hits");
        assertThat(cached).isEqualTo(live);
        assertThat(hits).isGreaterThan(cached.path("executions").asLong() / 4);
    }

    private static Outcome run(JvmRun run, String name, Library driver, TestDatabase database) {
        List<String> arguments = new ArrayList<>(List.of(
                database.url(),
                database.user(),
                database.password(),
                System.getProperty("querytap.sqllogic"),
                QUERIES_OF_EACH_FILE,
                name));
        arguments.addAll(FILES);
        return run.libraries(driver)
                .main(SqlLogicApp.class, arguments.toArray(String[]::new))
                .start()
                .await(LONGEST)
                .succeeded();
    }
}
