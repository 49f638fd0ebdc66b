package io.querytap.scenarios.jdbc;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;
import static io.querytap.scenarios.label.Confidence.PROBABLE;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A query for each row of another one, in the ways in which people write it. */
public final class Loops {
    private static final String CUSTOMERS = "SELECT id FROM customer ORDER BY id";
    private static final String TOTAL = "SELECT sum(total) FROM purchase WHERE customer_id = ?";

    @Scenario(gives = 90)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "orders of one customer")
    public long loopOverOpenResult(Shop shop) throws SQLException {
        long orders = 0;
        try (Connection connection = shop.connection();
                PreparedStatement customers = connection.prepareStatement(CUSTOMERS);
                PreparedStatement ofOne = connection.prepareStatement("SELECT id FROM purchase WHERE customer_id = ?");
                ResultSet customer = customers.executeQuery()) {
            while (customer.next()) {
                ofOne.setLong(1, customer.getLong("id"));
                try (ResultSet order = ofOne.executeQuery()) { // <- orders of one customer
                    while (order.next()) {
                        orders++;
                    }
                }
            }
        }
        return orders;
    }

    @Scenario(gives = 90, on = Database.POSTGRESQL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "on a real server", method = "ordersOf")
    public long loopOnPostgresql(Shop shop) throws SQLException {
        long orders = 0;
        try (Connection connection = shop.connection()) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                orders += ordersOf(connection, customer);
            }
        }
        return orders;
    }

    private static long ordersOf(Connection connection, long customer) throws SQLException {
        long orders = 0;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM purchase WHERE customer_id = ?")) {
            statement.setLong(1, customer);
            ResultSet rows = statement.executeQuery(); // <- on a real server
            while (rows.next()) {
                orders++;
            }
        }
        return orders;
    }

    /** Five repeats are enough if they take time. */
    @Scenario(gives = 5, customers = 5)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "five slow ones")
    public long fiveSlowRepeats(Shop shop) throws SQLException {
        long done = 0;
        try (Connection connection = shop.connection();
                PreparedStatement slow =
                        connection.prepareStatement("SELECT name, wait_ms(8) FROM customer WHERE id = ?")) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                slow.setLong(1, customer);
                ResultSet row = slow.executeQuery(); // <- five slow ones
                done += row.next() ? 1 : 0;
            }
        }
        return done;
    }

    /** Twenty repeats are enough however fast they are. */
    @Scenario(gives = 60, customers = 20)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "twenty fast ones")
    public long twentyFastRepeats(Shop shop) throws SQLException {
        long orders = 0;
        try (Connection connection = shop.connection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM purchase WHERE customer_id = ?")) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                count.setLong(1, customer);
                try (ResultSet row = count.executeQuery()) { // <- twenty fast ones
                    row.next();
                    orders += row.getLong(1);
                    row.next();
                }
            }
        }
        return orders;
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "in a lambda")
    public long loopInLambda(Shop shop) throws SQLException {
        List<Long> totals = new ArrayList<>();
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            Jdbc.numbers(connection, CUSTOMERS).forEach(customer -> {
                try {
                    total.setLong(1, customer);
                    ResultSet row = total.executeQuery(); // <- in a lambda
                    row.next();
                    totals.add(row.getLong(1));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return totals.size();
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "in a stream", method = "countryOf")
    public long loopInStream(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, CUSTOMERS).stream()
                    .filter(customer -> customer > 0)
                    .map(customer -> countryOf(connection, customer))
                    .filter(country -> !country.isEmpty())
                    .count();
        }
    }

    private static String countryOf(Connection connection, long customer) {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT c.name FROM country c JOIN customer u ON u.country_id = c.id WHERE u.id = ?")) {
            statement.setLong(1, customer);
            ResultSet row = statement.executeQuery(); // <- in a stream
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a caller knows as an interface. */
    interface CustomerNames {
        String of(long customer) throws SQLException;
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "behind a proxy", method = "nameOf")
    public long loopOverJdkProxy(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            CustomerNames real = customer -> nameOf(connection, customer);
            CustomerNames names = (CustomerNames) Proxy.newProxyInstance(
                    Loops.class.getClassLoader(),
                    new Class<?>[] {CustomerNames.class},
                    (proxy, method, arguments) -> method.invoke(real, arguments));
            long found = 0;
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                found += names.of(customer).isEmpty() ? 0 : 1;
            }
            return found;
        }
    }

    private static String nameOf(Connection connection, long customer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM customer WHERE id = ?")) {
            statement.setLong(1, customer);
            ResultSet row = statement.executeQuery(); // <- behind a proxy
            row.next();
            return row.getString(1);
        }
    }

    /** Values in the text are values too: what is masked stands for the binds. */
    @Scenario(gives = 90)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "a text for each customer")
    @Finds(value = Kind.UNPARAMETERIZED_SQL, confidence = PROBABLE, at = "a text for each customer")
    public long loopWithLiterals(Shop shop) throws SQLException {
        long orders = 0;
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement()) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                String sql = "SELECT id FROM purchase WHERE customer_id = " + customer;
                ResultSet order = statement.executeQuery(sql); // <- a text for each customer
                while (order.next()) {
                    orders++;
                }
            }
        }
        return orders;
    }

    /** The binds come from nowhere, but there are as many as rows were read. */
    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "as many as rows")
    public long rowsMatch(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement byName = connection.prepareStatement("SELECT val FROM setting WHERE name = ?")) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                byName.setString(1, "preference of " + customer * customer);
                ResultSet row = byName.executeQuery(); // <- as many as rows
                found += row.next() ? 0 : 1;
            }
        }
        return found;
    }

    /** Fewer than rows were read, but each bind is one of the values read. */
    @Scenario(gives = 24, customers = 60)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "some of the rows")
    public long provenance(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                if (customer % 5 < 2) {
                    total.setLong(1, customer);
                    ResultSet row = total.executeQuery(); // <- some of the rows
                    found += row.next() ? 1 : 0;
                }
            }
        }
        return found;
    }

    /** A list that came with the request: a loop, but no query led to it. */
    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = PROBABLE, unprovable = true, at = "from the request")
    public long idsFromRequest(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (long customer = 1; customer <= 30; customer++) {
                total.setLong(1, customer);
                ResultSet row = total.executeQuery(); // <- from the request
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }

    /** Nulls have nothing to be looked up, and what comes twice is remembered. */
    @Scenario(gives = 25, customers = 60, countries = 25)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "each country once")
    public long rememberedLookUps(Shop shop) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        try (Connection connection = shop.connection();
                PreparedStatement country = connection.prepareStatement("SELECT name FROM country WHERE id = ?")) {
            for (long id : Jdbc.numbers(connection, "SELECT country_id FROM customer ORDER BY id")) {
                if (!names.containsKey(id)) {
                    country.setLong(1, id);
                    ResultSet row = country.executeQuery(); // <- each country once
                    names.put(id, row.next() ? row.getString(1) : "");
                }
            }
        }
        return names.size();
    }

    /** Orders of each customer, lines of each order. */
    @Scenario(gives = 60, customers = 10)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "first level", method = "ordersByLoop")
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "second level", method = "linesOf")
    public long twoLevels(Shop shop) throws SQLException {
        long lines = 0;
        try (Connection connection = shop.connection()) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                for (long order : ordersByLoop(connection, customer)) {
                    lines += linesOf(connection, order);
                }
            }
        }
        return lines;
    }

    private static List<Long> ordersByLoop(Connection connection, long customer) throws SQLException {
        List<Long> orders = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, wait_ms(1) FROM purchase WHERE customer_id = ?")) {
            statement.setLong(1, customer);
            ResultSet rows = statement.executeQuery(); // <- first level
            while (rows.next()) {
                orders.add(rows.getLong(1));
            }
        }
        return orders;
    }

    private static long linesOf(Connection connection, long order) throws SQLException {
        long lines = 0;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT amount FROM line WHERE purchase_id = ?")) {
            statement.setLong(1, order);
            ResultSet rows = statement.executeQuery(); // <- second level
            while (rows.next()) {
                lines += rows.getInt(1);
            }
        }
        return lines;
    }

    /** Two look-ups for each row of one result are one finding. */
    @Scenario(gives = 60)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED)
    public long twoLookUpsPerRow(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL);
                PreparedStatement name = connection.prepareStatement("SELECT name FROM customer WHERE id = ?")) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                total.setLong(1, customer);
                ResultSet sum = total.executeQuery();
                found += sum.next() ? 1 : 0;
                name.setLong(1, customer);
                ResultSet named = name.executeQuery();
                found += named.next() ? 1 : 0;
            }
        }
        return found;
    }

    /** Other statements and pauses between the repeats do not end a loop. */
    @Scenario(gives = 24, customers = 24)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "between other work")
    public long loopBetweenOtherWork(Shop shop) throws SQLException, InterruptedException {
        long found = 0;
        for (long customer : customers(shop)) {
            try (Connection connection = shop.connection();
                    PreparedStatement total = connection.prepareStatement(TOTAL)) {
                total.setLong(1, customer);
                ResultSet row = total.executeQuery(); // <- between other work
                found += row.next() ? 1 : 0;
                Jdbc.numbers(connection, "SELECT count(*) AS c" + customer + " FROM setting");
            }
            Thread.sleep(3);
        }
        return found;
    }

    private static List<Long> customers(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, CUSTOMERS);
        }
    }

    /** No method is named and no task runs: what there is, is the time for which a connection is borrowed. */
    @Scenario(gives = 30, unit = Unit.LEASE)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "in a lease")
    public long loopInLease(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                total.setLong(1, customer);
                ResultSet row = total.executeQuery(); // <- in a lease
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }

    /** Every request has its own loop; they are one finding. */
    @Scenario(gives = 30, times = 12)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "in every request")
    public long loopInEveryRequest(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            connection.setAutoCommit(false);
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                total.setLong(1, customer);
                ResultSet row = total.executeQuery(); // <- in every request
                found += row.next() ? 1 : 0;
            }
            connection.commit();
        }
        return found;
    }

    /** Two columns name the row. */
    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "by two columns")
    public long loopByTwoColumns(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement active =
                        connection.prepareStatement("SELECT 1 FROM customer WHERE id = ? AND state = ?")) {
            for (long customer : Jdbc.numbers(connection, CUSTOMERS)) {
                active.setLong(1, customer);
                active.setString(2, "active");
                ResultSet row = active.executeQuery(); // <- by two columns
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }
}
