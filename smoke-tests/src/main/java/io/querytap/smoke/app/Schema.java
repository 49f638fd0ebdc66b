package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the tables and the routine that the other calls use. */
final class Schema extends Calls {
    Schema(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            create(statement, "CREATE TABLE item (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, counter INTEGER)");
            create(statement, "CREATE TABLE note (id INTEGER " + product.generatedKey + ", word VARCHAR(40))");
            create(statement, "CREATE TABLE pair (id INTEGER PRIMARY KEY, other INTEGER)");
            create(statement, product.createRoutine);
        }
        fill(connection);
    }

    private void create(Statement statement, String text) throws SQLException {
        truth.execute(text, () -> statement.execute(text));
    }

    private void fill(Connection connection) throws SQLException {
        String text = "INSERT INTO item (id, name, counter) VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            for (int id = 1; id <= ITEMS; id++) {
                insert.setInt(1, id);
                insert.setString(2, "item " + id);
                insert.setInt(3, 0);
                truth.execute(text, insert::executeUpdate);
            }
        }
    }
}
