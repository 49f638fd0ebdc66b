package io.querytap.scenarios.pool;

import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Cause;
import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.label.Waiting;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** The connections are taken, and nobody does anything with them. */
public final class HeldPools {
    private static final String STOCK = "UPDATE product SET stock = stock + 1 WHERE id = ?";
    private static final int VIEW_MILLIS = 180;
    private static final int REMOTE_MILLIS = 150;

    /** Everything is committed, and the connection stays until the page is made. */
    @Scenario(gives = 60, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "open in view", method = "page")
    @Blames(at = "open in view", method = "page", atLeast = 0.9)
    @Blames(state = Waiting.IDLE, atLeast = 0.8)
    public long openInView(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(10, 60, () -> page(pool));
        }
    }

    @Scenario(gives = 60, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "open in view", method = "page")
    @Blames(at = "open in view", method = "page", atLeast = 0.9)
    @Blames(state = Waiting.IDLE, atLeast = 0.8)
    public long openInViewOnTomcatPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {}).filled()) {
            return Crowd.run(10, 60, () -> page(pool));
        }
    }

    /** In requests to a real servlet. */
    @Scenario(gives = 60, pool = 3, group = Group.POOL, unit = Unit.SERVLET)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "open in view", method = "page")
    @Blames(at = "open in view", method = "page", atLeast = 0.9)
    @Blames(state = Waiting.IDLE, atLeast = 0.8)
    public long openInViewOfServlet(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Container container = new Container(() -> page(pool))) {
            return container.get(10, 60);
        }
    }

    /** Another service is called, over a real socket, between two statements of a transaction. */
    @Scenario(gives = 40, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "calls another service", method = "order")
    @Blames(at = "calls another service", method = "order", atLeast = 0.9)
    @Blames(state = Waiting.IDLE_IN_TRANSACTION, atLeast = 0.75)
    public long remoteCallInTransaction(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                SlowService service = new SlowService(REMOTE_MILLIS)) {
            return Crowd.run(8, 40, () -> order(pool, service));
        }
    }

    @Scenario(gives = 40, pool = 2, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "calls another service", method = "order")
    @Blames(at = "calls another service", method = "order", atLeast = 0.9)
    @Blames(state = Waiting.IDLE_IN_TRANSACTION, atLeast = 0.75)
    public long remoteCallInTransactionOnPostgresql(Shop shop) throws Exception {
        return remoteCallInTransaction(shop);
    }

    /** Borrowed long before the first statement. */
    @Scenario(gives = 40, pool = 2, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "too early", method = "early")
    @Blames(at = "too early", method = "early", atLeast = 0.9)
    @Blames(state = Waiting.IDLE_BEFORE_FIRST, atLeast = 0.8)
    public long borrowedTooEarly(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(8, 40, () -> early(pool));
        }
    }

    /** Three quarters of the holders think, the others work, for the same time each. */
    @Scenario(gives = 24, pool = 4, group = Group.POOL_ALONE, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.HELD_IDLE)
    @MayFind(Kind.CONNECTION_HELD_IDLE) // nine leases are hardly a percentile
    @Blames(at = "thinks", method = "think", state = Waiting.IDLE, atLeast = 0.65, atMost = 0.8)
    @Blames(at = "works", method = "work", state = Waiting.RUNNING, atLeast = 0.17, atMost = 0.3)
    public long threeThinkAndOneWorks(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                Crowd holders = new Crowd(4);
                Crowd others = new Crowd(8)) {
            long given = 0;
            for (int round = 0; round < 3; round++) {
                CountDownLatch all = new CountDownLatch(4);
                holders.send(3, () -> think(pool, all));
                holders.send(1, () -> work(pool, all));
                all.await();
                others.send(8, () -> look(pool));
                holders.sum();
                given += others.sum();
            }
            return given;
        }
    }

    /** One who thinks has the only connection; the others give up. */
    @Scenario(gives = 9, pool = 1, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.HELD_IDLE)
    @MayFind(Kind.CONNECTION_HELD_IDLE) // three leases are hardly a percentile
    @Blames(at = "thinks for long", method = "thinkLong", state = Waiting.IDLE, atLeast = 0.9)
    public long waitersGiveUp(Shop shop) throws Exception {
        return giveUp(TestedPool.hikari(shop, config -> config.setConnectionTimeout(300))
                .filled());
    }

    @Scenario(gives = 9, pool = 1, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.HELD_IDLE)
    @MayFind(Kind.CONNECTION_HELD_IDLE)
    @Blames(at = "thinks for long", method = "thinkLong", state = Waiting.IDLE, atLeast = 0.9)
    public long waitersGiveUpOnTomcatPool(Shop shop) throws Exception {
        return giveUp(TestedPool.tomcat(shop, config -> config.setMaxWait(300)).filled());
    }

    @Scenario(gives = 9, pool = 1, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.HELD_IDLE)
    @MayFind(Kind.CONNECTION_HELD_IDLE)
    @Blames(at = "thinks for long", method = "thinkLong", state = Waiting.IDLE, atLeast = 0.9)
    public long waitersGiveUpOnCommonsPool(Shop shop) throws Exception {
        return giveUp(TestedPool.dbcp(shop, config -> config.setMaxWait(java.time.Duration.ofMillis(300)))
                .filled());
    }

    private static long giveUp(TestedPool pool) throws Exception {
        try (pool;
                Crowd holder = new Crowd(1);
                Crowd others = new Crowd(3)) {
            for (int round = 0; round < 3; round++) {
                CountDownLatch borrowed = new CountDownLatch(1);
                CountDownLatch givenUp = new CountDownLatch(3);
                holder.send(1, () -> thinkLong(pool, borrowed, givenUp));
                borrowed.await();
                others.send(3, () -> tryToLook(pool, givenUp));
                others.sum();
                holder.sum();
            }
            return pool.refusals();
        }
    }

    private static long page(TestedPool pool) throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- open in view
            connection.setAutoCommit(false);
            long found = Jdbc.numbers(connection, "SELECT id FROM customer WHERE id = 7")
                    .size();
            connection.commit();
            Thread.sleep(VIEW_MILLIS);
            return found;
        }
    }

    private static long order(TestedPool pool, SlowService service)
            throws SQLException, IOException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- calls another service
            connection.setAutoCommit(false);
            long found = Jdbc.numbers(connection, "SELECT id FROM customer WHERE id = 7")
                    .size();
            service.call();
            Jdbc.update(connection, STOCK, Thread.currentThread().getId() % 200);
            connection.commit();
            return found;
        }
    }

    private static long early(TestedPool pool) throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- too early
            Thread.sleep(REMOTE_MILLIS);
            return Jdbc.numbers(connection, "SELECT id FROM customer WHERE id = 7")
                    .size();
        }
    }

    private static long think(TestedPool pool, CountDownLatch borrowed) throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- thinks
            Jdbc.number(connection, "SELECT count(*) FROM country");
            borrowed.countDown();
            Thread.sleep(400);
            return 0;
        }
    }

    private static long work(TestedPool pool, CountDownLatch borrowed) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- works
            borrowed.countDown();
            return Jdbc.number(connection, "SELECT wait_ms(400)");
        }
    }

    private static long look(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            return Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
        }
    }

    private static long thinkLong(TestedPool pool, CountDownLatch borrowed, CountDownLatch givenUp)
            throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- thinks for long
            Jdbc.number(connection, "SELECT count(*) FROM country");
            borrowed.countDown();
            givenUp.await();
            return 0;
        }
    }

    private static long tryToLook(TestedPool pool, CountDownLatch givenUp) {
        try {
            return look(pool);
        } catch (SQLException e) {
            givenUp.countDown();
            return 0;
        }
    }
}
