package io.querytap.smoke.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/**
 * Reads and writes one table as fast as it can and says how long its queries took, before a file appeared and after. Any exception ends it
 * with code 1.
 *
 * <p>Arguments: URL, user, password, folder, threads. The files {@value #MEASURE}, {@value #OUTAGE} and {@value #END} in the folder begin the
 * next part each.
 */
public final class ReadLoadApp {
    public static final String MEASURE = "measure";
    public static final String OUTAGE = "outage";
    public static final String END = "end";

    private static final List<String> PARTS = List.of(MEASURE, OUTAGE, END);
    private static final int ROWS = 300;
    private static final int QUERIES_BETWEEN_LOOKS = 50;
    private static final int WARM_QUERIES = 3_000;
    private static final int WRITE_ONE_IN = 200;

    private ReadLoadApp() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[3]);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            workers.add(new Worker(arguments, folder, i));
        }
        workers.forEach(Thread::start);
        for (Worker worker : workers) {
            worker.warm.await();
        }
        System.out.println("warm");
        for (Worker worker : workers) {
            worker.join();
        }
        System.out.println("{\"before\": " + told(workers, 1) + ", \"during\": " + told(workers, 2) + "}");
    }

    /** Makes the table. */
    public static void create(Connection connection) throws SQLException {
        try (PreparedStatement create =
                connection.prepareStatement("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40), price INT)")) {
            create.execute();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?, ?, 1)")) {
            for (int id = 0; id < ROWS; id++) {
                insert.setInt(1, id);
                insert.setString(2, "item " + id);
                insert.executeUpdate();
            }
        }
    }

    private static String told(List<Worker> workers, int part) {
        long[] nanos = workers.stream()
                .flatMapToLong(worker -> Arrays.stream(worker.nanos[part], 0, worker.counts[part]))
                .sorted()
                .toArray();
        return "{\"queries\": " + nanos.length + ", \"p50Millis\": " + millis(nanos, 0.5) + ", \"p99Millis\": "
                + millis(nanos, 0.99) + ", \"maxMillis\": "
                + LongStream.of(nanos).max().orElse(0) / 1e6 + "}";
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    private static final class Worker extends Thread {
        private final String[] arguments;
        private final Path folder;
        private final SplittableRandom random;
        private final long[][] nanos = new long[PARTS.size() + 1][1 << 14];
        private final int[] counts = new int[PARTS.size() + 1];
        private final CountDownLatch warm = new CountDownLatch(WARM_QUERIES / QUERIES_BETWEEN_LOOKS);
        private int part;

        Worker(String[] arguments, Path folder, int number) {
            this.arguments = arguments;
            this.folder = folder;
            this.random = new SplittableRandom(number);
        }

        @Override
        public void run() {
            try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
                while (part < PARTS.size()) {
                    for (int i = 0; i < QUERIES_BETWEEN_LOOKS; i++) {
                        query(connection);
                    }
                    warm.countDown();
                    if (Files.exists(folder.resolve(PARTS.get(part)))) {
                        part++;
                    }
                }
            } catch (SQLException | RuntimeException failure) {
                failure.printStackTrace();
                System.exit(1);
            }
        }

        private void query(Connection connection) throws SQLException {
            if (random.nextInt(WRITE_ONE_IN) == 0) {
                write(connection);
            }
            int id = random.nextInt(ROWS);
            long start = System.nanoTime();
            try (PreparedStatement select = connection.prepareStatement("SELECT name, price FROM item WHERE id = ?")) {
                select.setInt(1, id);
                try (ResultSet result = select.executeQuery()) {
                    if (!result.next() || !result.getString(1).equals("item " + id)) {
                        throw new IllegalStateException("not item " + id);
                    }
                }
            }
            keep(System.nanoTime() - start);
        }

        private void write(Connection connection) throws SQLException {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE item SET price = price + 1 WHERE id = ?")) {
                update.setInt(1, random.nextInt(ROWS));
                update.executeUpdate();
            }
        }

        private void keep(long took) {
            if (counts[part] == nanos[part].length) {
                nanos[part] = Arrays.copyOf(nanos[part], 2 * nanos[part].length);
            }
            nanos[part][counts[part]++] = took;
        }
    }
}
