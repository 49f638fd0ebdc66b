package io.querytap.smoke.app.attack;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Cases that each fill a cache, do something, and read again. Whether an answer came from the database is told by the answer: a column of
 * it is a random number, of which the rules say that it depends on nothing.
 */
abstract class Attacks {
    /** Before the name of a case in which everything was as it must be. */
    static final String RIGHT = "right ";

    /** For a rule to be taken up, a driver to be tried, a catalogue to be read. */
    private static final long LONGEST_NANOS = 40_000_000_000L;

    private static final long PAUSE_MILLIS = 5;

    final String url;
    final String user;
    final String password;
    private final String random;
    private int next = 1_000;

    Attacks(String url, String user, String password, String random) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.random = random;
    }

    abstract void run() throws Exception;

    /** What is done with a new connection. */
    interface Case {
        void run(Connection connection) throws Exception;
    }

    /** Two columns: what is asked for, and the number that says whether anybody asked. */
    final String select(String column, String from) {
        return "SELECT " + column + " AS v, " + random + "() AS marker FROM " + from;
    }

    /** A value that no case had before. */
    final int fresh() {
        return next++;
    }

    final Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    final void attack(String name, Case attack) {
        try (Connection connection = open()) {
            attack.run(connection);
            System.out.println(RIGHT + name);
        } catch (Exception | AssertionError wrong) {
            StringWriter text = new StringWriter();
            wrong.printStackTrace(new PrintWriter(text));
            System.out.println("WRONG " + name + ": " + text);
        }
    }

    /** A kept answer, then a change by the same connection and by another, each time seen by both. */
    final void change(String name, String sql, Case before, Change change) {
        attack(name, unused -> {
            for (boolean itself : new boolean[] {true, false}) {
                // connections of its own: what some changes do to their session forbids to answer it ever after
                try (Connection reader = open();
                        Connection third = open();
                        Connection other = open()) {
                    before.run(third);
                    cached(reader, sql);
                    int value = fresh();
                    Connection writer = itself ? reader : other;
                    change.run(writer, value);
                    expect(value, read(reader, sql));
                    expect(value, read(third, sql));
                    expect(value, read(writer, sql)); // and so whatever it was told last is over
                    expect(value, cached(third, sql));
                }
            }
        });
    }

    final void change(String name, String sql, Change change) {
        change(name, sql, connection -> {}, change);
    }

    /** Makes the value asked for the given one. */
    interface Change {
        void run(Connection connection, int value) throws Exception;
    }

    /** The answer of a query. */
    static final class Answer {
        final String value;
        final String marker;

        Answer(String value, String marker) {
            this.value = value;
            this.marker = marker;
        }
    }

    static Answer answer(ResultSet result) throws SQLException {
        StringBuilder value = new StringBuilder();
        StringBuilder marker = new StringBuilder();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            for (int i = 1; i < columns; i++) {
                value.append(value.length() == 0 ? "" : ",").append(result.getString(i));
            }
            marker.append(result.getString(columns));
        }
        return new Answer(value.toString(), marker.toString());
    }

    static Answer read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return answer(result);
        }
    }

    static Answer read(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            return answer(result);
        }
    }

    /** How a query is executed. */
    interface Question {
        Answer ask() throws Exception;
    }

    /** Asks until the answer is a kept one: the control of every case. */
    static Answer cached(Question question) throws Exception {
        long end = System.nanoTime() + LONGEST_NANOS;
        Answer before = question.ask();
        while (System.nanoTime() < end) {
            Answer now = question.ask();
            if (now.marker.equals(before.marker) && !now.marker.isEmpty()) {
                if (!now.value.equals(before.value)) {
                    throw new AssertionError("kept " + before.value + " but was given " + now.value);
                }
                return now;
            }
            before = now;
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("nothing is kept, last " + before.value);
    }

    static Answer cached(Connection connection, String sql) throws Exception {
        return cached(() -> read(connection, sql));
    }

    /** The answer must come from the database each time. */
    static void live(Question question) throws Exception {
        Answer first = question.ask();
        for (int i = 0; i < 2; i++) {
            Answer next = question.ask();
            if (next.marker.equals(first.marker)) {
                throw new AssertionError("was answered without the database: " + next.value);
            }
            first = next;
        }
    }

    static void expect(Object expected, Answer got) {
        expect(expected, (Object) got.value);
    }

    static void expect(Object expected, Object got) {
        if (!String.valueOf(expected).equals(String.valueOf(got))) {
            throw new AssertionError("must be " + expected + " but is " + got);
        }
    }

    static void expectFailure(Case attempt, Connection connection) throws Exception {
        try {
            attempt.run(connection);
        } catch (SQLException rightly) {
            return;
        }
        throw new AssertionError("no exception");
    }

    static void execute(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    /** In a transaction of the driver's. */
    static void inTransaction(Connection connection, Case work) throws Exception {
        connection.setAutoCommit(false);
        try {
            work.run(connection);
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
