package io.querytap.core.detect.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.LeaseScript;
import io.querytap.core.detect.Statements;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final Statements statements = new Statements(/* maxPatterns= */ 100, /* textsOfNote= */ 20);
    private final PatternStats write = statements.find("UPDATE product SET name = ? WHERE id = ?");
    private final PatternStats read = statements.find("SELECT name FROM product WHERE id = ?");
    private final LeaseScript script = new LeaseScript();
    private final Findings findings = new Findings();
    private TransactionWatch watch = new TransactionWatch(script.open, FindingRules.of(Profile.PROD));
    private Instant now = START;

    private void look() {
        now = now.plusSeconds(1);
        watch.look(script.nowNanos(), now, findings);
    }

    /** Nothing happens for so long; it is looked each second. */
    private void quiet(int seconds) {
        for (int i = 0; i < seconds; i++) {
            script.idle(1_000);
            look();
        }
    }

    /** A statement each half second for so long. */
    private void busy(PatternStats pattern, int seconds) {
        for (int i = 0; i < seconds; i++) {
            script.execute(pattern, 500).execute(pattern, 500);
            look();
        }
    }

    private List<Finding> found(Kind kind) {
        return findings.all().stream().filter(it -> it.kind() == kind).collect(Collectors.toList());
    }

    private LeaseScript transaction() {
        look();
        return script.entry("POST /order").lease("shop", 0).transaction();
    }

    // Long

    @ParameterizedTest
    @CsvSource({"4, ,", "5, WARNING, 5.0", "29, WARNING, 20.0", "30, HIGH, 30.0"})
    void long_openWhileLookedAt_isToldByAge(int seconds, Severity severity, Double told) {
        transaction();
        busy(read, seconds);

        if (severity == null) {
            assertThat(findings.all()).isEmpty();
        } else {
            assertThat(found(Kind.LONG_TRANSACTION)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(severity);
                assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
                assertThat(finding.evidence())
                        .containsEntry("longestSeconds", told)
                        .containsEntry("exact", false)
                        .containsEntry("openNow", 1L)
                        .containsEntry("wrote", false)
                        .containsEntry("pool", "shop");
                assertThat(finding.unit())
                        .isNotNull()
                        .extracting(Finding.Unit::name)
                        .isEqualTo("POST /order");
                assertThat(finding.what()).contains("at least");
            });
        }
    }

    @Test
    void long_ended_isBroughtUpToDateWithItsWholeDuration() {
        transaction();
        busy(write, 7);
        script.execute(write, 250).commit().giveBack().entryEnds();
        look();

        assertThat(found(Kind.LONG_TRANSACTION)).singleElement().satisfies(finding -> {
            assertThat(finding.evidence())
                    .containsEntry("longestSeconds", 7.25)
                    .containsEntry("exact", true)
                    .containsEntry("openNow", 0L)
                    .containsEntry("wrote", true)
                    .containsEntry("tablesWritten", "product");
            assertThat(finding.what()).contains("the longest lasted 7.3 s");
        });
    }

    @Test
    void long_reachesTheLimitBetweenTwoLooks_isToldWhenItHasEnded() {
        transaction();
        busy(read, 4);
        script.execute(read, 999).execute(read, 1).commit();
        look();

        assertThat(found(Kind.LONG_TRANSACTION))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .containsEntry("longestSeconds", 5.0)
                        .containsEntry("exact", true));
    }

    @Test
    void long_anotherFollowsAtOnce_isNotTakenForTheSame() {
        transaction();
        for (int i = 0; i < 20; i++) {
            busy(write, 1);
            script.commit().transaction();
        }
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void long_severalOfOneWork_areOneFinding() {
        for (int i = 0; i < 3; i++) {
            transaction();
            busy(i == 0 ? write : read, 6);
            script.commit().giveBack().entryEnds();
            look();
        }
        assertThat(found(Kind.LONG_TRANSACTION))
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(3));
    }

    @Test
    void long_exemptByName_isNotTold() {
        watch = new TransactionWatch(
                script.open,
                FindingRules.builder(Profile.PROD)
                        .mayTransactLong(List.of("POST /*"))
                        .build());
        transaction();
        busy(read, 10);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void long_open_isToldRarely() {
        AtomicInteger told = new AtomicInteger();
        findings.listen(new FindingListener() {
            @Override
            public void raised(Finding finding) {
                told.incrementAndGet();
            }

            @Override
            public void changed(Finding before, Finding after) {
                told.incrementAndGet();
            }

            @Override
            public void retracted(Finding finding) {
                throw new AssertionError("it was long");
            }
        });
        transaction();
        busy(read, 300);

        assertThat(told.get()).isBetween(4, 8); // at 5, 10, 20, 30, 60, 120, 240 s
    }

    // Idle

    @ParameterizedTest
    @CsvSource({"900, 0", "1000, 1"})
    void idle_afterAWrite_isToldFromOneSecondOn(long millis, int expected) {
        transaction().execute(write, 1);
        look();
        script.idle(millis);
        look();

        assertThat(found(Kind.IDLE_IN_TRANSACTION)).hasSize(expected);
    }

    @Test
    void idle_afterAWrite_saysAfterWhichStatement() {
        transaction().execute(read, 1).execute(write, 1);
        quiet(3);

        assertThat(found(Kind.IDLE_IN_TRANSACTION)).singleElement().satisfies(finding -> {
            assertThat(finding.pattern()).isEqualTo(write.pattern().hexId());
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.evidence())
                    .containsEntry("wrote", true)
                    .containsEntry("openNow", 1L)
                    .containsEntry("tablesWritten", "product")
                    .containsEntry("holder", "works"); // this very thread
            assertThat(finding.what())
                    .contains("POST /order")
                    .contains("had written")
                    .contains("at least 2.0 s");
        });
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 1"})
    void idle_onlyRead_isToldFromFiveSecondsOn(int seconds, int expected) {
        transaction().execute(read, 1);
        quiet(seconds);

        assertThat(found(Kind.IDLE_IN_TRANSACTION)).hasSize(expected);
    }

    @Test
    void idle_statementsNowAndThen_isNone() {
        transaction().execute(write, 1);
        for (int i = 0; i < 20; i++) {
            script.idle(900).execute(write, 100);
            look();
        }
        assertThat(found(Kind.IDLE_IN_TRANSACTION)).isEmpty();
    }

    @Test
    void idle_longStatementRuns_isNone() {
        transaction().execute(write, 1).callBegins();
        quiet(20);

        assertThat(found(Kind.IDLE_IN_TRANSACTION)).isEmpty();
    }

    @Test
    void idle_outsideATransaction_isNone() {
        look();
        script.entry("POST /order").lease("shop", 0).execute(write, 1);
        quiet(20);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void idle_goesOn_isToldAgainWithHowLongItWas() {
        transaction().execute(write, 1);
        quiet(4);
        script.idle(250).callBegins().idle(300);
        look();

        assertThat(found(Kind.IDLE_IN_TRANSACTION))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .containsEntry("longestSeconds", 4.25)
                        .containsEntry("exact", true)
                        .containsEntry("openNow", 0L));
    }

    @Test
    void idle_endsWithTheTransaction_isAtLeastWhatWasSeen() {
        transaction().execute(write, 1);
        quiet(4);
        script.idle(250).commit().giveBack().entryEnds();
        look();

        assertThat(found(Kind.IDLE_IN_TRANSACTION))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .containsEntry("longestSeconds", 4.0)
                        .containsEntry("exact", false)
                        .containsEntry("openNow", 0L));
    }

    @Test
    void idle_whileTheWholeJvmStoodStill_isNone() {
        transaction().execute(write, 1);
        look();
        script.idle(20_000); // a pause: nobody looked
        look();
        assertThat(found(Kind.IDLE_IN_TRANSACTION)).isEmpty();

        script.idle(900);
        look();
        assertThat(found(Kind.IDLE_IN_TRANSACTION)).isEmpty();
        script.idle(100);
        look();
        assertThat(found(Kind.IDLE_IN_TRANSACTION)).hasSize(1);
    }

    @Test
    void idle_connectionGone_isClosedOff() {
        transaction().execute(write, 1);
        quiet(3);
        script.close();
        look();

        assertThat(found(Kind.IDLE_IN_TRANSACTION))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence()).containsEntry("openNow", 0L));
    }

    // Races

    /** Short transactions with short pauses, as fast as the machine can, while the watch looks all the time. */
    @Test
    void look_whileTheApplicationWorks_neverTakesShortTransactionsForLongOnes() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread application = new Thread(() -> {
            script.entry("POST /order").lease("shop", 0);
            while (!stop.get()) {
                script.transaction();
                for (int i = 0; i < 20; i++) {
                    script.idle(20).execute(i % 2 == 0 ? write : read, 20);
                }
                script.commit();
            }
        });
        application.start();
        try {
            long until = System.nanoTime() + 1_000_000_000L;
            for (int i = 0; System.nanoTime() - until < 0; i++) {
                // by the application's own clock, read without any fence as the fields are
                watch.look(script.nowNanos(), START.plusMillis(i), findings);
            }
        } finally {
            stop.set(true);
            application.join();
        }
        assertThat(found(Kind.IDLE_IN_TRANSACTION)).isEmpty();
        assertThat(found(Kind.LONG_TRANSACTION)).isEmpty();
    }
}
