package io.querytap.scenarios.suite;

import io.querytap.scenarios.judge.Judge;
import io.querytap.scenarios.judge.MarkedLines;
import io.querytap.scenarios.judge.ScoreBoard;
import io.querytap.scenarios.run.Catalogue;
import io.querytap.scenarios.run.LabelledMethod;
import io.querytap.scenarios.run.Turn;
import io.querytap.scenarios.shop.Variation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs all scenarios, or those that are named, and prints how the agent did. What {@code scenarios/run} starts. */
public final class ScenarioRunner {
    static final Path SOURCES = Path.of("src/main/java");

    private static final int NOT_GOOD_ENOUGH = 1;
    private static final int USAGE = 2;

    private ScenarioRunner() {}

    /** @param arguments see {@code scenarios/run --help} */
    public static void main(String[] arguments) {
        List<Turn> turns = new ArrayList<>();
        boolean agent = true;
        boolean alsoDisturbed = false;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--only") && i + 1 < arguments.length) {
                turns.add(Turn.parse(arguments[++i]));
            } else if (arguments[i].equals("--pools")) {
                all().stream()
                        .filter(turn -> turn.scenario().scenario().group().isAboutPools())
                        .forEach(turns::add);
            } else if (arguments[i].equals("--judge-busy")) {
                alsoDisturbed = true;
            } else if (arguments[i].equals("--no-agent")) {
                agent = false;
            } else {
                System.err.println("unknown option " + arguments[i]);
                System.exit(USAGE);
            }
        }
        boolean good = run(turns.isEmpty() ? all() : turns, agent, alsoDisturbed);
        System.exit(good ? 0 : NOT_GOOD_ENOUGH);
    }

    static List<Turn> all() {
        return Catalogue.all().stream()
                .map(scenario -> new Turn(scenario, Variation.NONE))
                .toList();
    }

    private static boolean run(List<Turn> turns, boolean agent, boolean alsoDisturbed) {
        long startNanos = System.nanoTime();
        Suite suite = new Suite(agent);
        List<GroupRun> runs = alsoDisturbed ? suite.run(turns) : suite.runTwiceWhereDisturbed(turns);
        List<String> failures =
                runs.stream().flatMap(run -> run.failures().stream()).toList();
        failures.forEach(failure -> System.out.println("program failed: " + failure));
        boolean good = failures.isEmpty();
        if (agent) {
            Judge judge = new Judge(new MarkedLines(SOURCES));
            ScoreBoard board = new ScoreBoard(runs.stream()
                    .flatMap(run -> run.verdicts(judge, alsoDisturbed))
                    .toList());
            System.out.print(board.text());
            good &= board.isGoodEnough();
        }
        suite.skipped().forEach(skipped -> System.out.println("skipped: " + skipped));
        runs.stream()
                .flatMap(run -> run.disturbed().stream())
                .forEach(turn -> System.out.println("the machine is too busy for: " + turn.scenario()));
        long silent = turns.stream()
                .map(Turn::scenario)
                .filter(LabelledMethod::isSilent)
                .count();
        System.out.printf(
                "%d scenarios, %d of them silent, in %d s: %s%n",
                turns.size(),
                silent,
                (System.nanoTime() - startNanos) / 1_000_000_000,
                good ? "good enough" : "NOT good enough");
        return good;
    }
}
