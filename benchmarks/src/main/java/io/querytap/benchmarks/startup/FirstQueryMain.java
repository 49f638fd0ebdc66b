package io.querytap.benchmarks.startup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Connects to H2 in memory and makes one query: the first classes of a driver are loaded, and woven. */
public final class FirstQueryMain {
    private FirstQueryMain() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:startup");
                PreparedStatement statement = connection.prepareStatement("select 1");
                ResultSet result = statement.executeQuery()) {
            result.next();
            System.out.println(result.getInt(1));
        }
    }
}
