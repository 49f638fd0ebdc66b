package io.querytap.scenarios.pool;

import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Cause;
import io.querytap.scenarios.label.Confidence;
import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Connections that do not come back, and some that only take their time. In this group nothing has to be called on one for a second, after
 * its unit of work or thread has ended, to make it a leak.
 */
public final class LeakingPools {
    /** Three times as long as a connection has to be silent; the agent looks twice a second. */
    private static final int LONG_MILLIS = 3_000;

    /** So that those who leak are not forgotten as well. */
    private static final List<Connection> KEPT = new CopyOnWriteArrayList<>();

    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.CONNECTION_LEAK, confidence = Confidence.CONFIRMED, at = "kept", method = "keep")
    public long leakInTask(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            long found = Crowd.run(1, 1, () -> keep(pool));
            Thread.sleep(LONG_MILLIS);
            return found;
        }
    }

    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.CONNECTION_LEAK, confidence = Confidence.CONFIRMED, at = "kept", method = "keep")
    public long leakInTaskOnPostgresql(Shop shop) throws Exception {
        return leakInTask(shop);
    }

    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.CONNECTION_LEAK, confidence = Confidence.CONFIRMED, at = "kept", method = "keep")
    public long leakFromCommonsPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.dbcp(shop, config -> {})) {
            long found = Crowd.run(1, 1, () -> keep(pool));
            Thread.sleep(LONG_MILLIS);
            return found;
        }
    }

    /** In requests, one of ten. */
    @Scenario(gives = 300, pool = 10, group = Group.POOL, unit = Unit.SERVLET)
    @Finds(
            value = Kind.CONNECTION_LEAK,
            confidence = Confidence.CONFIRMED,
            at = "sometimes kept",
            method = "keepSometimes")
    public long leakInServlet(Shop shop) throws Exception {
        int[] request = new int[1];
        try (TestedPool pool = TestedPool.hikari(shop, config -> {});
                Container container = new Container(() -> keepSometimes(pool, ++request[0] == 5))) {
            long found = container.get(1, 10);
            Thread.sleep(LONG_MILLIS);
            return found;
        }
    }

    /** A thread that is no unit of work ends. */
    @Scenario(gives = 1, pool = 10, group = Group.POOL, unit = Unit.LEASE)
    @Finds(
            value = Kind.CONNECTION_LEAK,
            confidence = Confidence.CONFIRMED,
            at = "kept by a thread",
            method = "keepInThread")
    public long leakOfThread(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            Thread thread = new Thread(() -> keepInThread(pool));
            thread.start();
            thread.join();
            Thread.sleep(LONG_MILLIS);
            return 1;
        }
    }

    /** The thread goes on; nobody has the connection any more. */
    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.LEASE)
    @Finds(value = Kind.CONNECTION_LEAK, confidence = Confidence.CONFIRMED, at = "forgotten", method = "forget")
    public long leakForgotten(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            long found = forget(pool);
            for (int i = 0; i < 10; i++) {
                Thread.sleep(LONG_MILLIS / 5);
                System.gc();
            }
            return found;
        }
    }

    /** Until there is none left. */
    @Scenario(gives = 94, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(value = Kind.CONNECTION_LEAK, confidence = Confidence.CONFIRMED, at = "kept", method = "keep")
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.LEAK)
    @Blames(at = "kept", method = "keep", atLeast = 0.9)
    public long leaksExhaustThePool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> config.setConnectionTimeout(1_500))) {
            long found = Crowd.run(1, 3, () -> keep(pool));
            Thread.sleep(LONG_MILLIS);
            Crowd.run(4, 4, () -> tryToLook(pool));
            return found + pool.refusals();
        }
    }

    /** A leak to all that can be seen, until another task gives the connection back. */
    @Scenario(gives = 31, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long returnedAfterItsTask(Shop shop) throws Exception {
        List<Connection> handedOn = new ArrayList<>();
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            long found = Crowd.run(1, 1, () -> handOn(pool, handedOn));
            Thread.sleep(LONG_MILLIS);
            return found + Crowd.run(1, 1, () -> giveBack(handedOn));
        }
    }

    /** Idle for long in a task that is still at work, and then returned. */
    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long slowButReturned(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(1, 1, () -> holdLong(pool));
        }
    }

    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long slowButReturnedToTomcatPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {})) {
            return Crowd.run(1, 1, () -> holdLong(pool));
        }
    }

    @Scenario(gives = 30, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long slowButReturnedToCommonsPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.dbcp(shop, config -> {})) {
            return Crowd.run(1, 1, () -> holdLong(pool));
        }
    }

    /** At work for long, in one statement after the other, and then returned. */
    @Scenario(gives = 2_800, pool = 10, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    public long slowAndBusyButReturned(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            return Crowd.run(1, 1, () -> {
                long waited = 0;
                try (Connection connection = pool.borrow(from -> from.getConnection())) {
                    for (char part = 'a'; part < 'a' + 7; part++) {
                        waited += Jdbc.number(connection, "SELECT wait_ms(400) AS part_" + part);
                    }
                }
                return waited;
            });
        }
    }

    /** Listens for as long as the application runs: nothing is called on it for seconds, and it is no leak. */
    @Scenario(gives = 1, pool = 10, group = Group.POOL, unit = Unit.LEASE, on = Database.POSTGRESQL)
    public long dedicatedListener(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {})) {
            Thread listener = new Thread(() -> listen(pool));
            listener.setDaemon(true); // it ends with the JVM, as such threads do
            listener.start();
            Thread.sleep(LONG_MILLIS);
            return listener.isAlive() ? 1 : 0;
        }
    }

    private static long holdLong(TestedPool pool) throws SQLException, InterruptedException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            long found = Jdbc.number(connection, "SELECT count(*) FROM customer");
            Thread.sleep(LONG_MILLIS);
            return found;
        }
    }

    private static long keep(TestedPool pool) throws SQLException {
        Connection connection = pool.borrow(from -> from.getConnection()); // <- kept
        KEPT.add(connection);
        return Jdbc.number(connection, "SELECT count(*) FROM customer");
    }

    private static long keepSometimes(TestedPool pool, boolean now) throws SQLException {
        Connection connection = pool.borrow(from -> from.getConnection()); // <- sometimes kept
        long found = Jdbc.number(connection, "SELECT count(*) FROM customer");
        if (now) {
            KEPT.add(connection);
        } else {
            connection.close();
        }
        return found;
    }

    private static void keepInThread(TestedPool pool) {
        try {
            Connection connection = pool.borrow(from -> from.getConnection()); // <- kept by a thread
            KEPT.add(connection);
            Jdbc.number(connection, "SELECT count(*) FROM customer");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long forget(TestedPool pool) throws SQLException {
        Connection connection = pool.borrow(from -> from.getConnection()); // <- forgotten
        return Jdbc.number(connection, "SELECT count(*) FROM customer");
    }

    private static long handOn(TestedPool pool, List<Connection> to) throws SQLException {
        Connection connection = pool.borrow(from -> from.getConnection());
        to.add(connection);
        return Jdbc.number(connection, "SELECT count(*) FROM customer");
    }

    private static long giveBack(List<Connection> handedOn) throws SQLException {
        try (Connection connection = handedOn.remove(0)) {
            return Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
        }
    }

    private static long tryToLook(TestedPool pool) {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            return Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
        } catch (SQLException givenUp) {
            return 0;
        }
    }

    private static void listen(TestedPool pool) {
        try (Connection connection = pool.borrow(from -> from.getConnection());
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN orders");
            org.postgresql.PGConnection notified = connection.unwrap(org.postgresql.PGConnection.class);
            while (!Thread.currentThread().isInterrupted()) {
                notified.getNotifications(/* timeoutMillis= */ 60_000);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
