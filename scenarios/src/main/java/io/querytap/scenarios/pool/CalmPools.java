package io.querytap.scenarios.pool;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import io.querytap.scenarios.threads.VirtualThreads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Pools of which nothing is to be said. */
public final class CalmPools {
    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long quickLeases(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(4, 200, () -> look(pool));
        }
    }

    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    public long quickLeasesOnPostgresql(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(4, 200, () -> look(pool));
        }
    }

    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long quickLeasesOfTomcatPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {})) {
            return Crowd.run(4, 200, () -> look(pool));
        }
    }

    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long quickLeasesOfCommonsPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.dbcp(shop, config -> config.setInitialSize(10))) {
            return Crowd.run(4, 200, () -> look(pool));
        }
    }

    /** One waits for a moment, once: among so many that is none of the slowest hundredth. */
    @Scenario(gives = 220, pool = 1, group = Group.POOL, unit = Unit.TASK)
    public long oneShortWait(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(1, 200, () -> look(pool)) + collide(pool, 20);
        }
    }

    /** A long wait, but there are too few to say that it is usual. */
    @Scenario(gives = 210, pool = 1, group = Group.POOL, unit = Unit.TASK)
    public long oneLongWaitOfFew(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(1, 10, () -> look(pool)) + collide(pool, 200);
        }
    }

    /** The pool makes ten connections before the first is asked for. */
    @Scenario(gives = 60, pool = 10, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    public long warmUp(Shop shop) throws Exception {
        try (TestedPool pool =
                TestedPool.hikari(shop, config -> config.setMinimumIdle(10)).filled()) {
            return Crowd.run(2, 60, () -> look(pool));
        }
    }

    @Scenario(gives = 210, pool = 1, group = Group.POOL, unit = Unit.TASK)
    public long oneLongWaitOfFewForTomcatPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {})) {
            return Crowd.run(1, 10, () -> look(pool)) + collide(pool, 200);
        }
    }

    /** Connections are held long after the commit, but there are so many that nobody misses them. */
    @Scenario(gives = 30, pool = 20, group = Group.POOL, unit = Unit.TASK)
    public long openInViewOfLargePool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(2, 30, () -> lookAndThink(pool, 120));
        }
    }

    /** Everybody thinks while he holds a connection, but not for long. */
    @Scenario(gives = 40, pool = 2, group = Group.POOL, unit = Unit.TASK)
    public long thinksForAMoment(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(2, 40, () -> lookAndThink(pool, 10));
        }
    }

    /** Ten at a time of a hundred virtual threads. */
    @Scenario(gives = 100, pool = 10, group = Group.POOL_VIRTUAL, unit = Unit.TASK)
    public long virtualThreadsWithRoom(Shop shop) throws Exception {
        Semaphore places = new Semaphore(10);
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Crowd crowd = new Crowd(VirtualThreads.executor())) {
            return crowd.send(100, () -> {
                        places.acquire();
                        try {
                            return look(pool);
                        } finally {
                            places.release();
                        }
                    })
                    .sum();
        }
    }

    /** One job holds one of two connections for seconds, and works with it all the time. */
    @Scenario(gives = 1, pool = 2, group = Group.POOL, unit = Unit.TASK)
    public long busyBatchJob(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(1, 1, () -> load(pool));
        }
    }

    private static long look(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            return Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
        }
    }

    private static long lookAndThink(TestedPool pool, int millis) throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            long found = Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
            Thread.sleep(millis);
            return found;
        }
    }

    /** Two want the one connection at once; gives how long the first has it. */
    private static long collide(TestedPool pool, int millis) throws Exception {
        CountDownLatch borrowed = new CountDownLatch(1);
        try (Crowd crowd = new Crowd(2)) {
            crowd.send(1, () -> {
                try (Connection connection = pool.borrow(from -> from.getConnection())) {
                    borrowed.countDown();
                    return Jdbc.number(connection, "SELECT wait_ms(?)", millis);
                }
            });
            borrowed.await();
            crowd.send(1, () -> {
                look(pool);
                return 0L;
            });
            return crowd.sum();
        }
    }

    private static long load(TestedPool pool) throws SQLException {
        long endNanos = System.nanoTime() + 4_000_000_000L;
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement("UPDATE product SET stock = ? WHERE id = ?")) {
                for (int stock = 0; System.nanoTime() < endNanos; stock++) {
                    for (long product = 1; product <= 200; product++) {
                        update.setInt(1, stock);
                        update.setLong(2, product);
                        update.addBatch();
                    }
                    update.executeBatch();
                    connection.commit();
                }
            }
        }
        return 1;
    }
}
