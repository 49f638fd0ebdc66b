package io.querytap.smoke.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does, step by step, one of each thing that telemetry tells of: reads, loops, batches, errors, transactions, a slow query, waits
 * for a pool and a time-out of another. Prints what it saw, and as the last line in JSON when each step ran and what it was made of.
 */
public final class TelemetryApp {
    /** Stands in literals and in parameters, and nowhere else. */
    public static final String SECRET = "secret-4711";

    /** The query that takes {@link #SLOW_MILLIS}. */
    public static final String SLOW_QUERY = "SELECT rest(?)";

    public static final int SLOW_MILLIS = 120;

    /** How long one thread waits for a connection, at least. */
    public static final int WAIT_MILLIS = 80;

    private static final String URL = "jdbc:h2:mem:telemetry;DB_CLOSE_DELAY=-1";
    private static final String INSERT = "INSERT INTO article (id, name) VALUES (?, ?)";
    private static final String BY_ID = "SELECT name FROM article WHERE id = ?";
    private static final String ABOVE = "SELECT id FROM article WHERE id > ?";

    private final HikariDataSource shop = pool("shop", 2, 20_000);
    private final HikariDataSource narrow = pool("narrow", 1, 250);
    private final List<Object> steps = new ArrayList<>();

    private TelemetryApp() {}

    public static void main(String[] arguments) throws Exception {
        new TelemetryApp().run();
    }

    /** Called by the database. */
    public static int rest(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    private void run() throws Exception {
        step("schema", 1, 2, this::schema);
        step("batches", 1, 3, this::batches);
        step("reads", 1, 4, this::reads);
        step("loop", 1, 14, this::loop);
        step("errors", 1, 4, this::errors);
        step("transactions", 1, 5, this::transactions);
        step("slow", 1, 1, this::slow);
        step("long wait", 3, 1, this::longWait);
        step("time-out", 1, 0, this::timeOut);
        step("long unit", 1, 300, this::longUnit);
        // What is exported as differences shall be in more than one of them.
        Thread.sleep(500);
        step("reads again", 1, 4, this::reads);
        // The pools stay open: their gauges are part of what is told at the end.
        System.out.println(Json.write(Map.of("steps", steps)));
    }

    private interface Action {
        void run() throws SQLException, InterruptedException;
    }

    /** Does a step that is known to borrow so many connections and to make so many executions. */
    private void step(String name, int leases, int executions, Action action) throws Exception {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("name", name);
        step.put("leases", leases);
        step.put("executions", executions);
        step.put("fromMicros", epochMicros());
        action.run();
        step.put("toMicros", epochMicros());
        steps.add(step);
        System.out.println(name + " done");
    }

    private static long epochMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void schema() throws SQLException {
        try (Connection connection = shop.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL)");
            statement.execute("CREATE ALIAS rest FOR \"io.querytap.smoke.app.TelemetryApp.rest\"");
        }
    }

    private void batches() throws SQLException {
        try (Connection connection = shop.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int id = 0;
            for (int size : new int[] {7, 1, 12}) {
                for (int i = 0; i < size; i++) {
                    insert.setInt(1, ++id);
                    insert.setString(2, SECRET + " as a parameter");
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private void reads() throws SQLException {
        try (Connection connection = shop.getConnection();
                Statement statement = connection.createStatement()) {
            read(statement, "SELECT id FROM article", Integer.MAX_VALUE);
            read(statement, "SELECT id FROM article", 3);
            read(statement, "SELECT id FROM article WHERE name = '" + SECRET + "' OR id < 5", Integer.MAX_VALUE);
            read(statement, "SELECT id FROM article WHERE id < 0", Integer.MAX_VALUE);
        }
    }

    private static void read(Statement statement, String query, int limit) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            System.out.println(count(rows, limit) + " rows");
        }
    }

    private static int count(ResultSet rows, int limit) throws SQLException {
        int count = 0;
        while (count < limit && rows.next()) {
            count++;
        }
        return count;
    }

    private void loop() throws SQLException {
        try (Connection connection = shop.getConnection()) {
            repeat(connection, BY_ID, 12);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                fail(insert);
            }
            repeat(connection, BY_ID, 1);
        }
    }

    private static void repeat(Connection connection, String query, int times) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 1; i <= times; i++) {
                statement.setInt(1, i);
                try (ResultSet rows = statement.executeQuery()) {
                    count(rows, Integer.MAX_VALUE);
                }
            }
        }
    }

    private static void fail(PreparedStatement insert) throws SQLException {
        insert.setInt(1, 1);
        insert.setString(2, SECRET);
        try {
            insert.executeUpdate();
        } catch (SQLException duplicate) {
            System.out.println("error " + duplicate.getSQLState());
        }
    }

    private void errors() throws SQLException {
        try (Connection connection = shop.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            fail(insert);
            fail(insert);
            try {
                statement.executeQuery("SELECT '" + SECRET + "' FROM nowhere");
            } catch (SQLException unknownTable) {
                System.out.println("error " + unknownTable.getSQLState());
            }
            for (int id = 1; id <= 2; id++) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            try {
                insert.executeBatch();
            } catch (BatchUpdateException duplicates) {
                System.out.println("batch error " + duplicates.getSQLState());
            }
        }
    }

    private void transactions() throws SQLException {
        String update = "UPDATE article SET name = ? WHERE id = ?";
        try (Connection connection = shop.getConnection();
                PreparedStatement statement = connection.prepareStatement(update)) {
            connection.setAutoCommit(false);
            for (int id = 1; id <= 5; id++) {
                statement.setString(1, SECRET);
                statement.setInt(2, id);
                statement.executeUpdate();
                if (id == 3) {
                    connection.rollback();
                } else if (id != 1) {
                    connection.commit();
                }
            }
        }
    }

    private void slow() throws SQLException {
        try (Connection connection = shop.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(SLOW_QUERY)) {
                statement.setInt(1, SLOW_MILLIS);
                statement.executeQuery().close();
            }
        }
    }

    private void longWait() throws SQLException, InterruptedException {
        Connection first = shop.getConnection();
        Connection second = shop.getConnection();
        Thread waiter = new Thread(this::readOnce, "waiter");
        waiter.start();
        while (shop.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0) {
            Thread.sleep(1);
        }
        Thread.sleep(WAIT_MILLIS);
        first.close();
        second.close();
        waiter.join();
    }

    private void readOnce() {
        try (Connection connection = shop.getConnection()) {
            repeat(connection, BY_ID, 1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void timeOut() throws SQLException {
        try (Connection only = narrow.getConnection()) {
            try {
                narrow.getConnection().close();
            } catch (SQLTransientConnectionException tooLong) {
                System.out.println("no second connection beside " + only.isValid(0));
            }
        }
    }

    private void longUnit() throws SQLException {
        try (Connection connection = shop.getConnection()) {
            repeat(connection, ABOVE, 300);
        }
    }

    private static HikariDataSource pool(String name, int size, long timeoutMillis) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName(name);
        configuration.setJdbcUrl(URL);
        configuration.setUsername("sa");
        configuration.setMaximumPoolSize(size);
        configuration.setConnectionTimeout(timeoutMillis);
        return new HikariDataSource(configuration);
    }
}
