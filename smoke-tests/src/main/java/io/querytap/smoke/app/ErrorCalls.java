package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Executions that fail, by every kind of call. */
final class ErrorCalls extends Calls {
    ErrorCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        plain(connection);
        prepared(connection);
        preparedUnknownTable(connection);
        recovery(connection);
    }

    private void plain(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String query = "SELECT nowhere AS error_query FROM item";
            truth.fail(query, () -> statement.executeQuery(query));
            String syntax = "SELECT FROM WHERE error_syntax";
            truth.fail(syntax, () -> statement.execute(syntax));
            String update = "INSERT INTO item (id, name, counter) VALUES (1, 'duplicate', 0)";
            truth.fail("INSERT INTO item (id, name, counter) VALUES (?, ?, ?)", () -> statement.executeUpdate(update));
            String large = "INSERT INTO item (name, id) VALUES ('duplicate', 1)";
            truth.attempt(large, () -> statement.executeLargeUpdate(large));
            String keys = "INSERT INTO item (name, counter, id) VALUES ('duplicate', 0, 1)";
            truth.fail(keys, () -> statement.executeUpdate(keys, Statement.RETURN_GENERATED_KEYS));
        }
    }

    private void prepared(Connection connection) throws SQLException {
        String text = "INSERT INTO item (counter, name, id) VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            insert.setInt(1, 0);
            insert.setString(2, "duplicate");
            insert.setInt(3, 1);
            for (int i = 0; i < 3; i++) {
                truth.fail(text, insert::executeUpdate);
                truth.fail(text, insert::execute);
                truth.attempt(text, insert::executeLargeUpdate);
            }
            insert.setInt(3, ITEMS + 1);
            truth.execute(text, insert::executeUpdate);
        }
        String delete = "DELETE FROM item WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setInt(1, ITEMS + 1);
            truth.execute(delete, statement::executeUpdate);
        }
    }

    /** Some drivers find out when preparing, which is no execution; others when executing. */
    private void preparedUnknownTable(Connection connection) throws SQLException {
        String text = "SELECT id AS error_prepared FROM nowhere WHERE id = ?";
        PreparedStatement statement;
        try {
            statement = connection.prepareStatement(text);
        } catch (SQLException e) {
            return;
        }
        try (statement) {
            statement.setInt(1, 1);
            truth.fail(text, statement::executeQuery);
        }
    }

    /** The same statement object works again after an error. */
    private void recovery(Connection connection) throws SQLException {
        String text = "SELECT 100 / (? - counter) AS error_recovery FROM item WHERE id = 2";
        try (Statement statement = connection.createStatement()) {
            String reset = "UPDATE item SET counter = 0, name = 'zero' WHERE id = 2";
            truth.execute(reset, () -> statement.executeUpdate(reset));
        }
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < 4; i++) {
                statement.setInt(1, i % 2);
                // Division by zero: an error at once, at the first row, or (MariaDB) none at all.
                ResultSet rows = truth.attempt(text, statement::executeQuery);
                if (rows != null) {
                    truth.read(text, rows);
                    rows.close();
                }
            }
        }
    }
}
