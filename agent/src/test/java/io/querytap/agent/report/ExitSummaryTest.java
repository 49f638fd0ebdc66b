package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.Holders;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.PatternStats;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitSummaryTest {
    private static final int COLUMNS = 100;

    private final Observed observed = new Observed();

    @Test
    void of_someTraffic_golden() {
        observed.succeeded("SELECT name, price FROM product WHERE id = ?", 1_234, 172 * Observed.MICRO);
        observed.succeeded(
                "SELECT sum(total) FROM customer_order WHERE placed_at BETWEEN ? AND ?", 3, 1_250 * Observed.MILLI);
        PatternStats insert = observed.pattern("INSERT INTO cart_item (id) VALUES (?)");
        for (int i = 0; i < 20; i++) {
            insert.recordFailure(observed.hint, Observed.MILLI, "23505", -1);
        }
        observed.pattern("SELECT name, price FROM product WHERE id = ?")
                .recordResult(observed.hint, 12_500, Observed.MILLI);
        PoolStats pool = observed.pool("web", () -> new PoolGauges.Reading(10, 10, 10, 3, 7, 0));
        for (int i = 0; i < 30; i++) {
            pool.recordWait(observed.hint, 5 * Observed.MICRO);
        }
        pool.recordTimeout(observed.hint, /* askedNanos= */ 0, Observed.SECOND);
        observed.pool("closed", () -> PoolGauges.Reading.NOTHING);

        String summary = ExitSummary.of(observed.snapshot(), Observed.AGENT, Path.of("/reports/shop.html"), COLUMNS);

        assertThat(summary).isEqualTo("""
                        Querytap 1.2.3 · shop · 1,257 executions in 1m 30s, 3.98 s in the database, 20 errors

                          total  count      p50      p95      p99  errors    rows  3 patterns
                         3.75 s      3   1.25 s   1.25 s   1.25 s       0       0  SELECT sum(total) FROM customer_order WH…
                         212 ms  1,234   172 µs   172 µs   172 µs       0  12,500  SELECT name, price FROM product WHERE id…
                        20.0 ms     20  1.00 ms  1.00 ms  1.00 ms      20       0  INSERT INTO cart_item (id) VALUES (?)

                        pool    web  wait p50 5.00 µs, p99 5.00 µs, max 5.00 µs  1 time-out  3 of 10 in use
                        pool    closed  never asked for a connection

                        report  /reports/shop.html
                        """);
    }

    @Test
    void of_poolWithWaits_saysWhoHeldTheConnections() {
        observed.succeeded("SELECT 1", 1, Observed.MILLI);
        PoolStats pool = observed.pool("web", () -> new PoolGauges.Reading(10, 10, 10, 10, 0, 0));
        for (int i = 0; i < 100; i++) {
            pool.recordWait(observed.hint, i < 90 ? 5 * Observed.MICRO : Observed.SECOND);
        }
        pool.recordTimeout(observed.hint, /* askedNanos= */ 0, 2 * Observed.SECOND);
        pool.recordFailure(/* askedNanos= */ 0, Observed.SECOND);
        HolderNames.Name export = Holders.holder("GET /export", "com.example.shop.Export.run(Export.java:12)");
        pool.blame().add(export, HolderState.IDLE_IN_TRANSACTION, 6.5 * Observed.SECOND);
        pool.blame().add(export, HolderState.RUNNING, 2 * Observed.SECOND);
        pool.blame().add(Holders.holder("JOB"), HolderState.RUNNING, 4.5 * Observed.SECOND);

        String summary = ExitSummary.of(observed.snapshot(), Observed.AGENT, /* report= */ null, COLUMNS);

        assertThat(summary).endsWith("""

                        pool    web  wait p50 5.12 µs, p99 1.00 s, max 1.00 s  1 time-out, 1 other failure  10 of 10 in use
                                13.0 s waited by 12; 65 % while Export.run(Export.java:12) held the connections (76 % idle)
                        """);
    }

    @Test
    void of_poolThatCannotConnect_blamesNobody() {
        PoolStats pool = observed.pool("web", () -> PoolGauges.Reading.NOTHING);
        pool.recordTimeout(observed.hint, /* askedNanos= */ 0, 2 * Observed.SECOND);
        pool.blame().add(PoolBlame.Account.CREATING, 2 * Observed.SECOND);

        assertThat(ExitSummary.of(observed.snapshot(), Observed.AGENT, /* report= */ null, COLUMNS))
                .endsWith("        2.00 s waited by 1; 100 % while connections were being made, or could not be\n");
    }

    @Test
    void of_firstConnectionsMade_noNews() {
        PoolStats pool = observed.pool("web", () -> PoolGauges.Reading.NOTHING);
        pool.recordWait(observed.hint, 60 * Observed.MILLI);
        pool.blame().add(PoolBlame.Account.CREATING, 60 * Observed.MILLI);

        assertThat(ExitSummary.of(observed.snapshot(), Observed.AGENT, /* report= */ null, COLUMNS))
                .doesNotContain("waited by");
    }

    @Test
    void of_findings_toldFirstAndBounded() {
        observed.succeeded("SELECT name FROM product WHERE id = ?", 500, 172 * Observed.MICRO);
        for (int i = 0; i < 10; i++) {
            observed.raise(
                    Finding.of(Finding.Kind.UNPARAMETERIZED_SQL, Observed.SHOP, "p" + i, "SELECT product\u001b[2J")
                            .severity(Finding.Severity.WARNING)
                            .confidence(Finding.Confidence.CONFIRMED)
                            .what("500 different sets of values.")
                            .callSite(i == 1 ? null : "shop.Dao.find(Dao.java:42)", List.of())
                            .unit(new Finding.Unit("entry", "GET /products"))
                            .impactNanos(1_500 * Observed.MILLI)
                            .build());
        }

        String summary = ExitSummary.of(observed.snapshot(), Observed.AGENT, null, COLUMNS);

        assertThat(summary).isEqualTo("""
                        Querytap 1.2.3 · shop · 500 executions in 1m 30s, 86.0 ms in the database, 0 errors

                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   unparameterized_sql, warning, confirmed  SELECT product?[2J: 500 different sets of values.
                                at shop.Dao.find(Dao.java:42), in GET /products, 1.50 s could be saved
                        found   2 more

                          total  count     p50     p95     p99  errors  rows  1 pattern
                        86.0 ms    500  172 µs  172 µs  172 µs       0     0  SELECT name FROM product WHERE id = ?
                        """);
    }

    @Test
    void of_findingOfUnknownPlace_saysTheDatabase() {
        observed.raise(Finding.of(Finding.Kind.CONNECTION_HELD_IDLE, Observed.SHOP, "", "leases of web")
                .what("Held for 80 % of the time without a statement.")
                .build());

        assertThat(ExitSummary.of(observed.snapshot(), Observed.AGENT, null, COLUMNS))
                .endsWith("""

                        found   connection_held_idle, info, suspect  leases of web: Held for 80 % of the time without a sta…
                                on shop
                        """);
    }

    @Test
    void of_nothingSeen_saysSo() {
        assertThat(ExitSummary.of(observed.snapshot(), new AgentInfo("1.2.3", null, "VM"), null, COLUMNS))
                .isEqualTo("Querytap 1.2.3 · no JDBC call seen in 1m 30s\n");
    }

    @Test
    void of_manyOfEverything_atMostFortyLinesOfTheWidth() {
        for (int i = 0; i < 300; i++) {
            observed.succeeded("SELECT a" + "b".repeat(i) + " FROM t" + i, i + 1, Observed.MILLI);
            observed.raise(Finding.of(Finding.Kind.UNPARAMETERIZED_SQL, Observed.SHOP, "p" + i, "x".repeat(500))
                    .what("y".repeat(500))
                    .callSite("z".repeat(500), List.of())
                    .build());
            if (i < 60) {
                observed.pool("pool-" + i, () -> PoolGauges.Reading.NOTHING);
            }
        }

        String summary = ExitSummary.of(observed.snapshot(), Observed.AGENT, Path.of("/r.html"), COLUMNS);

        assertThat(summary.lines()).hasSizeLessThanOrEqualTo(ExitSummary.MAX_LINES);
        assertThat(summary.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        assertThat(summary).contains("the 10 costliest of 300 patterns", "55 more are in the report");
    }

    @Test
    void of_hostileText_neverControlsTheTerminal() {
        observed.succeeded("SELECT \"\u001b[2J\u0007\u202e\r\n  \ud83d\udc18\" FROM t", 1, Observed.MILLI);
        Snapshot snapshot = observed.snapshot();

        String summary = ExitSummary.of(snapshot, new AgentInfo("1", "shop\u001b[31m", "VM"), null, COLUMNS);

        assertThat(summary.replace("\n", "").chars()).noneMatch(Character::isISOControl);
        assertThat(summary).doesNotContain("\u202e").contains("\ud83d\udc18");
    }
}
