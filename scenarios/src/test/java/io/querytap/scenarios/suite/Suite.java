package io.querytap.scenarios.suite;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.run.Catalogue;
import io.querytap.scenarios.run.ScenarioMain;
import io.querytap.scenarios.run.Turn;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs turns, one JVM for each group or part of it. Those that mostly wait are started first and run beside the others. The working directory is the
 * module's.
 */
final class Suite {
    private static final Path CLASS_PATH = Path.of("target/programs.classpath");

    /** A group that takes longer hangs; on a quiet machine of two cores none takes more than one. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(8);

    /** The shortest, so that scenarios about change need not take minutes. */
    private static final String WINDOW = "10s";

    /** Each has a database or a few; the agent keeps 64 of them apart, and 2,000 patterns. */
    private static final int MAX_TURNS = 40;

    /** Side by side in one JVM: pools share the agent's budget for looks at the stack, and an application has few that are short. */
    private static final int MAX_POOL_TURNS = 7;

    /** More of them take each other's processors while they start. */
    private static final int POOL_JVMS_AT_ONCE = 2;

    private static final String LEAK_SILENCE = "querytap.findings.connection-leak.silence";

    /** Without Docker, Testcontainers tells at length where it looked for it. Kept, for loggers are collected like everything else. */
    private static final Logger TESTCONTAINERS = Logger.getLogger("org.testcontainers");

    private static final Logger ROOT = Logger.getLogger("");

    private final boolean agent;
    private final Map<String, String> settings;
    private final List<String> skipped = new ArrayList<>();

    /** @param agent false to see whether the programs are right by themselves */
    Suite(boolean agent) {
        this(agent, Map.of());
    }

    /** @param settings of the agent, by property, that are not the default */
    Suite(boolean agent, Map<String, String> settings) {
        this.agent = agent;
        this.settings = settings;
        TESTCONTAINERS.setLevel(Level.OFF);
        ROOT.setLevel(Level.WARNING);
    }

    /** What could not be run here, for people. */
    List<String> skipped() {
        return List.copyOf(skipped);
    }

    /** What the machine was too busy for is tried once more. */
    List<GroupRun> runTwiceWhereDisturbed(List<Turn> turns) {
        List<GroupRun> runs = new ArrayList<>(run(turns));
        List<Turn> again =
                runs.stream().flatMap(run -> run.disturbed().stream()).toList();
        if (!again.isEmpty()) {
            runs.addAll(run(again));
        }
        return runs;
    }

    List<GroupRun> run(List<Turn> turns) {
        Server server = Server.forTurns(turns);
        List<Started> slow = new ArrayList<>();
        for (List<Turn> part : parts(Group.SLOW, turns)) {
            slow.add(start(Group.SLOW, Jdk.current(), part, server));
        }
        List<GroupRun> runs = new ArrayList<>();
        for (Group group : List.of(Group.PLAIN, Group.LIBRARIES, Group.VIRTUAL)) {
            for (List<Turn> part : parts(group, turns)) {
                jdk(group, part)
                        .ifPresent(
                                jdk -> runs.add(start(group, jdk, part, server).await()));
            }
        }
        slow.forEach(started -> runs.add(started.await()));
        runs.addAll(runPools(turns, server));
        return runs;
    }

    /** After the others: what is judged here is time, and who took the processors. */
    private List<GroupRun> runPools(List<Turn> turns, Server server) {
        List<GroupRun> runs = new ArrayList<>();
        Deque<Started> running = new ArrayDeque<>();
        for (Group group : List.of(Group.POOL, Group.POOL_VIRTUAL, Group.POOL_ALONE)) {
            for (List<Turn> part : parts(group, turns)) {
                Optional<Jdk> jdk = jdk(group, part);
                if (jdk.isPresent()) {
                    if (running.size() == POOL_JVMS_AT_ONCE) {
                        runs.add(running.remove().await());
                    }
                    running.add(start(group, jdk.get(), part, server));
                }
            }
        }
        running.forEach(started -> runs.add(started.await()));
        for (List<Turn> part : parts(Group.POOL_STARVED, turns)) {
            runs.add(start(Group.POOL_STARVED, Jdk.current(), part, server).await());
        }
        return runs;
    }

    private Optional<Jdk> jdk(Group group, List<Turn> part) {
        if (group != Group.VIRTUAL && group != Group.POOL_VIRTUAL) {
            return Optional.of(Jdk.current());
        }
        Optional<Jdk> newest = Jdk.newest().stream().findFirst();
        if (newest.isEmpty()) {
            skipped.add(part.size() + " scenarios with virtual threads: no JDK with them was found");
        }
        return newest;
    }

    private Started start(Group group, Jdk jdk, List<Turn> turns, Server server) {
        List<String> arguments = new ArrayList<>(List.of(server.hostAndPort(), server.user(), server.password()));
        if (group.isSideBySide()) {
            arguments.add("--side-by-side");
        }
        turns.forEach(turn -> arguments.add(turn.toString()));
        JvmRun run = JvmRun.on(jdk)
                .withAgentIf(agent)
                .property("querytap.entry.methods", Catalogue.entryMethods())
                .properties(
                        group.isAboutPools() ? Map.of(LEAK_SILENCE, "1s") : Map.of("querytap.findings.window", WINDOW))
                .properties(settings)
                .classPath(classPath())
                .main(ScenarioMain.class, arguments.toArray(String[]::new));
        return new Started(turns, (agent ? run.withReport() : run).start());
    }

    private static List<List<Turn>> parts(Group group, List<Turn> turns) {
        List<Turn> own = turns.stream()
                .filter(turn -> turn.scenario().scenario().group() == group)
                .toList();
        List<List<Turn>> parts = new ArrayList<>();
        boolean isAlone = group == Group.POOL_ALONE || group == Group.POOL_STARVED;
        int most = isAlone ? 1 : group.isAboutPools() ? MAX_POOL_TURNS : MAX_TURNS;
        for (int first = 0; first < own.size(); first += most) {
            parts.add(own.subList(first, Math.min(own.size(), first + most)));
        }
        return parts;
    }

    private record Started(List<Turn> turns, RunningJvm jvm) {
        GroupRun await() {
            return new GroupRun(turns, jvm.await(LONGEST_RUN));
        }
    }

    private static Path[] classPath() {
        try {
            return Arrays.stream(Files.readString(CLASS_PATH).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .toArray(Path[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("build the module first", e);
        }
    }

    /** PostgreSQL with a database for each turn that needs one; made here, so that the agent does not see it. */
    private record Server(String hostAndPort, String user, String password) {
        private static final String PREFIX = "jdbc:postgresql://";

        static Server forTurns(List<Turn> turns) {
            List<String> databases = turns.stream()
                    .filter(turn -> turn.scenario().scenario().on() == Database.POSTGRESQL)
                    .map(Turn::database)
                    .toList();
            if (databases.isEmpty()) {
                return new Server("-", "-", "-");
            }
            TestDatabase first = TestDatabases.newPostgresql();
            try (Connection connection = DriverManager.getConnection(first.url(), first.user(), first.password());
                    Statement statement = connection.createStatement()) {
                for (String database : databases) {
                    statement.execute("DROP DATABASE IF EXISTS " + database); // left by an earlier run of this JVM
                    statement.execute("CREATE DATABASE " + database);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            String hostAndPort =
                    first.url().substring(PREFIX.length(), first.url().lastIndexOf('/'));
            return new Server(hostAndPort, first.user(), first.password());
        }
    }
}
