package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.LeaseScript;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnitSharesTest {
    private static final long MILLIS = 1_000_000;

    @Test
    void slowQuery_inUnits_saysWhichAndHowMuchOfThem() {
        Rounds rounds = new Rounds();
        LeaseScript script = new LeaseScript();
        PatternStats slow = rounds.statements.executeFor("SELECT name FROM product WHERE note = ?", 5, 600 * MILLIS);
        script.entry("GET /search")
                .lease("shop", 0)
                .execute(slow, 600)
                .idle(200)
                .giveBack()
                .entryEnds();
        script.finished().forEach(unit -> rounds.shares.examine(unit, Instant.EPOCH));

        assertThat(rounds.windowEnds().found(Kind.SLOW_QUERY)).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("slowUnit", "GET /search");
            assertThat((double) finding.evidence().get("shareOfUnit")).isBetween(0.0, 1.0);
            assertThat(finding.what()).contains("of the time of GET /search");
        });
    }

    @Test
    void slowQuery_outsideKnownUnits_saysNothingOfThem() {
        Rounds rounds = new Rounds();
        rounds.statements.executeFor("SELECT name FROM product WHERE note = ?", 5, 600 * MILLIS);

        assertThat(rounds.windowEnds().found(Kind.SLOW_QUERY))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence()).doesNotContainKeys("slowUnit", "shareOfUnit"));
    }
}
