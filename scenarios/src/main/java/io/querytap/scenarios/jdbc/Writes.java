package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows written one by one, and rows written well. */
public final class Writes {
    private static final String NOTE = "INSERT INTO note (body) VALUES (?)";
    private static final String PRICE = "UPDATE product SET price = ? WHERE id = ?";

    @Scenario(gives = 40)
    @Finds(value = Kind.WRITE_LOOP, at = "inserts in a transaction")
    public long insertsInTransaction(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 40; i++) {
                note.setString(1, "note " + i);
                written += note.executeUpdate(); // <- inserts in a transaction
            }
            connection.commit();
        }
        return written;
    }

    @Scenario(gives = 40, on = Database.POSTGRESQL)
    @Finds(value = Kind.WRITE_LOOP, at = "updates on a real server")
    public long updatesOnPostgresql(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement price = connection.prepareStatement(PRICE)) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 40; i++) {
                price.setInt(1, 1_000 + i);
                price.setLong(2, i);
                written += price.executeUpdate(); // <- updates on a real server
            }
            connection.commit();
        }
        return written;
    }

    /** Exactly as many as it takes. */
    @Scenario(gives = 5)
    @Finds(value = Kind.WRITE_LOOP, at = "five deletes")
    public long fiveDeletes(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM line WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 5; i++) {
                delete.setLong(1, i);
                written += delete.executeUpdate(); // <- five deletes
            }
            connection.commit();
        }
        return written;
    }

    /** A commit for each row as well, which is two findings or one that says both. */
    @Scenario(gives = 40)
    @Finds(value = Kind.WRITE_LOOP, at = "a commit for each")
    @MayFind(Kind.AUTOCOMMIT_CHATTER)
    public long autocommittedLoop(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement price = connection.prepareStatement(PRICE)) {
            for (int i = 1; i <= 40; i++) {
                price.setInt(1, 1_000 + i);
                price.setLong(2, i);
                written += price.executeUpdate(); // <- a commit for each
            }
        }
        return written;
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.WRITE_LOOP, at = "generated keys")
    public long generatedKeys(Shop shop) throws SQLException {
        long keys = 0;
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement(NOTE, Statement.RETURN_GENERATED_KEYS)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 30; i++) {
                note.setString(1, "note " + i);
                note.executeUpdate(); // <- generated keys
                try (ResultSet key = note.getGeneratedKeys()) {
                    keys += key.next() && key.getLong(1) > 0 ? 1 : 0;
                }
            }
            connection.commit();
        }
        return keys;
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.WRITE_LOOP, at = "batches of one")
    public long batchesOfOne(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 30; i++) {
                note.setString(1, "note " + i);
                note.addBatch();
                written += note.executeBatch().length; // <- batches of one
            }
            connection.commit();
        }
        return written;
    }

    /** No prepared statement, values in the text; few enough not to be a finding of their own. */
    @Scenario(gives = 12)
    @Finds(value = Kind.WRITE_LOOP, at = "by text")
    public long updatesByText(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 12; i++) {
                String sql = "UPDATE product SET stock = stock + 1 WHERE id = " + i;
                written += statement.executeUpdate(sql); // <- by text
            }
            connection.commit();
        }
        return written;
    }

    /** Six tables' worth of writes, each committed for itself; none is a loop. */
    @Scenario(gives = 8)
    @Finds(Kind.AUTOCOMMIT_CHATTER)
    public long autocommittedWrites(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection()) {
            written += Jdbc.update(connection, "INSERT INTO note (body) VALUES (?)", "a note");
            written += Jdbc.update(connection, "INSERT INTO memo (id, body) VALUES (?, ?)", 1, "a memo");
            written += Jdbc.update(connection, "UPDATE customer SET state = ? WHERE id = ?", "gone", 1);
            written += Jdbc.update(connection, "UPDATE purchase SET total = ? WHERE id = ?", 5, 1);
            written += Jdbc.update(connection, "UPDATE product SET stock = ? WHERE id = ?", 5, 1);
            written += Jdbc.update(connection, "UPDATE setting SET val = ? WHERE name = 'setting 1'", "5");
            written += Jdbc.update(connection, "DELETE FROM line WHERE id = ?", 1);
            written += Jdbc.update(connection, "UPDATE country SET name = ? WHERE id = ?", "a country", 1);
        }
        return written;
    }

    @Scenario(gives = 4, times = 10)
    public long fourWrites(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement price = connection.prepareStatement(PRICE)) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 4; i++) {
                price.setInt(1, i);
                price.setLong(2, i);
                written += price.executeUpdate();
            }
            connection.commit();
        }
        return written;
    }

    /** Two writes committed for themselves. */
    @Scenario(gives = 2, times = 10)
    public long twoAutocommittedWrites(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.update(connection, PRICE, 7, 7) + Jdbc.update(connection, NOTE, "price changed");
        }
    }

    @Scenario(gives = 1_000)
    public long batchesOfFifty(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 1_000; i++) {
                note.setString(1, "note " + i);
                note.addBatch();
                if (i % 50 == 0) {
                    written += note.executeBatch().length;
                }
            }
            connection.commit();
        }
        return written;
    }

    /** The driver makes one statement of each batch. */
    @Scenario(gives = 1_000, on = Database.POSTGRESQL, urlOptions = "?reWriteBatchedInserts=true")
    public long rewrittenBatches(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 1_000; i++) {
                note.setString(1, "note " + i);
                note.addBatch();
                if (i % 50 == 0) {
                    note.executeBatch();
                }
            }
            connection.commit();
        }
        return shop.count("SELECT count(*) FROM note");
    }

    /** One statement for many rows. */
    @Scenario(gives = 200, times = 5)
    public long oneStatementForMany(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.update(connection, "UPDATE product SET price = price + ? WHERE stock > ?", 1, 0);
        }
    }

    /** Forty requests, each of which writes one row. */
    @Scenario(gives = 1, times = 40)
    public long oneWritePerRequest(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.update(connection, NOTE, "one");
        }
    }
}
