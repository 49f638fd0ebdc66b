package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What looks like a query for each row of another one and is none, or is too little to speak of. */
public final class NotLoops {
    private static final String TOTAL = "SELECT sum(total) FROM purchase WHERE customer_id = ?";

    /** Four of them, however slow. */
    @Scenario(gives = 4, customers = 4)
    public long fourSlowRepeats(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement slow =
                        connection.prepareStatement("SELECT name, wait_ms(30) FROM customer WHERE id = ?")) {
            for (long customer : Jdbc.numbers(connection, "SELECT id FROM customer")) {
                slow.setLong(1, customer);
                found += Jdbc.rows(slow);
            }
        }
        return found;
    }

    /** Eight fast ones take less time than it takes to read about them. */
    @Scenario(gives = 8, customers = 8, times = 5)
    public long eightFastRepeats(Shop shop) throws SQLException {
        return shop.quickly(() -> eightTotals(shop));
    }

    private static long eightTotals(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (long customer : Jdbc.numbers(connection, "SELECT id FROM customer")) {
                total.setLong(1, customer);
                found += Jdbc.rows(total);
            }
        }
        return found;
    }

    /** Thirty times, but one by one in different requests. */
    @Scenario(gives = 1, times = 30)
    public long oneQueryPerRequest(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            total.setLong(1, System.nanoTime() % 30);
            return Jdbc.rows(total);
        }
    }

    /** The same without a named method: each lease is for itself. */
    @Scenario(gives = 30, unit = Unit.LEASE)
    public long oneQueryPerLease(Shop shop) throws SQLException {
        long found = 0;
        for (long customer = 1; customer <= 30; customer++) {
            try (Connection connection = shop.connection()) {
                found += Jdbc.numbers(connection, TOTAL, customer).size();
            }
        }
        return found;
    }

    /** Forty customers at a time are fetched well. */
    @Scenario(gives = 1_200, customers = 1_200)
    public long inBatches(Shop shop) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT id FROM customer WHERE id IN (?");
        sql.append(", ?".repeat(39)).append(")");
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement batch = connection.prepareStatement(sql.toString())) {
            for (int first = 1; first <= 1_200; first += 40) {
                for (int i = 0; i < 40; i++) {
                    batch.setLong(i + 1, first + i);
                }
                found += Jdbc.rows(batch);
            }
        }
        return found;
    }

    @Scenario(gives = 600, customers = 600)
    public long pagesByOffset(Shop shop) throws SQLException {
        long read = 0;
        try (Connection connection = shop.connection();
                PreparedStatement page = connection.prepareStatement(
                        "SELECT id FROM customer WHERE state = ? ORDER BY id LIMIT ? OFFSET ?")) {
            for (int offset = 0; offset < 600; offset += 20) {
                page.setString(1, "active");
                page.setInt(2, 20);
                page.setInt(3, offset);
                read += Jdbc.rows(page);
            }
        }
        return read;
    }

    /** The next page begins behind the last one; what is compared for equality stays the same. */
    @Scenario(gives = 600, customers = 600)
    public long pagesByKey(Shop shop) throws SQLException {
        long read = 0;
        long last = 0;
        try (Connection connection = shop.connection();
                PreparedStatement page = connection.prepareStatement(
                        "SELECT id FROM customer WHERE state = ? AND id > ? ORDER BY id LIMIT 20")) {
            while (last < 600) {
                page.setString(1, "active");
                page.setLong(2, last);
                ResultSet rows = page.executeQuery();
                while (rows.next()) {
                    last = rows.getLong(1);
                    read++;
                }
            }
        }
        return read;
    }

    /** Settings are looked up one by one, but always the same few. */
    @Scenario(gives = 8, times = 10)
    public long settings(Shop shop) throws SQLException {
        return shop.quickly(() -> eightSettings(shop));
    }

    private static long eightSettings(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement setting = connection.prepareStatement("SELECT val FROM setting WHERE name = ?")) {
            for (int number = 1; number <= 8; number++) {
                setting.setString(1, "setting " + number);
                found += Jdbc.rows(setting);
            }
        }
        return found;
    }

    /** The same statement in eight databases, three times in each. */
    @Scenario(gives = 24)
    public long shards(Shop shop) throws Exception {
        long found = 0;
        for (int number = 1; number <= 8; number++) {
            try (Shop shard = shop.shard(number);
                    Connection connection = shard.connection();
                    PreparedStatement total = connection.prepareStatement(TOTAL)) {
                for (long customer = 1; customer <= 3; customer++) {
                    total.setLong(1, number * 3 + customer);
                    found += Jdbc.rows(total);
                }
            }
        }
        return found;
    }

    /** Empty queues are asked again and again: that is what a queue in a table is. */
    @Scenario(gives = 30, on = Database.POSTGRESQL)
    public long pollsOfQueues(Shop shop) throws SQLException {
        long polls = 0;
        try (Connection connection = shop.connection();
                PreparedStatement poll = connection.prepareStatement(
                        "SELECT id FROM event WHERE name = ? ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")) {
            connection.setAutoCommit(false);
            for (int queue = 1; queue <= 30; queue++) {
                poll.setString(1, "queue " + queue);
                polls += 1 - Jdbc.rows(poll);
            }
            connection.commit();
        }
        return polls;
    }

    @Scenario(gives = 30)
    public long sequenceReads(Shop shop) throws SQLException {
        long read = 0;
        try (Connection connection = shop.connection();
                PreparedStatement next = connection.prepareStatement("SELECT NEXT VALUE FOR ticket_seq")) {
            for (int i = 0; i < 30; i++) {
                read += Jdbc.rows(next);
            }
        }
        return read;
    }

    @Scenario(gives = 30, on = Database.POSTGRESQL)
    public long sequenceReadsOnPostgresql(Shop shop) throws SQLException {
        long read = 0;
        try (Connection connection = shop.connection();
                PreparedStatement next = connection.prepareStatement("SELECT nextval('ticket_seq')")) {
            for (int i = 0; i < 30; i++) {
                read += Jdbc.rows(next);
            }
        }
        return read;
    }

    /** Whether the connection still answers. */
    @Scenario(gives = 30)
    public long validationQueries(Shop shop) throws SQLException {
        long alive = 0;
        for (int i = 0; i < 30; i++) {
            try (Connection connection = shop.connection();
                    PreparedStatement check = connection.prepareStatement("SELECT 1")) {
                alive += connection.isValid(1) ? Jdbc.rows(check) : 0;
            }
        }
        return alive;
    }

    /** The application has a cache of its own: three queries for thirty questions. */
    @Scenario(gives = 30)
    public long cachedInTheApplication(Shop shop) throws SQLException {
        Map<Long, Long> totals = new HashMap<>();
        long answers = 0;
        try (Connection connection = shop.connection()) {
            for (long customer = 0; customer < 30; customer++) {
                long key = customer % 3;
                if (!totals.containsKey(key)) {
                    totals.put(key, Jdbc.number(connection, TOTAL, key));
                }
                answers += totals.containsKey(key) ? 1 : 0;
            }
        }
        return answers;
    }

    /** Thirty texts, each once. */
    @Scenario(gives = 30)
    public long differentStatements(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection()) {
            for (long i = 1; i <= 30; i++) {
                found += Jdbc.numbers(connection, "SELECT id AS c" + i + " FROM customer WHERE id = ?", i)
                        .size();
            }
        }
        return found;
    }

    /** Twenty-four times, from six places: no line loops. */
    @Scenario(gives = 24)
    public long sixPlaces(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (int round = 0; round < 4; round++) {
                found += total(total, 1 + round * 6) == null ? 0 : 1;
                total.setLong(1, 2 + round * 6L);
                found += first(total.executeQuery());
                total.setLong(1, 3 + round * 6L);
                found += first(total.executeQuery());
                total.setLong(1, 4 + round * 6L);
                found += first(total.executeQuery());
                total.setLong(1, 5 + round * 6L);
                found += first(total.executeQuery());
                total.setLong(1, 6 + round * 6L);
                found += first(total.executeQuery());
            }
        }
        return found;
    }

    private static Object total(PreparedStatement total, int customer) throws SQLException {
        total.setLong(1, customer);
        ResultSet row = total.executeQuery();
        row.next();
        return row.getObject(1);
    }

    private static int first(ResultSet row) throws SQLException {
        return row.next() ? 1 : 0;
    }

    /** One join instead of a loop. */
    @Scenario(gives = 90, times = 5)
    public long join(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            List<Long> orders = Jdbc.numbers(
                    connection,
                    "SELECT p.id FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.state = ?",
                    "active");
            return orders.size();
        }
    }

    /** A loop over ranges has nothing that one query for equal values could replace. */
    @Scenario(gives = 30)
    public long rangeStatistics(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement range =
                        connection.prepareStatement("SELECT count(*) FROM purchase WHERE total >= ? AND total < ?")) {
            for (int from = 0; from < 90; from += 3) {
                range.setInt(1, from);
                range.setInt(2, from + 3);
                found += Jdbc.rows(range);
            }
        }
        return found;
    }

    /** The common way to look something up: one row, if it is there. */
    @Scenario(gives = 1, times = 40)
    public long lookUp(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                PreparedStatement byId = connection.prepareStatement("SELECT name FROM customer WHERE id = ?")) {
            byId.setLong(1, 1 + System.nanoTime() % 30);
            try (ResultSet rows = byId.executeQuery()) {
                if (rows.next()) {
                    return rows.getString(1).isEmpty() ? 0 : 1;
                }
                return 0;
            }
        }
    }

    /** Two values in turn: the same question again and again, which is another finding. */
    @Scenario(gives = 30)
    @Finds(value = Kind.REDUNDANT_QUERY, at = "two values in turn")
    public long twoValuesInTurn(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (int i = 0; i < 30; i++) {
                total.setLong(1, 1 + i % 2);
                ResultSet row = total.executeQuery(); // <- two values in turn
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }
}
