package io.querytap.smoke.app.attack;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What H2 calls as a function; it must be public for that. */
public final class ChangingRoutine {
    private ChangingRoutine() {}

    /** Writes, although it looks like a question. */
    public static int change(Connection connection, int value) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE item SET v = " + value);
        }
        return value;
    }
}
