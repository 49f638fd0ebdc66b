package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes five queries of three rows each and ends as told: a JDBC URL or {@code no-jdbc}, then {@code return}, {@code exit} (with
 * code 3), {@code linger} (for two seconds) or {@code wait} (for a signal).
 */
public final class ShortApp {
    /** The query, for those who look for it in the report. */
    public static final String QUERY = "SELECT id AS short_app FROM item";

    /** How often it runs. */
    public static final int QUERIES = 5;

    private ShortApp() {}

    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].equals("no-jdbc")) {
            System.out.println("rows " + queries(arguments[0]));
        }
        System.out.println("ready");
        end(arguments.length > 1 ? arguments[1] : "return");
    }

    private static int queries(String url) throws SQLException {
        int rows = 0;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id INTEGER PRIMARY KEY)");
            statement.execute("INSERT INTO item VALUES (1), (2), (3)");
            for (int i = 0; i < QUERIES; i++) {
                try (ResultSet result = statement.executeQuery(QUERY)) {
                    while (result.next()) {
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    private static void end(String how) throws InterruptedException {
        switch (how) {
            case "exit":
                System.exit(3);
                break;
            case "linger":
                Thread.sleep(2_000);
                System.out.println("done");
                break;
            case "wait":
                Thread.sleep(600_000);
                break;
            default:
                System.out.println("done");
        }
    }
}
