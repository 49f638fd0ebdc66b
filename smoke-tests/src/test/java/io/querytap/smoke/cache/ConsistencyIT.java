package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.RegisterApp;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.FaultyLink;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import io.querytap.smoke.server.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several JVMs write and read the same registers at once, with the cache on and things breaking; see {@link History} for what must hold. The
 * long form: {@code -Dquerytap.consistency.seconds=600}.
 */
class ConsistencyIT {
    private static final int THREADS = 8;
    private static final double SECONDS = Double.parseDouble(System.getProperty("querytap.consistency.seconds", "30"));
    static final boolean IS_LONG = SECONDS > 60;

    /** Of a machine that stands still now and then; what the default of 10 ms means is not a matter of being right. */
    private static final Duration REDIS_TIMEOUT = Duration.ofMillis(500);

    /** Shorter than a fault and what follows it, so that there are hits again after a writer was killed. */
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(4);

    /** Of all queries, in a run full of faults. */
    private static final double LEAST_HITS = 0.1;

    @TempDir
    private Path folder;

    /** The judge itself: a database alone is clean, so whatever is found beside a cache is the cache's. */
    @Test
    void withoutAgent_everythingIsConsistent() throws Exception {
        RegisterRun run =
                new RegisterRun(TestDatabases.newPostgresql(), Library.POSTGRESQL, folder, THREADS).withoutAgent();
        run.start(3, Map.of());
        run.start(3, Map.of());
        run.awaitEnd(3);

        History.Judgement judgement = new History(0, 0).read(run.histories()).judge();

        System.out.println("consistency without agent: " + judgement);
        assertThat(judgement.commits()).isPositive();
        assertThat(judgement.isClean()).as(judgement.toString()).isTrue();
    }

    @Test
    void postgresql_jvmsShareRedisThatBreaks_nothingIsOlderThanPromised() throws Exception {
        shareRedisThatBreaks("PostgreSQL", TestDatabases.newPostgresql(), Library.POSTGRESQL, SECONDS);
    }

    @Test
    void mariadb_jvmsShareRedisThatBreaks_nothingIsOlderThanPromised() throws Exception {
        shareRedisThatBreaks("MariaDB", TestDatabases.newMariadb(), Library.MARIADB, SECONDS);
    }

    @Test
    void mysqlDriver_jvmsShareRedisThatBreaks_nothingIsOlderThanPromised() throws Exception {
        if (IS_LONG) {
            shareRedisThatBreaks("MySQL driver", TestDatabases.newMariadbForMysqlDriver(), Library.MYSQL, SECONDS);
        }
    }

    /** One JVM needs no Redis, and has no bound at all. */
    @Test
    void h2_oneJvm_nothingIsOld() throws Exception {
        TestDatabase database = new TestDatabase("jdbc:h2:" + folder.resolve("h2"), "sa", "");
        RegisterRun run =
                new RegisterRun(database, Library.H2, folder, 2 * THREADS).property(RegisterApp.WAITS, "true");
        run.start(8, Map.of());
        run.goWhenCached();
        run.awaitEnd(8);

        History.Judgement judgement = new History(0, 0).read(run.histories()).judge();

        System.out.println("consistency on H2, one JVM: " + judgement + "; " + run);
        assertThat(judgement.isClean()).as(judgement.toString()).isTrue();
        assertThat(run.hits()).as(run.toString()).isPositive();
    }

    private void shareRedisThatBreaks(String name, TestDatabase database, Library driver, double seconds)
            throws Exception {
        History history = new History(0, RegisterRun.STALENESS.toNanos());
        RegisterRun run = new RegisterRun(database, driver, folder, THREADS)
                .property("querytap.cache.redis.timeout", REDIS_TIMEOUT.toMillis() + "ms")
                .property("querytap.cache.commit.timeout", COMMIT_TIMEOUT.toSeconds() + "s");
        Map<Faults.Kind, Integer> faults;
        try (TestRedis redis = TestRedis.start();
                FaultyLink link = new FaultyLink(redis.hostAndPort())) {
            Map<String, String> byLink = Map.of("querytap.cache.redis", "redis://" + link.hostAndPort());
            run.start(Map.of("querytap.cache.redis", redis.uri()));
            RunningJvm writer = run.start(byLink);
            Faults all = new Faults(run, redis, link, history, writer, byLink);
            all.start();
            faults = all.breakUntil(System.nanoTime() + (long) (seconds * 1e9));
            run.stop();
            run.awaitEnd();
        }

        History.Judgement judgement = history.read(run.histories()).judge();

        System.out.println("consistency on " + name + ", " + faults + ": " + judgement + "; " + run);
        assertThat(faults.keySet()).containsOnly(Faults.Kind.values());
        assertThat(judgement.isClean()).as(judgement.toString()).isTrue();
        assertThat(run.hits()).as(run.toString()).isGreaterThan((long) (LEAST_HITS * run.selects()));
    }
}
