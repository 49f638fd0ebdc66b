package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements that take long, and statements that take longer than they did. */
public final class Durations {
    /** With the calls below, twenty seconds and more before and after the change: two of the shortest windows. */
    private static final int PACE_MILLIS = 100;

    private static final int FAST_CALLS = 220;

    private int call;

    @Scenario(gives = 1, times = 4, group = Group.SLOW)
    @Finds(value = Kind.SLOW_QUERY, at = "six tenths of a second", method = "slow")
    public long slowQueries(Shop shop) throws SQLException {
        return slow(shop, 600);
    }

    @Scenario(gives = 1, times = 4, group = Group.SLOW, on = Database.POSTGRESQL)
    @Finds(value = Kind.SLOW_QUERY, at = "six tenths of a second", method = "slow")
    public long slowQueriesOnPostgresql(Shop shop) throws SQLException {
        return slow(shop, 600);
    }

    /** Exactly as many as it takes. */
    @Scenario(gives = 1, times = 3, group = Group.SLOW)
    @Finds(value = Kind.SLOW_QUERY, at = "six tenths of a second", method = "slow")
    public long threeSlowQueries(Shop shop) throws SQLException {
        return slow(shop, 530);
    }

    /** So slow that one is enough. */
    @Scenario(gives = 1, group = Group.SLOW)
    @Finds(value = Kind.SLOW_QUERY, at = "six tenths of a second", method = "slow")
    public long oneVerySlowQuery(Shop shop) throws SQLException {
        return slow(shop, 5_300);
    }

    /** One slow execution is a pause of the collector, a cold cache, anything. */
    @Scenario(gives = 1, group = Group.SLOW)
    public long oneSlowQuery(Shop shop) throws SQLException {
        return slow(shop, 800);
    }

    /** Two of them as well. */
    @Scenario(gives = 1, times = 2, group = Group.SLOW)
    public long twoSlowQueries(Shop shop) throws SQLException {
        return slow(shop, 800);
    }

    @Scenario(gives = 1, times = 20, group = Group.SLOW)
    public long notSoSlowQueries(Shop shop) throws SQLException {
        return slow(shop, 120);
    }

    /** Three of two hundred: nearly all are fast. */
    @Scenario(gives = 1, times = 200, group = Group.SLOW)
    public long seldomSlowQueries(Shop shop) throws SQLException {
        return slow(shop, call++ % 66 == 65 ? 700 : 2);
    }

    private static long slow(Shop shop, int millis) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement wait = connection.prepareStatement("SELECT wait_ms(?)")) {
            wait.setInt(1, millis);
            ResultSet row = wait.executeQuery(); // <- six tenths of a second
            return row.next() && row.getInt(1) == millis ? 1 : 0;
        }
    }

    @Scenario(gives = 1, times = 310, group = Group.SLOW)
    @Finds(Kind.QUERY_REGRESSION)
    public long slowerAndSlower(Shop shop) throws SQLException, InterruptedException {
        return paced(shop, 5, 180);
    }

    /** Eight times slower and still nobody's business. */
    @Scenario(gives = 1, times = 400, group = Group.SLOW)
    public long slowerButFast(Shop shop) throws SQLException, InterruptedException {
        return paced(shop, 4, 32);
    }

    @Scenario(gives = 1, times = 90, group = Group.SLOW)
    public long alwaysTheSame(Shop shop) throws SQLException, InterruptedException {
        return paced(shop, 150, 150);
    }

    private long paced(Shop shop, int before, int after) throws SQLException, InterruptedException {
        Thread.sleep(PACE_MILLIS);
        return slow(shop, call++ < FAST_CALLS ? before : after);
    }

    /** The result grows with the table. */
    @Scenario(gives = 1, times = 285, events = 150, group = Group.SLOW)
    @Finds(Kind.MISSING_PAGINATION)
    public long growingResult(Shop shop) throws SQLException, InterruptedException {
        if (call++ == FAST_CALLS) {
            grow(shop);
        }
        Thread.sleep(call < FAST_CALLS ? PACE_MILLIS : 4 * PACE_MILLIS);
        try (Connection connection = shop.connection()) {
            int events = Jdbc.numbers(connection, "SELECT id FROM event").size();
            return events == (call <= FAST_CALLS ? 150 : 750) ? 1 : 0;
        }
    }

    private static void grow(Shop shop) throws SQLException {
        try (Connection connection = shop.ownConnection()) {
            Jdbc.update(connection, "INSERT INTO event SELECT x + 1000, 'event ' || x, 1 FROM system_range(1, ?)", 600);
        }
    }
}
