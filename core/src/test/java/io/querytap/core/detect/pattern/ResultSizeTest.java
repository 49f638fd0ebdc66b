package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import io.querytap.core.stats.SiteReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large results, how they are fetched and whether anything bounds them. */
class ResultSizeTest {
    private static final String ALL = "SELECT id, name FROM product ORDER BY name DESC, id";
    private static final String LIMITED = "SELECT id, name FROM product ORDER BY name LIMIT ?";

    private final Rounds rounds = new Rounds();

    @ParameterizedTest
    @CsvSource({"999, ,", "1000, WARNING, PROBABLE", "9000, WARNING, PROBABLE", "10000, HIGH, PROBABLE"})
    void largeResult_rows_decideSeverity(long rows, Severity severity, Confidence confidence) {
        rounds.statements.read(LIMITED, 3, rows);

        if (severity == null) {
            assertThat(rounds.round().found()).isEmpty();
        } else {
            assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.LARGE_RESULT);
                assertThat(finding.severity()).isEqualTo(severity);
                assertThat(finding.confidence()).isEqualTo(confidence);
            });
        }
    }

    @Test
    void largeResult_found_saysHowManyAndWhere() {
        PatternStats stats = rounds.statements.read(LIMITED, 20, 2_000);
        stats.site(SiteReason.LARGE_RESULT, Sites.at("com.acme.Report", "rows", 5));

        assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.callSite()).isEqualTo("com.acme.Report.rows(Report.java:5)");
            assertThat(finding.evidence())
                    .containsEntry("results", 20L)
                    .containsEntry("maxRows", 2_000L)
                    .containsEntry("totalRows", 40_000L)
                    .containsEntry("rowLimit", true);
            assertThat(finding.what()).contains("20 results").contains("40,000 rows");
            assertThat(finding.advice()).contains("row limit is high");
        });
    }

    @Test
    void largeResult_oneAmongManySmall_isNone() {
        rounds.statements.read(LIMITED, 4, 5_000);
        rounds.statements.read(LIMITED, 96, 10);

        assertThat(rounds.round().found()).isEmpty();
    }

    @Test
    void largeResult_manySmallOnesFollow_isRetracted() {
        rounds.statements.read(LIMITED, 1, 5_000);
        assertThat(rounds.round().found(Kind.LARGE_RESULT)).hasSize(1);

        rounds.statements.read(LIMITED, 100, 10);

        assertThat(rounds.round().found()).isEmpty();
    }

    @Test
    void missingPagination_manyRowsUnbounded_namesTheOrder() {
        rounds.statements.read(ALL, 3, 1_000);

        assertThat(rounds.round().found(Kind.MISSING_PAGINATION))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
                    assertThat(finding.evidence())
                            .containsEntry("growing", false)
                            .containsEntry("orderBy", true)
                            .doesNotContainKey("p95RowsBefore");
                    assertThat(finding.advice()).contains("ORDER BY name DESC, id");
                });
    }

    @Test
    void missingPagination_belowTheLimit_isNone() {
        rounds.statements.read(ALL, 3, 999);

        assertThat(rounds.round().found()).isEmpty();
    }

    @Test
    void missingPagination_boundedByTheStatement_isNone() {
        PatternStats stats = rounds.statements.read(ALL, 20, 1_000);
        for (int i = 0; i < 20; i++) {
            stats.reading().countLimitedByStatement();
        }
        assertThat(rounds.round().found(Kind.MISSING_PAGINATION)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "60, 120, true",
        "50, 100, true",
        "50, 99, false", // below 100 rows
        "60, 110, false", // less than doubled
    })
    void missingPagination_growthBetweenWindows_isTold(long before, long since, boolean expected) {
        rounds.statements.read(ALL, 10, before);
        rounds.windowEnds();
        rounds.statements.read(ALL, 10, since);

        assertThat(rounds.windowEnds().found(Kind.MISSING_PAGINATION)).hasSize(expected ? 1 : 0);
    }

    @Test
    void missingPagination_growth_isConfirmedWithBothWindows() {
        rounds.statements.read(ALL, 10, 60);
        rounds.windowEnds();
        rounds.statements.read(ALL, 10, 80);
        rounds.windowEnds();
        rounds.statements.read(ALL, 10, 130);

        assertThat(rounds.windowEnds().found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.MISSING_PAGINATION);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence()).containsEntry("p95RowsBefore", 60L).containsEntry("p95RowsNow", 130L);
            assertThat(finding.what()).contains("They grow");
        });
    }

    @Test
    void missingPagination_onlyOneLargeCustomerMore_isNoGrowth() {
        rounds.statements.read(ALL, 10, 60);
        rounds.windowEnds();
        rounds.statements.read(ALL, 9, 60);
        rounds.statements.read(ALL, 1, 900);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @Test
    void missingPagination_fewResults_isNoGrowth() {
        rounds.statements.read(ALL, 4, 60);
        rounds.windowEnds();
        rounds.statements.read(ALL, 4, 600);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @Test
    void missingPagination_lookUpsOfOneRow_areNone() {
        rounds.statements.read("SELECT name FROM product WHERE id = ?", 10_000, 1);

        assertThat(rounds.windowEnds().found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AUTOCOMMIT, autocommit, autocommit is on, autocommit off",
        "NOT_FORWARD_ONLY, notForwardOnly, the result is not forward-only, forward-only",
        "NO_FETCH_SIZE, noFetchSize, no fetch size is set, setFetchSize",
        "SMALL_FETCH_SIZE, smallFetchSize, the fetch size is small, some hundreds",
    })
    void missingFetchSize_eachObstacle_isNamed(FetchObstacle obstacle, String name, String why, String advice) {
        PatternStats stats = rounds.statements.read(LIMITED, 2, 3_000);
        stats.reading().countObstacle(obstacle);
        stats.reading().countObstacle(obstacle);

        assertThat(rounds.round().found(Kind.MISSING_FETCH_SIZE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.evidence())
                            .containsEntry(name, 2L)
                            .containsEntry("resultsFetchedBadly", 2L)
                            .containsEntry("largestRows", 3_000L)
                            .hasSize(4);
                    assertThat(finding.what()).contains(why);
                    assertThat(finding.advice()).contains(advice);
                });
    }

    @Test
    void missingFetchSize_severalObstacles_areAllNamed() {
        PatternStats stats = rounds.statements.read(LIMITED, 1, 3_000);
        stats.reading().countObstacle(FetchObstacle.AUTOCOMMIT);
        stats.reading().countObstacle(FetchObstacle.NO_FETCH_SIZE);

        Finding finding = rounds.round().found(Kind.MISSING_FETCH_SIZE).get(0);

        assertThat(finding.what())
                .isEqualTo("1 large result of up to 3,000 rows came into memory as a whole, because"
                        + " autocommit is on and no fetch size is set.");
        assertThat(finding.advice()).startsWith("Read it in a transaction (autocommit off) and set a fetch size");
    }

    @Test
    void missingFetchSize_streamedResult_isNone() {
        rounds.statements.read(LIMITED, 20, 50_000);

        assertThat(rounds.round().found(Kind.MISSING_FETCH_SIZE)).isEmpty();
    }
}
