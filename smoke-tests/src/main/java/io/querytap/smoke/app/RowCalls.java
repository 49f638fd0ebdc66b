package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Results that are read wholly, in part or not at all, and end in every way a result can end. */
final class RowCalls extends Calls {
    /** Keeps what is leaked from the garbage collector until the JVM ends. */
    private static final List<AutoCloseable> LEAKED = new ArrayList<>();

    RowCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        partlyRead(connection);
        notRead(connection);
        closedTwice(connection);
        endedByStatementClose(connection);
        endedByReExecution(connection);
        fetchedInPortions(connection);
        if (product.hasSeveralResults()) {
            severalResults(connection);
        }
        endedByConnectionClose();
        leaked();
    }

    private void partlyRead(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_partly FROM item";
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 4; i++) {
                try (ResultSet rows = truth.execute(text, () -> statement.executeQuery(text))) {
                    truth.read(text, rows, 3);
                }
            }
        }
    }

    private void notRead(Connection connection) throws SQLException {
        String closed = "SELECT id AS rows_not_closed FROM item";
        String executed = "SELECT id AS rows_not_fetched FROM item";
        try (Statement statement = connection.createStatement()) {
            truth.execute(closed, () -> statement.executeQuery(closed)).close();
            truth.execute(executed, () -> statement.execute(executed));
        }
    }

    private void closedTwice(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_closed_twice FROM item";
        Statement statement = connection.createStatement();
        ResultSet rows = truth.execute(text, () -> statement.executeQuery(text));
        truth.read(text, rows);
        rows.close();
        rows.close();
        statement.close();
        rows.close();
    }

    private void endedByStatementClose(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_statement_close FROM item WHERE id > ?";
        for (int i = 0; i < 3; i++) {
            PreparedStatement statement = connection.prepareStatement(text);
            statement.setInt(1, 50);
            truth.read(text, truth.execute(text, statement::executeQuery), 20);
            statement.close();
        }
    }

    private void endedByReExecution(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_re_execution FROM item WHERE id > ?";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < 5; i++) {
                statement.setInt(1, 10 * i);
                truth.read(text, truth.execute(text, statement::executeQuery), 7);
            }
        }
    }

    private void fetchedInPortions(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_in_portions FROM item WHERE id > ?";
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setFetchSize(9);
            statement.setInt(1, 0);
            try (ResultSet rows = truth.execute(text, statement::executeQuery)) {
                truth.read(text, rows);
            }
        }
        connection.commit();
        truth.committed();
        connection.setAutoCommit(true);
    }

    private void severalResults(Connection connection) throws SQLException {
        String text = "SELECT id AS rows_first FROM item; SELECT id AS rows_second FROM item WHERE id > 90";
        try (Statement statement = connection.createStatement()) {
            boolean result = truth.execute(text, () -> statement.execute(text));
            while (result) {
                truth.read(text, statement.getResultSet());
                result = statement.getMoreResults();
            }
        }
    }

    private void endedByConnectionClose() throws SQLException {
        String text = "SELECT id AS rows_connection_close FROM item WHERE id > ?";
        Connection connection = source.open();
        PreparedStatement statement = connection.prepareStatement(text);
        statement.setInt(1, 40);
        truth.read(text, truth.execute(text, statement::executeQuery), 33);
        connection.close();
    }

    private void leaked() throws SQLException {
        String text = "SELECT id AS rows_leaked FROM item WHERE id > ?";
        Connection connection = source.open();
        PreparedStatement statement = connection.prepareStatement(text);
        statement.setInt(1, 60);
        ResultSet rows = truth.execute(text, statement::executeQuery);
        truth.read(text, rows, 11);
        LEAKED.add(rows);
        LEAKED.add(statement);
        LEAKED.add(connection);
    }
}
