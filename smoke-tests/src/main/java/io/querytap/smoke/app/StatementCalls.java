package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Every {@code execute} method of {@link Statement}; texts that differ in literals only are one pattern. */
final class StatementCalls extends Calls {
    private static final int REPEATS = 5;

    StatementCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            queries(statement);
            updates(statement);
            updatesWithGeneratedKeys(statement);
            executesWithGeneratedKeys(statement);
            largeUpdates(statement);
        }
        try (Connection own = source.open();
                Statement statement = own.createStatement()) {
            keysByIndex(statement);
        }
    }

    /** PostgreSQL's driver refuses these, whereupon HikariCP closes the connection. */
    private void keysByIndex(Statement statement) {
        int[] indexes = {1};
        String update = "INSERT INTO note (word) SELECT name AS update_indexes FROM item WHERE id = 1";
        truth.attempt(update, () -> statement.executeUpdate(update, indexes));
        String execute = "INSERT INTO note (word) SELECT name AS execute_indexes FROM item WHERE id = 1";
        truth.attempt(execute, () -> statement.execute(execute, indexes));
        String large = "INSERT INTO note (word) SELECT name AS large_indexes FROM item WHERE id = 1";
        truth.attempt(large, () -> statement.executeLargeUpdate(large, indexes));
    }

    private void queries(Statement statement) throws SQLException {
        String all = "SELECT id AS plain_query FROM item";
        String foldedLiterals = "SELECT name AS folded FROM item WHERE id = ? AND name <> ?";
        for (int id = 1; id <= REPEATS; id++) {
            try (ResultSet rows = truth.execute(all, () -> statement.executeQuery(all))) {
                truth.read(all, rows);
            }
            String literals = "select  name AS folded\nFROM item /* no. " + id + " */ WHERE id = " + id
                    + " AND name <> 'it''s " + id + "'";
            try (ResultSet rows = truth.execute(foldedLiterals, () -> statement.executeQuery(literals))) {
                truth.read(foldedLiterals, rows);
            }
        }
        String viaExecute = "SELECT id AS plain_execute FROM item";
        truth.execute(viaExecute, () -> statement.execute(viaExecute));
        try (ResultSet rows = statement.getResultSet()) {
            truth.read(viaExecute, rows);
        }
    }

    private void updates(Statement statement) throws SQLException {
        String pattern = "UPDATE item SET counter = ? WHERE id = ?";
        String viaExecute = "UPDATE item SET counter = counter + ? WHERE id = ?";
        for (int id = 1; id <= REPEATS; id++) {
            String text = "UPDATE item SET counter = " + id + " WHERE id = " + id;
            truth.execute(pattern, () -> statement.executeUpdate(text));
            String more = "UPDATE item SET counter = counter + " + id + " WHERE id = " + id;
            truth.execute(viaExecute, () -> statement.execute(more));
        }
    }

    private void updatesWithGeneratedKeys(Statement statement) throws SQLException {
        for (int i = 0; i < REPEATS; i++) {
            String flag = "INSERT INTO note (word) SELECT name AS update_flag FROM item WHERE id = 1";
            truth.execute(flag, () -> statement.executeUpdate(flag, Statement.RETURN_GENERATED_KEYS));
            skipKeys(statement);
            String names = "INSERT INTO note (word) SELECT name AS update_names FROM item WHERE id = 1";
            truth.attempt(names, () -> statement.executeUpdate(names, key()));
        }
    }

    private void executesWithGeneratedKeys(Statement statement) throws SQLException {
        for (int i = 0; i < REPEATS; i++) {
            String flag = "INSERT INTO note (word) SELECT name AS execute_flag FROM item WHERE id = 1";
            truth.execute(flag, () -> statement.execute(flag, Statement.RETURN_GENERATED_KEYS));
            skipKeys(statement);
            String names = "INSERT INTO note (word) SELECT name AS execute_names FROM item WHERE id = 1";
            truth.attempt(names, () -> statement.execute(names, key()));
        }
    }

    private void largeUpdates(Statement statement) throws SQLException {
        for (int i = 0; i < REPEATS; i++) {
            String plain = "UPDATE item SET counter = counter WHERE id = 1 AND name = 'large'";
            truth.attempt(plain, () -> statement.executeLargeUpdate(plain));
            String flag = "INSERT INTO note (word) SELECT name AS large_flag FROM item WHERE id = 1";
            truth.attempt(flag, () -> statement.executeLargeUpdate(flag, Statement.RETURN_GENERATED_KEYS));
            String names = "INSERT INTO note (word) SELECT name AS large_names FROM item WHERE id = 1";
            truth.attempt(names, () -> statement.executeLargeUpdate(names, key()));
        }
    }

    /** Rows of generated keys are not rows of a query. */
    private static void skipKeys(Statement statement) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            while (keys.next()) {
                keys.getInt(1);
            }
        }
    }

    private String[] key() {
        return new String[] {product.stored("id")};
    }
}
