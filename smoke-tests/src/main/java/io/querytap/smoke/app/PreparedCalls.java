package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Every {@code execute} method of {@link PreparedStatement} and every way to prepare one; statements used many times. */
final class PreparedCalls extends Calls {
    private static final int REPEATS = 200;

    PreparedCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        query(connection);
        update(connection);
        execute(connection);
        largeUpdate(connection);
        generatedKeys(connection);
        cursorKinds(connection);
        sameTextTwice(connection);
    }

    private void query(Connection connection) throws SQLException {
        String text = "SELECT id AS prepared_query FROM item WHERE id <= ?";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < REPEATS; i++) {
                statement.setInt(1, i % 5);
                try (ResultSet rows = truth.execute(text, statement::executeQuery)) {
                    truth.read(text, rows);
                }
            }
        }
    }

    private void update(Connection connection) throws SQLException {
        String text = "UPDATE item SET counter = ? WHERE id = ? AND 'prepared' <> 'update'";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < REPEATS; i++) {
                statement.setInt(1, i);
                statement.setInt(2, 1 + i % ITEMS);
                truth.execute(text, statement::executeUpdate);
                statement.clearParameters();
            }
        }
    }

    private void execute(Connection connection) throws SQLException {
        String select = "SELECT id AS prepared_execute FROM item WHERE id <= ?";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            for (int i = 0; i < REPEATS; i++) {
                statement.setInt(1, 3);
                truth.execute(select, statement::execute);
                try (ResultSet rows = statement.getResultSet()) {
                    truth.read(select, rows);
                }
            }
        }
        String update = "UPDATE item SET name = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, "renamed");
            statement.setInt(2, 1);
            truth.execute(update, statement::execute);
        }
    }

    private void largeUpdate(Connection connection) throws SQLException {
        String text = "UPDATE item SET counter = counter + ? WHERE id < ?";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setInt(1, 1);
            statement.setInt(2, 10);
            for (int i = 0; i < REPEATS; i++) {
                truth.attempt(text, statement::executeLargeUpdate);
            }
        }
    }

    private void generatedKeys(Connection connection) throws SQLException {
        String flag = "INSERT INTO note (word) VALUES (LOWER(?))";
        try (PreparedStatement insert = connection.prepareStatement(flag, Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "word");
            for (int i = 0; i < 3; i++) {
                truth.execute(flag, insert::executeUpdate);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    while (keys.next()) {
                        keys.getInt(1);
                    }
                }
            }
        }
        String names = "INSERT INTO note (word) VALUES (UPPER(?))";
        try (PreparedStatement insert = connection.prepareStatement(names, new String[] {product.stored("id")})) {
            insert.setString(1, "word");
            truth.execute(names, insert::executeUpdate);
        }
        String indexes = "INSERT INTO note (word) VALUES (TRIM(?))";
        // PostgreSQL refuses column indexes when preparing, which is no execution.
        if (product != Product.POSTGRESQL) {
            try (PreparedStatement insert = connection.prepareStatement(indexes, new int[] {1})) {
                insert.setString(1, "word");
                truth.execute(indexes, insert::executeUpdate);
            }
        }
    }

    private void cursorKinds(Connection connection) throws SQLException {
        String scrolling = "SELECT id AS prepared_scrolling FROM item WHERE id > ?";
        try (PreparedStatement statement =
                connection.prepareStatement(scrolling, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            statement.setInt(1, 0);
            try (ResultSet rows = truth.execute(scrolling, statement::executeQuery)) {
                truth.read(scrolling, rows, 10);
                rows.beforeFirst();
                truth.read(scrolling, rows, 10);
            }
        }
        String holdable = "SELECT id AS prepared_holdable FROM item WHERE id > ?";
        try (PreparedStatement statement = connection.prepareStatement(
                holdable, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, connection.getHoldability())) {
            statement.setInt(1, ITEMS / 2);
            try (ResultSet rows = truth.execute(holdable, statement::executeQuery)) {
                truth.read(holdable, rows);
            }
        }
    }

    /** Drivers keep statement objects and give the same one out again. */
    private void sameTextTwice(Connection connection) throws SQLException {
        String text = "SELECT id AS prepared_again FROM item WHERE id = ?";
        for (int i = 0; i < 20; i++) {
            try (PreparedStatement first = connection.prepareStatement(text);
                    PreparedStatement second = connection.prepareStatement(text)) {
                first.setInt(1, 1);
                second.setInt(1, 2);
                try (ResultSet rows = truth.execute(text, first::executeQuery)) {
                    truth.read(text, rows);
                }
                try (ResultSet rows = truth.execute(text, second::executeQuery)) {
                    truth.read(text, rows);
                }
            }
        }
    }
}
