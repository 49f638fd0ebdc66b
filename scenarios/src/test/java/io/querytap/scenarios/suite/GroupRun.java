package io.querytap.scenarios.suite;

import io.querytap.scenarios.judge.Found;
import io.querytap.scenarios.judge.Judge;
import io.querytap.scenarios.judge.Verdict;
import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import io.querytap.scenarios.run.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A JVM that has ended, and the turns that ran in it. */
record GroupRun(List<Turn> turns, io.querytap.smoke.jvm.Outcome outcome) {
    /** Further databases of a scenario begin with its own name and this. */
    private static final String SHARD = "_shard";

    private static final Pattern ENDED_WELL = Pattern.compile(".* (ok|disturbed)");
    private static final String DISTURBED = " disturbed";

    /** Turns that did not do what they should, with what went wrong. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        if (outcome.exitCode() != 0) {
            failures.add("exit code " + outcome.exitCode() + "\n" + outcome.stderr());
        }
        for (Turn turn : turns) {
            String line = lineOf(turn);
            if (!ENDED_WELL.matcher(line).matches()) {
                failures.add(line.isEmpty() ? turn + " did not end" : line);
            }
        }
        return failures;
    }

    /** Turns whose labels do not hold because the machine was too busy. */
    List<Turn> disturbed() {
        return turns.stream().filter(turn -> lineOf(turn).endsWith(DISTURBED)).toList();
    }

    /** One for each turn that was not disturbed, and one for what was found where nobody was. */
    Stream<Verdict> verdicts(Judge judge) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Found> left = new ArrayList<>(findings());
        for (Turn turn : turns) {
            List<Found> own =
                    left.stream().filter(found -> belongs(found, turn)).toList();
            left.removeAll(own);
            String name = turn.scenario() + (turn.toString().contains(":") ? " " + turn.variation() : "");
            if (!disturbed().contains(turn)) {
                verdicts.add(judge.judge(name, turn.scenario(), own, ended(turn)));
            }
        }
        for (Found found : left) {
            Count alarm = new Count(found.kind(), Outcome.FALSE_ALARM);
            String line = "false alarm  in database " + found.database() + ": " + found;
            verdicts.add(new Verdict("no scenario", List.of(alarm), List.of(line)));
        }
        return verdicts.stream();
    }

    List<Found> findingsOf(Turn turn) {
        return findings().stream().filter(found -> belongs(found, turn)).toList();
    }

    private List<Found> findings() {
        return StreamSupport.stream(outcome.report().root().path("findings").spliterator(), false)
                .map(Found::new)
                .toList();
    }

    private static boolean belongs(Found found, Turn turn) {
        return found.database().equals(turn.database()) || found.database().startsWith(turn.database() + SHARD);
    }

    private Instant ended(Turn turn) {
        String[] words = lineOf(turn).split(" ");
        return words.length < 2 ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(words[1]));
    }

    private String lineOf(Turn turn) {
        return outcome.stdout()
                .lines()
                .filter(line -> line.startsWith(turn + " "))
                .findFirst()
                .orElse("");
    }
}
