package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Transactions and the connections that are held for them. */
public final class Transactions {
    private static final String STOCK = "UPDATE product SET stock = ? WHERE id = ?";
    private static final String NAME = "SELECT count(*) FROM customer";

    private int call;

    /** Busy all the time, and long nevertheless. */
    @Scenario(gives = 21, group = Group.SLOW, on = Database.POSTGRESQL)
    @Finds(value = Kind.LONG_TRANSACTION, whileRunning = true)
    public long longBusyTransaction(Shop shop) throws SQLException {
        long steps = 0;
        try (Connection connection = shop.connection();
                PreparedStatement wait = connection.prepareStatement("SELECT wait_ms(?)")) {
            connection.setAutoCommit(false);
            for (int step = 0; step < 21; step++) {
                wait.setInt(1, 340 + step);
                steps += Jdbc.rows(wait);
            }
            connection.commit();
        }
        return steps;
    }

    @Scenario(gives = 1, group = Group.SLOW)
    @Finds(value = Kind.IDLE_IN_TRANSACTION, whileRunning = true)
    public long idleAfterWrite(Shop shop) throws SQLException, InterruptedException {
        return idle(shop, true, 3_200);
    }

    @Scenario(gives = 1, group = Group.SLOW, on = Database.POSTGRESQL)
    @Finds(value = Kind.IDLE_IN_TRANSACTION, whileRunning = true)
    public long idleAfterWriteOnPostgresql(Shop shop) throws SQLException, InterruptedException {
        return idle(shop, true, 3_200);
    }

    @Scenario(gives = 1, group = Group.SLOW)
    @Finds(value = Kind.IDLE_IN_TRANSACTION, whileRunning = true)
    @Finds(value = Kind.LONG_TRANSACTION, whileRunning = true)
    public long idleAfterRead(Shop shop) throws SQLException, InterruptedException {
        return idle(shop, false, 7_500);
    }

    @Scenario(gives = 1, times = 5, group = Group.SLOW)
    public long shortlyIdleAfterWrite(Shop shop) throws SQLException, InterruptedException {
        return idle(shop, true, 250);
    }

    /** Reads lock nothing: two seconds are nothing to speak of. */
    @Scenario(gives = 1, group = Group.SLOW)
    public long shortlyIdleAfterRead(Shop shop) throws SQLException, InterruptedException {
        return idle(shop, false, 2_500);
    }

    private static long idle(Shop shop, boolean writes, int millis) throws SQLException, InterruptedException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            long done = writes
                    ? Jdbc.update(connection, STOCK, 1, 1)
                    : Jdbc.numbers(connection, NAME).size();
            Thread.sleep(millis);
            connection.commit();
            return done;
        }
    }

    /** Idle for long, but nothing is open: every statement was committed. */
    @Scenario(gives = 1, group = Group.SLOW)
    public long idleWithAutocommit(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.connection()) {
            long written = Jdbc.update(connection, STOCK, 1, 1);
            Thread.sleep(3_000);
            return written;
        }
    }

    @Scenario(gives = 1, group = Group.SLOW)
    public long idleAfterCommit(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            long written = Jdbc.update(connection, STOCK, 1, 1);
            connection.commit();
            Thread.sleep(3_000);
            return written;
        }
    }

    /** Short, many, reading only. */
    @Scenario(gives = 2, times = 50)
    public long shortReadOnlyTransactions(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            int read = Jdbc.numbers(connection, NAME).size()
                    + Jdbc.numbers(connection, "SELECT max(price) FROM product").size();
            connection.commit();
            return read;
        }
    }

    /** The pool rolls back silently: what was written is lost. */
    @Scenario(gives = 0)
    @Finds(Kind.UNCOMMITTED_RETURN)
    public long writeWithoutCommit(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            Jdbc.update(connection, "INSERT INTO note (body) VALUES (?)", "lost");
        }
        return shop.count("SELECT count(*) FROM note");
    }

    @Scenario(gives = 0, on = Database.POSTGRESQL, times = 3)
    @Finds(Kind.UNCOMMITTED_RETURN)
    public long writeWithoutCommitOnPostgresql(Shop shop) throws SQLException {
        return writeWithoutCommit(shop);
    }

    /** Rolled back on purpose. */
    @Scenario(gives = 0, times = 5)
    public long rolledBack(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            Jdbc.update(connection, "INSERT INTO note (body) VALUES (?)", "not wanted");
            connection.rollback();
        }
        return shop.count("SELECT count(*) FROM note");
    }

    /** Reads leave nothing to be lost. */
    @Scenario(gives = 1, times = 10)
    public long readWithoutCommit(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            return Jdbc.numbers(connection, NAME).size();
        }
    }

    /** {@code setAutoCommit(true)} commits. */
    @Scenario(gives = 1)
    public long committedByAutocommit(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            Jdbc.update(connection, "INSERT INTO note (body) VALUES (?)", "kept");
            connection.setAutoCommit(true);
        }
        return shop.count("SELECT count(*) FROM note");
    }

    /** A remote call while one of two connections is held. */
    @Scenario(gives = 1, times = 25, pool = 2, group = Group.SLOW)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "held during a remote call")
    public long heldDuringRemoteCall(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.dataSource().getConnection()) { // <- held during a remote call
            long found = Jdbc.numbers(connection, NAME).size();
            Thread.sleep(200);
            return found;
        }
    }

    /** What a view that is open too long does: everything is committed, the connection is still there. */
    @Scenario(gives = 1, times = 25, pool = 1, group = Group.SLOW)
    @Finds(value = Kind.CONNECTION_HELD_IDLE, at = "held after the commit")
    public long heldAfterCommit(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.dataSource().getConnection()) { // <- held after the commit
            connection.setAutoCommit(false);
            long written = Jdbc.update(connection, STOCK, call++, 1);
            connection.commit();
            Thread.sleep(200);
            return written;
        }
    }

    /** One of twenty connections: nobody waits for it. */
    @Scenario(gives = 1, times = 25, pool = 20, group = Group.SLOW)
    public long heldInLargePool(Shop shop) throws SQLException, InterruptedException {
        return heldDuringRemoteCall(shop);
    }

    /** All of the pool, but not for long. */
    @Scenario(gives = 1, times = 100, pool = 1)
    public long shortLeasesInSmallPool(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, NAME).size();
        }
    }

    /** Three trips of four say nothing about data. */
    @Scenario(gives = 1, times = 130, on = Database.POSTGRESQL)
    @Finds(Kind.AUTOCOMMIT_CHATTER)
    public long isolationForEachQuery(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            long found = Jdbc.numbers(connection, NAME).size();
            connection.commit();
            return found;
        }
    }

    /** Hundreds of rows in one transaction take their time without being long. */
    @Scenario(gives = 500)
    public long batchInOneTransaction(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 500; i++) {
                note.setString(1, "note " + i);
                note.addBatch();
            }
            int written = note.executeBatch().length;
            connection.commit();
            return written;
        }
    }
}
