package io.querytap.scenarios.leak;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Values as binds, literals and rows, in errors, comments and URLs, in statements that end up in findings. */
public final class Planted {
    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "planted binds")
    public long plantedBindsAndRows(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement byName = connection.prepareStatement("SELECT id FROM customer WHERE name = ?")) {
            Jdbc.update(connection, "UPDATE customer SET name = ? || id", Marker.TEXT);
            for (String name : names(connection)) {
                byName.setString(1, name);
                ResultSet row = byName.executeQuery(); // <- planted binds
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement all = connection.prepareStatement("SELECT name FROM customer ORDER BY id");
                ResultSet row = all.executeQuery()) {
            while (row.next()) {
                names.add(row.getString("name"));
            }
        }
        return names;
    }

    @Scenario(gives = 30, on = Database.POSTGRESQL)
    @Finds(value = Kind.WRITE_LOOP, at = "planted rows")
    public long plantedWrites(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement memo = connection.prepareStatement("INSERT INTO memo (id, body) VALUES (?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 30; i++) {
                memo.setLong(1, Marker.NUMBER + i);
                memo.setString(2, Marker.TEXT);
                written += memo.executeUpdate(); // <- planted rows
            }
            connection.commit();
        }
        return written;
    }

    @Scenario(gives = 8)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "planted literals")
    public long plantedLiterals(Shop shop) throws SQLException {
        String sql = "SELECT count(*) /* of " + Marker.TEXT + " */ FROM customer WHERE name = '" + Marker.TEXT
                + "' OR id = " + Marker.NUMBER + " OR id > " + Marker.DECIMAL + " -- " + Marker.TEXT;
        long counts = 0;
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 8; i++) {
                ResultSet row = statement.executeQuery(sql); // <- planted literals
                counts += row.next() && row.getLong(1) == 0 ? 1 : 0;
            }
        }
        return counts;
    }

    /** The server's messages quote most of what they reject. */
    @Scenario(gives = 4, on = Database.POSTGRESQL)
    public long plantedErrors(Shop shop) throws SQLException {
        long failed = 0;
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement()) {
            failed += fails(statement, "SELECT '" + Marker.TEXT + "'::int");
            failed += fails(statement, "SELECT name FROM customer WHERE id = '" + Marker.TEXT + "' AND");
            failed += fails(statement, "SELECT '" + Marker.TEXT);
            statement.executeUpdate("INSERT INTO setting VALUES ('" + Marker.TEXT + "', '" + Marker.NUMBER + "')");
            failed += fails(statement, "INSERT INTO setting VALUES ('" + Marker.TEXT + "', '')");
        }
        return failed;
    }

    private static int fails(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return 0;
        } catch (SQLException expected) {
            return 1;
        }
    }

    @Scenario(gives = 1)
    public long plantedPassword(Shop shop) throws SQLException {
        String url = "jdbc:h2:mem:planted_password_shard1;USER=keeper;PASSWORD=" + Marker.PASSWORD;
        try (Connection connection = DriverManager.getConnection(url)) {
            return Jdbc.number(connection, "SELECT 1");
        }
    }
}
