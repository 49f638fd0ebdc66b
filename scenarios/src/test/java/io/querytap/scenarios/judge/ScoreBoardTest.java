package io.querytap.scenarios.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreBoardTest {
    @Test
    void overall_ofAllKinds_leavesOutTheTableApart() {
        ScoreBoard board = board(
                new Count("slow_query", Outcome.RIGHT),
                new Count("n_plus_one", Outcome.RIGHT),
                new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.RIGHT),
                new Count("n_plus_one", Outcome.MISSED),
                new Count("slow_query", Outcome.FALSE_ALARM),
                new Count("slow_query", Outcome.FALSE_ALARM));

        assertThat(board.overall()).isEqualTo(new Score(Score.OVERALL, 2, 2, 1));
        assertThat(board.overall().precision()).isEqualTo(0.5);
        assertThat(board.overall().recall()).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void isGoodEnough_oneMissedOfTwenty_stillIs() {
        assertThat(withRight(19, new Count("slow_query", Outcome.MISSED)).isGoodEnough())
                .isTrue();
        assertThat(withRight(18, new Count("slow_query", Outcome.MISSED)).isGoodEnough())
                .isFalse();
    }

    @Test
    void isGoodEnough_oneFalseAlarmOfFifty_stillIs() {
        assertThat(withRight(49, new Count("slow_query", Outcome.FALSE_ALARM)).isGoodEnough())
                .isTrue();
        assertThat(withRight(48, new Count("slow_query", Outcome.FALSE_ALARM)).isGoodEnough())
                .isFalse();
    }

    @Test
    void isGoodEnough_oneConfirmedWrong_isNot() {
        assertThat(withRight(1_000, new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.FALSE_ALARM))
                        .isGoodEnough())
                .isFalse();
        assertThat(withRight(1_000, new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.MISSED))
                        .isGoodEnough())
                .isFalse();
    }

    private static ScoreBoard withRight(int right, Count further) {
        List<Count> counts = new ArrayList<>(Collections.nCopies(right, new Count("slow_query", Outcome.RIGHT)));
        counts.add(further);
        counts.add(new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.RIGHT));
        return board(counts.toArray(Count[]::new));
    }

    private static ScoreBoard board(Count... counts) {
        return new ScoreBoard(List.of(new Verdict("some", List.of(counts), List.of())));
    }
}
