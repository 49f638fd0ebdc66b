package io.querytap.smoke.app.attack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Everything that a statement and its result can be asked and told around one query of one row, and what came of it. */
final class Plumbing {
    private static final int TIMEOUT_SECONDS = 30;

    private final Connection connection;
    private final String sql;
    private final StringBuilder notes = new StringBuilder();

    Plumbing(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    private interface Question {
        Object ask() throws Exception;
    }

    private void note(String what, Question question) {
        Object answer;
        try {
            answer = question.ask();
        } catch (Exception thrown) {
            answer = thrown.getClass().getName();
        }
        notes.append(what).append(" = ").append(answer).append('\n');
    }

    String transcript() throws SQLException {
        byExecute();
        byExecuteQuery();
        prepared();
        wrongMethods();
        closing();
        closedConnection();
        return notes.toString();
    }

    private void byExecute() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int keep : new int[] {
                Statement.CLOSE_CURRENT_RESULT, Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS
            }) {
                note("execute", () -> statement.execute(sql));
                ResultSet result = statement.getResultSet();
                note("update count", statement::getUpdateCount);
                note("large update count", statement::getLargeUpdateCount);
                note("same", () -> statement.getResultSet() == result);
                note("next", result::next);
                note("value", () -> result.getString(1));
                note("more", () -> statement.getMoreResults(keep));
                note("closed", result::isClosed);
                note("update count", statement::getUpdateCount);
                note("more", statement::getMoreResults);
                note("result", statement::getResultSet);
                note("keys", () -> statement.getGeneratedKeys().next());
            }
        }
    }

    private void byExecuteQuery() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet first = statement.executeQuery(sql);
            note("statement", () -> first.getStatement() == statement);
            note("type", () -> first.getClass().getName());
            note("unwrapped", () -> first.unwrap(ResultSet.class) == first);
            note("concurrency", first::getConcurrency);
            note("fetch size", first::getFetchSize);
            note("direction", first::getFetchDirection);
            note("holdability", first::getHoldability);
            note("before first", first::isBeforeFirst);
            note(
                    "label",
                    () -> first.getMetaData().getColumnLabel(1)
                            + first.getMetaData().getColumnTypeName(1));
            note("column", () -> first.findColumn("V") + first.findColumn("v"));
            note("no column", () -> first.findColumn("x"));
            note("too early", () -> first.getString(1));
            note("next", first::next);
            note("no index", () -> first.getString(3));
            note("no number", () -> first.getDate(1));
            note("was null", first::wasNull);
            note("row", first::getRow);
            note("update", () -> {
                first.updateInt(1, 1);
                return null;
            });
            note("end", first::next);
            note("after last", first::isAfterLast);
            note("warnings", first::getWarnings);
            note("warnings of statement", statement::getWarnings);
            note("timeout", () -> {
                statement.setQueryTimeout(TIMEOUT_SECONDS);
                return statement.executeQuery(sql).next();
            });
            note("first closed", first::isClosed);
            note("value of closed", () -> first.getString(1));
            note("next of closed", first::next);
            note("cancelled", () -> {
                statement.cancel();
                return statement.executeQuery(sql).next();
            });
            ResultSet last = statement.executeQuery(sql);
            note("another", () -> statement.executeQuery("SELECT 1").next());
            note("closed by another", last::isClosed);
        }
    }

    private void prepared() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < 2; i++) {
                note("prepared", () -> statement.executeQuery().next());
                note("execute", statement::execute);
                note("value", () -> statement.getResultSet().next());
                note("metadata", () -> statement.getMetaData().getColumnCount());
                note("text", () -> statement.executeQuery(sql));
                note("update", statement::executeUpdate);
            }
        }
    }

    private void wrongMethods() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            note("update", () -> statement.executeUpdate(sql));
            note(
                    "query of a change",
                    () -> statement
                            .executeQuery("UPDATE plain SET v = v WHERE id = -1")
                            .getClass()
                            .getName());
            note("with keys", () -> statement.execute(sql, Statement.RETURN_GENERATED_KEYS));
            note("batch", () -> {
                statement.addBatch(sql);
                return statement.executeBatch().length;
            });
        }
    }

    private void closing() throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql);
        statement.close();
        note("closed with its statement", result::isClosed);
        note("value", () -> result.getString(1));
        note("execute", () -> statement.executeQuery(sql));

        Statement completed = connection.createStatement();
        completed.closeOnCompletion();
        ResultSet only = completed.executeQuery(sql);
        note("open", completed::isClosed);
        only.close();
        note("completed", completed::isClosed);
    }

    private void closedConnection() throws SQLException {
        note("still there", () -> connection.isValid(1));
    }
}
