package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;

/** Connections that are held for long or transactions that are many, with nothing wrong about them. */
public final class GoodTransactions {
    private static final String NOTE = "INSERT INTO note (body) VALUES (?)";

    /** Seven seconds of queries, each committed by itself. */
    @Scenario(gives = 21, group = Group.SLOW, on = Database.POSTGRESQL)
    public long longWithoutTransaction(Shop shop) throws SQLException {
        return waits(shop, true);
    }

    /** Seven seconds on one connection, in twenty-one transactions. */
    @Scenario(gives = 21, group = Group.SLOW, on = Database.POSTGRESQL)
    public long shortTransactionsForLong(Shop shop) throws SQLException {
        return waits(shop, false);
    }

    private static long waits(Shop shop, boolean autocommit) throws SQLException {
        long steps = 0;
        try (Connection connection = shop.connection();
                PreparedStatement wait = connection.prepareStatement("SELECT wait_ms(?)")) {
            connection.setAutoCommit(autocommit);
            for (int step = 0; step < 21; step++) {
                wait.setInt(1, 340 + step);
                steps += Jdbc.rows(wait);
                if (!autocommit) {
                    connection.commit();
                }
            }
        }
        return steps;
    }

    /** Half of it is taken back, the rest committed. */
    @Scenario(gives = 1)
    public long savepoint(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            Jdbc.update(connection, NOTE, "kept");
            Savepoint savepoint = connection.setSavepoint();
            Jdbc.update(connection, NOTE, "not wanted");
            connection.rollback(savepoint);
            connection.commit();
        }
        return shop.count("SELECT count(*) FROM note");
    }

    /** Idle, but hardly. */
    @Scenario(gives = 1, times = 60, pool = 1)
    public long heldIdleShortly(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.connection()) {
            long found =
                    Jdbc.numbers(connection, "SELECT count(*) FROM customer").size();
            Thread.sleep(10);
            return found;
        }
    }

    @Scenario(gives = 1, times = 130, on = Database.POSTGRESQL)
    public long oneQueryWithoutTransaction(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, "SELECT count(*) FROM customer").size();
        }
    }

    /** One trip of nine ends the transaction. */
    @Scenario(gives = 8, times = 130, on = Database.POSTGRESQL)
    public long fullTransactions(Shop shop) throws SQLException {
        long done = 0;
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            done += Jdbc.update(connection, NOTE, "a note");
            done += Jdbc.update(connection, "UPDATE customer SET state = ? WHERE id = ?", "active", 1);
            done += Jdbc.update(connection, "UPDATE purchase SET total = ? WHERE id = ?", 5, 1);
            done += Jdbc.update(connection, "UPDATE product SET stock = ? WHERE id = ?", 5, 1);
            for (String table : new String[] {"country", "setting", "line", "memo"}) {
                done += Jdbc.numbers(connection, "SELECT count(*) FROM " + table)
                        .size();
            }
            connection.commit();
        }
        return done;
    }
}
