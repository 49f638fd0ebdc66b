package io.querytap.scenarios.jdbc;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Work of many statements that could not be done with fewer. */
public final class GoodJobs {
    private static final String TOTAL = "SELECT sum(total) FROM purchase WHERE customer_id = ?";
    private static final String STOCK = "SELECT stock FROM product WHERE id = ?";

    /** An import: pages by key, each written in batches. */
    @Scenario(gives = 2_000, events = 2_000)
    public long pagesAndBatches(Shop shop) throws SQLException {
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement page =
                        connection.prepareStatement("SELECT id FROM event WHERE id > ? ORDER BY id LIMIT 100");
                PreparedStatement grade = connection.prepareStatement("UPDATE event SET grade = ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (long last = 0; last < 2_000; last += 100) {
                page.setLong(1, last);
                try (ResultSet rows = page.executeQuery()) {
                    while (rows.next()) {
                        grade.setInt(1, 9);
                        grade.setLong(2, rows.getLong(1));
                        grade.addBatch();
                    }
                }
                written += grade.executeBatch().length;
                connection.commit();
            }
        }
        return written;
    }

    /** An array is a batch, though it is one bind and compared by {@code =}. */
    @Scenario(gives = 600, customers = 600, on = Database.POSTGRESQL)
    public long batchesByArray(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement batch =
                        connection.prepareStatement("SELECT id, name FROM customer WHERE id = ANY (?)")) {
            for (long first = 1; first <= 600; first += 20) {
                Long[] ids = new Long[20];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = first + i;
                }
                Array array = connection.createArrayOf("bigint", ids);
                batch.setArray(1, array);
                found += Jdbc.rows(batch);
            }
        }
        return found;
    }

    /** What comes next is behind two columns at once. */
    @Scenario(gives = 600, events = 600)
    public long pagesByTwoColumns(Shop shop) throws SQLException {
        long read = 0;
        try (Connection connection = shop.connection();
                PreparedStatement page = connection.prepareStatement(
                        "SELECT grade, id FROM event WHERE (grade, id) > (?, ?) ORDER BY grade, id LIMIT 20")) {
            int grade = -1;
            long id = 0;
            for (int number = 0; number < 30; number++) {
                page.setInt(1, grade);
                page.setLong(2, id);
                ResultSet rows = page.executeQuery();
                while (rows.next()) {
                    grade = rows.getInt(1);
                    id = rows.getLong(2);
                    read++;
                }
            }
        }
        return read;
    }

    @Scenario(gives = 30, unit = Unit.LEASE)
    public long pollsOfQueuesInLease(Shop shop) throws SQLException {
        long polls = 0;
        try (Connection connection = shop.connection();
                PreparedStatement poll = connection.prepareStatement(
                        "SELECT id FROM event WHERE name = ? ORDER BY id FETCH FIRST 1 ROW ONLY FOR UPDATE SKIP LOCKED")) {
            connection.setAutoCommit(false);
            for (int queue = 1; queue <= 30; queue++) {
                poll.setString(1, "queue " + queue);
                polls += 1 - Jdbc.rows(poll);
            }
            connection.commit();
        }
        return polls;
    }

    /** Two callers at the same time do not add up. */
    @Scenario(gives = 32, unit = Unit.LEASE)
    public long eightThreadsWithFourQueries(Shop shop) throws InterruptedException {
        AtomicLong found = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (long caller = 0; caller < 8; caller++) {
            long first = caller * 4;
            threads.add(new Thread(() -> fourQueries(shop, first, found)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return found.get();
    }

    private static void fourQueries(Shop shop, long first, AtomicLong found) {
        try (Connection connection = shop.connection();
                PreparedStatement slow =
                        connection.prepareStatement("SELECT count(*), wait_ms(8) FROM customer WHERE id = ?")) {
            for (long customer = first; customer < first + 4; customer++) {
                slow.setLong(1, customer);
                found.addAndGet(Jdbc.rows(slow));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same question, to each of six databases once. */
    @Scenario(gives = 6)
    public long sameQuestionToAllShards(Shop shop) throws SQLException {
        long found = 0;
        for (int number = 1; number <= 6; number++) {
            try (Shop shard = shop.shard(number);
                    Connection connection = shard.connection()) {
                found += Jdbc.numbers(connection, TOTAL, 7L).size();
            }
        }
        return found;
    }

    /** Asked again after batches have changed it. */
    @Scenario(gives = 4)
    public long readAfterEachBatch(Shop shop) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement stock = connection.prepareStatement("UPDATE product SET stock = ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (int round = 1; round <= 4; round++) {
                for (int id = 1; id <= 20; id++) {
                    stock.setInt(1, round);
                    stock.setInt(2, id);
                    stock.addBatch();
                }
                stock.executeBatch();
                found += Jdbc.number(connection, STOCK, 3) == round ? 1 : 0;
            }
            connection.commit();
        }
        return found;
    }

    /** What has changed is only one of two tables that the question is about. */
    @Scenario(gives = 4)
    public long joinAfterEachWrite(Shop shop) throws SQLException {
        String join = "SELECT count(*) FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.id = ?";
        long found = 0;
        try (Connection connection = shop.connection()) {
            connection.setAutoCommit(false);
            for (int round = 1; round <= 4; round++) {
                Jdbc.update(
                        connection, "INSERT INTO purchase (id, customer_id, total) VALUES (?, 7, 1)", 10_000 + round);
                found += Jdbc.number(connection, join, 7) == 3 + round ? 1 : 0;
            }
            connection.commit();
        }
        return found;
    }

    /** Fifty rows by each statement: written by hand what a driver makes of a batch. */
    @Scenario(gives = 500)
    public long rowsByTheFifty(Shop shop) throws SQLException {
        String sql = "INSERT INTO note (body) VALUES (?)" + ", (?)".repeat(49);
        long written = 0;
        try (Connection connection = shop.connection();
                PreparedStatement notes = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int round = 0; round < 10; round++) {
                for (int i = 1; i <= 50; i++) {
                    notes.setString(i, "note " + i);
                }
                written += notes.executeUpdate();
            }
            connection.commit();
        }
        return written;
    }

    @Scenario(gives = 12)
    public long manyTables(Shop shop) throws SQLException {
        try (Connection connection = shop.connection();
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= 12; i++) {
                statement.execute("CREATE TABLE part_" + i + " (id BIGINT PRIMARY KEY)");
            }
        }
        return shop.count("SELECT count(*) FROM information_schema.tables WHERE lower(table_name) LIKE 'part%'");
    }
}
