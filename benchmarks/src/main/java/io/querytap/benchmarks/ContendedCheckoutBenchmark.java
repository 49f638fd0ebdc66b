package io.querytap.benchmarks;

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
import org.openjdk.jmh.infra.Blackhole;

/**
 * The same as {@link CheckoutBenchmark} by several threads that keep the connection while they work for some microseconds: from a pool
 * that has less connections than there are threads, and from one that has more.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar hot --benchmarks Contended --agents otlp,peer-pool}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContendedCheckoutBenchmark {
    /** Work of about two microseconds. */
    private static final int TOKENS = 1_000;

    /** Less connections than threads. */
    @State(Scope.Benchmark)
    public static class Two {
        private HikariDataSource pool;

        @Setup
        public void open() throws SQLException {
            pool = CheckoutBenchmark.stubPool(2);
            pool.getConnection().close();
        }

        @TearDown
        public void close() {
            pool.close();
        }
    }

    /** More connections than threads. */
    @State(Scope.Benchmark)
    public static class Eight {
        private HikariDataSource pool;

        @Setup
        public void open() throws SQLException {
            pool = CheckoutBenchmark.stubPool(8);
            pool.getConnection().close();
        }

        @TearDown
        public void close() {
            pool.close();
        }
    }

    @Benchmark
    public boolean poolOfTwo(Two two, ThreadCost cost) throws SQLException {
        return checkout(two.pool, cost);
    }

    @Benchmark
    public boolean poolOfEight(Eight eight, ThreadCost cost) throws SQLException {
        return checkout(eight.pool, cost);
    }

    private static boolean checkout(HikariDataSource pool, ThreadCost cost) throws SQLException {
        cost.operation();
        try (Connection connection = pool.getConnection()) {
            Blackhole.consumeCPU(TOKENS);
            return connection.isClosed();
        }
    }
}
