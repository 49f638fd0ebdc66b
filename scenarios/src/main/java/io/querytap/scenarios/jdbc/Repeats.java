package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The same question more than once in one request. */
public final class Repeats {
    private static final String COUNTRY = "SELECT name FROM country WHERE id = ?";

    @Scenario(gives = 10)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "ten times the same")
    public long tenTimesTheSame(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement country = connection.prepareStatement(COUNTRY)) {
            for (int i = 0; i < 10; i++) {
                country.setLong(1, 7);
                ResultSet row = country.executeQuery(); // <- ten times the same
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }

    /** Three are enough; it does not matter that other statements ran in between. */
    @Scenario(gives = 3)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "three times the same", method = "seventhCountry")
    public long threeTimesTheSame(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection()) {
            found += seventhCountry(connection);
            Jdbc.number(connection, "SELECT count(*) FROM product");
            found += seventhCountry(connection);
            Jdbc.update(connection, "UPDATE product SET stock = stock - 1 WHERE id = ?", 3);
            found += seventhCountry(connection);
        }
        return found;
    }

    private static int seventhCountry(Connection connection) throws SQLException {
        try (PreparedStatement country = connection.prepareStatement(COUNTRY)) {
            country.setLong(1, 7);
            ResultSet row = country.executeQuery(); // <- three times the same
            return row.next() ? 1 : 0;
        }
    }

    /** Without any value, in a lease of its own each time. */
    @Scenario(gives = 6, times = 4)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "without a value")
    public long sameCountInEveryLease(Shop shop) throws SQLException {
        long found = 0;
        for (int i = 0; i < 6; i++) {
            try (Connection connection = shop.connection();
                    PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM customer")) {
                ResultSet row = count.executeQuery(); // <- without a value
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }

    @Scenario(gives = 2, times = 10)
    public long twiceTheSame(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection()) {
            for (int i = 0; i < 2; i++) {
                found += seventhCountry(connection);
            }
        }
        return found;
    }

    /** Asked again because it has been changed. */
    @Scenario(gives = 5, times = 3)
    public long readAfterEachWrite(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 4; i++) {
                found += Jdbc.numbers(connection, "SELECT stock FROM product WHERE id = ?", 3)
                        .size();
                Jdbc.update(connection, "UPDATE product SET stock = ? WHERE id = ?", 100 + i, 3);
            }
            found += Jdbc.numbers(connection, "SELECT stock FROM product WHERE id = ?", 3)
                    .size();
            connection.commit();
        }
        return found;
    }

    /** Failed, and tried again until it worked. */
    @Scenario(gives = 6)
    public long retriesAfterErrors(Shop shop) throws SQLException, InterruptedException {
        try (Connection connection = shop.connection();
                PreparedStatement flaky = connection.prepareStatement("SELECT fail_first(?, 5)")) {
            for (int attempt = 1; ; attempt++) {
                flaky.setString(1, "retries");
                try (ResultSet row = flaky.executeQuery()) {
                    row.next();
                    return row.getInt(1) == attempt ? attempt : 0;
                } catch (SQLException e) {
                    if (attempt == 6) {
                        throw e;
                    }
                    Thread.sleep(5);
                }
            }
        }
    }

    /** The same question in each of twenty requests. */
    @Scenario(gives = 1, times = 20)
    public long onceInEachRequest(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return seventhCountry(connection);
        }
    }
}
