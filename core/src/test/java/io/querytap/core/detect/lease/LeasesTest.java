package io.querytap.core.detect.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.LeaseScript;
import io.querytap.core.detect.Statements;
import io.querytap.core.pool.PoolGauges.Reading;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeasesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Statements statements = new Statements(/* maxPatterns= */ 100, /* textsOfNote= */ 20);
    private final PatternStats write = statements.find("UPDATE product SET name = ? WHERE id = ?");
    private final PatternStats read = statements.find("SELECT name FROM product WHERE id = ?");
    private final LeaseScript script = new LeaseScript();
    private final PoolRegistry pools = new PoolRegistry();
    private final FindingRules limits = FindingRules.of(Profile.PROD);
    private final Detection detection = Detection.of(statements.registry)
            .add(new UncommittedReturns())
            .add(new OpenStatements(limits))
            .add(new HeldIdle(limits, script.units.traffic(), pools))
            .build();

    private Instant now = NOW;
    private int used = 1;

    private void poolOf(int max) {
        PoolStats pool = Objects.requireNonNull(
                pools.register("hikari", "shop", () -> new Reading(max, 0, max, used, max - used, 0)));
        script.in(pool);
    }

    private List<Finding> found() {
        now = now.plusSeconds(1);
        detection.units(script.finished(), now);
        detection.run(now);
        return detection.findings().all();
    }

    // Uncommitted

    @Test
    void uncommitted_writtenAndGivenBack_isToldFromTheFirstOn() {
        script.entry("POST /rename")
                .lease("shop", 0)
                .transaction()
                .execute(read, 1)
                .execute(write, 1)
                .giveBack();
        script.entryEnds();

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.UNCOMMITTED_RETURN);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.pattern()).isEqualTo(write.pattern().hexId());
            assertThat(finding.unit())
                    .isNotNull()
                    .extracting(Finding.Unit::name)
                    .isEqualTo("POST /rename");
            assertThat(finding.evidence())
                    .containsEntry("returns", 1L)
                    .containsEntry("pool", "shop")
                    .containsEntry("tablesWritten", "product");
            assertThat(finding.what()).contains("1 time by POST /rename").contains("the pool rolls them back");
        });
    }

    @Test
    void uncommitted_again_isTheSameFinding() {
        for (int i = 0; i < 3; i++) {
            script.entry("POST /rename")
                    .lease("shop", 0)
                    .transaction()
                    .execute(write, 1)
                    .giveBack()
                    .entryEnds();
            found();
        }
        assertThat(found())
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(3));
    }

    @Test
    void uncommitted_withoutAPool_doesNotSpeakOfOne() {
        script.entry("POST /rename").transaction().execute(write, 1).close().entryEnds();

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).doesNotContainKey("pool");
            assertThat(finding.what()).contains("A connection was closed").contains("up to the driver");
        });
    }

    @Test
    void uncommitted_committedOrOnlyRead_isNone() {
        script.entry("POST /rename")
                .lease("shop", 0)
                .transaction()
                .execute(write, 1)
                .commit()
                .giveBack();
        script.lease("shop", 0).transaction().execute(read, 1).giveBack().entryEnds();

        assertThat(found()).isEmpty();
    }

    // Open statements

    @ParameterizedTest
    @CsvSource({"9, false", "10, true"})
    void openStatements_times_decide(int times, boolean expected) {
        for (int i = 0; i < times; i++) {
            script.entry("GET /leak").lease("shop", 0).execute(read, 1);
            script.giveBack(2, Sites.at("com.acme.Leak", "read", 3)).entryEnds();
        }
        assertThat(found()).hasSize(expected ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.STATEMENT_NOT_CLOSED);
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.callSite()).isEqualTo("com.acme.Leak.read(Leak.java:3)");
            assertThat(finding.evidence()).containsEntry("returns", 10L).containsEntry("statements", 20L);
        });
    }

    @Test
    void openStatements_fromManyPlaces_isNone() {
        for (int i = 0; i < 18; i++) {
            script.entry("GET /leak").lease("shop", 0).execute(read, 1);
            script.giveBack(1, Sites.at("com.acme.Leak", "read", i % 2 + 1)).entryEnds();
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void openStatements_placeNotAlwaysLookedAt_countsForTheOnlyKnownOne() {
        for (int i = 0; i < 10; i++) {
            script.entry("GET /leak").lease("shop", 0).execute(read, 1);
            script.giveBack(1, i == 0 ? Sites.at("com.acme.Leak", "read", 3) : null)
                    .entryEnds();
        }
        assertThat(found())
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(10));
    }

    // Held idle

    private void heldIdle(int times, long idleBefore, long busy, long idleAfter) {
        for (int i = 0; i < times; i++) {
            script.entry("GET /slow")
                    .lease(0)
                    .idle(idleBefore)
                    .execute(read, busy)
                    .idle(idleAfter);
            script.giveBack().entryEnds();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10, 100, 50, true",
        "10, 99, 50, false", // idle for less than 100 ms
        "10, 100, 101, false", // less than half idle
        "9, 100, 50, false", // too few
    })
    void heldIdle_timeAndShare_decide(int times, long idle, long busy, boolean expected) {
        poolOf(2);
        heldIdle(times, 0, busy, idle);

        assertThat(found()).hasSize(expected ? 1 : 0);
    }

    @Test
    void heldIdle_afterTheCommit_saysSo() {
        poolOf(2);
        heldIdle(20, 0, 50, 150);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CONNECTION_HELD_IDLE);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence())
                    .containsEntry("leases", 20L)
                    .containsEntry("heldIdle", 20L)
                    .containsEntry("idleShare", 0.75)
                    .containsEntry("meanIdleSeconds", 0.15)
                    .containsEntry("idleAfterShare", 1.0)
                    .containsEntry("poolMax", 2L)
                    .containsEntry("poolUtilisation", 0.5)
                    .containsEntry("waits", false)
                    .containsEntry("capacityFreed", 0.75);
            assertThat(finding.advice()).contains("open-in-view");
        });
    }

    @Test
    void heldIdle_beforeTheFirstStatement_advisesToBorrowLater() {
        poolOf(2);
        heldIdle(HeldIdle.MIN_LEASES, 150, 50, 0);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("idleBeforeShare", 1.0);
            assertThat(finding.advice()).contains("Borrow later");
        });
    }

    @Test
    void heldIdle_betweenStatementsOfATransaction_advisesToMoveItOut() {
        poolOf(2);
        for (int i = 0; i < HeldIdle.MIN_LEASES; i++) {
            script.entry("GET /slow")
                    .lease(0)
                    .transaction()
                    .execute(read, 10)
                    .idle(200)
                    .execute(read, 10);
            script.commit().giveBack().entryEnds();
        }
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("idleBetweenShare", 1.0);
            assertThat(finding.advice()).contains("out of the transaction");
        });
    }

    @Test
    void heldIdle_poolWithRoom_isNone() {
        poolOf(10);
        heldIdle(30, 0, 50, 150);

        assertThat(found()).isEmpty();
    }

    @Test
    void heldIdle_halfOfThePoolOutAtOnce_isFound() {
        poolOf(10);
        used = 5;
        heldIdle(30, 0, 50, 150);

        assertThat(found()).hasSize(1);
    }

    @Test
    void heldIdle_threeWaited_isOfHighSeverity() {
        poolOf(10);
        heldIdle(HeldIdle.MIN_LEASES, 0, 50, 150);
        waitAndHoldIdle(2);
        assertThat(found()).isEmpty();
        waitAndHoldIdle(1);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("waits", true);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        });
    }

    @Test
    void heldIdle_leasesThatOverlap_countAsOutAtOnce() {
        poolOf(4);
        heldIdle(30, 0, 50, 150);
        assertThat(found()).isEmpty();

        LeaseScript other = new LeaseScript();
        other.in(pools.all().get(0)).idle(30 * 200 - 10).entry("GET /other").lease(0);
        heldIdle(1, 0, 50, 150); // the other one is out meanwhile, and neither knows of the other
        other.idle(100).giveBack().entryEnds();

        assertThat(found())
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("poolPeak", 2L)
                        .containsEntry("poolUtilisation", 0.5)
                        .containsEntry("waits", false));
    }

    @Test
    void heldIdle_longestWaitWasForANewConnection_isNoQueue() {
        poolOf(10);
        long now = script.nowNanos();
        PoolStats pool = pools.all().get(0);
        pool.creates(now - 40_000_000);
        pool.created(new StripeHint(), now - 40_000_000, now, /* failure= */ null);
        heldIdle(HeldIdle.MIN_LEASES, 0, 50, 150);
        waitAndHoldIdle(5);

        assertThat(found()).isEmpty();
    }

    private void waitAndHoldIdle(int times) {
        for (int i = 0; i < times; i++) {
            script.entry("GET /slow")
                    .lease(30)
                    .execute(read, 10)
                    .idle(200)
                    .giveBack()
                    .entryEnds();
        }
    }

    @Test
    void heldIdle_oneInTwentyOfAllLeases_isNone() {
        poolOf(2);
        heldIdle(10, 0, 50, 150);
        heldIdle(190, 0, 5, 0);
        assertThat(found()).isEmpty();

        heldIdle(1, 0, 50, 150);
        assertThat(found()).hasSize(1);
    }

    @Test
    void isOverLimit_edges_followThePercentile() {
        assertThat(HeldIdle.isOverLimit(1, 1)).isTrue();
        assertThat(HeldIdle.isOverLimit(1, 20)).isFalse();
        assertThat(HeldIdle.isOverLimit(2, 20)).isTrue();
        assertThat(HeldIdle.isOverLimit(5, 100)).isFalse();
        assertThat(HeldIdle.isOverLimit(6, 100)).isTrue();
    }
}
