package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes values into a text at one line, binds them at another, and has constants in its texts at a third: URL, user, password and
 * way to connect. Prints the number of the first line.
 */
public final class ConcatenatingApp {
    /** Texts with a value of their own. */
    public static final int VALUES = 500;

    /** Each is used {@link #ROUNDS} times. */
    public static final int CONSTANTS = 26;

    public static final int ROUNDS = 10;

    private final Connection connection;
    private int line;

    private ConcatenatingApp(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws SQLException {
        ConnectionSource source = ConnectionSource.of(arguments[3], arguments[0], arguments[1], arguments[2]);
        try (Connection connection = source.open()) {
            ConcatenatingApp app = new ConcatenatingApp(connection);
            app.createProducts();
            for (int id = 0; id < VALUES; id++) {
                app.findByText(id);
                app.findByParameter(id);
            }
            for (int i = 0; i < CONSTANTS * ROUNDS; i++) {
                app.countInState((char) ('A' + i % CONSTANTS));
            }
            System.out.println(app.line);
        }
        source.shutDown();
    }

    private void createProducts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, name VARCHAR(40), state CHAR(1))");
        }
    }

    private void findByText(int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
            read(statement.executeQuery("SELECT name FROM product WHERE id = " + id));
        }
    }

    private void findByParameter(int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT state FROM product WHERE id = ?")) {
            statement.setInt(1, id);
            read(statement.executeQuery());
        }
    }

    private static void read(ResultSet rows) throws SQLException {
        try (ResultSet result = rows) {
            while (result.next()) {
                result.getString(1);
            }
        }
    }

    private void countInState(char state) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT count(*) FROM product WHERE state = '" + state + "'")) {
            result.next();
        }
    }
}
