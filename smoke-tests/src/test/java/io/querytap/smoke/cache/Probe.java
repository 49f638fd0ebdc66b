package io.querytap.smoke.cache;

import io.querytap.cache.driver.check.Answer;
import io.querytap.cache.driver.check.ResultReader;
import io.querytap.smoke.cache.FidelityMatrix.Execution;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A short program that uses a statement and its results, as applications do, and notes what it is answered.
 *
 * @param scrolling the type of its result sets
 */
record Probe(String name, int scrolling, Program program) {
    private static final int FORWARD = ResultSet.TYPE_FORWARD_ONLY;
    private static final int SCROLL = ResultSet.TYPE_SCROLL_INSENSITIVE;
    private static final int MANY = 1000;

    static List<Probe> all() {
        List<Probe> probes = new ArrayList<>();
        probes.add(new Probe("chain", FORWARD, Probe::chain));
        for (int mode :
                new int[] {Statement.CLOSE_CURRENT_RESULT, Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS
                }) {
            probes.add(new Probe("more results " + mode, FORWARD, (notes, statement, run, live) -> {
                ResultSet result = run.run(statement);
                notes.ask("more", () -> statement.getMoreResults(mode));
                notes.ask("closed", result::isClosed);
                notes.state(statement);
                notes.ask("next", result::next);
            }));
        }
        probes.add(new Probe("close on completion", FORWARD, (notes, statement, run, live) -> {
            statement.closeOnCompletion();
            run.run(statement).close();
            notes.ask("closed", statement::isClosed);
            notes.ask("said", statement::isCloseOnCompletion);
            notes.ask("again", () -> run.run(statement).next());
        }));
        probes.add(new Probe("statement closed", FORWARD, (notes, statement, run, live) -> {
            ResultSet result = run.run(statement);
            ResultSetMetaData columns = result.getMetaData();
            result.next();
            statement.close();
            notes.ask("closed", result::isClosed);
            notes.addAll(ResultReader.readHere(result, "after close", columns));
            notes.ask("next", result::next);
            notes.ask("metadata", result::getMetaData);
            notes.ask("again", () -> run.run(statement).next());
            notes.state(statement);
        }));
        probes.add(new Probe("result closed", FORWARD, (notes, statement, run, live) -> {
            ResultSet result = run.run(statement);
            ResultSetMetaData columns = result.getMetaData();
            result.next();
            result.close();
            notes.addAll(ResultReader.readHere(result, "after close", columns));
            notes.ask("wasNull", result::wasNull);
            notes.ask("findColumn", () -> result.findColumn(columns.getColumnLabel(1)));
            notes.ask("statement", () -> result.getStatement() == statement);
            notes.state(statement);
            result.close();
            notes.ask("closed", result::isClosed);
        }));
        probes.add(new Probe("connection closed", FORWARD, (notes, statement, run, live) -> {
            ResultSet result = run.run(statement);
            result.next();
            statement.getConnection().close();
            notes.ask("closed", result::isClosed);
            notes.ask("next", result::next);
            notes.ask("value", () -> result.getString(1));
            notes.ask("again", () -> run.run(statement).next());
            notes.state(statement);
        }));
        probes.add(new Probe("executed again", FORWARD, Probe::executedAgain));
        probes.add(new Probe("navigation, scrolling", SCROLL, Probe::navigation));
        probes.add(new Probe("navigation, forward", FORWARD, Probe::navigation));
        probes.add(new Probe("properties, scrolling", SCROLL, Probe::properties));
        probes.add(new Probe("properties, forward", FORWARD, Probe::properties));
        probes.add(new Probe("updates", SCROLL, Probe::updates));
        probes.add(new Probe("unwrap", FORWARD, (notes, statement, run, live) -> {
            ResultSet result = run.run(statement);
            for (Class<?> type : List.of(ResultSet.class, result.getClass(), String.class, AutoCloseable.class)) {
                notes.ask("wraps " + type, () -> result.isWrapperFor(type));
                notes.ask("unwraps " + type, () -> result.unwrap(type) == result);
            }
            notes.ask("class", () -> result.getClass().getName());
        }));
        probes.add(new Probe("generated keys", FORWARD, (notes, statement, run, live) -> {
            run.run(statement);
            notes.ask(
                    "columns", () -> statement.getGeneratedKeys().getMetaData().getColumnCount());
            notes.ask("next", () -> statement.getGeneratedKeys().next());
        }));
        return probes;
    }

    /** Asks on a statement that has executed nothing, or only closed results. */
    List<Answer> ask(Statement statement, Execution run, Execution live) {
        Notes notes = new Notes();
        notes.does("all", () -> program.use(notes, statement, run, live));
        return notes.answers;
    }

    private static void chain(Notes notes, Statement statement, Execution run, Execution live) throws Throwable {
        ResultSet result = run.run(statement);
        notes.ask("same", () -> statement.getResultSet() == result);
        notes.ask("statement", () -> result.getStatement() == statement);
        notes.ask("update count", statement::getUpdateCount);
        notes.ask("large update count", statement::getLargeUpdateCount);
        notes.ask("warnings", statement::getWarnings);
        notes.ask("warnings of result", result::getWarnings);
        notes.ask("next", result::next);
        notes.ask("value", () -> result.getObject(1));
        notes.ask("same still", () -> statement.getResultSet() == result);
        if (statement instanceof PreparedStatement prepared) {
            notes.ask("columns", () -> prepared.getMetaData().getColumnCount());
            notes.ask("column", () -> prepared.getMetaData().getColumnTypeName(1));
        }
        notes.ask("more", statement::getMoreResults);
        notes.ask("closed", result::isClosed);
        notes.state(statement);
        notes.ask("more again", statement::getMoreResults);
        notes.state(statement);
    }

    private static void executedAgain(Notes notes, Statement statement, Execution run, Execution live)
            throws Throwable {
        ResultSet first = run.run(statement);
        ResultSet second = run.run(statement);
        notes.ask("first", first::isClosed);
        notes.ask("second", second::isClosed);
        ResultSet third = live.run(statement);
        notes.ask("second then", second::isClosed);
        ResultSet fourth = run.run(statement);
        notes.ask("third then", third::isClosed);
        notes.ask("next of third", third::next);
        notes.ask("next of fourth", fourth::next);
        notes.ask("same", () -> statement.getResultSet() == fourth);
        statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        notes.ask("kept", fourth::isClosed);
        ResultSet fifth = run.run(statement);
        notes.ask("kept then", fourth::isClosed);
        fifth.close();
        notes.ask("open", statement::isClosed);
    }

    private static void navigation(Notes notes, Statement statement, Execution run, Execution live) throws Throwable {
        ResultSet result = run.run(statement);
        notes.position(result);
        notes.move("next", result, result::next);
        notes.move("next", result, result::next);
        notes.move("previous", result, result::previous);
        notes.move("previous", result, result::previous);
        notes.move("last", result, result::last);
        notes.move("first", result, result::first);
        notes.move("absolute 2", result, () -> result.absolute(2));
        notes.move("absolute -1", result, () -> result.absolute(-1));
        notes.move("absolute 0", result, () -> result.absolute(0));
        notes.move("absolute many", result, () -> result.absolute(MANY));
        notes.move("absolute -many", result, () -> result.absolute(-MANY));
        notes.move("relative 1", result, () -> result.relative(1));
        notes.move("relative -1", result, () -> result.relative(-1));
        notes.move("after last", result, () -> {
            result.afterLast();
            return null;
        });
        notes.move("next", result, result::next);
        notes.move("before first", result, () -> {
            result.beforeFirst();
            return null;
        });
        notes.move("next", result, result::next);
        for (int i = 0; i < MANY && Boolean.TRUE.equals(notes.ask("next", result::next)); i++) {
            notes.position(result);
        }
        notes.position(result);
    }

    private static void properties(Notes notes, Statement statement, Execution run, Execution live) throws Throwable {
        statement.setMaxRows(0);
        statement.setFetchDirection(ResultSet.FETCH_FORWARD);
        ResultSet result = run.run(statement);
        notes.ask("type", result::getType);
        notes.ask("concurrency", result::getConcurrency);
        notes.ask("holdability", result::getHoldability);
        notes.ask("direction", result::getFetchDirection);
        notes.ask("fetch size", result::getFetchSize);
        notes.ask("cursor", result::getCursorName);
        notes.ask("closed", result::isClosed);
        notes.ask("set fetch size", () -> {
            result.setFetchSize(2);
            return result.getFetchSize();
        });
        notes.ask("set bad fetch size", () -> {
            result.setFetchSize(-MANY);
            return result.getFetchSize();
        });
        for (int direction : new int[] {ResultSet.FETCH_REVERSE, ResultSet.FETCH_UNKNOWN, MANY}) {
            notes.ask("set direction " + direction, () -> {
                result.setFetchDirection(direction);
                return result.getFetchDirection();
            });
        }
        notes.ask("clear warnings", () -> {
            result.clearWarnings();
            return result.getWarnings();
        });
        notes.ask("text", () -> result.toString().isEmpty());
    }

    private static void updates(Notes notes, Statement statement, Execution run, Execution live) throws Throwable {
        ResultSet result = run.run(statement);
        result.next();
        notes.ask("row updated", result::rowUpdated);
        notes.ask("row inserted", result::rowInserted);
        notes.ask("row deleted", result::rowDeleted);
        notes.does("update", () -> result.updateInt(1, 1));
        notes.does("update by label", () -> result.updateString("id", "1"));
        notes.does("update null", () -> result.updateNull(1));
        notes.does("update row", result::updateRow);
        notes.does("insert row", result::insertRow);
        notes.does("delete row", result::deleteRow);
        notes.does("refresh row", result::refreshRow);
        notes.does("cancel", result::cancelRowUpdates);
        notes.does("to insert row", result::moveToInsertRow);
        notes.does("to current row", result::moveToCurrentRow);
        notes.position(result);
    }

    /** What a probe does. */
    interface Program {
        /**
         * @param run executes the statement, or gives it its result
         * @param live always executes
         */
        void use(Notes notes, Statement statement, Execution run, Execution live) throws Throwable;
    }

    /** Answers so far. */
    static final class Notes {
        private final List<Answer> answers = new ArrayList<>();

        Object ask(String what, Answer.Question question) {
            Object[] seen = new Object[1];
            answers.add(Answer.to(what, () -> {
                seen[0] = question.ask();
                return seen[0];
            }));
            return seen[0];
        }

        void does(String what, Deed deed) {
            ask(what, () -> {
                deed.run();
                return null;
            });
        }

        void move(String what, ResultSet result, Answer.Question move) {
            ask(what, move);
            position(result);
        }

        void position(ResultSet result) {
            ask("row", result::getRow);
            ask("before first", result::isBeforeFirst);
            ask("first", result::isFirst);
            ask("last", result::isLast);
            ask("after last", result::isAfterLast);
            ask("value", () -> result.getString(1));
        }

        void state(Statement statement) {
            ask("closed", statement::isClosed);
            ask("has result", () -> statement.getResultSet() != null);
            ask("update count", statement::getUpdateCount);
        }

        void addAll(List<Answer> more) {
            answers.addAll(more);
        }

        /** Something without a value. */
        interface Deed {
            void run() throws Throwable;
        }
    }
}
