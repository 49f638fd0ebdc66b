package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.LeaseScript;
import io.querytap.core.detect.Statements;
import io.querytap.core.pool.PoolGauges.Reading;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakWatchTest {
    private final Statements statements = new Statements(/* maxPatterns= */ 100, /* textsOfNote= */ 20);
    private final PatternStats read = statements.find("SELECT name FROM product WHERE id = ?");
    private final PoolRegistry pools = new PoolRegistry();
    private final PoolStats pool =
            Objects.requireNonNull(pools.register("hikari", "shop", () -> new Reading(10, 0, 10, 1, 9, 0)));
    private final LeaseScript script = new LeaseScript().in(pool);
    private final LeaseScript second = new LeaseScript().in(pool);
    private final Findings findings = new Findings();
    private final ExecutorService borrower = Executors.newSingleThreadExecutor();
    private LeakWatch watch = new LeakWatch(pools, script.units, FindingRules.of(Profile.PROD));
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");

    @AfterEach
    void end() {
        borrower.shutdownNow();
    }

    private void look() {
        now = now.plusSeconds(1);
        watch.look(script.nowNanos(), now, findings);
    }

    /** Nothing happens for so long; it is looked each second. */
    private void quiet(int seconds) {
        for (int i = 0; i < seconds; i++) {
            script.idle(1_000);
            second.idle(1_000);
            look();
        }
    }

    private void leak(LeaseScript of, String unit) {
        of.entry(unit).lease(0).execute(read, 5).entryEnds();
    }

    // Certain

    @ParameterizedTest
    @CsvSource({"9, false", "12, true"})
    void look_unitHasEnded_isALeakAfterTheSilence(int seconds, boolean expected) {
        leak(script, "GET /leaky");
        quiet(seconds);

        assertThat(findings.all()).hasSize(expected ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CONNECTION_LEAK);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.occurrences()).isEqualTo(1);
            assertThat(finding.pattern()).isEqualTo(read.pattern().hexId());
            assertThat(finding.unit())
                    .isNotNull()
                    .extracting(Finding.Unit::name)
                    .isEqualTo("GET /leaky");
            assertThat(finding.evidence())
                    .containsEntry("pool", "shop")
                    .containsEntry("poolMax", 10L)
                    .containsEntry("leaking", 1L)
                    .containsEntry("reason", "unit_ended");
            assertThat(finding.what())
                    .contains("1 connection of the 10 of shop")
                    .contains("by GET /leaky");
            assertThat(finding.callSite()).isNotNull();
        });
    }

    @Test
    void look_laterUnitsOfTheThread_doNotGiveTheirNames() {
        leak(script, "GET /leaky");
        new LeaseScript(script.units).entry("GET /other").execute(read, 1).entryEnds();
        quiet(15);

        assertThat(findings.all())
                .singleElement()
                .satisfies(it ->
                        assertThat(Objects.requireNonNull(it.unit()).name()).isEqualTo("GET /leaky"));
    }

    @Test
    void look_threadHasEnded_isALeak() throws Exception {
        Thread thread = new Thread(() -> script.lease(0).execute(read, 5));
        thread.start();
        thread.join();
        quiet(12);

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence()).containsEntry("reason", "thread_ended");
        });
    }

    @Test
    void look_threadHasEndedAndAnotherOneUsesIt_isNone() throws Exception {
        Thread thread = new Thread(() -> script.lease(0).execute(read, 5));
        thread.start();
        thread.join();
        borrower.submit(() -> script.execute(read, 5)).get();
        quiet(25);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_nothingLeftToGiveItBackBy_isALeakThoughTheThreadGoesOn() throws Exception {
        script.lease(0, new Object()).execute(read, 5);
        for (int i = 0; i < 15; i++) {
            quiet(1);
            System.gc();
            Thread.sleep(5);
        }
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence()).containsEntry("reason", "forgotten");
        });
    }

    @Test
    void look_handleStillHeld_isNotForgotten() {
        Object handle = new Object();
        script.lease(0, handle).execute(read, 5);
        for (int i = 0; i < 15; i++) {
            quiet(1);
            System.gc();
        }
        assertThat(findings.all()).isEmpty();
        assertThat(handle).isNotNull();
    }

    // Taken back

    @Test
    void look_givenBack_isTakenBack() {
        leak(script, "GET /leaky");
        quiet(12);
        assertThat(findings.all()).hasSize(1);
        assertThat(watch.isLeaking(script.entry())).isTrue();

        script.giveBack();
        assertThat(watch.isLeaking(script.entry())).isFalse();
        look();
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_oneOfTwoGivenBack_isToldSo() {
        leak(script, "GET /leaky");
        leak(second, "GET /leaky");
        quiet(12);
        assertThat(findings.all())
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(2));

        second.giveBack();
        look();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.occurrences()).isEqualTo(1);
            assertThat(finding.evidence()).containsEntry("leaking", 1L).containsEntry("returnedLate", 1L);
            assertThat(finding.what()).contains("1 other came back");
        });
    }

    @Test
    void look_poolClosesTheConnection_staysALeak() {
        leak(script, "GET /leaky");
        quiet(12);
        script.gone();
        look();

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.occurrences()).isEqualTo(1);
            assertThat(finding.evidence()).containsEntry("leaking", 0L).containsEntry("closed", 1L);
        });
    }

    @Test
    void look_usedAgainByWhoeverHasIt_isTakenBackForGood() {
        leak(script, "init");
        quiet(12);
        assertThat(findings.all()).hasSize(1);

        script.execute(read, 5);
        look();
        assertThat(findings.all()).isEmpty();
        quiet(25);
        assertThat(findings.all()).isEmpty();
    }

    // None

    @Test
    void look_unitGoesOn_isNoneHoweverSilent() {
        script.entry("listener").lease(0).execute(read, 5);
        quiet(600);
        assertThat(findings.all()).isEmpty();
        script.giveBack().entryEnds();
    }

    @Test
    void look_usedEveryTenSeconds_isNone() {
        leak(script, "scheduler");
        for (int i = 0; i < 20; i++) {
            quiet(10);
            script.execute(read, 5);
        }
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_callThatLastsForMinutes_isNone() {
        script.entry("GET /report").lease(0).callBegins().entryEnds();
        quiet(300);
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_afterAStandstill_startsAnew() {
        leak(script, "GET /leaky");
        quiet(5);
        script.idle(60_000);
        quiet(8);
        assertThat(findings.all()).isEmpty();
        quiet(4);
        assertThat(findings.all()).hasSize(1);
    }

    @Test
    void look_switchedOff_tellsNothingButKnows() {
        watch = new LeakWatch(
                pools,
                script.units,
                FindingRules.builder(Profile.PROD)
                        .off(Set.of(Kind.CONNECTION_LEAK))
                        .build());
        leak(script, "GET /leaky");
        quiet(12);

        assertThat(findings.all()).isEmpty();
        assertThat(watch.isLeaking(script.entry())).isTrue();
        assertThat(watch.isLeaking(second.entry())).isFalse();
    }

    // Probable

    @ParameterizedTest
    @CsvSource({"59, false", "62, true"})
    void look_unusedForLongAndNobodyThere_isProbable(int seconds, boolean expected) throws Exception {
        borrower.submit(() -> script.lease(0).execute(read, 5)).get();
        quiet(seconds);

        assertThat(findings.all()).hasSize(expected ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.evidence())
                    .containsEntry("reason", "unused")
                    .containsEntry("holder", "waits for another thread");
        });
    }

    @Test
    void look_leasesAreLongAsARule_waitsForTenTimesThat() throws Exception {
        for (int i = 0; i < 30; i++) {
            second.lease(0).idle(12_000).giveBack();
        }
        borrower.submit(() -> script.lease(0).execute(read, 5)).get();
        quiet(115);
        assertThat(findings.all()).isEmpty();
        quiet(10);
        assertThat(findings.all()).hasSize(1);
    }

    @Test
    void look_borrowerStillInTheMethod_isNone() {
        script.lease(0).execute(read, 5); // what called this test counts as the application
        quiet(200);
        assertThat(findings.all()).isEmpty();
    }

    // Names

    @Test
    void look_placeNotAlwaysLookedAt_isOneFinding() {
        List<LeaseScript> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) { // more than are looked at
            LeaseScript of = new LeaseScript(script.units).in(pool);
            leak(of, "GET /leaky");
            many.add(of);
        }
        for (int i = 0; i < 12; i++) {
            script.idle(1_000);
            many.forEach(it -> it.idle(1_000));
            look();
        }
        assertThat(many.stream().filter(it -> it.connection.acquiredAt() == null))
                .isNotEmpty();
        assertThat(findings.all())
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(60));
    }
}
