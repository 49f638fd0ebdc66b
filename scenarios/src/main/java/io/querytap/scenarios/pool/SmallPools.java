package io.querytap.scenarios.pool;

import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Cause;
import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.label.Waiting;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import io.querytap.scenarios.threads.VirtualThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** Everybody works with the connection that he holds, and there are too few, or the database is too slow. */
public final class SmallPools {
    private static final String QUICK = "SELECT wait_ms(20)";
    private static final String REPORT = "SELECT wait_ms(350) AS report";
    private static final String REST_OF_REPORT = "SELECT wait_ms(350) AS rest";
    private static final String ONE_BY_ONE = "SELECT one_by_one_ms(8)";

    /** Twenty threads on two connections, each of which is held for 20 ms. */
    @Scenario(gives = 4_000, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long burst(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(20, 200, () -> quick(pool));
        }
    }

    @Scenario(gives = 4_000, pool = 2, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long burstOnPostgresql(Shop shop) throws Exception {
        return burst(shop);
    }

    @Scenario(gives = 4_000, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long burstOnTomcatPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {}).filled()) {
            return Crowd.run(20, 200, () -> quick(pool));
        }
    }

    @Scenario(gives = 4_000, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long burstOnCommonsPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.dbcp(shop, config -> {}).filled()) {
            return Crowd.run(20, 200, () -> quick(pool));
        }
    }

    /** A thread for each of three hundred tasks. */
    @Scenario(gives = 6_000, pool = 4, group = Group.POOL_VIRTUAL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long burstOfVirtualThreads(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Crowd crowd = new Crowd(VirtualThreads.executor())) {
            return crowd.send(300, () -> quick(pool)).sum();
        }
    }

    /** Two reports of 700 ms at a time hold both connections; the others want theirs for a moment. */
    @Scenario(gives = 6_600, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_BUSY)
    @Blames(at = "for a report", method = "report", atLeast = 0.7)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long reportsBesideQuickWork(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Crowd reports = new Crowd(2);
                Crowd others = new Crowd(4)) {
            reports.send(8, () -> report(pool, () -> {}));
            others.send(50, () -> {
                long given = quick(pool);
                Thread.sleep(30);
                return given;
            });
            return reports.sum() + others.sum();
        }
    }

    /** Of four connections three are held by one line and one by another, all the time that twelve others wait. */
    @Scenario(gives = 9_120, pool = 4, group = Group.POOL_ALONE, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_BUSY)
    @Blames(at = "for a report", method = "report", atLeast = 0.65, atMost = 0.8)
    @Blames(at = "for an export", method = "export", atLeast = 0.17, atMost = 0.3)
    public long threeToOne(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Crowd holders = new Crowd(4);
                Crowd others = new Crowd(12)) {
            long given = 0;
            for (int round = 0; round < 3; round++) {
                CountDownLatch all = new CountDownLatch(4);
                holders.send(3, () -> report(pool, all::countDown));
                holders.send(1, () -> export(pool, all::countDown));
                all.await();
                others.send(12, () -> quick(pool));
                given += holders.sum() + others.sum();
            }
            return given;
        }
    }

    /** The more ask at once, the longer the database takes for each: more connections would only make it slower. */
    @Scenario(gives = 2_400, pool = 8, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.DATABASE_SATURATED)
    @Blames(at = "one by one", method = "oneByOne", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long databaseSaturated(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            long given = 0;
            for (int threads = 1; threads <= 16; threads *= 2) {
                given += Crowd.run(threads, 60, () -> oneByOne(pool));
            }
            return given;
        }
    }

    @Scenario(gives = 2_400, pool = 8, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.DATABASE_SATURATED)
    @Blames(at = "one by one", method = "oneByOne", atLeast = 0.9)
    @Blames(state = Waiting.RUNNING, atLeast = 0.8)
    public long databaseSaturatedOnPostgresql(Shop shop) throws Exception {
        return databaseSaturated(shop);
    }

    /** Two pools of one database: only one of them is short, and only of it anything is said. */
    @Scenario(gives = 5_000, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.TOO_SMALL)
    @Blames(at = "for a moment", method = "quick", atLeast = 0.9)
    public long onePoolOfTwoIsShort(Shop shop) throws Exception {
        try (TestedPool tooSmall = TestedPool.hikari(shop, config -> {}).filled();
                TestedPool calm = TestedPool.hikari(
                                shop, "calm_" + shop.database(), config -> config.setMaximumPoolSize(10))
                        .filled();
                Crowd others = new Crowd(2)) {
            others.send(50, () -> quick(calm));
            return Crowd.run(20, 200, () -> quick(tooSmall)) + others.sum();
        }
    }

    private static long quick(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- for a moment
            return Jdbc.number(connection, QUICK);
        }
    }

    private static long report(TestedPool pool, Runnable borrowed) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- for a report
            borrowed.run();
            return Jdbc.number(connection, REPORT) + Jdbc.number(connection, REST_OF_REPORT);
        }
    }

    private static long export(TestedPool pool, Runnable borrowed) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- for an export
            borrowed.run();
            return Jdbc.number(connection, REPORT) + Jdbc.number(connection, REST_OF_REPORT);
        }
    }

    private static long oneByOne(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- one by one
            return Jdbc.number(connection, ONE_BY_ONE);
        }
    }
}
