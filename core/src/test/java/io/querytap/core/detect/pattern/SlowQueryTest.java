package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.SiteReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowQueryTest {
    private static final long MILLIS = 1_000_000;
    private static final String SEARCH = "SELECT name FROM product WHERE note = ?";

    private final Rounds rounds = new Rounds();

    @ParameterizedTest
    @CsvSource({"2, 500, false", "3, 499, false", "3, 500, true", "4, 700, true"})
    void examine_executionsAndPercentile_decide(int executions, long millis, boolean expected) {
        rounds.statements.executeFor(SEARCH, executions, millis * MILLIS);

        assertThat(rounds.windowEnds().found(Kind.SLOW_QUERY)).hasSize(expected ? 1 : 0);
    }

    @Test
    void examine_slow_saysHowSlow() {
        PatternStats stats = rounds.statements.executeFor(SEARCH, 30, 600 * MILLIS);
        stats.site(SiteReason.SLOW, Sites.at("com.acme.Search", "find", 42));
        rounds.statements.executeFor(SEARCH, 10, 10 * MILLIS);

        assertThat(rounds.windowEnds().found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.SLOW_QUERY);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.callSite()).isEqualTo("com.acme.Search.find(Search.java:42)");
            assertThat(finding.evidence())
                    .containsEntry("executions", 40L)
                    .containsEntry("slowExecutions", 30L)
                    .containsEntry("windowSeconds", 60.0)
                    .containsEntry("alwaysSlow", true);
            assertThat((double) finding.evidence().get("p95Seconds")).isBetween(0.594, 0.606);
            assertThat((double) finding.evidence().get("totalSeconds")).isEqualTo(18.1);
            assertThat(finding.impactNanos().orElse(0)).isBetween(2_800 * MILLIS, 3_200 * MILLIS);
            assertThat(finding.what()).contains("600 ms").contains("40 executions");
            assertThat(finding.advice()).contains("EXPLAIN");
        });
    }

    @Test
    void examine_beforeTheWindowEnds_saysNothing() {
        rounds.statements.executeFor(SEARCH, 30, 600 * MILLIS);

        assertThat(rounds.round().found()).isEmpty();
        assertThat(rounds.ends().found(Kind.SLOW_QUERY)).hasSize(1);
    }

    @Test
    void examine_slowStartThenFast_isNone() {
        rounds.statements.executeFor(SEARCH, 3, 600 * MILLIS);
        rounds.round();
        rounds.statements.executeFor(SEARCH, 100, 1 * MILLIS);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @Test
    void examine_fastForLongThenSlowForAWindow_isFound() {
        rounds.statements.executeFor(SEARCH, 100_000, 1 * MILLIS);
        rounds.windowEnds();
        rounds.statements.executeFor(SEARCH, 4, 900 * MILLIS);

        assertThat(rounds.windowEnds().found(Kind.SLOW_QUERY)).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("executions", 4L).containsEntry("alwaysSlow", false);
            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
        });
    }

    @ParameterizedTest
    @CsvSource({"4999, false", "5000, true"})
    void examine_oneExecution_isToldFromFiveSecondsAndAsSuspect(long millis, boolean expected) {
        rounds.statements.executeFor(SEARCH, 1, millis * MILLIS);
        rounds.statements.executeFor(SEARCH, 100, 1 * MILLIS);

        assertThat(rounds.windowEnds().found())
                .hasSize(expected ? 1 : 0)
                .allSatisfy(it -> assertThat(it.confidence()).isEqualTo(Confidence.SUSPECT));
    }

    @Test
    void examine_verySlow_isOfHighSeverity() {
        rounds.statements.executeFor(SEARCH, 3, 2_500 * MILLIS);

        assertThat(rounds.windowEnds().found())
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void examine_rowsReadSlowly_saysItIsTheReader() {
        PatternStats stats = rounds.statements.executeFor(SEARCH, 3, 600 * MILLIS);
        rounds.statements.readFor(stats, 10, 5_000 * MILLIS);

        assertThat(rounds.windowEnds().found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("slowReader", true);
            assertThat(finding.what()).contains("Reading its rows took longer");
        });
    }

    @Test
    void examine_fastStatementReadSlowly_isNone() {
        PatternStats stats = rounds.statements.executeFor(SEARCH, 30, 1 * MILLIS);
        rounds.statements.readFor(stats, 10, 60_000 * MILLIS);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @Test
    void examine_batches_areJudgedByTheirStatements() {
        PatternStats stats = rounds.statements.find("INSERT INTO audit VALUES (?)");
        rounds.statements.executeBatchFor(stats, 5, /* size= */ 1_000, 900 * MILLIS);
        assertThat(rounds.windowEnds().found()).isEmpty();

        PatternStats single = rounds.statements.find("INSERT INTO protocol VALUES (?)");
        rounds.statements.executeBatchFor(single, 5, /* size= */ 1, 900 * MILLIS);
        assertThat(rounds.windowEnds().found(Kind.SLOW_QUERY)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE INDEX i ON product (name)", "ALTER TABLE product ADD note varchar(10)", "VACUUM product"
            })
    void examine_definitions_areNone(String sql) {
        rounds.statements.executeFor(sql, 5, 9_000 * MILLIS);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @Test
    void examine_slowWindowsOneAfterTheOther_keepsTheWorstAndAddsUp() {
        rounds.statements.executeFor(SEARCH, 5, 600 * MILLIS);
        rounds.windowEnds();
        rounds.statements.executeFor(SEARCH, 5, 900 * MILLIS);
        rounds.windowEnds();
        rounds.statements.executeFor(SEARCH, 5, 700 * MILLIS);

        assertThat(rounds.windowEnds().found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("p95Seconds", 0.9).containsEntry("slowExecutions", 15L);
            assertThat(finding.occurrences()).isEqualTo(15);
        });
    }
}
