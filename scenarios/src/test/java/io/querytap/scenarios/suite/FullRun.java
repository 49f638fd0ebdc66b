package io.querytap.scenarios.suite;

import io.querytap.scenarios.judge.Judge;
import io.querytap.scenarios.judge.MarkedLines;
import io.querytap.scenarios.judge.ScoreBoard;
import java.util.List;

/** All scenarios under the agent, run once for all the tests that look at what came of it. */
final class FullRun {
    static final List<GroupRun> GROUPS = new Suite(/* agent= */ true).run(ScenarioRunner.all());

    static final ScoreBoard BOARD = board();

    private FullRun() {}

    private static ScoreBoard board() {
        Judge judge = new Judge(new MarkedLines(ScenarioRunner.SOURCES));
        return new ScoreBoard(
                GROUPS.stream().flatMap(group -> group.verdicts(judge)).toList());
    }
}
