package io.querytap.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.smoke.jvm.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Compares a report with what the application itself counted. */
final class Differences {
    private static final double NANOS = 1e9;

    private final Map<String, JsonNode> truths = new HashMap<>();
    private final Map<String, JsonNode> patterns = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private Differences() {}

    /** One line for each difference. */
    static List<String> between(JsonNode truth, Report report) {
        Differences differences = new Differences();
        differences.read(truth, report);
        differences.compareStatements();
        differences.compareSchemaStatements();
        differences.findUnknown();
        differences.compareTransactions(truth, report.root().path("transactions"));
        differences.compare(
                "the agent's errors", 0, report.root().at("/agent/selfErrors").asLong(-1));
        return differences.differences;
    }

    private void read(JsonNode truth, Report report) {
        truth.path("statements")
                .forEach(entry ->
                        truths.merge(Report.canonical(entry.path("text").asText()), entry, Differences::sum));
        for (JsonNode pattern : report.patterns()) {
            String text = Report.canonical(pattern.path("text").asText());
            if (patterns.put(text, pattern) != null) {
                differences.add("two patterns for " + text);
            }
        }
    }

    /** Texts that differ in a literal only are one pattern. */
    private static JsonNode sum(JsonNode one, JsonNode other) {
        ObjectNode sum = one.deepCopy();
        other.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                sum.put(
                        field.getKey(),
                        field.getValue().asLong() + one.path(field.getKey()).asLong());
            }
        });
        return sum;
    }

    private void compareStatements() {
        truths.forEach((text, truth) -> {
            if (isSchema(text)) {
                return;
            }
            JsonNode pattern = patterns.get(text);
            if (pattern == null) {
                differences.add("no pattern for " + text + " (" + truth + ")");
                return;
            }
            compareStatement(truth.path("text").asText(), truth, pattern);
        });
    }

    private void compareStatement(String text, JsonNode truth, JsonNode pattern) {
        compare(
                text + ": executions",
                truth.path("executions").asLong(),
                pattern.path("count").asLong());
        compare(
                text + ": errors",
                truth.path("errors").asLong(),
                pattern.path("errors").asLong());
        compare(text + ": rows", truth.path("rows").asLong(), sum(pattern.path("rows")));
        compare(text + ": batches", truth.path("batches").asLong(), countOf(pattern.path("batchSize")));
        compare(text + ": batch sizes", truth.path("batchSizes").asLong(), sum(pattern.path("batchSize")));
        double own = truth.path("nanos").asLong() / NANOS;
        double recorded = pattern.at("/duration/sum").asDouble();
        if (recorded <= 0 || recorded > own) {
            differences.add(text + ": recorded " + recorded + " s within the application's " + own + " s");
        }
    }

    /** Their texts hold bodies and literals in the product's own syntax, so only their numbers are compared. */
    private void compareSchemaStatements() {
        compare(
                "schema statements",
                total(truths, entry -> entry.path("executions").asLong()),
                total(patterns, entry -> entry.path("count").asLong()));
    }

    private static long total(Map<String, JsonNode> byText, ToLongFunction<JsonNode> value) {
        return byText.entrySet().stream()
                .filter(entry -> isSchema(entry.getKey()))
                .mapToLong(entry -> value.applyAsLong(entry.getValue()))
                .sum();
    }

    private void findUnknown() {
        patterns.forEach((text, pattern) -> {
            if (!isSchema(text) && !truths.containsKey(text)) {
                differences.add("never executed by the application: " + pattern);
            }
        });
    }

    private void compareTransactions(JsonNode truth, JsonNode transactions) {
        long commits = truth.path("commits").asLong();
        long rollbacks = truth.path("rollbacks").asLong();
        compare("transactions", commits + rollbacks, transactions.path("count").asLong());
        compare("rollbacks", rollbacks, transactions.path("rollbacks").asLong());
    }

    private void compare(String what, long expected, long actual) {
        if (expected != actual) {
            differences.add(what + ": expected " + expected + ", reported " + actual);
        }
    }

    private static long sum(JsonNode distribution) {
        return Math.round(distribution.path("sum").asDouble());
    }

    /** The contract promises sum and mean, from which the count follows. */
    private static long countOf(JsonNode distribution) {
        if (distribution.has("count")) {
            return distribution.path("count").asLong();
        }
        double mean = distribution.path("mean").asDouble();
        return mean == 0 ? 0 : Math.round(distribution.path("sum").asDouble() / mean);
    }

    private static boolean isSchema(String text) {
        return text.startsWith("create");
    }
}
