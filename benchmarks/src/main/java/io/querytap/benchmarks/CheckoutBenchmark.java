package io.querytap.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import stubdriver.StubDriver;

/**
 * One operation takes a connection from HikariCP and gives it back; the connections are those of the stub driver, and there is
 * always one free.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar hot --benchmarks Checkout}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CheckoutBenchmark {
    static final int CONNECTIONS = 4;

    private HikariDataSource pool;

    @Setup
    public void open() throws SQLException {
        pool = stubPool(CONNECTIONS);
        pool.getConnection().close();
        System.gc(); // connections live long: in an application they are in the old generation, where stores cost more
    }

    static HikariDataSource stubPool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(StubDriver.class.getName());
        config.setJdbcUrl("jdbc:stub:1");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    @TearDown
    public void close() {
        pool.close();
    }

    @Benchmark
    public boolean checkout(ThreadCost cost) throws SQLException {
        cost.operation();
        try (Connection connection = pool.getConnection()) {
            return connection.isClosed();
        }
    }
}
