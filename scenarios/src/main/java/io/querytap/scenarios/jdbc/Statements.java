package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements that are left to the pool to close. */
public final class Statements {
    private static final String SQL = "SELECT count(*) FROM customer";

    @Scenario(gives = 30, times = 20)
    @Finds(Kind.STATEMENT_NOT_CLOSED)
    public long statementLeftOpen(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            PreparedStatement count = connection.prepareStatement(SQL);
            try (ResultSet row = count.executeQuery()) {
                return number(row);
            }
        }
    }

    @Scenario(gives = 30, times = 20, on = Database.POSTGRESQL)
    @Finds(Kind.STATEMENT_NOT_CLOSED)
    public long statementLeftOpenOnPostgresql(Shop shop) throws SQLException {
        return statementLeftOpen(shop);
    }

    @Scenario(gives = 30, times = 4)
    public long statementLeftOpenAFewTimes(Shop shop) throws SQLException {
        return statementLeftOpen(shop);
    }

    /** The statement closes its result. */
    @Scenario(gives = 30, times = 30)
    public long resultLeftToItsStatement(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement count = connection.prepareStatement(SQL)) {
            return number(count.executeQuery());
        }
    }

    /** The result closes its statement. */
    @Scenario(gives = 30, times = 30)
    public long closeOnCompletion(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            PreparedStatement count = connection.prepareStatement(SQL);
            count.closeOnCompletion();
            try (ResultSet row = count.executeQuery()) {
                return number(row);
            }
        }
    }

    private static long number(ResultSet row) throws SQLException {
        long number = 0;
        while (row.next()) {
            number = row.getLong(1);
        }
        return number;
    }
}
