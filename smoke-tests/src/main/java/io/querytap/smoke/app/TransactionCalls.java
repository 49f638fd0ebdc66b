package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;

/** Commits, roll-backs, savepoints and switches of the autocommit mode. */
final class TransactionCalls extends Calls {
    TransactionCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        commits(connection);
        rollbacks(connection);
        savepoints(connection);
        nothingToCommit(connection);
        connection.setAutoCommit(true);
        implicitCommits(connection);
        autocommitted(connection);
    }

    private void commits(Connection connection) throws SQLException {
        for (int i = 0; i < 7; i++) {
            change(connection);
            change(connection);
            connection.commit();
            truth.committed();
        }
    }

    private void rollbacks(Connection connection) throws SQLException {
        for (int i = 0; i < 3; i++) {
            change(connection);
            connection.rollback();
            truth.rolledBack();
        }
    }

    private void savepoints(Connection connection) throws SQLException {
        change(connection);
        Savepoint named = connection.setSavepoint("halfway");
        change(connection);
        connection.rollback(named);
        change(connection);
        Savepoint unnamed = connection.setSavepoint();
        connection.releaseSavepoint(unnamed);
        connection.commit();
        truth.committed();
    }

    private void nothingToCommit(Connection connection) throws SQLException {
        connection.commit();
        connection.rollback();
    }

    /** Going back to autocommit commits what is open. */
    private void implicitCommits(Connection connection) throws SQLException {
        for (int i = 0; i < 2; i++) {
            connection.setAutoCommit(false);
            change(connection);
            connection.setAutoCommit(true);
            truth.committed();
        }
    }

    private void autocommitted(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        change(connection);
        change(connection);
    }

    private void change(Connection connection) throws SQLException {
        String text = "UPDATE item SET counter = counter + 1 WHERE id = ? AND name <> 'transaction'";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setInt(1, 3);
            truth.execute(text, statement::executeUpdate);
        }
    }
}
