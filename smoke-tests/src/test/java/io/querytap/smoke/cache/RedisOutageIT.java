package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.app.ReadLoadApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import io.querytap.smoke.server.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis goes away under load: the application gets its answers, none of them much later than without a cache. */
class RedisOutageIT {
    private static final String THREADS = "8";
    private static final Duration PART = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** What a query may wait for Redis, as it is by default. */
    private static final double BUDGET_MILLIS = 10;

    /** Of a machine that does other things too. */
    private static final double NOISE_FACTOR = 3;

    private static final double NOISE_MILLIS = 25;

    @TempDir
    private Path folder;

    @Test
    void redisKilledDuringLoad_nothingFails_queriesWaitNoLongerThanTheBudget() throws Exception {
        TestDatabase database = TestDatabases.newPostgresql();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            ReadLoadApp.create(connection);
        }
        Path rules = folder.resolve("rules.json");
        Files.writeString(
                rules,
                "{\"rules\": [{\"name\": \"items\", \"match\": {\"tables\": [\"item\"]}, \"ttl\": \"60s\","
                        + " \"staleness\": \"strict\", \"state\": \"serve\"}]}");

        JsonNode without = load(database, JvmRun.on(Jdk.current()).optimized(), "without", () -> {});
        JsonNode with;
        try (TestRedis redis = TestRedis.start()) {
            JvmRun cached = JvmRun.on(Jdk.current())
                    .optimized()
                    .withAgent()
                    .property("querytap.cache.rules", rules.toString())
                    .property("querytap.cache.redis", redis.uri());
            with = load(database, cached, "with", redis::kill);
        }

        System.out.println("without cache: " + without + "\nRedis killed: " + with);
        assertThat(with.path("during").path("queries").asInt()).isGreaterThan(100);
        assertThat(with.path("during").path("p99Millis").asDouble())
                .as("without cache: %s, Redis killed: %s", without, with)
                .isLessThan(
                        NOISE_FACTOR * without.path("during").path("p99Millis").asDouble()
                                + BUDGET_MILLIS
                                + NOISE_MILLIS);
    }

    private JsonNode load(TestDatabase database, JvmRun run, String name, Runnable outage) throws Exception {
        Path parts = Files.createDirectories(folder.resolve(name));
        RunningJvm jvm = run.libraries(Library.POSTGRESQL)
                .main(
                        ReadLoadApp.class,
                        database.url(),
                        database.user(),
                        database.password(),
                        parts.toString(),
                        THREADS)
                .start()
                .awaitLine("warm", LONGEST);
        Files.createFile(parts.resolve(ReadLoadApp.MEASURE));
        Thread.sleep(PART.toMillis());
        Files.createFile(parts.resolve(ReadLoadApp.OUTAGE));
        outage.run();
        Thread.sleep(PART.toMillis());
        Files.createFile(parts.resolve(ReadLoadApp.END));
        return jvm.await(LONGEST).succeeded().json();
    }
}
