package io.querytap.smoke.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Executes texts in order on one connection and prints how each ended: URL, user, password, {@code direct} or {@code hikari}, and a
 * file with a text a line. A line that begins with {@code prepare:} is prepared.
 */
public final class TextsApp {
    /** Begins a line whose text is prepared. */
    public static final String PREPARE = "prepare:";

    private TextsApp() {}

    public static void main(String[] arguments) throws Exception {
        ConnectionSource source = ConnectionSource.of(arguments[3], arguments[0], arguments[1], arguments[2]);
        List<String> lines = Files.readAllLines(Path.of(arguments[4]));
        try (Connection connection = source.open()) {
            for (String line : lines) {
                System.out.println(outcome(connection, line));
            }
        }
        source.shutDown();
    }

    private static String outcome(Connection connection, String line) {
        try {
            return line + " -> " + execute(connection, line);
        } catch (SQLException e) {
            return line + " -> " + e.getSQLState();
        }
    }

    private static boolean execute(Connection connection, String line) throws SQLException {
        if (!line.startsWith(PREPARE)) {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(line);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(line.substring(PREPARE.length()))) {
            return statement.execute();
        }
    }
}
