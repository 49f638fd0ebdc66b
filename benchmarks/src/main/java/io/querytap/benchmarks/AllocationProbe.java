package io.querytap.benchmarks;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import stubdriver.StubDriver;

/**
 * Prints the bytes that this thread allocates per operation once everything is warm, one line for each kind: its name, a tab,
 * the bytes. The argument says whether the driver's classes must have been woven: a check that measures no agent would pass.
 */
public final class AllocationProbe {
    /** Kinds whose name begins so allocate without an agent too. */
    static final String POOLED = "pooled ";

    /** Enough for the optimising compiler, for every histogram cell that a duration falls in, and for every array to grow. */
    private static final int WARM_UP = 300_000;

    private static final int OPERATIONS = 1_000_000;

    private static final String SQL = "select id, name, price from product where id = ?";
    private static final String UPDATE = "update product set price = ? where id = ?";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Operation {
        void run(int number) throws SQLException;
    }

    private AllocationProbe() {}

    public static void main(String[] arguments) throws SQLException {
        Connection connection = new StubDriver().connect("jdbc:stub:1", new Properties());
        if (Boolean.parseBoolean(arguments[0]) != isWoven(connection)) {
            throw new IllegalStateException("the driver is woven: " + isWoven(connection));
        }
        PreparedStatement query = connection.prepareStatement(SQL);
        Statement statement = connection.createStatement();

        measure("prepared query", number -> readAll(query.executeQuery()));
        measure("prepared query, int parameter", number -> {
            query.setInt(1, number);
            readAll(query.executeQuery());
        });
        measure("prepared query, text parameter", number -> {
            query.setString(1, SQL);
            readAll(query.executeQuery());
        });
        measure(
                "prepared query, result left open",
                number -> query.executeQuery().next());
        measure("prepared update", number -> query.executeUpdate());
        measure("query by text", number -> readAll(statement.executeQuery(SQL)));
        measure("query by equal text, made each time", number -> readAll(statement.executeQuery(new String(SQL))));
        String[] constants = constants();
        measure(
                "query by one of 1,000 constants",
                number -> readAll(statement.executeQuery(constants[number % constants.length])));
        measure("update by text", number -> statement.executeUpdate(UPDATE));
        measure("prepared each time", number -> {
            try (PreparedStatement prepared = connection.prepareStatement(SQL)) {
                readAll(prepared.executeQuery());
            }
        });
        measure("transaction of one update", number -> {
            connection.setAutoCommit(false);
            statement.executeUpdate(UPDATE);
            connection.commit();
            connection.setAutoCommit(true);
        });

        try (HikariDataSource pool = CheckoutBenchmark.stubPool(CheckoutBenchmark.CONNECTIONS)) {
            measure(POOLED + "checkout", number -> pool.getConnection().close());
            measure(POOLED + "prepared query", number -> {
                try (Connection pooled = pool.getConnection();
                        PreparedStatement prepared = pooled.prepareStatement(SQL)) {
                    readAll(prepared.executeQuery());
                }
            });
        }
        try (HikariDataSource pool = HikariH2Benchmark.filledPool()) {
            measure(POOLED + "prepared query of H2", number -> HikariH2Benchmark.query(pool, number));
        }
    }

    private static String[] constants() {
        String[] constants = new String[1_000];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = "select id, name, price from product where id = " + i;
        }
        return constants;
    }

    /** The agent adds an interface of its own to the classes that it weaves. */
    private static boolean isWoven(Connection connection) {
        for (Class<?> added : connection.getClass().getInterfaces()) {
            if (added.getSimpleName().startsWith("Querytap")) {
                return true;
            }
        }
        return false;
    }

    private static void readAll(ResultSet result) throws SQLException {
        while (result.next()) {
            result.getInt(1);
        }
        result.close();
    }

    private static void measure(String name, Operation operation) throws SQLException {
        repeat(operation, WARM_UP);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(operation, OPERATIONS);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        System.out.printf(Locale.ROOT, "%s\t%.3f%n", name, (double) bytes / OPERATIONS);
    }

    private static void repeat(Operation operation, int times) throws SQLException {
        for (int number = 0; number < times; number++) {
            operation.run(number);
        }
    }
}
