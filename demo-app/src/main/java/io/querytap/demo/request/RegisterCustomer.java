package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A new customer; every fifth comes with an address that is taken, which only the unique key notices. */
final class RegisterCustomer implements ShopRequest {

    private static final int TAKEN_EVERY = 5;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Shop shop;

    RegisterCustomer(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        boolean taken = number % TAKEN_EVERY == TAKEN_EVERY - 1;
        String email = taken ? SampleData.customerEmail(number) : "new" + number + "@shop.example";
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into customer (email, name) values (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            statement.setString(1, email);
            statement.setString(2, "New customer " + number);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return keys.next() ? Outcome.SERVED : Outcome.REFUSED;
            }
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return Outcome.REFUSED;
            }
            throw e;
        }
    }
}
