package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How much of a result is fetched, and how much of that is read. */
public final class Results {
    private static final String EVENTS = "SELECT id, name, grade FROM event";

    private int call;

    @Scenario(gives = 2_500, events = 2_500, times = 3)
    @Finds(Kind.LARGE_RESULT)
    @Finds(Kind.MISSING_PAGINATION)
    public long wholeTable(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(EVENTS)) {
            return Jdbc.rows(all);
        }
    }

    /** Exactly as many rows as it takes. */
    @Scenario(gives = 1_000, events = 1_000, times = 3)
    @Finds(Kind.LARGE_RESULT)
    @Finds(Kind.MISSING_PAGINATION)
    public long thousandRows(Shop shop) throws SQLException {
        return wholeTable(shop);
    }

    /** Large, but somebody has thought of how large. */
    @Scenario(gives = 1_500, events = 2_500, times = 3)
    @Finds(Kind.LARGE_RESULT)
    public long largePage(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement page = connection.prepareStatement(EVENTS + " ORDER BY id LIMIT 1500")) {
            return Jdbc.rows(page);
        }
    }

    @Scenario(gives = 1_500, events = 2_500, times = 3)
    @Finds(Kind.LARGE_RESULT)
    public long largeByMaxRows(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(EVENTS)) {
            all.setMaxRows(1_500);
            return Jdbc.rows(all);
        }
    }

    /** A fetch size is set, but with autocommit the driver fetches everything at once all the same. */
    @Scenario(gives = 3_000, events = 3_000, times = 3, on = Database.POSTGRESQL)
    @Finds(Kind.LARGE_RESULT)
    @Finds(Kind.MISSING_PAGINATION)
    @Finds(Kind.MISSING_FETCH_SIZE)
    public long fetchSizeWithAutocommit(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(EVENTS)) {
            all.setFetchSize(100);
            return Jdbc.rows(all);
        }
    }

    @Scenario(gives = 3_000, events = 3_000, times = 3, on = Database.POSTGRESQL)
    @Finds(Kind.LARGE_RESULT)
    @Finds(Kind.MISSING_PAGINATION)
    @Finds(Kind.MISSING_FETCH_SIZE)
    public long noFetchSize(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(EVENTS)) {
            connection.setAutoCommit(false);
            long rows = Jdbc.rows(all);
            connection.commit();
            return rows;
        }
    }

    /** Everything that the driver needs in order to fetch in portions: still large, but not because of the driver. */
    @Scenario(gives = 3_000, events = 3_000, times = 3, on = Database.POSTGRESQL)
    @Finds(Kind.LARGE_RESULT)
    @Finds(Kind.MISSING_PAGINATION)
    public long streamedWholeTable(Shop shop) throws SQLException {
        return streamed(shop, EVENTS);
    }

    @Scenario(gives = 800, events = 800, times = 5, on = Database.POSTGRESQL)
    public long streamedSmallTable(Shop shop) throws SQLException {
        return streamed(shop, EVENTS);
    }

    private static long streamed(Shop shop, String sql) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            all.setFetchSize(100);
            long rows = Jdbc.rows(all);
            connection.commit();
            return rows;
        }
    }

    /** An ordinary report. */
    @Scenario(gives = 800, events = 800, times = 5)
    public long ordinaryReport(Shop shop) throws SQLException {
        return wholeTable(shop);
    }

    @Scenario(gives = 3, times = 40)
    @Finds(Kind.EARLY_CLOSE)
    public long firstThreeOfAll(Shop shop) throws SQLException {
        return firstThree(shop, "SELECT id, name FROM product ORDER BY price");
    }

    @Scenario(gives = 3, times = 40, on = Database.POSTGRESQL)
    @Finds(Kind.EARLY_CLOSE)
    public long firstThreeOnPostgresql(Shop shop) throws SQLException {
        return firstThree(shop, "SELECT id, name FROM product ORDER BY price");
    }

    /** The database knows that three are enough. */
    @Scenario(gives = 3, times = 40)
    public long firstThreeOfFew(Shop shop) throws SQLException {
        return firstThree(shop, "SELECT id, name FROM product ORDER BY price FETCH FIRST 4 ROWS ONLY");
    }

    private static long firstThree(Shop shop, String sql) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement cheapest = connection.prepareStatement(sql);
                ResultSet row = cheapest.executeQuery()) {
            int read = 0;
            while (read < 3 && row.next()) {
                read += row.getLong(1) > 0 && !row.getString(2).isEmpty() ? 1 : 0;
            }
            return read;
        }
    }

    /** Six times is not a habit yet. */
    @Scenario(gives = 3, times = 6)
    public long firstThreeAFewTimes(Shop shop) throws SQLException {
        return firstThree(shop, "SELECT id, name FROM product ORDER BY price");
    }

    /** Every second time all rows are needed. */
    @Scenario(gives = 1, times = 40)
    public long closedEarlyEverySecondTime(Shop shop) throws SQLException {
        String sql = "SELECT id, name FROM product ORDER BY price";
        if (call++ % 2 == 0) {
            return firstThree(shop, sql) / 3;
        }
        try (Connection connection = shop.connection();
                PreparedStatement all = connection.prepareStatement(sql)) {
            return Jdbc.rows(all) / 200;
        }
    }

    @Scenario(gives = 1, times = 40)
    @Finds(Kind.UNREAD_RESULT)
    public long resultNobodyReads(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement count = connection.prepareStatement("SELECT name FROM customer WHERE state = ?")) {
            count.setString(1, "active");
            ResultSet rows = count.executeQuery();
            rows.close();
            return rows.isClosed() ? 1 : 0;
        }
    }

    /** {@code next()} alone is a question, and a fair one. */
    @Scenario(gives = 1, times = 40)
    public long existence(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement any =
                        connection.prepareStatement("SELECT 1 FROM purchase WHERE customer_id = ? LIMIT 1")) {
            any.setLong(1, 1 + call++ % 30);
            try (ResultSet row = any.executeQuery()) {
                return row.next() ? 1 : 0;
            }
        }
    }

    @Scenario(gives = 1, times = 40)
    public long emptyResults(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement none = connection.prepareStatement("SELECT id FROM customer WHERE name = ?")) {
            none.setString(1, "nobody " + call++);
            try (ResultSet row = none.executeQuery()) {
                return row.next() ? 0 : 1;
            }
        }
    }

    /** Six columns, one of them long, for one that is read. */
    @Scenario(gives = 1, times = 130)
    @Finds(Kind.UNREAD_COLUMNS)
    public long everythingForTheName(Shop shop) throws SQLException {
        return named(shop, "SELECT * FROM product WHERE id = ?", "name");
    }

    /** Most columns are read; the one that is not is the long one. */
    @Scenario(gives = 1, times = 130)
    @Finds(Kind.UNREAD_COLUMNS)
    public long unreadLongColumn(Shop shop) throws SQLException {
        return named(
                shop, "SELECT name, price, stock, description FROM product WHERE id = ?", "name", "price", "stock");
    }

    @Scenario(gives = 1, times = 130, on = Database.POSTGRESQL)
    @Finds(Kind.UNREAD_COLUMNS)
    public long unreadColumnsOnPostgresql(Shop shop) throws SQLException {
        return named(shop, "SELECT id, name, price, stock, weight FROM product WHERE id = ?", "name");
    }

    /** One short column of five. */
    @Scenario(gives = 1, times = 130)
    public long oneUnreadColumn(Shop shop) throws SQLException {
        return named(
                shop,
                "SELECT id, name, price, stock, weight FROM product WHERE id = ?",
                "id",
                "name",
                "price",
                "stock");
    }

    /** Too few to know that the others are never read. */
    @Scenario(gives = 1, times = 40)
    public long unreadColumnsAFewTimes(Shop shop) throws SQLException {
        return named(shop, "SELECT id, name, price, stock, weight FROM product WHERE id = ?", "name");
    }

    /** All columns, all read. */
    @Scenario(gives = 1, times = 130)
    public long everythingRead(Shop shop) throws SQLException {
        return named(
                shop, "SELECT * FROM product WHERE id = ?", "id", "name", "price", "stock", "weight", "description");
    }

    private long named(Shop shop, String sql, String... columns) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement product = connection.prepareStatement(sql)) {
            product.setLong(1, 1 + call++);
            try (ResultSet row = product.executeQuery()) {
                long rows = 0;
                while (row.next()) {
                    for (String column : columns) {
                        rows += row.getString(column).isEmpty() ? 1_000 : 0;
                    }
                    rows++;
                }
                return rows;
            }
        }
    }

    @Scenario(gives = 20, events = 30_000, times = 3)
    @Finds(Kind.DEEP_OFFSET)
    public long deepOffsetInText(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM event ORDER BY id LIMIT 20 OFFSET 20000")) {
            long read = 0;
            while (rows.next()) {
                read++;
            }
            return read;
        }
    }

    @Scenario(gives = 20, events = 30_000, times = 3)
    @Finds(Kind.DEEP_OFFSET)
    public long deepOffsetBound(Shop shop) throws SQLException {
        return page(shop, "SELECT id FROM event ORDER BY id LIMIT 20 OFFSET ?", 15_000 + 20 * call++);
    }

    @Scenario(gives = 20, events = 30_000, times = 3, on = Database.POSTGRESQL)
    @Finds(Kind.DEEP_OFFSET)
    public long deepOffsetInRows(Shop shop) throws SQLException {
        return page(
                shop, "SELECT id FROM event ORDER BY id OFFSET ? ROWS FETCH NEXT 20 ROWS ONLY", 10_000 + 20 * call++);
    }

    /**
     * Not so deep, but each page takes longer than the one before: each row that is skipped is compared first. (What is only selected H2 does
     * not compute for a row that it skips.) The pages are turned four times, for the first ones take long while the JVM is new, whatever
     * their offsets, and the agent forgets these.
     */
    @Scenario(gives = 1, events = 4_000, times = 160)
    @Finds(Kind.DEEP_OFFSET)
    public long offsetsThatGrow(Shop shop) throws SQLException {
        int offset = 90 * (call++ % 40);
        return page(
                shop, "SELECT id FROM event WHERE length(repeat(name, 200)) > 0 ORDER BY id LIMIT 1 OFFSET ?", offset);
    }

    private static long page(Shop shop, String sql, int offset) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement page = connection.prepareStatement(sql)) {
            page.setInt(1, offset);
            return Jdbc.rows(page);
        }
    }

    @Scenario(gives = 20, events = 3_000, times = 10)
    public long shallowOffset(Shop shop) throws SQLException {
        return page(shop, "SELECT id FROM event ORDER BY id LIMIT 20 OFFSET ?", 50 * call++);
    }

    /** Deeper than a thousand rows, always the same page: nothing shows that depth is what it costs. */
    @Scenario(gives = 20, events = 3_000, times = 25)
    public long sameOffset(Shop shop) throws SQLException {
        return page(shop, "SELECT id FROM event ORDER BY id LIMIT 20 OFFSET ?", 1_500);
    }
}
