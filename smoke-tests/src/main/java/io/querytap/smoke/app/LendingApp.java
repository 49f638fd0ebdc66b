package io.querytap.smoke.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A lending library that gives a page something to show: statements of many patterns, a loop of queries, failures, a slow query, threads that
 * wait for a connection, and a table that is worth caching. Arguments: the URL of an H2 database, how long in milliseconds. Prints
 * {@value #SERVING} when everything is there, and goes on until the time is over and every thread has done every task once.
 */
public final class LendingApp {
    public static final String SERVING = "serving";

    /** Rows of {@code shelf}, and so the repeats of the loop in {@link #overview}. */
    public static final int SHELVES = 12;

    public static final int THREADS = 4;

    private static final int BOOKS = 300;
    private static final int MEMBERS = 50;
    private static final int CONNECTIONS = 2;
    private static final int ALL_TASKS = 40;

    /** So that the threads together ask for every pair of columns in their first rounds. */
    private static final int SEARCHES_APART = 9;

    private static final long PAUSE_MILLIS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Every pair of them is a pattern of its own. */
    private static final List<String> COLUMNS = List.of("title", "author", "isbn", "lent", "shelf", "pages");

    private final HikariDataSource pool;
    private final long endNanos;

    private LendingApp(HikariDataSource pool, long endNanos) {
        this.pool = pool;
        this.endNanos = endNanos;
    }

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lending");
        config.setJdbcUrl(arguments[0]);
        config.setMaximumPoolSize(CONNECTIONS);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            fill(pool);
            System.out.println(SERVING);
            long end = System.nanoTime() + Long.parseLong(arguments[1]) * NANOS_PER_MILLI;
            new LendingApp(pool, end).serve();
        }
    }

    private static void fill(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE shelf (id INT PRIMARY KEY, name VARCHAR(40))");
            statement.execute("CREATE TABLE member (id INT PRIMARY KEY, name VARCHAR(40))");
            statement.execute(
                    "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(60), author VARCHAR(60), isbn VARCHAR(20),"
                            + " lent INT, shelf INT, pages INT)");
            statement.execute("INSERT INTO shelf SELECT x, 'shelf ' || x FROM system_range(1, " + SHELVES + ")");
            statement.execute("INSERT INTO member SELECT x, 'member ' || x FROM system_range(1, " + MEMBERS + ")");
            statement.execute(
                    "INSERT INTO book SELECT x, 'title ' || x, 'author ' || mod(x, 70), 'isbn ' || x, 0, mod(x, "
                            + SHELVES + ") + 1, 100 + mod(x, 400) FROM system_range(1, " + BOOKS + ")");
        }
    }

    private void serve() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> work(number), "desk-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Every task at least once, however slow the machine is. */
    private void work(int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        try {
            for (int round = 0; round < ALL_TASKS || System.nanoTime() - endNanos < 0; round++) {
                int task = round % ALL_TASKS;
                if (task == 0) {
                    inventory();
                } else if (task == 1) {
                    register(1 + random.nextInt(MEMBERS));
                } else if (task < 6) {
                    overview();
                } else if (task < 12) {
                    lend(1 + random.nextInt(BOOKS));
                } else if (task < 24) {
                    shelfName(1 + random.nextInt(SHELVES));
                } else {
                    search(thread * SEARCHES_APART + round, 1 + random.nextInt(BOOKS));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException | InterruptedException failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    /** One query for each shelf. */
    private void overview() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement shelves = connection.createStatement();
                ResultSet rows = shelves.executeQuery("SELECT id FROM shelf")) {
            while (rows.next()) {
                read(connection, "SELECT title, lent FROM book WHERE shelf = ?", rows.getInt(1));
            }
        }
    }

    private void search(int pair, int book) throws SQLException {
        String wanted = COLUMNS.get(pair / COLUMNS.size() % COLUMNS.size());
        String other = COLUMNS.get(pair % COLUMNS.size());
        try (Connection connection = pool.getConnection()) {
            read(connection, "SELECT id, " + wanted + " FROM book WHERE id = ? ORDER BY " + other, book);
        }
    }

    /** Its result hardly ever changes. */
    private void shelfName(int shelf) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            read(connection, "SELECT name FROM shelf WHERE id = ?", shelf);
        }
    }

    private void lend(int book) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            read(connection, "SELECT lent FROM book WHERE id = ?", book);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE book SET lent = lent + 1 WHERE id = ?")) {
                update.setInt(1, book);
                update.executeUpdate();
            }
            connection.commit();
        }
    }

    /** Always a number that is taken. */
    private void register(int member) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO member (id, name) VALUES (?, 'new')")) {
            insert.setInt(1, member);
            insert.executeUpdate();
            throw new IllegalStateException("member " + member + " was not there");
        } catch (SQLException taken) {
            if (!taken.getSQLState().startsWith("23")) {
                throw taken;
            }
        }
    }

    private void inventory() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            read(connection, "SELECT count(*) FROM book a JOIN book b ON a.title < b.author WHERE a.pages > ?", 200);
        }
    }

    private static void read(Connection connection, String sql, int parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getString(1);
                }
            }
        }
    }
}
