package io.querytap.benchmarks.cached;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;

/**
 * One application with one connection. Reads from its input what to do, a line each, and answers with a line of figures:
 *
 * <pre>{@code
 * run <operation> <rows> <milliseconds> <count> <nonce>
 * <median ns> <99th percentile ns> <ns of CPU an operation> <bytes an operation> <operations> <refused by the database>
 * }</pre>
 *
 * <p>A run ends after the time or the count, whatever comes first. One operation is {@code executeQuery()} of a prepared statement,
 * all five columns of all rows read by their getters, {@code close()} of the result.
 */
public final class CachedMain {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MAX_SAMPLES = 1 << 16;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_OF_PONG = "+PONG\r\n".length();
    private static final double P99 = 0.99;
    private static final double SAME = -1;

    private final Connection connection;
    private final Socket redis;
    private final PreparedStatement ruled;
    private final PreparedStatement unruled;
    private final long[] samples = new long[MAX_SAMPLES];
    private double sum; // so that no read is removed

    private CachedMain(Connection connection, Socket redis, String hint) throws SQLException {
        this.connection = connection;
        this.redis = redis;
        ruled = connection.prepareStatement(query(hint, "item"));
        unruled = connection.prepareStatement(query("", "other"));
    }

    /** The first parameter says how many rows; the second changes nothing, but makes another statement of it for a cache. */
    private static String query(String hint, String table) {
        return hint + "SELECT id, name, price, made, weight FROM " + table + " WHERE id <= ? AND weight > ?";
    }

    /** @param arguments URL, port of Redis, text before the query, and properties of the connection as {@code name=value} */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        for (String property : Arrays.asList(arguments).subList(3, arguments.length)) {
            int separator = property.indexOf('=');
            properties.setProperty(property.substring(0, separator), property.substring(separator + 1));
        }
        try (Connection connection = DriverManager.getConnection(arguments[0], properties);
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            redis.setTcpNoDelay(true);
            CachedMain application = new CachedMain(connection, redis, arguments[2]);
            System.out.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println("figures " + application.run(order.split(" ")));
            }
        }
        System.exit(0); // a driver's threads may go on
    }

    private String run(String[] order) throws SQLException, IOException {
        String operation = order[1];
        int rows = Integer.parseInt(order[2]);
        long nanos = Long.parseLong(order[3]) * 1_000_000;
        long count = Long.parseLong(order[4]);
        double nonce = Double.parseDouble(order[5]);
        boolean inTransaction = operation.equals("transaction");
        PreparedStatement statement = operation.equals("unruled") ? unruled : ruled;
        if (inTransaction) {
            connection.setAutoCommit(false);
        }
        int done = 0;
        int refused = 0;
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long begun = System.nanoTime();
        long last = begun;
        while (last - begun < nanos && done < count) {
            if (operation.equals("ping")) {
                ping();
            } else if (!query(statement, rows, operation.equals("fresh") ? nonce - done : SAME)) {
                refused++;
            }
            long now = System.nanoTime();
            samples[done++ % MAX_SAMPLES] = now - last;
            last = now;
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        if (inTransaction) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        int kept = Math.min(done, MAX_SAMPLES);
        Arrays.sort(samples, 0, kept);
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %d %d",
                samples[kept / 2],
                samples[(int) (kept * P99)],
                cpu / done,
                bytes / done,
                done,
                refused);
    }

    /** @return false if the database had to be asked, while it was not to be */
    private boolean query(PreparedStatement statement, int rows, double nonce) throws SQLException {
        statement.setInt(1, rows);
        statement.setDouble(2, nonce);
        int read = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                sum += result.getInt(1)
                        + result.getString(2).length()
                        + result.getBigDecimal(3).scale()
                        + result.getTimestamp(4).getNanos()
                        + result.getDouble(5);
                read++;
            }
        } catch (SQLException locked) {
            if ("55P03".equals(locked.getSQLState())) {
                return false;
            }
            throw locked;
        }
        if (read != rows) {
            throw new IllegalStateException(read + " rows instead of " + rows);
        }
        return true;
    }

    private void ping() throws IOException {
        redis.getOutputStream().write(PING);
        if (redis.getInputStream().readNBytes(LENGTH_OF_PONG).length != LENGTH_OF_PONG) {
            throw new IOException("Redis is gone");
        }
    }
}
