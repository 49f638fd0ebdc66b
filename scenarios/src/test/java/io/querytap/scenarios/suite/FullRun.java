package io.querytap.scenarios.suite;

import io.querytap.scenarios.judge.Judge;
import io.querytap.scenarios.judge.MarkedLines;
import io.querytap.scenarios.judge.ScoreBoard;
import io.querytap.scenarios.run.Turn;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All scenarios under the agent, run once for all the tests that look at what came of it. */
final class FullRun {
    static final List<GroupRun> GROUPS = new Suite(/* agent= */ true).runTwiceWhereDisturbed(ScenarioRunner.all());

    static final ScoreBoard BOARD = board();

    private FullRun() {}

    /** Scenarios that the machine was too busy for, twice. */
    static List<Turn> notJudged() {
        Set<Turn> judged = GROUPS.stream()
                .flatMap(run ->
                        run.turns().stream().filter(turn -> !run.disturbed().contains(turn)))
                .collect(Collectors.toSet());
        return ScenarioRunner.all().stream()
                .filter(turn -> !judged.contains(turn))
                .toList();
    }

    private static ScoreBoard board() {
        Judge judge = new Judge(new MarkedLines(ScenarioRunner.SOURCES));
        return new ScoreBoard(
                GROUPS.stream().flatMap(group -> group.verdicts(judge)).toList());
    }
}
