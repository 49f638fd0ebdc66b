package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.agent.Cached;
import io.querytap.agent.Holders;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.TransactionStats;
import io.querytap.core.work.TraceContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> DISTRIBUTION_KEYS =
            List.of("count", "sum", "min", "mean", "p50", "p90", "p95", "p99", "p999", "max");

    private final JsonReport report =
            new JsonReport(Observed.AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class));
    private final Observed observed = new Observed();

    @TempDir
    Path folder;

    @Test
    void toBytes_everythingSeen_keepsTheContract() throws IOException {
        recordSomeOfEverything();

        JsonNode document = read(observed.snapshot());

        assertKeepsContract(document);
        assertThat(document.get("schema").intValue()).isEqualTo(1);
        assertThat(document.get("patterns")).hasSize(4);
        assertThat(document.get("pools")).hasSize(1);
    }

    @Test
    void toBytes_resultCache_keepsTheContract() throws IOException {
        JsonNode document = MAPPER.readTree(report.with(Cached.figures()).toBytes(observed.snapshot()));

        assertKeepsContract(document);
        assertThat(document.at("/cache/rules")).hasSize(4);
    }

    @Test
    void toBytes_timelineKept_keepsTheContract() throws IOException {
        observed.keepTimeline();
        observed.lookAfter(0.1);
        recordSomeOfEverything();
        observed.lookAfter(1.2);

        JsonNode document = read(observed.snapshot());

        assertKeepsContract(document);
        assertThat(document.has("timeline")).isTrue();
    }

    @Test
    void timeline_executionsAndErrors_areBySlot() throws IOException {
        observed.keepTimeline();
        observed.lookAfter(0);
        observed.succeeded("SELECT a FROM t", 3, 10 * Observed.MICRO);
        observed.lookAfter(0.55);
        observed.succeeded("SELECT a FROM t", 1, 700 * Observed.MICRO);
        observed.pattern("SELECT a FROM t").recordFailure(observed.hint, 20 * Observed.MICRO, "40001", -1);
        observed.pattern("SELECT a FROM t").recordResult(observed.hint, 1, 30 * Observed.MICRO);
        observed.lookAfter(1.02);
        observed.lookAfter(1.6);

        JsonNode document = read(observed.snapshot());

        JsonNode run = document.get("timeline");
        assertThat(run.get("start").textValue()).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(run.get("slots").intValue()).isEqualTo(45);
        assertThat(run.get("stepSeconds").intValue()).isEqualTo(2); // after ninety seconds
        assertThat(run.get("lastSlotSeconds").intValue()).isEqualTo(2);
        assertThat(run.get("executions")).hasSize(45);
        assertThat(run.get("executions").get(0).intValue()).isEqualTo(5);
        assertThat(run.get("errors").get(0).intValue()).isEqualTo(1);
        assertThat(run.get("seconds").get(0).decimalValue()).isEqualByComparingTo("0.00075");
        JsonNode pattern = document.at("/patterns/0/timeline");
        assertThat(pattern.get("count").get(0).intValue()).isEqualTo(5);
        assertThat(pattern.get("errors").get(0).intValue()).isEqualTo(1);
        assertThat(pattern.get("durations").get(0).toString()).isEqualTo("[[13,3],[14,1],[19,1]]");
        assertThat(pattern.get("durations").get(1).toString()).isEqualTo("[]");
        assertThat(pattern.get("fetches").get(0).toString()).isEqualTo("[[14,1]]");
    }

    @Test
    void timeline_findings_areEventsInOrderOfTime() throws IOException {
        observed.keepTimeline();
        Instant later = Observed.STARTED.plusSeconds(60);
        observed.raise(Finding.of(Finding.Kind.SLOW_QUERY, Observed.SHOP, "00000000000000aa", "SELECT a")
                .severity(Finding.Severity.HIGH)
                .seen(later, later)
                .build());
        Instant sooner = Observed.STARTED.plusSeconds(30);
        observed.raise(Finding.of(Finding.Kind.N_PLUS_ONE, Observed.SHOP, "00000000000000bb", "SELECT b")
                .seen(sooner, later)
                .build());

        JsonNode events = read(observed.snapshot()).at("/timeline/events");

        assertThat(events.toString())
                .isEqualTo(
                        "[{\"at\":\"2026-11-21T09:00:30Z\",\"kind\":\"n_plus_one\",\"title\":\"N+1 select\",\"finding\":1},"
                                + "{\"at\":\"2026-11-21T09:01:00Z\",\"kind\":\"slow_query\",\"title\":\"Slow query\",\"finding\":0}]");
    }

    @Test
    void timeline_pools_showGapsWhereNothingIsKnown() throws IOException {
        observed.keepTimeline();
        observed.pool("orders", () -> new PoolGauges.Reading(10, 1, 10, 4, 6, PoolGauges.UNKNOWN));
        observed.lookAfter(1);

        JsonNode pool = read(observed.snapshot()).at("/timeline/pools/0");

        assertThat(pool.get("name").textValue()).isEqualTo("orders");
        assertThat(pool.get("used").get(0).intValue()).isEqualTo(4);
        assertThat(pool.get("used").get(1).isNull()).isTrue();
        assertThat(pool.get("usedMax").get(0).intValue()).isEqualTo(4);
        assertThat(pool.get("max").intValue()).isEqualTo(10);
        assertThat(pool.has("pending")).isFalse();
    }

    @Test
    void toBytes_nothingSeen_keepsTheContract() throws IOException {
        JsonReport nameless = new JsonReport(
                new AgentInfo("1.2.3", null, "VM"), Duration.ofSeconds(1), EnumSet.allOf(Finding.Kind.class));

        JsonNode document = MAPPER.readTree(nameless.toBytes(observed.snapshot()));

        assertKeepsContract(document);
        assertThat(document.at("/agent/serviceName").isNull()).isTrue();
        assertThat(document.at("/health/score").isNull()).isTrue();
        assertThat(document.at("/health/grade").isNull()).isTrue();
        assertThat(document.at("/patterns")).isEmpty();
        assertThat(document.at("/transactions/count").longValue()).isZero();
    }

    @Test
    void toBytes_largeSample_keepsTheContract() throws IOException {
        assertKeepsContract(read(SampleShop.snapshot(/* maxPatterns= */ 50, /* rarePatterns= */ 100)));
    }

    @Test
    void agent_fields_asGiven() throws IOException {
        JsonNode agent = read(observed.snapshot()).get("agent");

        assertThat(agent.get("version").textValue()).isEqualTo("1.2.3");
        assertThat(agent.get("serviceName").textValue()).isEqualTo("shop");
        assertThat(agent.get("jvm").textValue()).isEqualTo("Test VM 17");
        assertThat(agent.get("startedAt").textValue()).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(agent.get("writtenAt").textValue()).isEqualTo("2026-11-21T09:01:30Z");
        assertThat(agent.get("uptimeSeconds").decimalValue()).isEqualByComparingTo("90");
        assertThat(agent.get("slowQuerySeconds").decimalValue()).isEqualByComparingTo("0.5");
    }

    @Test
    void patterns_distributions_equalTheSnapshot() throws IOException {
        recordSomeOfEverything();
        Snapshot snapshot = observed.snapshot();

        JsonNode patterns = read(snapshot).get("patterns");

        for (int i = 0; i < snapshot.patterns().size(); i++) {
            PatternSnapshot expected = snapshot.patterns().get(i);
            JsonNode actual = patterns.get(i);
            assertThat(actual.get("id").textValue())
                    .isEqualTo(expected.pattern().hexId());
            assertThat(actual.get("count").longValue()).isEqualTo(expected.count());
            assertThat(actual.get("errors").longValue()).isEqualTo(expected.errors());
            assertEquals(actual.get("duration"), expected.duration(), 9);
            assertEquals(actual.get("fetch"), expected.fetch(), 9);
            assertEquals(actual.get("rows"), expected.rows(), 0);
            if (expected.batchSize().isEmpty()) {
                assertThat(actual.get("batchSize").isNull()).isTrue();
            } else {
                assertEquals(actual.get("batchSize"), expected.batchSize(), 0);
            }
        }
    }

    @Test
    void patterns_histograms_readByHdrHistogramAsTheyWereRecorded() throws Exception {
        recordSomeOfEverything();
        Snapshot snapshot = observed.snapshot();

        JsonNode patterns = read(snapshot).get("patterns");

        for (int i = 0; i < snapshot.patterns().size(); i++) {
            assertHolds(
                    patterns.get(i).get("duration"), snapshot.patterns().get(i).duration());
            assertHolds(patterns.get(i).get("fetch"), snapshot.patterns().get(i).fetch());
        }
        assertThat(patterns.at("/1/fetch").has("histogram")).isFalse();
    }

    private static void assertHolds(JsonNode distribution, DistributionSnapshot expected) throws Exception {
        if (expected.isEmpty()) {
            return;
        }
        byte[] encoded =
                Base64.getDecoder().decode(distribution.get("histogram").textValue());
        Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        assertThat(histogram.getTotalCount()).isEqualTo(expected.count());
        assertThat(histogram.getNumberOfSignificantValueDigits()).isEqualTo(2);
        assertThat(histogram.valuesAreEquivalent(histogram.getMaxValue(), expected.max()))
                .isTrue();
        assertThat(histogram.valuesAreEquivalent(histogram.getValueAtPercentile(50), expected.valueAtPercentile(50)))
                .isTrue();
    }

    @Test
    void patterns_failures_countedByTypeMostFrequentFirst() throws IOException {
        PatternStats stats = observed.pattern("INSERT INTO cart (id) VALUES (?)");
        stats.recordFailure(observed.hint, Observed.MILLI, "40001", -1);
        stats.recordFailure(observed.hint, Observed.MILLI, "23505", -1);
        stats.recordFailure(observed.hint, Observed.MILLI, "23505", -1);

        JsonNode types = read(observed.snapshot()).at("/patterns/0/errorTypes");

        assertThat(types.toString()).isEqualTo("{\"23505\":2,\"40001\":1}");
    }

    @Test
    void patterns_pastTheBound_overflowSaysHowManyItHolds() throws IOException {
        Observed bounded = new Observed(/* maxPatterns= */ 1);
        bounded.succeeded("SELECT a FROM t0", 1, Observed.SECOND)
                .succeeded("SELECT b FROM t1", 1, Observed.MILLI)
                .succeeded("SELECT c FROM t2", 2, Observed.MILLI);

        JsonNode overflow = read(bounded.snapshot()).at("/patterns/1");

        assertThat(overflow.get("id").textValue()).isEqualTo("0000000000000000");
        assertThat(overflow.get("distinctPatterns").intValue()).isEqualTo(2);
        assertThat(overflow.get("count").intValue()).isEqualTo(3);
    }

    @Test
    void patterns_hostileText_survives() throws IOException {
        String sql =
                "SELECT \"</script><img src=x onerror=alert(1)>\u2028\u2029\u0001\u202e\", \"\ud83d\udc18\" FROM \""
                        + "x".repeat(4_200) + '"';
        observed.succeeded(sql, 1, Observed.MILLI);
        Snapshot snapshot = observed.snapshot();

        JsonNode pattern = read(snapshot).at("/patterns/0");

        assertThat(pattern.get("text").textValue())
                .isEqualTo(snapshot.patterns().get(0).pattern().text());
    }

    @Test
    void wellFormed_halfASurrogatePair_replaced() {
        assertThat(JsonReport.wellFormed("a\ud83d")).isEqualTo("a\ufffd");
        assertThat(JsonReport.wellFormed("\udc18b\ud83d\udc18\ud83d!")).isEqualTo("\ufffdb\ud83d\udc18\ufffd!");
        assertThat(JsonReport.wellFormed("plain")).isSameAs("plain");
    }

    @Test
    void agent_textWithHalfASurrogatePair_documentStaysReadable() throws IOException {
        JsonReport cut = new JsonReport(
                new AgentInfo("1", "shop \ud83d", "VM"), Duration.ofSeconds(1), EnumSet.allOf(Finding.Kind.class));

        byte[] document = cut.toBytes(observed.snapshot());

        assertThat(MAPPER.readTree(document).at("/agent/serviceName").textValue())
                .isEqualTo("shop \ufffd");
    }

    @Test
    void patterns_rowsAfterValues_largestNumberWhereMoreThanOne() throws IOException {
        for (int rows : new int[] {1, 40, 7}) {
            observed.pattern("INSERT INTO audit (id) VALUES (?)").sawValuesRows(rows);
        }
        observed.succeeded("INSERT INTO audit (id) VALUES (?)", 1, Observed.MILLI);
        observed.pattern("INSERT INTO other (id) VALUES (?)").sawValuesRows(1);
        observed.succeeded("INSERT INTO other (id) VALUES (?)", 1, Observed.MICRO);

        JsonNode patterns = read(observed.snapshot()).get("patterns");

        assertThat(patterns.at("/0/maxValuesRows").intValue()).isEqualTo(40);
        assertThat(patterns.at("/1").has("maxValuesRows")).isFalse();
    }

    @Test
    void findings_fields_asRaised() throws IOException {
        observed.raise(Finding.of(Finding.Kind.UNPARAMETERIZED_SQL, Observed.SHOP, "00000000000000ab", "SELECT product")
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.WARNING)
                .source("00000000000000cd")
                .repeats(7)
                .unit(new Finding.Unit("lease", "lease of web"))
                .trace(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true))
                .callSite(
                        "shop.Dao.find(Dao.java:42)",
                        List.of("shop.Dao.find(Dao.java:42)", "shop.Main.main(Main.java:1)"))
                .impactNanos(1_500 * Observed.MILLI)
                .occurrences(500)
                .seen(Observed.STARTED, Observed.STARTED.plusSeconds(60))
                .evidence("distinctTexts", 500)
                .evidence("distinctTextsExact", true)
                .evidence("newTextShare", 0.25)
                .evidence("note", "a \ud83d")
                .what("500 sets.")
                .advice("Bind.")
                .build());

        JsonNode document = read(observed.snapshot());

        assertKeepsContract(document);
        assertThat(document.at("/findings/0").toString())
                .isEqualTo(
                        "{\"kind\":\"unparameterized_sql\",\"title\":\"Values written into SQL\",\"confidence\":\"confirmed\",\"severity\":\"warning\","
                                + "\"pattern\":\"00000000000000ab\",\"statement\":\"SELECT product\",\"database\":\"shop\",\"source\":\"00000000000000cd\",\"repeats\":7,"
                                + "\"unit\":{\"kind\":\"lease\",\"name\":\"lease of web\"},"
                                + "\"trace\":{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\","
                                + "\"sampled\":true},"
                                + "\"callSite\":\"shop.Dao.find(Dao.java:42)\","
                                + "\"stack\":[\"shop.Dao.find(Dao.java:42)\",\"shop.Main.main(Main.java:1)\"],"
                                + "\"impactSeconds\":1.5,\"occurrences\":500,"
                                + "\"firstSeen\":\"2026-11-21T09:00:00Z\",\"lastSeen\":\"2026-11-21T09:01:00Z\","
                                + "\"evidence\":{\"distinctTexts\":500,\"distinctTextsExact\":true,\"newTextShare\":0.25,"
                                + "\"note\":\"a \ufffd\"},\"what\":\"500 sets.\",\"advice\":\"Bind.\"}");
    }

    @Test
    void findings_ofNoPattern_nullKeepsTheContract() throws IOException {
        observed.raise(Finding.of(Finding.Kind.CONNECTION_HELD_IDLE, Observed.SHOP, "", "leases of web")
                .seen(Observed.STARTED, Observed.STARTED)
                .build());

        JsonNode document = read(observed.snapshot());

        assertKeepsContract(document);
        assertThat(document.at("/findings/0/pattern").isNull()).isTrue();
    }

    @Test
    void findings_nothingKnownButThePattern_nullsKeepTheContract() throws IOException {
        observed.raise(Finding.of(Finding.Kind.UNPARAMETERIZED_SQL, Observed.SHOP, "00000000000000ab", "SELECT product")
                .seen(Observed.STARTED, Observed.STARTED)
                .build());

        JsonNode document = read(observed.snapshot());

        assertKeepsContract(document);
        for (String field : List.of("source", "repeats", "unit", "trace", "callSite", "impactSeconds")) {
            assertThat(document.at("/findings/0").get(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void pools_unknownGauges_null() throws IOException {
        PoolStats pool = observed.pool("web", () -> PoolGauges.Reading.NOTHING);
        pool.recordTimeout(observed.hint, /* askedNanos= */ 0, 2 * Observed.SECOND);

        JsonNode actual = read(observed.snapshot()).at("/pools/0");

        for (String gauge : List.of("max", "minIdle", "maxIdle", "used", "idle", "pending")) {
            assertThat(actual.get(gauge).isNull()).as(gauge).isTrue();
        }
        assertThat(actual.get("timeouts").intValue()).isEqualTo(1);
        assertThat(actual.at("/timedOutWait/sum").decimalValue()).isEqualByComparingTo("2");
        assertThat(actual.at("/wait/count").intValue()).isZero();
    }

    @Test
    void pools_blame_byHolderAndStateAddsUpToAllThatWasWaited() throws IOException {
        PoolStats pool = observed.pool("web", () -> new PoolGauges.Reading(10, 5, 8, 10, 0, 3));
        pool.recordWait(observed.hint, 5 * Observed.MICRO);
        pool.recordWait(observed.hint, 4 * Observed.SECOND);
        pool.recordTimeout(observed.hint, /* askedNanos= */ 0, 2 * Observed.SECOND);
        pool.recordFailure(/* askedNanos= */ 0, Observed.SECOND);
        HolderNames.Name export =
                Holders.holder("GET /export", "shop.Export.run(Export.java:12)", "shop.Web.handle(Web.java:3)");
        pool.blame().add(export, HolderState.RUNNING, Observed.SECOND);
        pool.blame().add(export, HolderState.IDLE_IN_TRANSACTION, 4 * Observed.SECOND);
        pool.blame().add(PoolBlame.Account.CREATING, 2 * Observed.SECOND);

        JsonNode actual = read(observed.snapshot()).at("/pools/0");

        assertKeepsContract(read(observed.snapshot()));
        assertThat(actual.get("maxIdle").intValue()).isEqualTo(8);
        assertThat(actual.get("failures").intValue()).isEqualTo(1);
        assertThat(actual.get("failedSeconds").decimalValue()).isEqualByComparingTo("1");
        assertThat(actual.at("/blame/0").toString())
                .isEqualTo("{\"site\":\"shop.Export.run(Export.java:12)\",\"unit\":\"GET /export\",\"holders\":1,"
                        + "\"state\":\"running\",\"seconds\":1,\"share\":0.14286,"
                        + "\"stack\":[\"shop.Export.run(Export.java:12)\",\"shop.Web.handle(Web.java:3)\"]}");
        assertThat(actual.at("/blame/1/state").textValue()).isEqualTo("idle_in_transaction");
        assertThat(actual.at("/blame/2").toString())
                .isEqualTo("{\"site\":null,\"unit\":null,\"holders\":0,\"state\":\"creating\",\"seconds\":2,"
                        + "\"share\":0.28571,\"stack\":[]}");
        assertThat(actual.at("/blame/3/state").textValue()).isEqualTo("no_queue");
        BigDecimal blamed = BigDecimal.ZERO;
        for (JsonNode share : actual.get("blame")) {
            blamed = blamed.add(share.get("seconds").decimalValue());
        }
        assertThat(blamed).isEqualByComparingTo("7.000005");
    }

    @Test
    void pools_moreHoldersThanAnybodyReads_restAddedUp() throws IOException {
        PoolStats pool = observed.pool("web", () -> PoolGauges.Reading.NOTHING);
        int holders = 2 * BlameBars.MAX_HOLDERS;
        for (int i = 0; i < holders; i++) {
            pool.recordWait(observed.hint, (1 + i) * Observed.SECOND);
            pool.blame().add(Holders.holder("job " + i), HolderState.IDLE, (1 + i) * Observed.SECOND);
        }

        JsonNode blame = read(observed.snapshot()).at("/pools/0/blame");

        assertThat(blame).hasSize(BlameBars.MAX_HOLDERS);
        JsonNode others = blame.get(BlameBars.MAX_HOLDERS - 1);
        assertThat(others.get("unit").isNull()).isTrue();
        assertThat(others.get("holders").intValue()).isEqualTo(holders - BlameBars.MAX_HOLDERS + 1);
        double sum = 0;
        for (JsonNode share : blame) {
            sum += share.get("seconds").doubleValue();
        }
        assertThat(sum).isEqualTo(holders * (holders + 1) / 2.0);
    }

    @Test
    void transactions_twoDatabases_summedAndApart() throws IOException {
        TransactionStats shop = observed.transactions(Observed.SHOP);
        TransactionStats stock = observed.transactions(Observed.STOCK);
        shop.recordCommitted(observed.hint, 10 * Observed.MILLI);
        shop.recordCommitted(observed.hint, 20 * Observed.MILLI);
        stock.recordRolledBack(observed.hint, 30 * Observed.MILLI);
        stock.recordRollbackCall(observed.hint, Observed.MILLI);

        JsonNode transactions = read(observed.snapshot()).get("transactions");

        assertThat(transactions.get("count").intValue()).isEqualTo(3);
        assertThat(transactions.get("rollbacks").intValue()).isEqualTo(1);
        assertThat(transactions.at("/duration/sum").decimalValue()).isEqualByComparingTo("0.06");
        assertThat(transactions.at("/duration/p50").decimalValue()).isEqualByComparingTo("0.02");
        assertThat(transactions.at("/byDatabase/0/database").textValue()).isEqualTo("shop");
        assertThat(transactions.at("/byDatabase/0/count").intValue()).isEqualTo(2);
        assertThat(transactions.at("/byDatabase/1/rollbacks").intValue()).isEqualTo(1);
        assertThat(transactions.at("/byDatabase/1/rollback/sum").decimalValue()).isEqualByComparingTo("0.001");
    }

    @Test
    void write_missingFolders_createdAndNothingElseLeft() throws IOException {
        Path file = folder.resolve("a/b/report.json");

        report.write(observed.snapshot(), file);
        report.write(observed.succeeded("SELECT 1", 1, 1).snapshot(), file);

        assertThat(MAPPER.readTree(Files.readAllBytes(file)).get("patterns")).hasSize(1);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void write_parentIsAFile_saysSo() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("taken"), "");

        assertThatThrownBy(() -> report.write(observed.snapshot(), notAFolder.resolve("report.json")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("report.json could not be written: ")
                .hasMessageEndingWith("taken exists and is not a directory");
    }

    @Test
    void write_targetIsAFolder_saysSoAndLeavesNothing() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("report.json"));

        assertThatThrownBy(() -> report.write(observed.snapshot(), taken))
                .isInstanceOf(ReportException.class)
                .hasMessageEndingWith("report.json could not be written: it is a directory");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }

    private void recordSomeOfEverything() {
        PatternStats select = observed.pattern("SELECT name FROM product WHERE id = ?");
        for (int i = 1; i <= 300; i++) {
            select.recordSuccess(observed.hint, i * 37 * Observed.MICRO + 1);
            select.recordResult(observed.hint, i % 7, i * Observed.MICRO);
        }
        observed.succeeded("UPDATE product SET stock = ? WHERE id = ?", 3, 2 * Observed.MILLI);
        PatternStats batch = observed.pattern("INSERT INTO audit (id) VALUES (?)");
        batch.recordBatchSuccess(observed.hint, 4 * Observed.MILLI, 50);
        batch.recordFailure(observed.hint, 5 * Observed.MILLI, "23505", 20);
        observed.patternOf(Observed.STOCK, "SELECT name FROM product WHERE id = ?")
                .recordSuccess(observed.hint, Observed.MILLI);
        TransactionStats transactions = observed.transactions(Observed.SHOP);
        transactions.recordCommitted(observed.hint, 9 * Observed.MILLI);
        transactions.recordCommitCall(observed.hint, Observed.MILLI);
        PoolStats pool = observed.pool("web", () -> new PoolGauges.Reading(10, 5, 10, 2, 3, 0));
        pool.connectsTo(Observed.SHOP);
        pool.recordWait(observed.hint, 3 * Observed.MICRO);
        pool.recordUse(observed.hint, 8 * Observed.MILLI);
        pool.created(observed.hint, /* startNanos= */ 0, 20 * Observed.MILLI, /* failure= */ null);
    }

    private JsonNode read(Snapshot snapshot) throws IOException {
        return MAPPER.readTree(report.toBytes(snapshot));
    }

    private static void assertEquals(JsonNode actual, DistributionSnapshot expected, int decimals) {
        assertThat(actual.get("count").longValue()).isEqualTo(expected.count());
        assertScaled(actual.get("sum"), expected.sum(), decimals);
        assertScaled(actual.get("min"), expected.min(), decimals);
        assertScaled(actual.get("max"), expected.max(), decimals);
        assertScaled(actual.get("p50"), expected.valueAtPercentile(50), decimals);
        assertScaled(actual.get("p90"), expected.valueAtPercentile(90), decimals);
        assertScaled(actual.get("p95"), expected.valueAtPercentile(95), decimals);
        assertScaled(actual.get("p99"), expected.valueAtPercentile(99), decimals);
        assertScaled(actual.get("p999"), expected.valueAtPercentile(99.9), decimals);
        assertThat(actual.get("mean").doubleValue()).isEqualTo(expected.mean() / Math.pow(10, decimals));
    }

    private static void assertScaled(JsonNode actual, long expected, int decimals) {
        // As text: through a double, nanoseconds of a long sum would be lost on the way.
        assertThat(new BigDecimal(actual.asText())).isEqualByComparingTo(BigDecimal.valueOf(expected, decimals));
    }

    private static void assertKeepsContract(JsonNode document) throws IOException {
        JsonNode contract = MAPPER.readTree(JsonReportTest.class.getResourceAsStream("contract.json"));
        assertFits("", document, contract);
    }

    private static void assertFits(String path, JsonNode actual, JsonNode contract) {
        if (contract.isObject()) {
            assertThat(actual.isObject()).as(path).isTrue();
            List<String> expected = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : contract.properties()) {
                boolean optional = field.getKey().endsWith("?");
                String name =
                        optional ? field.getKey().substring(0, field.getKey().length() - 1) : field.getKey();
                if ((optional || field.getValue().asText().endsWith(" if any")) && !actual.has(name)) {
                    continue;
                }
                expected.add(name);
                assertThat(actual.has(name)).as(path + '/' + name).isTrue();
                assertFits(path + '/' + name, actual.get(name), field.getValue());
            }
            assertThat(actual.fieldNames()).toIterable().as(path).containsExactlyElementsOf(expected);
        } else if (contract.isArray()) {
            assertThat(actual.isArray()).as(path).isTrue();
            boolean nullable = contract.has(1);
            for (int i = 0; i < actual.size(); i++) {
                if (!nullable || !actual.get(i).isNull()) {
                    assertFits(path + '/' + i, actual.get(i), contract.get(0));
                }
            }
        } else {
            assertIsA(path, actual, contract.textValue());
        }
    }

    private static void assertIsA(String path, JsonNode actual, String type) {
        if (type.endsWith(" if any")) {
            assertIsA(path, actual, type.substring(0, type.length() - " if any".length()));
            return;
        }
        if (type.endsWith(" or null")) {
            if (!actual.isNull()) {
                assertIsA(path, actual, type.substring(0, type.length() - " or null".length()));
            }
            return;
        }
        switch (type) {
            case "string" -> assertThat(actual.isTextual()).as(path).isTrue();
            case "integer" -> assertThat(actual.isIntegralNumber()).as(path).isTrue();
            case "number" -> assertThat(actual.isNumber()).as(path).isTrue();
            case "boolean" -> assertThat(actual.isBoolean()).as(path).isTrue();
            case "id" -> assertThat(actual.textValue()).as(path).matches("[0-9a-f]{16}");
            case "suspect|probable|confirmed", "info|warning|high" ->
                assertThat(type.split("\\|")).as(path).contains(actual.textValue());
            case "trace" ->
                assertThat(actual.fieldNames()).toIterable().as(path).containsExactly("traceId", "spanId", "sampled");
            case "waits" ->
                assertThat(actual.fieldNames())
                        .toIterable()
                        .as(path)
                        .containsExactly("waitP50", "waitP99", "probabilityOfWait", "timeouts");
            case "bottleneck" ->
                assertThat(actual.fieldNames())
                        .toIterable()
                        .as(path)
                        .containsExactly(
                                "rankCorrelation",
                                "leases",
                                "fewInUse",
                                "manyInUse",
                                "busySecondsAtFew",
                                "busySecondsAtMany");
            case "bounds" ->
                actual.forEach(
                        it -> assertThat(it.fieldNames()).toIterable().as(path).containsExactly("kind", "size", "why"));
            case "texts" ->
                actual.forEach(it -> assertThat(it.isTextual()).as(path).isTrue());
            case "shared tier" ->
                assertThat(actual.fieldNames())
                        .toIterable()
                        .as(path)
                        .containsExactly(
                                "reachable",
                                "unsentInvalidations",
                                "oldestUnsentSeconds",
                                "droppedPuts",
                                "timeouts",
                                "reconnects");
            case "unit" -> assertThat(actual.fieldNames()).toIterable().as(path).containsExactly("kind", "name");
            case "values by name" ->
                actual.forEach(it -> assertThat(it.isValueNode()).as(path).isTrue());
            case "instant" ->
                assertThat(Instant.parse(actual.textValue())).as(path).isNotNull();
            case "counts by name" ->
                actual.forEach(it -> assertThat(it.isIntegralNumber()).as(path).isTrue());
            case "distribution" -> assertIsDistribution(path, actual);
            default -> throw new AssertionError(path + " holds something where the contract says: " + type);
        }
    }

    private static void assertIsDistribution(String path, JsonNode actual) {
        for (String key : DISTRIBUTION_KEYS) {
            assertThat(actual.path(key).isNumber()).as(path + '/' + key).isTrue();
        }
        boolean hasData = actual.get("count").longValue() > 0;
        assertThat(actual.has("spectrum")).as(path).isEqualTo(hasData);
        for (JsonNode point : actual.path("spectrum")) {
            assertThat(point).as(path).hasSize(2);
            assertThat(point.get(0).doubleValue()).as(path).isBetween(0.0, 100.0);
            assertThat(point.get(1).doubleValue())
                    .as(path)
                    .isBetween(
                            actual.get("min").doubleValue(), actual.get("max").doubleValue());
        }
    }

    @Test
    void toBytes_always_utf8AndPlainNumbers() {
        observed.succeeded("SELECT \"\u00e4\" FROM t", 1, 1_234);

        String text = new String(report.toBytes(observed.snapshot()), StandardCharsets.UTF_8);

        assertThat(text).contains("0.000001234").doesNotContain("E-");
    }
}
