package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Results that are not read to their end, or not at all, for a reason. */
public final class GoodReads {
    private int call;

    /** The driver was told that four are enough. */
    @Scenario(gives = 3, times = 40)
    public long firstThreeOfMaxRows(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement cheapest = connection.prepareStatement("SELECT id FROM product ORDER BY price")) {
            cheapest.setMaxRows(4);
            try (ResultSet row = cheapest.executeQuery()) {
                long read = 0;
                while (read < 3 && row.next()) {
                    read += row.getLong(1) > 0 ? 1 : 0;
                }
                return read;
            }
        }
    }

    /** Looked for by a name that only one has, as the application knows and the database does not. */
    @Scenario(gives = 1, times = 40)
    public long firstOfAll(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement byState =
                        connection.prepareStatement("SELECT name FROM customer WHERE state = ? ORDER BY id")) {
            byState.setString(1, "active");
            try (ResultSet row = byState.executeQuery()) {
                return row.next() && row.getString(1).startsWith("customer") ? 1 : 0;
            }
        }
    }

    /** A lock is what is wanted, not the row. */
    @Scenario(gives = 1, times = 40)
    public long rowsLocked(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement lock =
                        connection.prepareStatement("SELECT id FROM product WHERE id = ? FOR UPDATE")) {
            connection.setAutoCommit(false);
            lock.setLong(1, 1 + call++);
            lock.executeQuery().close();
            long written = Jdbc.update(connection, "UPDATE product SET stock = ? WHERE id = ?", 5, call);
            connection.commit();
            return written;
        }
    }

    /** A function that is called for what it does. */
    @Scenario(gives = 1, times = 40, on = Database.POSTGRESQL)
    public long locksByFunction(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            connection.setAutoCommit(false);
            lock.setLong(1, 1 + call++);
            lock.executeQuery().close();
            long written = Jdbc.update(connection, "UPDATE product SET stock = ? WHERE id = ?", 5, call);
            connection.commit();
            return written;
        }
    }

    /** There is no column that could be left out. */
    @Scenario(gives = 1, times = 130)
    public long existenceOften(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement any =
                        connection.prepareStatement("SELECT 1 FROM purchase WHERE customer_id = ? LIMIT 1")) {
            any.setLong(1, 1 + call++ % 30);
            try (ResultSet row = any.executeQuery()) {
                return row.next() ? 1 : 0;
            }
        }
    }

    /** Deep, once: nothing shows yet that depth is what it costs. */
    @Scenario(gives = 20, events = 9_000)
    public long deepOffsetOnce(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement page =
                        connection.prepareStatement("SELECT id FROM event ORDER BY id LIMIT 20 OFFSET 5000")) {
            return Jdbc.rows(page);
        }
    }

    /** Thirty thousand rows are counted where they are. */
    @Scenario(gives = 30_000, events = 30_000, times = 5)
    public long aggregate(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.number(connection, "SELECT count(*) FROM event WHERE grade >= ?", 0);
        }
    }

    /** The query is fast; who reads it takes his time. */
    @Scenario(gives = 30, times = 4, group = Group.SLOW, on = Database.POSTGRESQL)
    public long slowReader(Shop shop) throws SQLException, InterruptedException {
        long read = 0;
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement("SELECT id FROM customer");
                ResultSet row = all.executeQuery()) {
            while (row.next()) {
                read += row.getLong(1) > 0 ? 1 : 0;
                Thread.sleep(25);
            }
        }
        return read;
    }
}
