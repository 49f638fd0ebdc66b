package io.querytap.smoke.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Binds values, reads them from rows and writes others into texts, all of them built from a mark at run time, in ways that make
 * findings; then forgets them, and leaves a dump of what is still alive: URL, mark backwards, file for the dump.
 */
public final class ValuesApp {
    /** What stands in front of the mark: in values bound and read, and in literals. */
    public static final String BOUND = "bound-";

    public static final String LITERAL = "literal-";

    private static final int VALUES = 150;
    private static final int ROUNDS = 3;

    private ValuesApp() {}

    public static void main(String[] arguments) throws Exception {
        work(arguments[0], arguments[1]);
        if (arguments.length > 2) {
            System.gc();
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[2], /* live= */ true);
        }
    }

    private static void work(String url, String backwards) throws SQLException {
        String mark = new StringBuilder(backwards).reverse().toString();
        try (Connection connection = DriverManager.getConnection(url)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(80))");
            }
            connection.setAutoCommit(false);
            insert(connection, mark);
            connection.commit();
            for (int round = 0; round < ROUNDS; round++) {
                readOneByOne(connection);
                for (int id = 0; id < VALUES; id++) {
                    concatenate(connection, LITERAL + mark + '-' + round + '-' + id);
                }
            }
            connection.commit();
            fail(connection, BOUND + mark);
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            }
        }
    }

    private static void insert(Connection connection, String mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO person VALUES (?, ?)")) {
            for (int id = 0; id < VALUES; id++) {
                statement.setInt(1, id);
                statement.setString(2, BOUND + mark + '-' + id);
                statement.executeUpdate();
            }
        }
    }

    private static void readOneByOne(Connection connection) throws SQLException {
        try (Statement all = connection.createStatement();
                ResultSet names = all.executeQuery("SELECT name FROM person");
                PreparedStatement one = connection.prepareStatement("SELECT id FROM person WHERE name = ?")) {
            while (names.next()) {
                one.setString(1, names.getString(1));
                try (ResultSet ids = one.executeQuery()) {
                    ids.next();
                }
            }
        }
    }

    private static void concatenate(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT id, name FROM person WHERE name = '" + name + "'")
                    .close();
        }
    }

    /** The message of the driver holds the value. */
    private static void fail(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM person WHERE id = ?")) {
            statement.setString(1, name);
            statement.executeQuery().close();
            throw new IllegalStateException("the text is no number");
        } catch (SQLException expected) {
            return;
        }
    }
}
