package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRegressionTest {
    private static final long MILLIS = 1_000_000;
    private static final String SEARCH = "SELECT name FROM product WHERE note = ?";

    private final Rounds rounds = new Rounds();

    private void window(int executions, long millis) {
        rounds.statements.executeFor(SEARCH, executions, millis * MILLIS);
        rounds.windowEnds();
    }

    @ParameterizedTest
    @CsvSource({
        "20, 40, 20, 130, true",
        "20, 40, 20, 115, false", // less than three times
        "20, 30, 20, 97, false", // below 100 ms
        "20, 30, 20, 101, true",
        "19, 40, 20, 400, false", // too few before
        "20, 40, 19, 400, false", // too few since
    })
    void examine_twoWindows_areCompared(int before, long millisBefore, int since, long millis, boolean expected) {
        window(before, millisBefore);
        window(since, millis);

        assertThat(rounds.found(Kind.QUERY_REGRESSION)).hasSize(expected ? 1 : 0);
    }

    @Test
    void examine_allSlower_isConfirmedWithBothLevels() {
        window(50, 20);
        window(50, 400);

        assertThat(rounds.found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.QUERY_REGRESSION);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.evidence())
                    .containsEntry("executionsBefore", 50L)
                    .containsEntry("executions", 50L)
                    .containsEntry("alwaysSlower", true);
            assertThat((double) finding.evidence().get("factor")).isBetween(19.0, 21.0);
            assertThat(finding.impactNanos().orElse(0)).isBetween(18_900 * MILLIS, 19_100 * MILLIS);
            assertThat(finding.what()).contains("from 20").contains("400 ms");
        });
    }

    @Test
    void examine_onlyTheTailSlower_isProbable() {
        window(100, 20);
        rounds.statements.executeFor(SEARCH, 10, 400 * MILLIS);
        window(90, 20);

        assertThat(rounds.found()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
            assertThat(finding.evidence()).containsEntry("alwaysSlower", false);
        });
    }

    @Test
    void examine_fewHitByOnePause_isNone() {
        window(30, 20);
        rounds.statements.executeFor(SEARCH, 4, 450 * MILLIS);
        window(30, 20);

        assertThat(rounds.found()).isEmpty();
    }

    @Test
    void examine_warmUpSlowerThanWhatFollows_isNone() {
        window(30, 400);
        window(30, 20);
        window(30, 20);

        assertThat(rounds.found()).isEmpty();
    }

    @Test
    void examine_rareStatement_isComparedOnceThereAreEnough() {
        for (int i = 0; i < 4; i++) {
            window(6, 20); // 24 in all
        }
        for (int i = 0; i < 3; i++) {
            window(6, 300);
        }
        assertThat(rounds.found()).isEmpty();

        window(6, 300);

        assertThat(rounds.found(Kind.QUERY_REGRESSION)).hasSize(1);
    }

    @Test
    void examine_staysSlow_isOneFindingAndNoSlowQueryBesides() {
        window(30, 20);
        window(30, 800);
        window(30, 800);

        assertThat(rounds.found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.QUERY_REGRESSION);
            assertThat(finding.occurrences()).isEqualTo(2);
            assertThat(finding.firstSeen()).isBefore(finding.lastSeen());
        });
    }

    @Test
    void examine_fastAgain_endsTheRegression() {
        window(30, 20);
        window(30, 800);
        window(30, 20);
        window(30, 20);

        assertThat(rounds.found())
                .singleElement()
                .satisfies(it -> assertThat(it.occurrences()).isEqualTo(1));
    }

    @Test
    void examine_restAtTheEnd_isAWindow() {
        window(30, 20);
        rounds.statements.executeFor(SEARCH, 30, 300 * MILLIS);

        assertThat(rounds.round().found()).isEmpty();
        assertThat(rounds.ends().found(Kind.QUERY_REGRESSION)).hasSize(1);
    }
}
