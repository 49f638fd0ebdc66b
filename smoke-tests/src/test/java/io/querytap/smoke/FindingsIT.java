package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.app.ConcatenatingApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that do one thing wrong and others right; the report must name the one thing, its line and its count. */
class FindingsIT {
    private static final String CONCATENATED = "SELECT name FROM product WHERE id = ?";

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void unparameterizedSql_valuesInTextsOfOneLine_areTheOneFinding(Jdk jdk, Target target, String mode) {
        Outcome outcome = concatenate(jdk, target, mode).run().succeeded();

        List<JsonNode> findings = concatenations(outcome);
        assertThat(findings).as("%s", findings).hasSize(1);
        JsonNode finding = findings.get(0);
        String site = "io.querytap.smoke.app.ConcatenatingApp.findByText(ConcatenatingApp.java:"
                + outcome.stdout().strip().lines().reduce((first, last) -> last).orElseThrow() + ")";
        assertThat(finding.path("pattern"))
                .isEqualTo(outcome.report().pattern(CONCATENATED).path("id"));
        assertThat(finding.path("confidence").asText()).isEqualTo("confirmed");
        assertThat(finding.path("severity").asText()).isEqualTo("warning");
        assertThat(finding.path("callSite").asText()).isEqualTo(site);
        assertThat(finding.path("stack").get(0).asText()).isEqualTo(site);
        assertThat(finding.path("occurrences").asInt()).isEqualTo(ConcatenatingApp.VALUES);
        assertThat(finding.path("evidence").toString())
                .isEqualTo("{\"distinctTexts\":500,\"distinctTextsExact\":true,\"executions\":500,\"newTextShare\":1}");
        assertThat(outcome.report()
                        .pattern("SELECT count(*) FROM product WHERE state = ?")
                        .path("count")
                        .asInt())
                .isEqualTo(ConcatenatingApp.CONSTANTS * ConcatenatingApp.ROUNDS);
        assertThat(outcome.stderr()).contains("found   unparameterized_sql, warning, confirmed", "at " + site);
    }

    @Test
    void unparameterizedSql_switchedOff_isNotLookedFor() {
        Outcome outcome = concatenate(Jdk.current(), Target.H2, "direct")
                .property("querytap.findings.unparameterized", "false")
                .run()
                .succeeded();

        assertThat(concatenations(outcome)).isEmpty();
        assertThat(outcome.report().pattern(CONCATENATED).path("count").asInt()).isEqualTo(ConcatenatingApp.VALUES);
    }

    @Test
    void unparameterizedSql_higherThreshold_isKept() {
        Outcome outcome = concatenate(Jdk.current(), Target.H2, "direct")
                .property("querytap.findings.unparameterized.texts", "501")
                .run()
                .succeeded();

        assertThat(concatenations(outcome)).isEmpty();
    }

    /** That it asks row by row is told besides. */
    private static List<JsonNode> concatenations(Outcome outcome) {
        List<JsonNode> findings = new ArrayList<>();
        for (JsonNode finding : outcome.report().root().path("findings")) {
            if (finding.path("kind").asText().equals("unparameterized_sql")) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private static JvmRun concatenate(Jdk jdk, Target target, String mode) {
        TestDatabase database = target.newDatabase();
        return JvmRun.on(jdk)
                .withAgent()
                .withReport()
                .libraries(target.driver, Library.HIKARI, Library.SLF4J, Library.P6SPY, Library.DATASOURCE_PROXY)
                .main(ConcatenatingApp.class, database.url(), database.user(), database.password(), mode);
    }

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        for (String mode : List.of("direct", "hikari", "p6spy-hikari", "datasource-proxy")) {
            runs.add(Arguments.of(Jdk.current(), Target.H2, mode));
        }
        runs.add(Arguments.of(Jdk.current(), Target.HSQLDB, "hikari"));
        for (Jdk newest : Jdk.newest()) {
            runs.add(Arguments.of(newest, Target.H2, "direct"));
            runs.add(Arguments.of(newest, Target.H2, "hikari"));
        }
        return runs.stream();
    }
}
