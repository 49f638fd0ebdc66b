package io.querytap.smoke.cache;

import io.querytap.smoke.app.RegisterApp;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JVMs of {@link RegisterApp} on one database, how they are started, and what became of their reads. */
final class RegisterRun {
    /** The longest that an entry lives, and so the bound where a writer cannot tell of its writes. */
    static final Duration TTL = Duration.ofSeconds(2);

    static final Duration STALENESS = Duration.ofMillis(300);

    /** That a JVM has to Redis: one for questions, one on which it is told. */
    private static final int CONNECTIONS = 2;

    private static final Duration LONGEST_RUN = Duration.ofHours(2);
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final Library driver;
    private final Path folder;
    private final int threads;
    private final Map<String, String> properties = new HashMap<>();
    private final List<RunningJvm> running = new ArrayList<>();
    private Path agent = Agent.jar();
    private boolean isCached = true;
    private int started;
    private long selects;
    private long executed;

    /** Makes the tables. */
    RegisterRun(TestDatabase database, Library driver, Path folder, int threads) throws SQLException, IOException {
        this.database = database;
        this.driver = driver;
        this.folder = folder;
        this.threads = threads;
        Files.createDirectories(histories());
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            RegisterApp.create(connection);
        }
        Path rules = folder.resolve("rules.json");
        Files.writeString(
                rules,
                "{\"rules\": ["
                        + rule("strict", "register_strict", "strict")
                        + ", "
                        + rule("bounded", "register_bounded", STALENESS.toMillis() + "ms")
                        + "]}");
        properties.put("querytap.cache.rules", rules.toString());
    }

    /** Without samples: they would withdraw a rule while a link is cut, and rightly. */
    private static String rule(String name, String table, String staleness) {
        return "{\"name\": \"" + name + "\", \"match\": {\"tables\": [\"" + table + "\"]}, \"ttl\": \"" + TTL.toMillis()
                + "ms\", \"staleness\": \"" + staleness + "\", \"sample\": 0, \"state\": \"serve\"}";
    }

    RegisterRun property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Another jar than the built one. */
    RegisterRun agent(Path jar) {
        agent = jar;
        return this;
    }

    RegisterRun withoutAgent() {
        isCached = false;
        return this;
    }

    /** Starts one more, until {@link #stop}. What is given here is for this one only. */
    RunningJvm start(Map<String, String> more) {
        return start(LONGEST_RUN.toSeconds(), more);
    }

    /** Starts one more. What is given here is for this one only. */
    RunningJvm start(double seconds, Map<String, String> more) {
        started++;
        JvmRun run = JvmRun.on(Jdk.current()).optimized().libraries(driver);
        if (isCached) {
            run.withAgent(agent, "").withReport().properties(properties).properties(more);
        }
        RunningJvm jvm = run.main(
                        RegisterApp.class,
                        database.url(),
                        database.user(),
                        database.password(),
                        histories().toString(),
                        Integer.toString(started),
                        Integer.toString(threads),
                        Double.toString(seconds),
                        Integer.toString(started))
                .start();
        running.add(jvm);
        return jvm;
    }

    /** Lets them work once the cache does, for all of them. */
    void goWhenCached() throws InterruptedException, IOException {
        for (RunningJvm jvm : running) {
            jvm.awaitAgentLine("results can be replayed", LONGEST_START);
        }
        Files.createFile(histories().resolve(RegisterApp.GO));
    }

    /** Waits until all work. */
    void awaitStarted() throws InterruptedException {
        for (RunningJvm jvm : running) {
            jvm.awaitLine("started", LONGEST_START);
        }
    }

    /** Waits until all have reached Redis. */
    void awaitConnected(TestRedis redis) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (clients(redis) < CONNECTIONS * running.size()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not all JVMs reach Redis");
            }
            Thread.sleep(20);
        }
    }

    private static int clients(TestRedis redis) {
        try {
            return redis.clients();
        } catch (IOException notNow) {
            return 0;
        }
    }

    /** Tells all to end. */
    void stop() throws IOException {
        Files.createFile(histories().resolve(RegisterApp.STOP));
    }

    void killed(RunningJvm jvm) {
        jvm.kill();
        running.remove(jvm);
    }

    /** Waits for the end of all, which must be a good one. */
    void awaitEnd() {
        awaitEnd(0);
    }

    void awaitEnd(double seconds) {
        for (RunningJvm jvm : running) {
            Outcome outcome =
                    jvm.await(LONGEST_END.plusMillis((long) (seconds * 1e3))).succeeded();
            if (isCached) {
                count(outcome);
            }
        }
    }

    private void count(Outcome outcome) {
        String last = outcome.stdout().stripTrailing();
        selects += Long.parseLong(last.substring(last.lastIndexOf(RegisterApp.SELECTS) + RegisterApp.SELECTS.length()));
        executed += outcome.report().patterns().stream()
                .filter(pattern -> isCounted(pattern.path("text").asText().toLowerCase(Locale.ROOT)))
                .mapToLong(pattern -> pattern.path("count").asLong())
                .sum();
        outcome.agentLines().stream()
                .filter(line -> line.contains("failed"))
                .findFirst()
                .ifPresent(line -> {
                    throw new AssertionError(line);
                });
    }

    private static boolean isCounted(String text) {
        return text.startsWith("select") && text.contains("register_") && !text.contains("for update");
    }

    /** Queries that the applications made, without those of killed ones. */
    long selects() {
        return selects;
    }

    /** Queries of these that the database has not seen. */
    long hits() {
        return selects - executed;
    }

    @Override
    public String toString() {
        return hits() + " of " + selects + " queries answered from the cache";
    }

    Path histories() {
        return folder.resolve("histories");
    }
}
