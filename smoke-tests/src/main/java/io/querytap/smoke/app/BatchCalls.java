package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Batches of every size and kind, one that fails among them. */
final class BatchCalls extends Calls {
    private int nextId = 1;

    BatchCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        prepared(connection);
        preparedLarge(connection);
        failing(connection);
        plain(connection);
        plainMixed(connection);
    }

    private void prepared(Connection connection) throws SQLException {
        String text = "INSERT INTO pair (id, other) VALUES (?, ? + 0)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            for (int size : new int[] {20, 1, 3}) {
                add(insert, size);
                truth.batch(text, size, insert::executeBatch);
            }
            add(insert, 4);
            insert.clearBatch();
            add(insert, 2);
            truth.batch(text, 2, insert::executeBatch);
            truth.attemptBatch(text, 0, insert::executeBatch);
            set(insert);
            truth.execute(text, insert::executeUpdate);
        }
    }

    private void preparedLarge(Connection connection) throws SQLException {
        String text = "INSERT INTO pair (id, other) VALUES (?, ? + 1)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            add(insert, 7);
            truth.attemptBatch(text, 7, insert::executeLargeBatch);
        }
    }

    private void failing(Connection connection) throws SQLException {
        String text = "INSERT INTO pair (id, other) VALUES (?, ? + 2)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            add(insert, 2);
            insert.setInt(1, 1);
            insert.setInt(2, 1);
            insert.addBatch();
            truth.failBatch(text, 3, insert::executeBatch);
            nextId += 10;
            insert.clearBatch();
            add(insert, 5);
            truth.batch(text, 5, insert::executeBatch);
        }
    }

    private void plain(Connection connection) throws SQLException {
        String pattern = "UPDATE pair SET other = ? WHERE id = ?";
        try (Statement statement = connection.createStatement()) {
            for (int size : new int[] {3, 1, 6}) {
                for (int i = 0; i < size; i++) {
                    statement.addBatch("UPDATE pair SET other = " + i + " WHERE id = " + i);
                }
                truth.batch(pattern, size, statement::executeBatch);
            }
        }
    }

    private void plainMixed(Connection connection) throws SQLException {
        String first = "UPDATE pair SET other = other - 1 WHERE id = 5";
        String second = "DELETE FROM pair WHERE id < 0";
        try (Statement statement = connection.createStatement()) {
            statement.addBatch(first);
            statement.addBatch(second);
            truth.batch(first + "; " + second, 2, statement::executeBatch);
        }
    }

    private void add(PreparedStatement insert, int size) throws SQLException {
        for (int i = 0; i < size; i++) {
            set(insert);
            insert.addBatch();
        }
    }

    private void set(PreparedStatement insert) throws SQLException {
        insert.setInt(1, nextId++);
        insert.setInt(2, nextId);
    }
}
