package io.querytap.smoke.app.attack;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.TimeZone;

/** What is the same on all databases: transactions, parameters, options and the state of statements. */
final class CommonAttacks extends Attacks {
    private static final String SET = "UPDATE item SET v = ";
    private static final long MILLIS = 1_700_000_000_000L;

    private final String item = select("v", "item WHERE id = 1");
    private final String byName = select("name", "item WHERE v = ?");

    CommonAttacks(String url, String user, String password, String random) {
        super(url, user, password, random);
    }

    @Override
    void run() throws Exception {
        try (Connection connection = open()) {
            execute(connection, "DELETE FROM item WHERE id <> 1");
        }
        transactions();
        parameters();
        options();
        statements();
        pool();
    }

    private void transactions() {
        change(
                "commit",
                item,
                (writer, value) -> inTransaction(writer, c -> {
                    execute(c, SET + value);
                    c.commit();
                }));
        change("setAutoCommitCommits", item, (writer, value) -> inTransaction(writer, c -> execute(c, SET + value)));
        change(
                "batchInTransaction",
                item,
                (writer, value) -> inTransaction(writer, c -> {
                    try (Statement statement = c.createStatement()) {
                        statement.addBatch(SET + value);
                        statement.executeBatch();
                    }
                }));
        change(
                "updatableResultInTransaction",
                item,
                (writer, value) -> inTransaction(writer, c -> {
                    try (Statement statement =
                                    c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                            ResultSet result = statement.executeQuery("SELECT id, v FROM item WHERE id = 1")) {
                        result.next();
                        result.updateInt("v", value);
                        result.updateRow();
                    }
                }));
        change(
                "savepointReleasedOrNot",
                item,
                (writer, value) -> inTransaction(writer, c -> {
                    execute(c, SET + value);
                    Savepoint savepoint = c.setSavepoint();
                    execute(c, SET + "-5");
                    c.rollback(savepoint);
                }));
        attack("uncommittedWrites", connection -> {
            try (Connection other = open()) {
                String before = cached(connection, item).value;
                int value = fresh();
                other.setAutoCommit(false);
                execute(other, SET + value);
                expect(value, read(other, item));
                expect(before, read(connection, item));
                other.rollback();
                expect(before, read(other, item));
                other.setAutoCommit(true);
                expect(before, read(other, item));
                expect(before, cached(connection, item));
            }
        });
        attack("snapshotOfTransaction", connection -> {
            try (Connection other = open()) {
                String before = cached(other, item).value;
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                expect(before, read(connection, item));
                int value = fresh();
                execute(other, SET + value);
                expect(value, cached(other, item));
                expect(before, read(connection, item));
                expect(value, read(other, item));
                connection.commit();
                expect(value, read(connection, item));
            }
        });
        attack("autocommitOff", connection -> {
            cached(connection, item);
            inTransaction(connection, c -> live(() -> read(c, item)));
        });
        attack("closedWithTransaction", connection -> {
            Connection other = open();
            String before = cached(connection, item).value;
            other.setAutoCommit(false);
            execute(other, SET + "-7");
            other.close();
            expect(before, read(connection, item));
        });
    }

    private void parameters() {
        attack("nullAndTypes", connection -> {
            execute(connection, SET + "1");
            try (PreparedStatement select = connection.prepareStatement(byName)) {
                select.setInt(1, 1);
                expect("one", cached(() -> read(select)));
                select.setNull(1, Types.INTEGER);
                expect("", read(select));
                select.setInt(1, 2);
                expect("", read(select));
                select.setObject(1, 1);
                expect("one", read(select));
                select.clearParameters();
                expectFailure(c -> read(select), connection);
            }
        });
        attack("bytesChangedAfterwards", connection -> {
            try (PreparedStatement select = connection.prepareStatement(select("name", "item WHERE bytes = ?"))) {
                byte[] bytes = {1, 2};
                select.setBytes(1, bytes);
                expect("one", cached(() -> read(select)));
                byte[] others = {1, 3};
                select.setBytes(1, others);
                expect("", read(select));
                select.setBytes(1, bytes);
                bytes[1] = 9; // some drivers have copied, some have not: what they say is right
                String live = inLiveTransaction(connection, select);
                expect(live, read(select));
            }
        });
        attack("momentChangedAfterwards", connection -> {
            try (PreparedStatement select = connection.prepareStatement(select("count(*)", "item WHERE at < ?"))) {
                Timestamp moment = new Timestamp(MILLIS * 2);
                select.setTimestamp(1, moment);
                expect(1, cached(() -> read(select)));
                moment.setTime(0);
                String live = inLiveTransaction(connection, select);
                expect(live, read(select));
            }
        });
        attack("calendars", connection -> {
            String sql = select("count(*)", "item WHERE at <= ?");
            Timestamp moment;
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT at FROM item WHERE id = 1")) {
                result.next();
                moment = result.getTimestamp(1);
            }
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (String zone : new String[] {"UTC", "Asia/Tokyo", "America/New_York", "UTC"}) {
                    select.setTimestamp(1, moment, Calendar.getInstance(TimeZone.getTimeZone(zone)));
                    String live = inLiveTransaction(connection, select);
                    expect(live, cached(() -> read(select)));
                }
            }
        });
        attack("streams", connection -> {
            try (PreparedStatement select = connection.prepareStatement(select("name", "item WHERE bytes = ?"))) {
                live(() -> {
                    select.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1, 2}), 2);
                    Answer answer = read(select);
                    expect("one", answer);
                    return answer;
                });
                select.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1, 3}), 2);
                expect("", read(select));
            }
        });
    }

    /** What the same statement, bound as it is, gives without any cache. */
    private static String inLiveTransaction(Connection connection, PreparedStatement select) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return read(select).value;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void options() {
        attack("maxRows", connection -> {
            execute(connection, "INSERT INTO item (id, v) VALUES (70, 70), (71, 71)");
            String sql = select("id", "item WHERE id >= 70 ORDER BY id");
            expect("70,71", cached(connection, sql));
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(1);
                expect("70", answer(statement.executeQuery(sql)));
                expect("70", answer(statement.executeQuery(sql)));
                statement.setMaxRows(0);
                expect("70,71", answer(statement.executeQuery(sql)));
            } finally {
                execute(connection, "DELETE FROM item WHERE id >= 70");
            }
        });
        attack("maxFieldSize", connection -> {
            String sql = select("name", "item WHERE id = 1");
            expect("one", cached(connection, sql));
            try (Statement statement = connection.createStatement()) {
                statement.setMaxFieldSize(1);
                String first = answer(statement.executeQuery(sql)).value;
                expect(liveWith(connection, sql, 1), first);
            }
        });
        attack("fetchSize", connection -> {
            String before = cached(connection, item).value;
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1);
                expect(before, answer(statement.executeQuery(item)));
            }
        });
        attack("updatable", connection -> {
            cached(connection, "SELECT id, v FROM item".replace("v FROM", "v, " + marker() + " FROM"));
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                int concurrency = statement.getResultSetConcurrency();
                try (ResultSet result = statement.executeQuery("SELECT id, v FROM item")) {
                    expect(concurrency, (Object) result.getConcurrency());
                }
            }
        });
        attack("scrollable", connection -> {
            String before = cached(connection, item).value;
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                for (int i = 0; i < 3; i++) {
                    ResultSet result = statement.executeQuery(item);
                    expect(true, (Object) result.last());
                    expect(true, (Object) result.absolute(1));
                    expect(before, (Object) result.getString(1));
                }
            }
        });
        attack("escapesOff", connection -> {
            String sql = select("{fn ucase(name)}", "item WHERE id = 1");
            expect("ONE", read(connection, sql));
            expect("ONE", read(connection, sql));
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                String off = failureOf(statement, sql.replace("item", "plain"));
                expect(off, failureOf(statement, sql));
            }
        });
    }

    private String marker() {
        String sql = select("v", "");
        return sql.substring(sql.indexOf(", ") + 2, sql.indexOf(" FROM"));
    }

    private static String failureOf(Statement statement, String sql) {
        try {
            return answer(statement.executeQuery(sql)).value;
        } catch (SQLException refused) {
            return refused.getClass().getName();
        }
    }

    private static String liveWith(Connection connection, String sql, int maxFieldSize) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setMaxFieldSize(maxFieldSize);
            return answer(statement.executeQuery(sql)).value;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void statements() {
        attack("plumbing", connection -> {
            execute(connection, SET + "1");
            String kept = select("v", "item WHERE id = 1 AND v = 1");
            String live = select("v", "plain WHERE id = 1 AND v = 1");
            String must = new Plumbing(connection, live).transcript();
            Answer before = cached(connection, kept);
            String is = new Plumbing(connection, kept).transcript();
            expect(must, is);
            expect(before.marker, (Object) read(connection, kept).marker); // and so all of it was answered
        });
        attack("interrupted", connection -> {
            String before = cached(connection, item).value;
            Thread.currentThread().interrupt();
            Answer now = read(connection, item);
            if (!Thread.interrupted()) {
                throw new AssertionError("the flag is gone");
            }
            expect(before, now);
        });
        attack("twoResultsAtOnce", connection -> {
            String before = cached(connection, item).value;
            try (Statement one = connection.createStatement();
                    Statement two = connection.createStatement();
                    ResultSet first = one.executeQuery(item);
                    ResultSet second = two.executeQuery(item)) {
                first.next();
                second.next();
                expect(before, (Object) first.getString(1));
                expect(before, (Object) second.getString("V"));
            }
        });
        attack("writeByExecute", connection -> {
            cached(connection, item);
            int value = fresh();
            try (Statement statement = connection.createStatement()) {
                expect(before(connection), answer(statement.executeQuery(item)));
                expect(false, (Object) statement.execute(SET + value));
                expect(1, (Object) statement.getUpdateCount());
                expect(value, answer(statement.executeQuery(item)));
            }
        });
    }

    private String before(Connection connection) throws SQLException {
        return read(connection, "SELECT v, id FROM item WHERE id = 1").value;
    }

    private void pool() {
        attack("pooled", connection -> {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setUsername(user);
            config.setPassword(password);
            config.setMaximumPoolSize(1);
            try (HikariDataSource source = new HikariDataSource(config)) {
                try (Connection pooled = source.getConnection();
                        Statement statement = pooled.createStatement()) {
                    cached(pooled, item);
                    ResultSet kept = statement.executeQuery(item);
                    expect(true, (Object) (kept.getStatement() == statement));
                    expect(true, (Object) kept.getStatement().getConnection().equals(pooled));
                }
                int value = fresh();
                try (Connection pooled = source.getConnection()) {
                    pooled.setAutoCommit(false);
                    execute(pooled, SET + value);
                } // rolled back by the pool
                try (Connection pooled = source.getConnection()) {
                    expect(before(connection), read(pooled, item));
                    execute(connection, SET + value);
                    expect(value, read(pooled, item));
                }
            }
        });
    }
}
