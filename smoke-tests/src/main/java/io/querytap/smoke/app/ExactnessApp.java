package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes a known number of calls of every kind and prints their {@link Truth}: URL, user, password, mode. */
public final class ExactnessApp {
    private ExactnessApp() {}

    public static void main(String[] arguments) throws SQLException {
        String url = arguments[0];
        ConnectionSource source = ConnectionSource.of(arguments[3], url, arguments[1], arguments[2]);
        Truth truth = new Truth();
        // An in-memory database lives as long as it has a connection.
        Connection keeper = source.open();
        for (Calls calls : allCalls(truth, Product.of(url), source)) {
            try (Connection connection = source.open()) {
                calls.make(connection);
            }
        }
        keeper.close();
        source.shutDown();
        System.out.println(truth.toJson());
    }

    private static List<Calls> allCalls(Truth truth, Product product, ConnectionSource source) {
        return List.of(
                new Schema(truth, product, source),
                new StatementCalls(truth, product, source),
                new PreparedCalls(truth, product, source),
                new CallableCalls(truth, product, source),
                new BatchCalls(truth, product, source),
                new ErrorCalls(truth, product, source),
                new TransactionCalls(truth, product, source),
                new ThreadCalls(truth, product, source),
                new RowCalls(truth, product, source));
    }
}
