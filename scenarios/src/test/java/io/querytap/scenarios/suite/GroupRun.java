package io.querytap.scenarios.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.querytap.scenarios.judge.Found;
import io.querytap.scenarios.judge.Judge;
import io.querytap.scenarios.judge.MeasuredPool;
import io.querytap.scenarios.judge.Verdict;
import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import io.querytap.scenarios.run.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A JVM that has ended, and the turns that ran in it. */
record GroupRun(List<Turn> turns, io.querytap.smoke.jvm.Outcome outcome) {
    /** Further databases of a scenario begin with its own name and this. */
    private static final String SHARD = "_shard";

    /** What a scenario prints about its pool. */
    private static final String MEASURED = "measured";

    /** Of which each shop has a second pool, that nobody uses. */
    private static final String NAMING_LIBRARY = "hikari";

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
        return verdicts(judge, /* alsoDisturbed= */ false);
    }

    /** @param alsoDisturbed whether those are judged as well whose labels may not hold */
    Stream<Verdict> verdicts(Judge judge, boolean alsoDisturbed) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Found> left = new ArrayList<>(findings());
        for (Turn turn : turns) {
            List<Found> own =
                    left.stream().filter(found -> belongs(found, turn)).toList();
            left.removeAll(own);
            String name = turn.scenario() + (turn.toString().contains(":") ? " " + turn.variation() : "");
            if (alsoDisturbed || !disturbed().contains(turn)) {
                verdicts.add(judge.judge(name, turn.scenario(), own, ended(turn), pools(turn)));
            }
        }
        for (Found found : left) {
            Count alarm = new Count(found.kind(), Outcome.FALSE_ALARM);
            String line = "false alarm  in database " + found.database() + ": " + found;
            verdicts.add(new Verdict("no scenario", List.of(alarm), List.of(line)));
        }
        return verdicts.stream();
    }

    /** Those whose names end with the name of the turn's database. */
    private List<MeasuredPool> pools(Turn turn) {
        return outcome.stdout()
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(MEASURED))
                .filter(words -> words[2].equals(turn.database()) || words[2].endsWith('_' + turn.database()))
                .map(words -> new MeasuredPool(
                        words[2],
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5]),
                        Long.parseLong(words[6]),
                        words[7].equals("0") ? Instant.MAX : Instant.ofEpochMilli(Long.parseLong(words[7])),
                        !words[2].equals(turn.database()),
                        reportOf(words[1], words[2])))
                .toList();
    }

    /** By its name; a library that has no names for its pools by the database. */
    private JsonNode reportOf(String library, String name) {
        JsonNode pools = outcome.report().root().path("pools");
        return StreamSupport.stream(pools.spliterator(), false)
                .filter(pool -> pool.path("name").asText().equals(name)
                        || pool.path("kind").asText().startsWith(library)
                                && !library.equals(NAMING_LIBRARY)
                                && lastPart(pool.path("database").asText()).equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String lastPart(String database) {
        return database.substring(database.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    List<Found> findingsOf(Turn turn) {
        return findings().stream().filter(found -> belongs(found, turn)).toList();
    }

    private List<Found> findings() {
        return StreamSupport.stream(outcome.report().root().path("findings").spliterator(), false)
                .map(Found::new)
                .toList();
    }

    /** A pool that never had a connection has no database, but its name. */
    private static boolean belongs(Found found, Turn turn) {
        return found.json().path("evidence").path("pool").asText().equals(turn.database())
                || found.database().equals(turn.database())
                || found.database().startsWith(turn.database() + SHARD);
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
