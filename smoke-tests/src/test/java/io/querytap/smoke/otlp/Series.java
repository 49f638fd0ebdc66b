package io.querytap.smoke.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.jvm.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the series of all metrics say, told by the export or worked out from a report. The report has one sum for the successes and
 * the failures of a pattern: so have these; how often which error occurred is in a metric of its own, {@link #ERRORS}.
 */
final class Series {
    /** The made-up metric for the counts of operations by {@code error.type}, empty for successes. */
    static final String ERRORS = "errors of db.client.operation.duration";

    private static final String OPERATION_DURATION = "db.client.operation.duration";
    private static final String ERROR_TYPE = "error.type";
    private static final String STATUS_CODE = "db.response.status_code";

    private final Map<String, Map<Map<String, Object>, Measured>> all = new TreeMap<>();

    static Series of(Report report) {
        Series series = new Series();
        report.patterns().forEach(series::addPattern);
        report.root().path("pools").forEach(series::addPool);
        report.root().at("/transactions/byDatabase").forEach(series::addTransactions);
        report.root().path("findings").forEach(series::addFinding);
        series.addCounter("querytap.self.errors", Map.of(), report.root().at("/agent/selfErrors"));
        series.add("querytap.units.dropped", Map.of(), new Measured(0, 0));
        return series;
    }

    /** Adds to what an earlier point of the same series said. */
    void add(String metric, Point point) {
        Map<String, Object> attributes = new TreeMap<>(point.attributes());
        if (metric.equals(OPERATION_DURATION)) {
            add(ERRORS, attributes, new Measured(point.count(), 0));
            attributes.remove(ERROR_TYPE);
            attributes.remove(STATUS_CODE);
        }
        add(metric, attributes, new Measured(point.count(), point.sum()));
    }

    Set<String> metrics() {
        return all.keySet();
    }

    /** One line for each series that is not the same in both. */
    static List<String> differences(Series expected, Series actual) {
        List<String> differences = new ArrayList<>();
        expected.all.forEach((metric, series) -> series.forEach((attributes, value) -> {
            Measured other = actual.all.getOrDefault(metric, Map.of()).get(attributes);
            if (other == null || !value.agreesWith(other)) {
                differences.add(metric + attributes + ": expected " + value + ", got " + other);
            }
        }));
        actual.all.forEach((metric, series) -> series.forEach((attributes, value) -> {
            if (!expected.all.getOrDefault(metric, Map.of()).containsKey(attributes)) {
                differences.add(metric + attributes + ": not expected, got " + value);
            }
        }));
        return differences;
    }

    private void addPattern(JsonNode pattern) {
        Map<String, Object> attributes = database(pattern);
        attributes.put("querytap.pattern.id", pattern.path("id").asText());
        if (pattern.hasNonNull("summary")) {
            attributes.put("db.query.summary", pattern.path("summary").asText());
        }
        addDistribution(OPERATION_DURATION, attributes, pattern.path("duration"));
        addDistribution("db.client.response.returned_rows", attributes, pattern.path("rows"));
        addDistribution("querytap.fetch.duration", attributes, pattern.path("fetch"));
        addDistribution("querytap.batch.size", attributes, pattern.path("batchSize"));

        long successes = pattern.path("count").asLong() - pattern.path("errors").asLong();
        if (successes > 0) {
            add(ERRORS, attributes, new Measured(successes, 0));
        }
        pattern.path("errorTypes").properties().forEach(error -> {
            Map<String, Object> failed = new TreeMap<>(attributes);
            failed.put(ERROR_TYPE, error.getKey());
            if (!error.getKey().contains(".")) {
                failed.put(STATUS_CODE, error.getKey());
            }
            add(ERRORS, failed, new Measured(error.getValue().asLong(), 0));
        });
    }

    private void addPool(JsonNode pool) {
        Map<String, Object> attributes =
                with("db.client.connection.pool.name", pool.path("name").asText());
        for (String state : List.of("used", "idle")) {
            Map<String, Object> inState = new TreeMap<>(attributes);
            inState.put("db.client.connection.state", state);
            addCounter("db.client.connection.count", inState, pool.path(state));
        }
        addCounter("db.client.connection.idle.max", attributes, pool.path("maxIdle"));
        addCounter("db.client.connection.idle.min", attributes, pool.path("minIdle"));
        addCounter("db.client.connection.max", attributes, pool.path("max"));
        addCounter("db.client.connection.pending_requests", attributes, pool.path("pending"));
        addCounter("db.client.connection.timeouts", attributes, pool.path("timeouts"));
        addDistribution("db.client.connection.create_time", attributes, pool.path("create"));
        addDistribution("db.client.connection.wait_time", attributes, pool.path("wait"));
        addDistribution("db.client.connection.use_time", attributes, pool.path("use"));
        addDistribution("querytap.connection.timed_out_wait_time", attributes, pool.path("timedOutWait"));
        addCounter("querytap.pool.failures", attributes, pool.path("failures"));
        addCounter("querytap.pool.creation_failures", attributes, pool.path("creationFailures"));
        for (JsonNode share : pool.path("blame")) {
            Map<String, Object> ofShare = new TreeMap<>(attributes);
            for (String part : List.of("state", "unit", "site")) {
                if (share.hasNonNull(part)) {
                    ofShare.put("querytap.pool.holder." + part, share.path(part).asText());
                }
            }
            add(
                    "querytap.pool.blamed_time",
                    ofShare,
                    new Measured(0, share.path("seconds").asDouble()));
        }
    }

    private void addTransactions(JsonNode transactions) {
        Map<String, Object> attributes = database(transactions);
        for (String operation : List.of("commit", "rollback")) {
            Map<String, Object> ofOperation = new TreeMap<>(attributes);
            ofOperation.put("db.operation.name", operation.toUpperCase(Locale.ROOT));
            JsonNode durations = transactions.path(operation);
            addDistribution(OPERATION_DURATION, ofOperation, durations);
            if (durations.path("count").asLong() > 0) {
                add(ERRORS, ofOperation, new Measured(durations.path("count").asLong(), 0));
            }
        }
        addDistribution("querytap.transaction.duration", attributes, transactions.path("duration"));
        long rollbacks = transactions.path("rollbacks").asLong();
        long commits = transactions.path("count").asLong() - rollbacks;
        addOutcome(attributes, "commit", commits);
        addOutcome(attributes, "rollback", rollbacks);
    }

    private void addOutcome(Map<String, Object> database, String outcome, long count) {
        Map<String, Object> attributes = new TreeMap<>(database);
        attributes.put("querytap.transaction.outcome", outcome);
        add("querytap.transaction.count", attributes, new Measured(count, count));
    }

    private void addFinding(JsonNode finding) {
        Map<String, Object> kind =
                with("querytap.finding.kind", finding.path("kind").asText());
        Map<String, Object> rank = new TreeMap<>(kind);
        for (String part : List.of("confidence", "severity")) {
            rank.put("querytap.finding." + part, finding.path(part).asText());
        }
        add("querytap.finding.count", rank, new Measured(1, 1));
        addCounter("querytap.finding.occurrences", kind, finding.path("occurrences"));
        JsonNode impact = finding.path("impactSeconds");
        if (impact.isNumber()) {
            add("querytap.finding.impact", kind, new Measured(Math.round(impact.asDouble()), impact.asDouble()));
        }
    }

    /** Of a database inside the JVM, which has no server. */
    private static Map<String, Object> database(JsonNode node) {
        Map<String, Object> attributes =
                with("db.system.name", node.path("system").asText());
        attributes.put("db.namespace", node.path("database").asText());
        return attributes;
    }

    private static Map<String, Object> with(String key, String value) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put(key, value);
        return attributes;
    }

    private void addCounter(String metric, Map<String, Object> attributes, JsonNode value) {
        if (value.isNumber()) {
            add(metric, attributes, new Measured(value.asLong(), value.asLong()));
        }
    }

    private void addDistribution(String metric, Map<String, Object> attributes, JsonNode distribution) {
        long count = distribution.path("count").asLong();
        if (count > 0) {
            add(metric, attributes, new Measured(count, distribution.path("sum").asDouble()));
        }
    }

    private void add(String metric, Map<String, Object> attributes, Measured value) {
        all.computeIfAbsent(metric, name -> new HashMap<>()).merge(Map.copyOf(attributes), value, Measured::plus);
    }
}
