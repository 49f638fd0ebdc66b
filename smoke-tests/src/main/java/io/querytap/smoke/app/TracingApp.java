package io.querytap.smoke.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Has an OpenTelemetry SDK of its own and no other agent: does the same for each of some requests, a select and one more for each of its
 * rows, and prints the trace and span ids of its requests. Arguments: URL, user and password of an empty database.
 */
public final class TracingApp {
    private static final int REQUESTS = 8;
    private static final int ORDERS = 25;

    private TracingApp() {}

    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        try (HikariDataSource pool = new HikariDataSource(config);
                SdkTracerProvider traces = SdkTracerProvider.builder().build()) {
            prepare(pool);
            Tracer tracer = traces.get("tracing-app");
            int rows = 0;
            for (int i = 0; i < REQUESTS; i++) {
                Span span = tracer.spanBuilder("GET /orders").startSpan();
                System.out.println("span " + span.getSpanContext().getTraceId() + ' '
                        + span.getSpanContext().getSpanId());
                try (Scope current = span.makeCurrent()) {
                    rows += current == Scope.noop() ? -1 : request(pool);
                } finally {
                    span.end();
                }
            }
            System.out.println("rows " + rows);
        }
    }

    private static void prepare(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
            statement.execute("CREATE TABLE item (order_id INTEGER, name VARCHAR(20))");
            for (int i = 0; i < ORDERS; i++) {
                statement.addBatch("INSERT INTO orders VALUES (" + i + ")");
                statement.addBatch("INSERT INTO item VALUES (" + i + ", 'thing')");
            }
            statement.executeBatch();
        }
    }

    private static int request(DataSource pool) throws SQLException {
        int rows = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement orders = connection.prepareStatement("SELECT id FROM orders");
                ResultSet ids = orders.executeQuery()) {
            List<Integer> all = new ArrayList<>();
            while (ids.next()) {
                all.add(ids.getInt(1));
            }
            for (int id : all) {
                rows += items(connection, id);
            }
        }
        return rows;
    }

    private static int items(Connection connection, int order) throws SQLException {
        int rows = 0;
        try (PreparedStatement items = connection.prepareStatement("SELECT name FROM item WHERE order_id = ?")) {
            items.setInt(1, order);
            try (ResultSet names = items.executeQuery()) {
                while (names.next()) {
                    rows++;
                }
            }
        }
        return rows;
    }
}
