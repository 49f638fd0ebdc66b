package io.querytap.smoke.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Queries until a file called {@value #END} is in a folder, and watches the JVM that it runs in meanwhile. Prints what it saw. Any exception
 * ends it with code 1.
 *
 * <p>Arguments: URL, folder.
 */
public final class WatchfulApp {
    /** The file. */
    public static final String END = "end";

    /** The query. */
    public static final String QUERY = "SELECT name FROM item WHERE id = ?";

    private static final int ROWS = 100;
    private static final long PAUSE_MILLIS = 2;
    private static final int QUERIES_BETWEEN_LOOKS = 25;

    private WatchfulApp() {}

    public static void main(String[] arguments) throws Exception {
        TimeZone.getDefault(); // sets user.timezone, and H2 asks for it
        Properties before = new Properties();
        before.putAll(System.getProperties());
        long queries = 0;
        long descriptors = 0;
        int threads = 0;
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            create(connection);
            long descriptorsBefore = descriptors();
            System.out.println("ready");
            while (!Files.exists(Path.of(arguments[1], END))) {
                for (int i = 0; i < QUERIES_BETWEEN_LOOKS; i++) {
                    query(connection, (int) (queries++ % ROWS));
                    Thread.sleep(PAUSE_MILLIS);
                }
                descriptors = Math.max(descriptors, descriptors() - descriptorsBefore);
                threads = Math.max(threads, threadsOfTheConsole());
            }
        }
        System.out.println("{\"queries\": " + queries + ", \"moreDescriptors\": " + descriptors
                + ", \"consoleThreads\": " + threads + ", \"changedProperties\": " + changed(before) + '}');
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40))");
            for (int id = 0; id < ROWS; id++) {
                statement.execute("INSERT INTO item VALUES (" + id + ", 'item " + id + "')");
            }
        }
    }

    private static void query(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || !rows.getString(1).equals("item " + id) || rows.next()) {
                    throw new IllegalStateException("not the row that was written");
                }
            }
        }
    }

    /** File descriptors of this process; 0 where the JVM does not tell. */
    private static long descriptors() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean
                ? ((UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount()
                : 0;
    }

    private static int threadsOfTheConsole() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("querytap-console"))
                .count();
    }

    private static String changed(Properties before) {
        Set<String> names = new TreeSet<>();
        names.addAll(before.stringPropertyNames());
        names.addAll(System.getProperties().stringPropertyNames());
        names.removeIf(name -> Objects.equals(before.getProperty(name), System.getProperty(name)));
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ", "[", "]"));
    }
}
