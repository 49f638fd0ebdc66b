package io.querytap.scenarios.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.scenarios.judge.ScoreBoard;
import org.junit.jupiter.api.Test;

/** The labelled scenarios under the agent: what is demanded of its findings before anybody else sees them. */
class ScenariosIT {
    /** One in so many may go without a verdict. */
    private static final int MAX_NOT_JUDGED = 8;

    @Test
    void programs_underTheAgent_doWhatTheyDoWithoutIt() {
        assertThat(FullRun.GROUPS).flatMap(GroupRun::failures).isEmpty();
    }

    /** A machine that is too busy for many of them proves nothing. */
    @Test
    void scenarios_all_areJudgedButForAFew() {
        assertThat(FullRun.notJudged()).hasSizeLessThan(ScenarioRunner.all().size() / MAX_NOT_JUDGED);
    }

    @Test
    void findings_ofAllScenarios_areRightAndComplete() {
        ScoreBoard board = FullRun.BOARD;

        assertThat(board.overall().precision())
                .as("precision%n%s", board.text())
                .isGreaterThanOrEqualTo(ScoreBoard.MIN_PRECISION);
        assertThat(board.overall().recall())
                .as("recall%n%s", board.text())
                .isGreaterThanOrEqualTo(ScoreBoard.MIN_RECALL);
    }

    @Test
    void confirmedNPlusOne_ofAllScenarios_isNeverWrongAndNeverMissed() {
        ScoreBoard board = FullRun.BOARD;

        assertThat(board.confirmedNPlusOne().precision())
                .as("precision%n%s", board.text())
                .isEqualTo(1);
        assertThat(board.confirmedNPlusOne().recall())
                .as("recall%n%s", board.text())
                .isEqualTo(1);
    }

    /** Blame is conserved and agrees with what the application has measured; counts are exact. */
    @Test
    void pools_ofAllScenarios_agreeWithTheApplication() {
        ScoreBoard board = FullRun.BOARD;

        assertThat(board.poolSums().recall()).as("sums%n%s", board.text()).isEqualTo(1);
        assertThat(board.blame().recall()).as("blame%n%s", board.text()).isEqualTo(1);
    }

    @Test
    void agent_afterAllScenarios_hasNoErrorOfItsOwn() {
        assertThat(FullRun.GROUPS)
                .allSatisfy(group -> assertThat(group.outcome()
                                .report()
                                .root()
                                .path("agent")
                                .path("selfErrors")
                                .asInt(-1))
                        .isZero());
    }
}
