package io.querytap.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an application does: takes a connection from HikariCP, prepares a query by primary key, sets its parameter, reads one
 * row and gives everything back. H2 in memory. One operation is all of that.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar hot --benchmarks HikariH2}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class HikariH2Benchmark {
    private static final int PRODUCTS = 1_024;

    private HikariDataSource pool;

    @Setup
    public void open() throws SQLException {
        pool = filledPool();
        System.gc(); // connections live long: in an application they are in the old generation, where stores cost more
    }

    static HikariDataSource filledPool() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:benchmark");
        config.setMaximumPoolSize(4);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table product (id int primary key, price int)");
            statement.execute("insert into product select x - 1, x * 7 from system_range(1, " + PRODUCTS + ")");
        }
        return pool;
    }

    @TearDown
    public void close() {
        pool.close();
    }

    /** Which product a thread asks for next. */
    @State(Scope.Thread)
    public static class Cursor {
        private int next;

        int next() {
            return next++;
        }
    }

    @Benchmark
    public int query(Cursor cursor, ThreadCost cost) throws SQLException {
        cost.operation();
        return query(pool, cursor.next());
    }

    static int query(HikariDataSource pool, int number) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("select price from product where id = ?")) {
            statement.setInt(1, number & (PRODUCTS - 1));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
