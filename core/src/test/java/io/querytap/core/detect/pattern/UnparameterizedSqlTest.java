package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Statements;
import io.querytap.core.detect.Threshold;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnparameterizedSqlTest {
    private static final int TEXTS = 20;
    private static final String LOOK_UP = "SELECT name FROM product WHERE id = #";
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Statements statements = new Statements(/* maxPatterns= */ 100, TEXTS);
    private final Detection detection = detectionOf(statements);

    private static Detection detectionOf(Statements statements) {
        FindingRules rules = FindingRules.builder(FindingRules.Profile.PROD)
                .limit(Threshold.UNPARAMETERIZED_SQL_TEXTS, TEXTS)
                .build();
        return Detection.of(statements.registry).add(Rounds.rules(rules, NOW)).build();
    }

    private List<Finding> found() {
        detection.run(NOW);
        return detection.findings().all();
    }

    @Test
    void examine_everyExecutionWithItsOwnValue_foundWithWhatWasCounted() {
        statements.executeEach(LOOK_UP, 500);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind().id()).isEqualTo("unparameterized_sql");
            assertThat(finding.database()).isEqualTo(Statements.SHOP);
            assertThat(finding.pattern())
                    .isEqualTo(
                            statements.find(LOOK_UP.replace('#', '?')).pattern().hexId());
            assertThat(finding.statement()).isEqualTo("SELECT product");
            assertThat(finding.occurrences()).isEqualTo(500);
            assertThat(finding.evidence())
                    .containsEntry("distinctTexts", 500L)
                    .containsEntry("distinctTextsExact", true)
                    .containsEntry("executions", 500L)
                    .containsEntry("newTextShare", 1.0)
                    .hasSize(4);
            assertThat(finding.what())
                    .isEqualTo("500 different sets of values were written into the text of this statement, in 500"
                            + " executions.");
            assertThat(finding.advice()).contains("bind", "plan cache", "SQL injection");
            assertThat(finding.impactNanos()).isEmpty();
            assertThat(finding.firstSeen()).isEqualTo(NOW);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "19, ,",
        "20, PROBABLE, INFO",
        "99, PROBABLE, INFO",
        "100, CONFIRMED, WARNING",
        "999, CONFIRMED, WARNING",
        "1500, CONFIRMED, HIGH",
    })
    void examine_numberOfTexts_decidesConfidenceAndSeverity(int texts, Confidence confidence, Severity severity) {
        statements.executeEach(LOOK_UP, texts);

        if (confidence == null) {
            assertThat(found()).isEmpty();
        } else {
            assertThat(found()).singleElement().satisfies(finding -> {
                assertThat(finding.confidence()).isEqualTo(confidence);
                assertThat(finding.severity()).isEqualTo(severity);
            });
        }
    }

    @Test
    void examine_moreTextsThanCountedExactly_saysAbout() {
        statements.executeEach(LOOK_UP, 20_000);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("distinctTextsExact", false);
            assertThat(finding.what()).startsWith("About ").endsWith("in 20,000 executions.");
            assertThat(finding.occurrences()).isBetween(17_400L, 22_600L);
            assertThat((double) finding.evidence().get("newTextShare")).isBetween(0.87, 1.0);
        });
    }

    @Test
    void examine_constantsThatComeAgain_isNone() {
        for (int round = 0; round < 3; round++) {
            statements.executeEach("SELECT name FROM product WHERE status = 'S#'", 26);
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void examine_halfOfTheExecutionsWithNewValues_isFoundAndOneMoreIsNot() {
        statements.executeEach(LOOK_UP, 50);
        statements.executeEach(LOOK_UP, 50);
        assertThat(found()).hasSize(1);

        Statements others = new Statements(100, TEXTS);
        others.executeEach(LOOK_UP, 50).executeEach(LOOK_UP, 50).execute(LOOK_UP.replace('#', '?'));
        Detection second = detectionOf(others);
        second.run(NOW);
        assertThat(second.findings().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a varchar(#))",
                "ALTER TABLE t ALTER COLUMN a SET DEFAULT #",
                "SET x = #",
                "SAVEPOINT s#",
                "SELECT name FROM product LIMIT 10 OFFSET #",
                "SELECT name FROM product ORDER BY name LIMIT #",
                "SELECT name FROM product WHERE id = ? /* request # */",
                "SELECT name FROM product WHERE status = 'A' /* request # */",
                "SELECT name FROM product WHERE note = 'never closed #",
                "UPDATE product SET name = 'n#' WHERE id = #; DELETE FROM stock WHERE id = #",
            })
    void examine_nothingThatCouldBeBound_isNone(String sql) {
        statements.executeEach(sql, 200);

        assertThat(found()).isEmpty();
    }

    @Test
    void examine_listsOfBindsOfAnyLengthBesideAConstant_isNone() {
        for (int i = 1; i <= 200; i++) {
            statements.execute("SELECT name FROM product WHERE status = 'A' AND id IN (?" + ", ?".repeat(i) + ")");
        }
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO product (id, name) VALUES (#, 'n#')",
                "UPDATE product SET name = 'n#' WHERE id = ?",
                "DELETE FROM product WHERE id = #",
                "SELECT name FROM product WHERE id IN (#, 1, 2)",
            })
    void examine_everyKindOfStatementThatTakesParameters_isFound(String sql) {
        statements.executeEach(sql, 30);

        assertThat(found()).hasSize(1);
    }

    @Test
    void examine_textsPreparedButHardlyExecuted_isNone() {
        PatternStats stats = null;
        for (int i = 0; i < 200; i++) {
            stats = statements.find(LOOK_UP.replace("#", String.valueOf(i)));
        }
        assertThat(stats).isNotNull();
        for (int i = 0; i < TEXTS - 1; i++) {
            statements.execute(LOOK_UP.replace("#", String.valueOf(i)));
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void examine_batchesOfTexts_statementsCountNotBatches() {
        PatternStats stats = null;
        for (int i = 0; i < 200; i++) {
            stats = statements.find("INSERT INTO audit VALUES (" + i + ")");
        }
        assertThat(stats).isNotNull();
        statements.executeBatch(stats, 200);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("executions", 1L).containsEntry("statements", 200L);
            assertThat(finding.what()).endsWith("in 1 execution of 200 statements in all.");
        });
    }

    @Test
    void examine_batchOfParametersForOneText_isNone() {
        for (int i = 0; i < 30; i++) {
            statements.executeBatch(statements.find("INSERT INTO audit VALUES (?, " + i + ")"), 100);
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void examine_patternsPastTheBound_areNotMixedUp() {
        Statements few = new Statements(/* maxPatterns= */ 1, TEXTS);
        few.execute("SELECT 1 FROM first");
        few.executeEach(LOOK_UP, 500);
        Detection bounded = detectionOf(few);

        bounded.run(NOW);

        assertThat(bounded.findings().all()).isEmpty();
    }

    @Test
    void run_again_bringsTheOneFindingUpToDate() {
        statements.executeEach(LOOK_UP, 30);
        found();
        Instant later = NOW.plusSeconds(10);
        detection.run(later);
        assertThat(detection.findings().all())
                .singleElement()
                .satisfies(unchanged -> assertThat(unchanged.lastSeen()).isEqualTo(NOW));

        statements.executeEach(LOOK_UP, 40);
        detection.run(later);

        assertThat(detection.findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.firstSeen()).isEqualTo(NOW);
            assertThat(finding.lastSeen()).isEqualTo(later);
            assertThat(finding.occurrences()).isEqualTo(40);
        });
    }
}
