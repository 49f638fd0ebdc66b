package io.querytap.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
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
 * Queries on a driver that does nothing. One operation is one query: execute, read, close the result. Each thread has its own
 * connection; all run the same SQL.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar hot --benchmarks StubQuery}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class StubQueryBenchmark {
    private static final String SQL = "select id, name, price from product where id = ?";
    private static final int MANY_ROWS = 100;
    private static final int UNITS_PASSED = 200;

    private Connection oneRow;
    private Connection manyRows;
    private Connection freshObjects;
    private PreparedStatement query;
    private PreparedStatement manyRowsQuery;
    private Statement statement;
    private int parameter;

    @Setup
    public void connect() throws SQLException {
        passFirstUnits();
        oneRow = open("jdbc:stub:1");
        manyRows = open("jdbc:stub:" + MANY_ROWS);
        freshObjects = open("jdbc:stub:1:fresh");
        query = oneRow.prepareStatement(SQL);
        manyRowsQuery = manyRows.prepareStatement(SQL);
        statement = oneRow.createStatement();
        readOne(query.executeQuery());
        readOne(manyRowsQuery.executeQuery());
        readOne(statement.executeQuery(SQL));
        System.gc(); // connections live long: in an application they are in the old generation, where stores cost more
    }

    /** The first units of work of a JVM are followed value by value; what is measured here are the others. */
    private static void passFirstUnits() throws SQLException {
        for (int i = 0; i < UNITS_PASSED; i++) {
            try (Connection connection = open("jdbc:stub:1");
                    PreparedStatement prepared = connection.prepareStatement(SQL)) {
                readOne(prepared.executeQuery());
            }
        }
    }

    private static Connection open(String url) {
        return new StubDriver().connect(url, new Properties());
    }

    @TearDown
    public void disconnect() throws SQLException {
        oneRow.close();
        manyRows.close();
        freshObjects.close();
    }

    /** A prepared query of one row. */
    @Benchmark
    public boolean prepared(ThreadCost cost) throws SQLException {
        cost.operation();
        return readOne(query.executeQuery());
    }

    /** The same with one parameter, another value each time. */
    @Benchmark
    public boolean preparedWithParameter(ThreadCost cost) throws SQLException {
        cost.operation();
        query.setInt(1, parameter++);
        return readOne(query.executeQuery());
    }

    /** SQL without parameters, given to a statement. */
    @Benchmark
    public boolean statement(ThreadCost cost) throws SQLException {
        cost.operation();
        return readOne(statement.executeQuery(SQL));
    }

    /** Prepared, executed and closed each time; statement and result set are new objects. */
    @Benchmark
    public boolean prepareEachTime(ThreadCost cost) throws SQLException {
        cost.operation();
        try (PreparedStatement fresh = freshObjects.prepareStatement(SQL)) {
            fresh.setInt(1, parameter++);
            return readOne(fresh.executeQuery());
        }
    }

    /** A prepared query of which a hundred rows are read to the end. */
    @Benchmark
    public int hundredRows(ThreadCost cost) throws SQLException {
        cost.operation();
        int sum = 0;
        try (ResultSet result = manyRowsQuery.executeQuery()) {
            while (result.next()) {
                sum += result.getInt(1);
            }
        }
        return sum;
    }

    /** The same with three columns read of each row. */
    @Benchmark
    public long hundredRowsOfThreeColumns(ThreadCost cost) throws SQLException {
        cost.operation();
        long sum = 0;
        try (ResultSet result = manyRowsQuery.executeQuery()) {
            while (result.next()) {
                sum += result.getLong(1) + result.getString(2).length() + result.getInt(3);
            }
        }
        return sum;
    }

    private static boolean readOne(ResultSet result) throws SQLException {
        boolean found = result.next();
        result.close();
        return found;
    }
}
