package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.agent.report.JsonReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Recorded reports with what a comparison reads of them, made up. */
final class Documents {
    private static final double NANOS = 1e9;

    private final ObjectNode root = Recording.MAPPER.createObjectNode();
    private final ArrayNode patterns;
    private final ArrayNode findings;
    private final ArrayNode pools;
    private final Random random;

    Documents(String startedAt, long seed) {
        random = new Random(seed);
        root.put("schema", JsonReport.SCHEMA);
        ObjectNode agent = root.putObject("agent");
        agent.put("version", "1.0");
        agent.put("startedAt", startedAt);
        agent.put("writtenAt", startedAt);
        agent.put("serviceName", "shop");
        agent.put("jvm", "a JVM");
        agent.put("uptimeSeconds", 100);
        agent.putArray("lookedFor").add("n_plus_one").add("slow_query");
        ObjectNode health = root.putObject("health");
        health.put("score", 80);
        health.put("grade", "B");
        health.putArray("parts")
                .addObject()
                .put("name", "errors")
                .put("score", 80)
                .put("why", "some");
        patterns = root.putArray("patterns");
        findings = root.putArray("findings");
        pools = root.putArray("pools");
    }

    ObjectNode agent() {
        return (ObjectNode) root.get("agent");
    }

    ObjectNode root() {
        return root;
    }

    /** Executions of a statement with log-normal times. */
    ObjectNode statement(int number, int executions, double medianSeconds) {
        ObjectNode pattern = patterns.addObject();
        pattern.put("id", String.format("%016x", number + 1));
        pattern.put("database", "shop");
        pattern.put("system", "h2");
        pattern.put("text", "SELECT a FROM t" + number);
        pattern.put("summary", "SELECT t" + number);
        pattern.put("count", executions);
        pattern.put("errors", 0);
        pattern.putObject("rows").put("count", 0);
        Histogram histogram = Simulated.histogram();
        double sum = 0;
        for (int i = 0; i < executions; i++) {
            double seconds = medianSeconds * Math.exp(0.4 * random.nextGaussian());
            sum += seconds;
            histogram.recordValue(Math.round(seconds * NANOS));
        }
        write(pattern.putObject("duration"), histogram, sum);
        pattern.putObject("fetch").put("count", 0).put("sum", 0).put("mean", 0);
        return pattern;
    }

    private static void write(ObjectNode times, Histogram histogram, double sum) {
        times.put("count", histogram.getTotalCount());
        times.put("sum", sum);
        times.put("mean", sum / histogram.getTotalCount());
        times.put("p50", histogram.getValueAtPercentile(50) / NANOS);
        times.put("p95", histogram.getValueAtPercentile(95) / NANOS);
        times.put("histogram", CellsTest.text(histogram));
    }

    ObjectNode finding(String kind, String pattern, String callSite) {
        ObjectNode finding = findings.addObject();
        finding.put("kind", kind);
        finding.put("title", "Title of " + kind);
        finding.put("severity", "warning");
        finding.put("pattern", pattern);
        finding.put("statement", "SELECT t");
        finding.put("database", "shop");
        finding.put("callSite", callSite);
        finding.put("impactSeconds", 1.5);
        finding.put("occurrences", 3);
        return finding;
    }

    ObjectNode pool(String name, int timeouts) {
        ObjectNode pool = pools.addObject();
        pool.put("name", name);
        pool.put("kind", "hikari");
        pool.put("max", 10);
        pool.put("timeouts", timeouts);
        pool.putObject("wait").put("count", 5).put("mean", 0.001).put("p99", 0.01);
        return pool;
    }

    byte[] bytes() {
        try {
            return Recording.MAPPER.writeValueAsBytes(root);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Recording recording(String fileName) {
        try {
            return Recording.of(fileName, bytes());
        } catch (IOException notExpected) {
            throw new UncheckedIOException(notExpected);
        }
    }
}
