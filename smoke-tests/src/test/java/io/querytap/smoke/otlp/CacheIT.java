package io.querytap.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.querytap.smoke.app.CachedApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of the result cache when an application ran under the built jar: report, summary, metrics, log events. */
class CacheIT {
    private static final int MILLIS = 20_000; // the self-check of the driver takes some of it on a busy machine

    private static final String RULES = """
            {"rules": [
              {"name": "items", "match": {"tables": ["item"]}, "ttl": "60s", "sample": 0, "state": "serve"},
              {"name": "clocks", "match": {"tables": ["clock"]}, "ttl": "60s", "sample": 1, "state": "serve",
               "pureFunctions": ["ticks"]}]}
            """;

    @TempDir
    Path folder;

    @Test
    void reportSummaryAndTelemetry_twoRules_agreeAndHoldNoValue() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Outcome outcome = JvmRun.on(Jdk.current())
                    .withAgent()
                    .withReport()
                    .property(
                            "querytap.cache.rules",
                            Files.writeString(folder.resolve("rules.json"), RULES)
                                    .toString())
                    .property("querytap.otel.exporter.otlp.endpoint", receiver.url())
                    .libraries(Library.H2)
                    .main(CachedApp.class, "jdbc:h2:mem:cached", String.valueOf(MILLIS))
                    .run()
                    .succeeded();

            JsonNode report = outcome.report().root();
            JsonNode items = rule(report, "items");
            JsonNode clocks = rule(report, "clocks");
            checkServing(outcome, items);
            checkWithdrawn(outcome, clocks);
            checkMetrics(receiver, items);
            checkLogEvent(receiver, clocks);
            assertThat(outcome.stderr()).contains("cache   clocks  withdrawn  ", "cache   items  serve  ");
            assertNoValue(outcome, receiver);
        }
    }

    /** A hit is no execution, and everything else is one. */
    private static void checkServing(Outcome outcome, JsonNode items) {
        long executed = outcome.report()
                .pattern("SELECT name FROM item WHERE name = ?")
                .path("count")
                .asLong();
        long hits = items.path("hits").asLong();
        assertThat(hits).as(items.toString()).isPositive();
        assertThat(hits + executed).isEqualTo(outcome.json().path("reads").asLong());
        assertThat(items.path("state").asText()).isEqualTo("serve");
        assertThat(items.path("invalidations").asLong()).isPositive();
        assertThat(items.path("stale").asLong()).isZero();
        assertThat(items.path("fills").asLong()).isEqualTo(items.path("misses").asLong());
    }

    private static void checkWithdrawn(Outcome outcome, JsonNode clocks) {
        assertThat(clocks.path("state").asText()).as(clocks.toString()).isEqualTo("withdrawn");
        assertThat(clocks.path("hits").asLong()).isZero();
        assertThat(clocks.path("evidence")).isNotEmpty();
        assertThat(clocks.at("/evidence/0/beyondBound").asBoolean()).isTrue();
        assertThat(outcome.agentLines().stream().filter(it -> it.contains("cache rule clocks is withdrawn")))
                .hasSize(1);
        JsonNode health = outcome.report().root().at("/health/parts");
        assertThat(health).anySatisfy(it -> {
            assertThat(it.path("name").asText()).isEqualTo("result cache");
            assertThat(it.path("score").asInt()).isEqualTo(75);
        });
    }

    private static void checkMetrics(OtlpReceiver receiver, JsonNode items) {
        Map<String, Metric> sent =
                Export.byName(receiver.metrics().get(receiver.metrics().size() - 1));
        assertThat(number(
                        sent,
                        "querytap.cache.requests",
                        Map.of("querytap.cache.rule", "items", "querytap.cache.outcome", "hit_local")))
                .isEqualTo(items.path("localHits").asLong());
        assertThat(number(sent, "querytap.cache.fills", Map.of("querytap.cache.rule", "items")))
                .isEqualTo(items.path("fills").asLong());
        assertThat(number(sent, "querytap.cache.withdrawn", Map.of("querytap.cache.rule", "clocks")))
                .isEqualTo(1);
        assertThat(sent).containsKey("querytap.cache.answer.age").doesNotContainKey("querytap.cache.shared.reachable");
    }

    private static void checkLogEvent(OtlpReceiver receiver, JsonNode clocks) {
        List<LogRecord> withdrawn = receiver.logs().stream()
                .filter(it -> it.getEventName().equals("querytap.cache.rule_withdrawn"))
                .toList();
        assertThat(withdrawn).hasSize(1);
        assertThat(Attributes.of(withdrawn.get(0).getAttributesList()))
                .containsEntry("querytap.cache.rule", "clocks")
                .containsEntry(
                        "querytap.pattern.id", clocks.at("/evidence/0/pattern").asText());
    }

    private static void assertNoValue(Outcome outcome, OtlpReceiver receiver) throws IOException {
        for (String suffix : List.of(".json", ".html", ".sarif")) {
            Path file = Path.of(outcome.reportStem() + suffix);
            assertThat(Files.readString(file)).as(suffix).doesNotContain(CachedApp.VALUE);
        }
        assertThat(outcome.stderr()).doesNotContain(CachedApp.VALUE);
        assertThat(receiver.metrics().toString()).doesNotContain(CachedApp.VALUE);
        assertThat(receiver.logs().toString()).doesNotContain(CachedApp.VALUE);
    }

    private static JsonNode rule(JsonNode report, String name) {
        for (JsonNode rule : report.at("/cache/rules")) {
            if (rule.path("name").asText().equals(name)) {
                return rule;
            }
        }
        throw new AssertionError("no rule " + name + " in " + report.path("cache"));
    }

    private static long number(Map<String, Metric> sent, String name, Map<String, Object> series) {
        return sent.get(name).getSum().getDataPointsList().stream()
                .filter(it -> Attributes.of(it.getAttributesList()).equals(series))
                .mapToLong(NumberDataPoint::getAsInt)
                .findFirst()
                .orElseThrow();
    }
}
