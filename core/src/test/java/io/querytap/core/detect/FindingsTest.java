package io.querytap.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Findings findings = new Findings();

    private static Finding.Builder finding(String pattern) {
        return Finding.of(Kind.UNPARAMETERIZED_SQL, Statements.SHOP, pattern, "SELECT t")
                .seen(NOON, NOON);
    }

    @Test
    void raise_sameCause_oneFindingWithTheNewFiguresAndTheOldBeginning() {
        findings.raise(
                finding("a").evidence("texts", 20).repeats(3).impactNanos(5).build());
        findings.raise(finding("a")
                .evidence("texts", 30)
                .repeats(4)
                .impactNanos(6)
                .what("thirty")
                .seen(NOON.plusSeconds(9), NOON.plusSeconds(9))
                .build());

        assertThat(findings.all()).singleElement().satisfies(it -> {
            assertThat(it.evidence()).containsEntry("texts", 30L);
            assertThat(it.repeats()).hasValue(4);
            assertThat(it.impactNanos()).hasValue(6);
            assertThat(it.what()).isEqualTo("thirty");
            assertThat(it.firstSeen()).isEqualTo(NOON);
            assertThat(it.lastSeen()).isEqualTo(NOON.plusSeconds(9));
        });
    }

    @Test
    void raise_otherDatabaseSourceOrUnit_anotherFinding() {
        DatabaseIdentity stock = new DatabaseIdentity("h2", Dialect.H2, "stock", null, -1);
        findings.raise(finding("a").build());
        findings.raise(
                Finding.of(Kind.UNPARAMETERIZED_SQL, stock, "a", "SELECT t").build());
        findings.raise(finding("a").source("b").build());
        findings.raise(finding("a").unit(new Finding.Unit("lease", "web")).build());
        findings.raise(finding("a").unit(new Finding.Unit("lease", "web")).build());

        assertThat(findings.all()).hasSize(4);
    }

    @Test
    void all_order_mostImportantFirst() {
        findings.raise(finding("info").occurrences(1_000).build());
        findings.raise(finding("sure")
                .severity(Severity.HIGH)
                .confidence(Confidence.CONFIRMED)
                .build());
        findings.raise(finding("unsure").severity(Severity.HIGH).occurrences(99).build());
        findings.raise(finding("costly")
                .severity(Severity.HIGH)
                .confidence(Confidence.CONFIRMED)
                .impactNanos(1)
                .build());

        assertThat(findings.all()).extracting(Finding::pattern).containsExactly("costly", "sure", "unsure", "info");
    }

    @Test
    void raise_pastTheBound_countsEachCauseOnce() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Findings.MAX_FINDINGS + 70; i++) {
                findings.raise(finding("p" + i).evidence("round", round).build());
            }
        }
        assertThat(findings.all())
                .hasSize(Findings.MAX_FINDINGS)
                .allSatisfy(it -> assertThat(it.evidence()).containsEntry("round", 2L));
        assertThat(findings.omitted()).isEqualTo(70);
    }

    @Test
    void raise_endlesslyManyCauses_countingStops() {
        for (int i = 0; i < Findings.MAX_FINDINGS + Findings.MAX_OMITTED + 10; i++) {
            findings.raise(finding("p" + i).build());
        }
        assertThat(findings.omitted()).isEqualTo(Findings.MAX_OMITTED);
    }

    @Test
    void raise_manyThreads_noneLostNoneTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int member = 0; member < 4; member++) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 400; i++) {
                        findings.raise(finding("p" + i).build());
                        findings.all();
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(findings.all()).hasSize(400);
        assertThat(findings.omitted()).isZero();
    }

    /** Writes down what it is told. */
    private static final class Heard implements FindingListener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void raised(Finding finding) {
            events.add("raised " + finding.pattern());
        }

        @Override
        public void changed(Finding before, Finding after) {
            events.add("changed " + before.confidence() + " to " + after.confidence());
        }

        @Override
        public void retracted(Finding finding) {
            events.add("retracted " + finding.pattern());
        }
    }

    @Test
    void listener_ofAllThatBecomesOfAFinding_hearsEachOnce() {
        Heard heard = new Heard();
        findings.listen(heard);
        Finding first = finding("a").confidence(Confidence.PROBABLE).build();
        findings.raise(first);
        findings.raise(first);
        findings.raise(finding("a").confidence(Confidence.CONFIRMED).build());
        findings.retract(first.cause());
        findings.retract(first.cause());
        findings.raise(first);

        assertThat(heard.events)
                .containsExactly("raised a", "changed PROBABLE to CONFIRMED", "retracted a", "raised a");
        assertThat(findings.all()).hasSize(1);
    }

    @Test
    void listener_thatFails_keepsNobodyFromHearing() {
        findings.listen(new FindingListener() {
            @Override
            public void raised(Finding finding) {
                throw new IllegalStateException("a listener that fails");
            }

            @Override
            public void changed(Finding before, Finding after) {}

            @Override
            public void retracted(Finding finding) {}
        });
        Heard heard = new Heard();
        findings.listen(heard);
        findings.raise(finding("a").build());
        assertThat(heard.events).containsExactly("raised a");
    }

    @Test
    void cause_thatDetectorsName_isOneHoweverSourceAndUnitChange() {
        findings.raise(finding("a").cause("loop 1").source("x").build());
        findings.raise(finding("a")
                .cause("loop 1")
                .source("y")
                .unit(new Finding.Unit("entry", "GET /"))
                .occurrences(2)
                .build());
        findings.raise(finding("a").cause("loop 2").source("x").build());
        findings.raise(finding("a").source("x").build());
        assertThat(findings.all()).hasSize(3);
    }
}
