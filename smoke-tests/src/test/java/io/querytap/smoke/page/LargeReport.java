package io.querytap.smoke.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recorded document as large as one gets: every pattern that the agent keeps, a thousand findings, pools and a whole timeline. The same one
 * each time; its texts hold what a page must not take for markup.
 */
final class LargeReport {
    static final int PATTERNS = 2_000;
    static final int FINDINGS = 1_000;

    /** In the text of the pattern that costs most. */
    static final String MARKUP = "</script><img src=x onerror=alert(1)>";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final int STEP_SECONDS = 30;
    private static final int SLOTS = 120;

    /** Patterns with a timeline of their own. */
    private static final int FOLLOWED = 200;

    private static final int POOLS = 4;
    private static final List<String> SEVERITIES = List.of("high", "warning", "info");
    private static final List<String> KINDS =
            List.of("n_plus_one", "slow_query", "large_result", "redundant_query", "unread_columns", "write_loop");
    private static final List<String> TABLES =
            List.of("orders", "customer", "product", "stock_level", "invoice", "payment", "shipment", "page_view");

    private final SplittableRandom random = new SplittableRandom(7);
    private final ObjectNode document = JSON.createObjectNode();

    private LargeReport() {}

    static Path write(Path file) throws IOException {
        LargeReport report = new LargeReport();
        report.fill();
        JSON.writeValue(file.toFile(), report.document);
        return file;
    }

    private void fill() {
        document.put("schema", 1);
        document.putObject("agent")
                .put("version", "0.1.0")
                .put("startedAt", START.toString())
                .put("writtenAt", START.plusSeconds((long) STEP_SECONDS * SLOTS).toString())
                .put("serviceName", "large")
                .put("jvm", "a JVM")
                .put("uptimeSeconds", STEP_SECONDS * SLOTS)
                .put("selfErrors", 0);
        ObjectNode health = document.putObject("health").put("score", 61).put("grade", "C");
        for (String part : List.of("findings", "errors", "slow queries", "pool waits")) {
            health.withArray("parts")
                    .addObject()
                    .put("name", part)
                    .put("score", 61)
                    .put("why", "As generated.");
        }
        ArrayNode patterns = document.putArray("patterns");
        for (int i = 0; i < PATTERNS; i++) {
            pattern(patterns.addObject(), i);
        }
        ArrayNode findings = document.putArray("findings");
        for (int i = 0; i < FINDINGS; i++) {
            finding(findings.addObject(), i);
        }
        ArrayNode pools = document.putArray("pools");
        for (int i = 0; i < POOLS; i++) {
            pool(pools.addObject(), i);
        }
        ObjectNode cache = document.putObject("cache");
        cache.putArray("rules");
        cache.putArray("advice");
        ObjectNode transactions =
                document.putObject("transactions").put("count", 90_000).put("rollbacks", 12);
        spread(transactions.putObject("duration"), 90_000, 0.004);
        timeline();
    }

    private void pattern(ObjectNode pattern, int number) {
        String table = TABLES.get(number % TABLES.size());
        String text = "SELECT c" + number + ", name, state FROM " + table + " t WHERE t.id = ? AND t.kind_" + number
                + " IN (?) ORDER BY c" + number + (number == 0 ? " -- " + MARKUP : "");
        int count = 1 + (int) (4_000_000.0 / (number + 1) / (number + 1)) + random.nextInt(5_000);
        pattern.put("id", id(number))
                .put("database", number % 3 == 0 ? "archive" : "shop")
                .put("system", "postgresql")
                .put("text", text)
                .put("summary", "SELECT " + table)
                .put("operation", number % 5 == 0 ? "UPDATE" : "SELECT")
                .put("parsed", true)
                .put("distinctPatterns", 1)
                .put("count", count)
                .put("errors", number % 40 == 0 ? 3 : 0);
        pattern.putArray("tablesRead").add(table);
        pattern.putArray("tablesWritten");
        pattern.putObject("errorTypes");
        pattern.putNull("batchSize");
        double mean = 0.0004 + 0.02 * random.nextDouble();
        spread(pattern.putObject("rows"), count, 12);
        spread(pattern.putObject("duration"), count, mean);
        spread(pattern.putObject("fetch"), count, mean / 3);
        pattern.put("callSitesSampled", 40);
        pattern.putArray("callSites")
                .addObject()
                .put("site", "com.acme.shop.Repository" + number + ".find(Repository" + number + ".java:12)")
                .put("count", 40);
        if (number < FOLLOWED) {
            ObjectNode timeline = pattern.putObject("timeline");
            for (int slot = 0; slot < SLOTS; slot++) {
                int executions = random.nextInt(50);
                timeline.withArray("count").add(executions);
                timeline.withArray("errors").add(0);
                timeline.withArray("seconds").add(executions * mean);
                buckets(timeline.withArray("durations").addArray(), executions);
                buckets(timeline.withArray("fetches").addArray(), executions);
            }
        }
    }

    /** Pairs of a power of two in nanoseconds and a number. */
    private void buckets(ArrayNode slot, int executions) {
        int left = executions;
        for (int bucket = 17; left > 0 && bucket < 26; bucket++) {
            int here = bucket == 25 ? left : random.nextInt(left + 1);
            if (here > 0) {
                slot.addArray().add(bucket).add(here);
            }
            left -= here;
        }
    }

    private static void spread(ObjectNode spread, int count, double mean) {
        spread.put("count", count).put("sum", count * mean).put("min", mean / 8).put("mean", mean);
        spread.put("p50", mean * 0.8)
                .put("p90", mean * 1.7)
                .put("p95", mean * 2)
                .put("p99", mean * 4);
        spread.put("p999", mean * 9).put("max", mean * 20);
        ArrayNode points = spread.putArray("spectrum");
        double end = Math.min(count, 1e5);
        for (double x = 1; x < end; x *= 1.19) {
            points.addArray().add(100 * (1 - 1 / x)).add(mean / 8 + mean * Math.log10(x) * 2);
        }
        points.addArray().add(100).add(mean * 20);
    }

    private void finding(ObjectNode finding, int number) {
        String site =
                "com.acme.shop.Service" + number % 90 + ".load(Service" + number % 90 + ".java:" + (10 + number) + ")";
        finding.put("kind", KINDS.get(number % KINDS.size()))
                .put("title", "Generated finding " + number)
                .put("confidence", "probable")
                .put("severity", SEVERITIES.get(number % SEVERITIES.size()))
                .put("pattern", id(number))
                .put("database", number % 3 == 0 ? "archive" : "shop")
                .put("statement", "SELECT")
                .put("repeats", 30)
                .put("callSite", site)
                .put("impactSeconds", 1_000.0 / (number + 1))
                .put("occurrences", 3 + random.nextInt(900))
                .put("firstSeen", START.toString())
                .put("lastSeen", START.plusSeconds(number).toString())
                .put("what", "It was seen as often as it was generated.")
                .put("advice", "Generate it less often.");
        finding.putObject("unit").put("kind", "entry").put("name", "GET /page/" + number % 60);
        finding.putArray("stack").add(site).add("com.acme.shop.Web.get(Web.java:40)");
        finding.putObject("evidence").put("meanRepeats", 30.5).put("units", 12);
    }

    private static void pool(ObjectNode pool, int number) {
        pool.put("name", "pool-" + number).put("kind", "hikari").put("database", "shop");
        pool.put("max", 10)
                .put("minIdle", 10)
                .put("maxIdle", 10)
                .put("used", 4)
                .put("idle", 6)
                .put("pending", 0);
        pool.put("timeouts", 2).put("failures", 0).put("failedSeconds", 0).put("creationFailures", 0);
        spread(pool.putObject("wait"), 50_000, 0.0007);
        spread(pool.putObject("use"), 50_000, 0.012);
        spread(pool.putObject("create"), 10, 0.03);
        pool.putArray("blame");
    }

    private void timeline() {
        ObjectNode timeline = document.putObject("timeline");
        timeline.put("start", START.toString()).put("stepSeconds", STEP_SECONDS).put("slots", SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            timeline.withArray("executions").add(3_000 + random.nextInt(900));
            timeline.withArray("errors").add(random.nextInt(3));
            timeline.withArray("seconds").add(20 + 9 * random.nextDouble());
        }
        for (int number = 0; number < POOLS; number++) {
            ObjectNode pool = timeline.withArray("pools")
                    .addObject()
                    .put("name", "pool-" + number)
                    .put("max", 10);
            for (int slot = 0; slot < SLOTS; slot++) {
                int used = random.nextInt(9);
                pool.withArray("used").add(used + 0.5);
                pool.withArray("usedMax").add(used + 1);
                pool.withArray("pending").add(random.nextInt(3));
            }
        }
        for (int number = 0; number < 10; number++) {
            timeline.withArray("events")
                    .addObject()
                    .put("at", START.plusSeconds(300L * number).toString())
                    .put("kind", KINDS.get(number % KINDS.size()))
                    .put("title", "Generated finding " + number)
                    .put("finding", number);
        }
    }

    private static String id(int number) {
        return "%016x".formatted(number * 0x9E3779B97F4A7C15L);
    }
}
