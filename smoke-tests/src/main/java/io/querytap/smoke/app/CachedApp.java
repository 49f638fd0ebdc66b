package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads two tables again and again for as long as the second argument says, in milliseconds: one whose answers depend on nothing else,
 * and one by a function that gives another value each time. Prints how often it read the first one.
 */
public final class CachedApp {
    /** The value that is bound, and read. */
    public static final String VALUE = "marker-of-the-cache-7391";

    /** Reads between two writes. */
    private static final int READS_PER_WRITE = 50;

    private static final long PAUSE_MILLIS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final AtomicInteger TICKS = new AtomicInteger();

    private CachedApp() {}

    /** A function of the database: never the same. */
    public static int ticks(int of) {
        return TICKS.addAndGet(of);
    }

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        String url = arguments[0];
        int reads = 0;
        try (Connection connection = DriverManager.getConnection(url)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(100))");
                statement.execute("CREATE TABLE clock (id INT PRIMARY KEY)");
                statement.execute("INSERT INTO clock VALUES (1)");
                statement.execute("CREATE ALIAS ticks FOR \"io.querytap.smoke.app.CachedApp.ticks\"");
            }
            update(connection, "INSERT INTO item (name, id) VALUES (?, ?)");
            long end = System.nanoTime() + Long.parseLong(arguments[1]) * NANOS_PER_MILLI;
            while (System.nanoTime() - end < 0) {
                read(connection, "SELECT name FROM item WHERE name = ?", VALUE);
                reads++;
                read(connection, "SELECT ticks(id) FROM clock WHERE ? <> ''", VALUE);
                if (reads % READS_PER_WRITE == 0) {
                    update(connection, "UPDATE item SET name = ? WHERE id = ?");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        System.out.println("{\"reads\": " + reads + "}");
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, VALUE);
            statement.setInt(2, 1);
            statement.executeUpdate();
        }
    }

    private static void read(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || rows.getString(1) == null || rows.next()) {
                    throw new IllegalStateException("not one row");
                }
            }
        }
    }
}
