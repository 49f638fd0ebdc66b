package io.querytap.smoke.app;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Random transactions on registers, each with a version that only grows, and a history of what every session wrote and read and when.
 * Knows nothing of a cache. A transaction that is not over, or will be rolled back, marks its registers dirty. Several of these run at once;
 * their clocks are the machine's, so their histories can be put together.
 *
 * <p>Arguments: URL, user, password, folder of the histories, number of this process, threads, seconds, seed. A file {@value #STOP} in the folder
 * ends all of them.
 */
public final class RegisterApp {
    /** Registers in each table: few, so that sessions meet. */
    public static final int REGISTERS = 6;

    /** The tables; a rule can tell them apart. */
    public static final List<String> TABLES = List.of("register_strict", "register_bounded");

    /** If set, nothing is done after the first connection until the file {@value #GO} is there: whoever needs time to begin has it. */
    public static final String WAITS = "example.waits";

    /** Of an event: a register was read outside a transaction. */
    public static final int READ = 1;
    /** The sum of all versions of a table was read outside a transaction. */
    public static final int SUM = 2;
    /** A version was committed. */
    public static final int COMMIT = 3;
    /** A commit failed: nobody knows whether the version is there. */
    public static final int UNKNOWN = 4;
    /** In a transaction something else was read than was written there. */
    public static final int WRONG_IN_TRANSACTION = 5;

    /** Before the number of queries outside of locks, in the last line. */
    public static final String SELECTS = "selects ";

    /** Lets those begin that {@linkplain #WAITS wait}. */
    public static final String GO = "go";

    /** Ends the sessions when it is there. */
    public static final String STOP = "stop";

    private static final int LOOK_FOR_STOP_EVERY = 20;
    private static final int RECONNECT_EVERY = 400;

    /** Busy and calm slices take turns, in all processes at once: in the calm ones there is something to keep. */
    private static final long SLICE_NANOS = 200_000_000L;

    private static final int READS_PERCENT = 70;
    private static final int CALM_WRITES_ONE_IN = 40;
    private static final LongAdder SELECTED = new LongAdder();

    private RegisterApp() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        Path folder = Path.of(arguments[3]);
        int process = Integer.parseInt(arguments[4]);
        int threads = Integer.parseInt(arguments[5]);
        Connection first = DriverManager.getConnection(url, arguments[1], arguments[2]); // all that takes long begins
        while (Boolean.getBoolean(WAITS) && !Files.exists(folder.resolve(GO))) {
            Thread.sleep(20);
        }
        first.close();
        long endNanos = System.nanoTime() + (long) (Double.parseDouble(arguments[6]) * 1e9);
        SplittableRandom seeds = new SplittableRandom(Long.parseLong(arguments[7]) * 31 + process);
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = process * 1_000 + i;
            Session session = new Session(
                    url, arguments[1], arguments[2], folder.resolve("session-" + number), number, seeds.split());
            Thread thread = new Thread(() -> session.run(endNanos), "session-" + number);
            sessions.add(thread);
            thread.start();
        }
        System.out.println("started");
        for (Thread session : sessions) {
            session.join();
        }
        System.out.println(SELECTS + SELECTED.sum());
    }

    /** Makes the tables. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE " + table
                        + " (id INT PRIMARY KEY, version BIGINT NOT NULL, dirty INT NOT NULL, note VARCHAR(40))");
                for (int id = 0; id < REGISTERS; id++) {
                    statement.executeUpdate("INSERT INTO " + table + " VALUES (" + id + ", 0, 0, 'none')");
                }
            }
        }
    }

    /** One thread with one connection at a time. */
    private static final class Session {
        private final String url;
        private final String user;
        private final String password;
        private final Path file;
        private final int number;
        private final SplittableRandom random;
        private Connection connection;
        private DataOutputStream history;

        Session(String url, String user, String password, Path file, int number, SplittableRandom random) {
            this.url = url;
            this.user = user;
            this.password = password;
            this.file = file;
            this.number = number;
            this.random = random;
        }

        void run(long endNanos) {
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(file.resolveSibling(file.getFileName() + "-" + System.nanoTime()))))) {
                history = out;
                while (!isOver(endNanos)) {
                    connection = DriverManager.getConnection(url, user, password);
                    try {
                        for (int i = 0; i < RECONNECT_EVERY; i++) {
                            if (i % LOOK_FOR_STOP_EVERY == 0 && isOver(endNanos)) {
                                break;
                            }
                            step();
                        }
                    } finally {
                        connection.close();
                    }
                }
            } catch (IOException | SQLException failure) {
                failure.printStackTrace();
                System.exit(1);
            }
        }

        private void step() throws SQLException, IOException {
            int table = random.nextInt(TABLES.size());
            int id = random.nextInt(REGISTERS);
            int choice = random.nextInt(isCalm() && random.nextInt(CALM_WRITES_ONE_IN) != 0 ? READS_PERCENT : 100);
            if (choice < 45) {
                read(table, id, /* prepared= */ true);
            } else if (choice < 60) {
                read(table, id, /* prepared= */ false);
            } else if (choice < READS_PERCENT) {
                sum(table);
            } else if (choice < 78) {
                swap(table, id);
            } else {
                transaction(table, choice);
            }
        }

        private boolean isOver(long endNanos) {
            return System.nanoTime() >= endNanos || Files.exists(file.resolveSibling(STOP));
        }

        private static boolean isCalm() {
            return System.nanoTime() / SLICE_NANOS % 2 == 1;
        }

        private void read(int table, int id, boolean prepared) throws SQLException, IOException {
            String sql = "SELECT version, dirty FROM " + TABLES.get(table) + " WHERE id = ";
            SELECTED.increment();
            long start = System.nanoTime();
            if (prepared) {
                try (PreparedStatement statement = connection.prepareStatement(sql + "?")) {
                    statement.setInt(1, id);
                    try (ResultSet result = statement.executeQuery()) {
                        tellRead(table, id, start, result);
                    }
                }
            } else {
                try (Statement statement = connection.createStatement()) {
                    if (!statement.execute(sql + id)) {
                        throw new SQLException("a query without a result");
                    }
                    try (ResultSet result = statement.getResultSet()) {
                        tellRead(table, id, start, result);
                    }
                }
            }
        }

        private void tellRead(int table, int id, long start, ResultSet result) throws SQLException, IOException {
            if (!result.next()) {
                throw new SQLException("no register " + id);
            }
            tell(READ, table, id, start, System.nanoTime(), result.getLong(1), result.getInt("dirty"));
        }

        private void sum(int table) throws SQLException, IOException {
            SELECTED.increment();
            long start = System.nanoTime();
            try (PreparedStatement statement =
                            connection.prepareStatement("SELECT sum(version), max(dirty) FROM " + TABLES.get(table));
                    ResultSet result = statement.executeQuery()) {
                result.next();
                tell(SUM, table, -1, start, System.nanoTime(), result.getLong(1), result.getInt(2));
            }
        }

        /** In autocommit, with what a read said: as applications with optimistic locks do. */
        private void swap(int table, int id) throws SQLException, IOException {
            long version;
            SELECTED.increment();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(
                            "SELECT version, dirty FROM " + TABLES.get(table) + " WHERE id = " + id)) {
                result.next();
                version = result.getLong(1);
            }
            long start = System.nanoTime();
            try (PreparedStatement statement = connection.prepareStatement("UPDATE " + TABLES.get(table)
                    + " SET version = ?, note = ? WHERE id = ? AND version = ? AND dirty = 0")) {
                statement.setLong(1, version + 1);
                statement.setString(2, "swap by " + number);
                statement.setInt(3, id);
                statement.setLong(4, version);
                if (statement.executeUpdate() == 1) {
                    tell(COMMIT, table, id, start, System.nanoTime(), version + 1, 0);
                    history.flush();
                }
            } catch (SQLException conflict) {
                tell(UNKNOWN, table, id, start, System.nanoTime(), version + 1, 0);
                history.flush();
            }
        }

        /** One or two registers, dirty until the end, which is a commit or a rollback. */
        private void transaction(int table, int choice) throws SQLException, IOException {
            int first = random.nextInt(REGISTERS - 1);
            int[] ids = random.nextBoolean() ? new int[] {first} : new int[] {first, first + 1};
            long[] versions = new long[ids.length];
            boolean commits = choice < 92;
            long start = 0;
            connection.setAutoCommit(false);
            try {
                for (int i = 0; i < ids.length; i++) {
                    versions[i] = change(table, ids[i]);
                }
                if (random.nextInt(4) == 0) {
                    pause();
                }
                checkInside(table, ids[0], versions[0]);
                if (commits) {
                    clean(table, ids);
                    start = System.nanoTime();
                    if (random.nextInt(5) == 0) {
                        connection.setAutoCommit(true); // commits
                    } else {
                        connection.commit();
                    }
                    long end = System.nanoTime();
                    for (int i = 0; i < ids.length; i++) {
                        tell(COMMIT, table, ids[i], start, end, versions[i], 0);
                    }
                    history.flush();
                } else {
                    connection.rollback();
                }
            } catch (SQLException conflict) {
                if (start != 0) {
                    for (int i = 0; i < ids.length; i++) {
                        tell(UNKNOWN, table, ids[i], start, System.nanoTime(), versions[i], 0);
                    }
                    history.flush();
                }
                connection.rollback();
            } finally {
                connection.setAutoCommit(true);
            }
        }

        private long change(int table, int id) throws SQLException {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT version FROM " + TABLES.get(table) + " WHERE id = ? FOR UPDATE")) {
                select.setInt(1, id);
                try (ResultSet result = select.executeQuery()) {
                    result.next();
                    long version = result.getLong(1) + 1;
                    try (PreparedStatement update = connection.prepareStatement(
                            "UPDATE " + TABLES.get(table) + " SET version = ?, dirty = 1 WHERE id = ?")) {
                        update.setLong(1, version);
                        update.setInt(2, id);
                        update.executeUpdate();
                    }
                    return version;
                }
            }
        }

        private void clean(int table, int[] ids) throws SQLException {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE " + TABLES.get(table) + " SET dirty = 0 WHERE id = ?")) {
                for (int id : ids) {
                    update.setInt(1, id);
                    update.addBatch();
                }
                update.executeBatch();
            }
        }

        /** A transaction sees what it wrote. */
        private void checkInside(int table, int id, long version) throws SQLException, IOException {
            SELECTED.increment();
            long start = System.nanoTime();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT version, dirty FROM " + TABLES.get(table) + " WHERE id = ?")) {
                select.setInt(1, id);
                try (ResultSet result = select.executeQuery()) {
                    result.next();
                    if (result.getLong(1) != version || result.getInt(2) != 1) {
                        tell(
                                WRONG_IN_TRANSACTION,
                                table,
                                id,
                                start,
                                System.nanoTime(),
                                result.getLong(1),
                                result.getInt(2));
                    }
                }
            }
        }

        private void pause() {
            try {
                Thread.sleep(random.nextInt(4));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell(int kind, int table, int id, long start, long end, long version, int dirty)
                throws IOException {
            history.writeByte(kind);
            history.writeByte(table);
            history.writeByte(id);
            history.writeInt(number);
            history.writeLong(start);
            history.writeLong(end);
            history.writeLong(version);
            history.writeByte(dirty);
        }
    }
}
