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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The pool has room, but connections cannot be made, or only slowly, or are checked at length. */
public final class MissingConnections {
    private static final int TIMEOUT_MILLIS = 1_500;
    private static final int SLOW_MILLIS = 2_000;

    /** The server goes away while the application works. */
    @Scenario(gives = 38, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.CANNOT_CREATE)
    @Blames(state = Waiting.CREATING, atLeast = 0.85)
    public long databaseGoesDown(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), 0);
                TestedPool pool = TestedPool.hikari(shop, config -> {
                    config.setDataSource(shop.driverAt(gate.address()));
                    config.setConnectionTimeout(TIMEOUT_MILLIS);
                })) {
            long done = Crowd.run(2, 30, () -> tryToLook(pool));
            gate.shut();
            Thread.sleep(700); // what was used just before would be given out unchecked
            Crowd.run(4, 8, () -> tryToLook(pool));
            return done + pool.refusals();
        }
    }

    /** It was never there. */
    @Scenario(gives = 8, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_TIMEOUT, cause = Cause.CANNOT_CREATE)
    @Blames(state = Waiting.CREATING, atLeast = 0.85)
    public long databaseDownFromTheStart(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), 0);
                TestedPool pool = TestedPool.hikari(shop, config -> {
                    config.setDataSource(shop.driverAt(gate.address()));
                    config.setInitializationFailTimeout(-1);
                    config.setMinimumIdle(0);
                    config.setConnectionTimeout(TIMEOUT_MILLIS);
                })) {
            gate.shut();
            Crowd.run(4, 8, () -> tryToLook(pool));
            return pool.refusals();
        }
    }

    /** Borrowers make the connections of this pool themselves, and get what went wrong at once: nobody waits. */
    @Scenario(gives = 38, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    public long databaseGoesDownUnderCommonsPool(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), 0);
                TestedPool pool = TestedPool.dbcp(shop, gate.address(), config -> config.setTestOnBorrow(true))) {
            long done = Crowd.run(2, 30, () -> tryToLook(pool));
            gate.shut();
            Crowd.run(4, 8, () -> tryToLook(pool));
            return done + pool.refusals();
        }
    }

    /** Twenty come to an empty pool whose server takes long to let somebody in. */
    @Scenario(gives = 24, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.CANNOT_CREATE)
    @Blames(state = Waiting.CREATING, atLeast = 0.75)
    public long slowLogin(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), SLOW_MILLIS);
                TestedPool pool = TestedPool.hikari(shop, config -> {
                    config.setDataSource(shop.driverAt(gate.address()));
                    config.setMinimumIdle(0);
                    config.setInitializationFailTimeout(-1);
                })) {
            return Crowd.run(24, 24, () -> look(pool));
        }
    }

    /** The first five make their connections themselves, and the others wait until those are made. */
    @Scenario(gives = 24, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.CANNOT_CREATE)
    @Blames(state = Waiting.CREATING, atLeast = 0.75)
    public long slowLoginUnderCommonsPool(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), SLOW_MILLIS);
                TestedPool pool = TestedPool.dbcp(shop, gate.address(), config -> {})) {
            return Crowd.run(24, 24, () -> look(pool));
        }
    }

    /** Each makes his own connection, and nobody waits for anybody: that is no wait for the pool. */
    @Scenario(gives = 4, pool = 5, group = Group.POOL, unit = Unit.TASK, on = Database.POSTGRESQL)
    @Blames(state = Waiting.CREATING, atLeast = 0.9)
    public long slowLoginForFew(Shop shop) throws Exception {
        try (Gate gate = new Gate(shop.address(), SLOW_MILLIS);
                TestedPool pool = TestedPool.dbcp(shop, gate.address(), config -> {})) {
            return Crowd.run(4, 4, () -> look(pool));
        }
    }

    /** What the pool checks is no wait either: the check itself is what takes long. */
    @Scenario(gives = 30, pool = 5, group = Group.POOL, unit = Unit.TASK)
    @Blames(state = Waiting.CHECKING, atLeast = 0.85)
    public long slowCheck(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.tomcat(shop, config -> {
                    config.setTestOnBorrow(true);
                    config.setValidationInterval(0);
                    config.setValidationQuery("SELECT wait_ms(70)");
                })
                .filled()) {
            return Crowd.run(1, 30, () -> look(pool));
        }
    }

    @Scenario(gives = 30, pool = 5, group = Group.POOL, unit = Unit.TASK)
    @Blames(state = Waiting.CHECKING, atLeast = 0.85)
    public long slowCheckByCommonsPool(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.dbcp(shop, config -> {
                    config.setTestOnBorrow(true);
                    config.setInitialSize(1);
                    config.setValidationQuery("SELECT wait_ms(70)");
                    config.setValidationQueryTimeout(Duration.ofSeconds(5));
                })
                .filled()) {
            return Crowd.run(1, 30, () -> look(pool));
        }
    }

    /** HikariCP checks what was idle for half a second. */
    @Scenario(gives = 4, pool = 5, group = Group.POOL, unit = Unit.TASK)
    @Blames(state = Waiting.CHECKING, atLeast = 0.85)
    public long slowCheckAfterPause(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {
                    config.setMinimumIdle(1);
                    config.setConnectionTestQuery("SELECT wait_ms(200)");
                })
                .filled()) {
            return Crowd.run(1, 4, () -> {
                Thread.sleep(700);
                return look(pool);
            });
        }
    }

    private static long look(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) {
            return Jdbc.number(connection, "SELECT count(*) FROM customer WHERE id = 7");
        }
    }

    private static long tryToLook(TestedPool pool) {
        try {
            return look(pool);
        } catch (SQLException down) {
            return 0;
        }
    }
}
