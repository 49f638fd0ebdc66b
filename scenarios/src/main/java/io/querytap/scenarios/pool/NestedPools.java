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
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CyclicBarrier;

/** Whoever holds a connection asks for another, as a new transaction within a transaction does. */
public final class NestedPools {
    private static final int TIMEOUT_MILLIS = 4_000;

    /** Two of them on three connections: one always gets on. */
    @Scenario(gives = 1_800, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(
            value = Kind.NESTED_ACQUISITION,
            names = {"outer: the first", "inner: the second"})
    @Finds(value = Kind.POOL_WAIT, cause = Cause.NESTED)
    @MayFind(Kind.CONNECTION_HELD_IDLE) // the first does nothing while the second works: true, but not the point
    @Blames(at = "the first", method = "outer", atLeast = 0.5)
    @Blames(at = "the second", method = "inner", atLeast = 0.2)
    public long nestedWithoutDeadlock(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(2, 30, () -> outer(pool, 60, () -> {}));
        }
    }

    @Scenario(gives = 1_800, pool = 3, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(
            value = Kind.NESTED_ACQUISITION,
            names = {"outer: the first", "inner: the second"})
    @Finds(value = Kind.POOL_WAIT, cause = Cause.NESTED)
    @MayFind(Kind.CONNECTION_HELD_IDLE)
    @Blames(at = "the first", method = "outer", atLeast = 0.5)
    @Blames(at = "the second", method = "inner", atLeast = 0.2)
    public long nestedWithoutDeadlockOnPostgresql(Shop shop) throws Exception {
        return nestedWithoutDeadlock(shop);
    }

    /** Three of them on three connections, all at once. */
    @Scenario(gives = 1, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(
            value = Kind.NESTED_ACQUISITION,
            deadlock = true,
            beforeFirstFailure = true,
            names = {"outer: the first", "inner: the second"})
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.NESTED)
    @MayFind(Kind.CONNECTION_HELD_IDLE)
    @Blames(at = "the first", method = "outer", atLeast = 0.9)
    public long nestedDeadlock(Shop shop) throws Exception {
        return deadlock(TestedPool.hikari(shop, config -> config.setConnectionTimeout(TIMEOUT_MILLIS))
                .filled());
    }

    @Scenario(gives = 1, pool = 3, group = Group.POOL, unit = Unit.TASK)
    @Finds(
            value = Kind.NESTED_ACQUISITION,
            deadlock = true,
            beforeFirstFailure = true,
            names = {"outer: the first", "inner: the second"})
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.NESTED)
    @MayFind(Kind.CONNECTION_HELD_IDLE)
    @Blames(at = "the first", method = "outer", atLeast = 0.9)
    public long nestedDeadlockInTomcatPool(Shop shop) throws Exception {
        return deadlock(TestedPool.tomcat(shop, config -> config.setMaxWait(TIMEOUT_MILLIS))
                .filled());
    }

    /** A large pool for two of them: it cannot come to a deadlock, and nobody waits. */
    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK)
    public long nestedWithRoom(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(2, 40, () -> outer(pool, 5, () -> {}));
        }
    }

    @Scenario(gives = 200, pool = 10, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    public long nestedWithRoomOnPostgresql(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled()) {
            return Crowd.run(2, 40, () -> outer(pool, 5, () -> {}));
        }
    }

    /** The second connection comes from another pool: that is no nesting, however many do it. */
    @Scenario(gives = 200, pool = 5, group = Group.POOL, unit = Unit.TASK)
    public long oneOfEachPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {}).filled();
                TestedPool other = TestedPool.hikari(shop, "calm_" + shop.database(), config -> {})
                        .filled()) {
            return Crowd.run(4, 40, () -> {
                try (Connection connection = pool.borrow(from -> from.getConnection())) {
                    Jdbc.number(connection, "SELECT count(*) FROM customer");
                    return inner(other, 5);
                }
            });
        }
    }

    private static long deadlock(TestedPool pool) throws Exception {
        try (pool) {
            CyclicBarrier all = new CyclicBarrier(3);
            Crowd.run(3, 3, () -> {
                try {
                    return outer(pool, 1, all::await);
                } catch (SQLException givenUp) {
                    return 0L;
                }
            });
            return pool.refusals() > 0 ? 1 : 0; // the first to give up may help the others
        }
    }

    private static long outer(TestedPool pool, int millis, Borrowed borrowed) throws Exception {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- the first
            Jdbc.number(connection, "SELECT count(*) FROM customer");
            borrowed.done();
            return inner(pool, millis);
        }
    }

    private static long inner(TestedPool pool, int millis) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- the second
            return Jdbc.number(connection, "SELECT wait_ms(?)", millis);
        }
    }

    private interface Borrowed {
        /** Called by one who holds the first connection. */
        void done() throws Exception;
    }
}
