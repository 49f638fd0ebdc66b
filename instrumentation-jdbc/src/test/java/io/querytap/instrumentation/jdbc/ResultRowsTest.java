package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.stats.PatternSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are counted once, whichever way a result comes to its end. */
class ResultRowsTest {
    private static final String NUMBERS = "select x from numbers";
    private static final int ALL = 10;

    private final WovenDriver h2;

    ResultRowsTest() throws Exception {
        h2 = WovenDriver.h2();
    }

    @BeforeEach
    void tenRows() throws Exception {
        h2.prepare("create table if not exists numbers as select x from system_range(1, 10)");
    }

    private static int read(ResultSet result, int rows) throws Exception {
        int read = 0;
        while (read < rows && result.next()) {
            read++;
        }
        return read;
    }

    private void assertRows(long results, long rows) {
        PatternSnapshot pattern = h2.pattern();
        assertThat(pattern.rows().count()).as("results").isEqualTo(results);
        assertThat(pattern.rows().sum()).as("rows").isEqualTo(rows);
        assertThat(pattern.fetch().count()).as("fetches").isEqualTo(results);
    }

    @Test
    void close_readInFull_countsAll() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery(NUMBERS)) {
                assertThat(read(result, 100)).isEqualTo(ALL);
                assertThat(result.next()).isFalse();
            }
            assertRows(1, ALL);
        }
        assertRows(1, ALL);
    }

    @Test
    void close_readInPartOrNotAtAllAndTwice_countsWhatWasRead() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            ResultSet part = statement.executeQuery(NUMBERS);
            read(part, 3);
            part.close();
            part.close();
            assertRows(1, 3);
            statement.executeQuery(NUMBERS).close();
            assertRows(2, 3);
        }
        assertThat(h2.pattern().rows().min()).isZero();
    }

    @Test
    void statementClose_resultLeftOpen_countsIt() throws Exception {
        try (Connection connection = h2.connect()) {
            Statement statement = connection.createStatement();
            read(statement.executeQuery(NUMBERS), 4);
            statement.close();
            assertRows(1, 4);
        }
        assertRows(1, 4);
    }

    @Test
    void execute_again_countsTheFormerResult() throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement statement = connection.prepareStatement(NUMBERS)) {
            ResultSet first = statement.executeQuery();
            read(first, 2);
            ResultSet second = statement.executeQuery();
            assertRows(1, 2);
            read(second, 5);
            first.close(); // belongs to the former execution: must not end the present one
            assertRows(1, 2);
            read(second, 1);
        }
        assertRows(2, 8);
    }

    @Test
    void connectionClose_everythingLeftOpen_countsIt() throws Exception {
        Connection connection = h2.connect();
        read(connection.createStatement().executeQuery(NUMBERS), 6);
        read(connection.createStatement().executeQuery(NUMBERS), 1);
        connection.close();
        connection.close();
        assertRows(2, 7);
    }

    @Test
    void getResultSet_afterExecute_countsOnceHoweverOftenAsked() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute(NUMBERS)).isTrue();
            read(statement.getResultSet(), 2);
            read(statement.getResultSet(), 2);
            assertThat(statement.getMoreResults()).isFalse();
            assertRows(1, 4);
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
        assertRows(1, 4);
    }

    @Test
    void getGeneratedKeys_rowsOfIt_areNotTheQuerys() throws Exception {
        h2.prepare("create table keyed (id int auto_increment, name varchar(9))");
        try (Connection connection = h2.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into keyed (name) values (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "a");
            insert.setString(2, "b");
            assertThat(insert.executeUpdate()).isEqualTo(2);
            assertThat(read(insert.getGeneratedKeys(), 9)).isEqualTo(2);
        }
        assertThat(h2.pattern("keyed").rows().isEmpty()).isTrue();
    }

    @Test
    void next_scrolledBackAndForth_countsCallsThatFoundARow() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet result = statement.executeQuery(NUMBERS)) {
            result.next();
            result.previous();
            result.next();
            result.last();
            assertThat(result.next()).isFalse();
        }
        assertRows(1, 2);
    }

    @Test
    void manyStatements_leftOpen_areAllCountedInTheEnd() throws Exception {
        try (Connection connection = h2.connect()) {
            for (int i = 0; i < 200; i++) { // more than the connection remembers
                read(connection.createStatement().executeQuery(NUMBERS), 1);
            }
        }
        assertRows(200, 200);
    }

    @Test
    void openResult_movedOutOfTheListWhileRead_losesNoRow() throws Exception {
        try (Connection connection = h2.connect()) {
            Statement first = connection.createStatement();
            ResultSet early = first.executeQuery(NUMBERS);
            read(early, 2);
            for (int i = 0; i < 100; i++) {
                connection.createStatement();
            }
            read(early, 3);
            first.close();
        }
        assertThat(h2.pattern().rows().sum()).isEqualTo(5);
    }

    @Test
    void finishAll_endOfTheJvm_countsOpenResults() throws Exception {
        Connection connection = h2.connect();
        read(connection.createStatement().executeQuery(NUMBERS), 5);
        h2.live().finishAll();
        assertRows(1, 5);
        connection.close();
        assertRows(1, 5);
    }

    /** A connection that nobody closes: what was read is counted when it is collected, and nothing of ours keeps it alive. */
    @Test
    void finishUnreachable_connectionForgotten_countsAndFreesIt() throws Exception {
        forget();
        for (int i = 0; i < 200 && h2.patterns().isEmpty() | rowsSoFar() == 0; i++) {
            System.gc();
            Thread.sleep(10);
            h2.live().finishUnreachable();
        }
        assertRows(1, 3);
    }

    private long rowsSoFar() {
        return h2.patterns().isEmpty() ? 0 : h2.pattern().rows().count();
    }

    private void forget() throws Exception {
        Connection connection = h2.connect();
        read(connection.createStatement().executeQuery(NUMBERS), 3);
    }

    @Test
    void statesUsedAgain_manyStatementsInTurn_neverMixUp() throws Exception {
        try (Connection connection = h2.connect()) {
            ResultSet stale = null;
            for (int i = 0; i < 500; i++) {
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(NUMBERS);
                read(result, i % 4);
                if (stale != null) {
                    stale.close();
                }
                stale = result;
                statement.close();
            }
        }
        assertRows(500, 750);
    }
}
