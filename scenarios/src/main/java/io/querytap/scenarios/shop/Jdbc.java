package io.querytap.scenarios.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * For queries that are beside a scenario's point. A frame of this class is the call site of what it runs, so what a label names runs in
 * the scenario itself.
 */
public final class Jdbc {
    private Jdbc() {}

    /** The one number of the one row. */
    public static long number(Connection connection, String sql, Object... binds) throws SQLException {
        List<Long> numbers = numbers(connection, sql, binds);
        if (numbers.size() != 1) {
            throw new IllegalStateException(numbers.size() + " rows of " + sql);
        }
        return numbers.get(0);
    }

    /** The first column of all rows. */
    public static List<Long> numbers(Connection connection, String sql, Object... binds) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, binds);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
        }
        return numbers;
    }

    /** Runs a query whose rows are all read, and counts them. */
    public static long rows(PreparedStatement statement) throws SQLException {
        long count = 0;
        try (ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    rows.getObject(column);
                }
                count++;
            }
        }
        return count;
    }

    /** Rows changed. */
    public static int update(Connection connection, String sql, Object... binds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, binds);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... binds) throws SQLException {
        for (int i = 0; i < binds.length; i++) {
            statement.setObject(i + 1, binds[i]);
        }
    }
}
