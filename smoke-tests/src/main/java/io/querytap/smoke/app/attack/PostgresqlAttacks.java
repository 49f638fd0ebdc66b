package io.querytap.smoke.app.attack;

import java.io.Reader;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** All ways in which rows can change on PostgreSQL. */
final class PostgresqlAttacks extends Attacks {
    private static final String SET = "UPDATE item SET v = ";

    private final String item = select("v", "item WHERE id = 1");

    PostgresqlAttacks(String url, String user, String password) {
        super(url, user, password, "random");
    }

    static void create(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            execute(
                    connection,
                    "CREATE TABLE item (id INT PRIMARY KEY, v INT, name VARCHAR(40), bytes BYTEA, at TIMESTAMPTZ, big FLOAT8)",
                    "INSERT INTO item VALUES (1, 1, 'one', '\\x0102', '2024-03-04 05:06:07+00', 0.1)",
                    "CREATE TABLE swapped (LIKE item INCLUDING ALL)",
                    "CREATE TABLE gone (LIKE item INCLUDING ALL)",
                    "INSERT INTO gone SELECT * FROM item",
                    "CREATE TABLE plain (LIKE item INCLUDING ALL)",
                    "INSERT INTO plain SELECT * FROM item",
                    "CREATE VIEW item_view AS SELECT id, v FROM item",
                    "CREATE VIEW item_twice AS SELECT id, v FROM item_view",
                    "CREATE VIEW item_instead AS SELECT id, v + 0 AS v FROM item",
                    "CREATE FUNCTION instead() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN UPDATE item SET v = NEW.v WHERE id = NEW.id; RETURN NEW; END'",
                    "CREATE TRIGGER instead INSTEAD OF UPDATE ON item_instead FOR EACH ROW EXECUTE FUNCTION instead()",
                    "CREATE MATERIALIZED VIEW item_kept AS SELECT id, v FROM item",
                    "CREATE TABLE triggering (v INT)",
                    "CREATE FUNCTION triggered() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN UPDATE item SET v = NEW.v; RETURN NEW; END'",
                    "CREATE TRIGGER triggered AFTER INSERT ON triggering FOR EACH ROW EXECUTE FUNCTION triggered()",
                    "CREATE TABLE ruled (v INT)",
                    "CREATE RULE ruled AS ON INSERT TO ruled DO ALSO UPDATE item SET v = NEW.v",
                    "CREATE TABLE parent (id INT PRIMARY KEY)",
                    "CREATE TABLE child (id INT REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE)",
                    "CREATE TABLE orphan (id INT REFERENCES parent ON DELETE SET NULL)",
                    "CREATE TABLE part (id INT, v INT) PARTITION BY RANGE (id)",
                    "CREATE TABLE part_low PARTITION OF part FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE part_high PARTITION OF part FOR VALUES FROM (10) TO (20)",
                    "INSERT INTO part VALUES (1, 1), (11, 1)",
                    "CREATE TABLE base (id INT, v INT)",
                    "CREATE TABLE derived () INHERITS (base)",
                    "INSERT INTO derived VALUES (1, 1)",
                    "CREATE PROCEDURE set_item(value INT) LANGUAGE plpgsql AS 'BEGIN UPDATE item SET v = value; END'",
                    "CREATE FUNCTION change_item(value INT) RETURNS INT LANGUAGE plpgsql AS"
                            + " 'BEGIN UPDATE item SET v = value; RETURN value; END'",
                    "CREATE FUNCTION change_hidden(value INT) RETURNS INT LANGUAGE plpgsql AS"
                            + " 'BEGIN EXECUTE ''UPDATE it'' || ''em SET v = '' || value; RETURN value; END'",
                    "CREATE SEQUENCE numbers");
        }
    }

    @Override
    void run() throws Exception {
        texts();
        calls();
        indirect();
        transactions();
        preparedTransactions();
        definitions();
        uncacheable();
    }

    private void texts() {
        change("update", item, (writer, value) -> execute(writer, SET + value));
        change("executeLargeUpdate", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.executeLargeUpdate(SET + value);
            }
        });
        change("returning", item, (writer, value) -> {
            try (Statement statement = writer.createStatement();
                    ResultSet result = statement.executeQuery(SET + value + " RETURNING v")) {
                result.next();
            }
        });
        change("changingCommonTable", item, (writer, value) -> {
            try (Statement statement = writer.createStatement();
                    ResultSet result = statement.executeQuery(
                            "WITH changed AS (" + SET + value + " RETURNING v) SELECT v FROM changed")) {
                result.next();
            }
        });
        change(
                "upsert",
                item,
                (writer, value) -> execute(
                        writer,
                        "INSERT INTO item (id, v) VALUES (1, " + value
                                + ") ON CONFLICT (id) DO UPDATE SET v = EXCLUDED.v"));
        change(
                "merge",
                item,
                (writer, value) -> execute(
                        writer,
                        "MERGE INTO item USING (SELECT 1 AS id) s ON item.id = s.id WHEN MATCHED THEN UPDATE SET v = "
                                + value));
        change(
                "insertSelect",
                select("max(v)", "item"),
                (writer, value) -> execute(
                        writer,
                        "DELETE FROM item WHERE id > 1",
                        "INSERT INTO item (id, v) SELECT 2, " + value + " FROM item WHERE id = 1"));
        change(
                "severalStatements",
                item,
                (writer, value) -> execute(writer, "SELECT 1; " + SET + value + "; SELECT 2"));
        change("doBlock", item, (writer, value) -> execute(writer, "DO $$ BEGIN " + SET + value + "; END $$"));
        change("explainAnalyze", item, (writer, value) -> execute(writer, "EXPLAIN ANALYZE " + SET + value));
        change(
                "serverPrepared",
                item,
                (writer, value) ->
                        execute(writer, "PREPARE p AS " + SET + "$1", "EXECUTE p(" + value + ")", "DEALLOCATE p"));
        change(
                "truncateAndInsert",
                select("max(v)", "swapped"),
                (writer, value) ->
                        execute(writer, "TRUNCATE swapped", "INSERT INTO swapped (id, v) VALUES (1, " + value + ")"));
        change(
                "selectInto",
                select("max(v)", "swapped"),
                (writer, value) ->
                        execute(writer, "DROP TABLE swapped", "SELECT 1 AS id, " + value + " AS v INTO swapped"));
        change("copyText", select("max(v)", "item"), this::copy);
    }

    /** By the driver's own interface, without a class of it: the application is compiled without drivers. */
    private void copy(Connection writer, int value) throws Exception {
        execute(writer, "DELETE FROM item WHERE id > 1");
        Class<?> type = Class.forName("org.postgresql.PGConnection");
        Object copies = type.getMethod("getCopyAPI").invoke(writer.unwrap(type));
        copies.getClass()
                .getMethod("copyIn", String.class, Reader.class)
                .invoke(copies, "COPY item (id, v) FROM STDIN", new StringReader("3\t" + value + "\n"));
    }

    private void calls() {
        change("preparedExecute", item, (writer, value) -> {
            try (PreparedStatement update = writer.prepareStatement(SET + "?")) {
                update.setInt(1, value);
                update.execute();
            }
        });
        change("preparedBatch", item, (writer, value) -> {
            try (PreparedStatement update = writer.prepareStatement(SET + "?")) {
                update.setInt(1, 1);
                update.addBatch();
                update.setInt(1, value);
                update.addBatch();
                update.executeBatch();
            }
        });
        change("textBatch", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.addBatch(SET + "1");
                statement.addBatch(SET + value);
                statement.executeLargeBatch();
            }
        });
        change("generatedKeys", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.executeUpdate(SET + value, Statement.RETURN_GENERATED_KEYS);
                statement.getGeneratedKeys().close();
            }
        });
        change("updatableResult", item, (writer, value) -> {
            try (Statement statement =
                            writer.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet result = statement.executeQuery("SELECT id, v FROM item WHERE id = 1")) {
                result.next();
                result.updateInt(2, value);
                result.updateRow();
            }
        });
        attack("metadataChangesNothing", connection -> {
            cached(connection, item);
            connection.getMetaData().getPrimaryKeys(null, "public", "item").close();
            cached(connection, item);
        });
        change("callProcedure", item, (writer, value) -> execute(writer, "CALL set_item(" + value + ")"));
        change("callOfEscape", item, (writer, value) -> {
            try (CallableStatement call = writer.prepareCall("{? = call change_item(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, value);
                call.execute();
            }
        });
        change("functionThatWrites", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.executeQuery("SELECT change_item(" + value + ")").close();
            }
        });
        change("functionThatWritesUnseen", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement
                        .executeQuery("SELECT change_hidden(" + value + ") FROM plain")
                        .close();
            }
        });
        change("functionThatWritesPrepared", item, (writer, value) -> {
            try (PreparedStatement select = writer.prepareStatement("SELECT change_item(?)")) {
                select.setInt(1, value);
                select.executeQuery().close();
            }
        });
        change(
                "cursor",
                item,
                (writer, value) -> inTransaction(writer, c -> {
                    execute(c, "DECLARE at_item CURSOR FOR SELECT * FROM item WHERE id = 1 FOR UPDATE");
                    execute(c, "FETCH at_item", SET + value + " WHERE CURRENT OF at_item", "CLOSE at_item");
                }));
    }

    private void indirect() {
        change("view", select("v", "item_view WHERE id = 1"), (writer, value) -> execute(writer, SET + value));
        change("viewOfView", select("v", "item_twice WHERE id = 1"), (writer, value) -> execute(writer, SET + value));
        change("writeThroughView", item, (writer, value) -> execute(writer, "UPDATE item_twice SET v = " + value));
        change("insteadOf", item, (writer, value) -> execute(writer, "UPDATE item_instead SET v = " + value));
        change(
                "materializedView",
                select("v", "item_kept WHERE id = 1"),
                (writer, value) -> execute(writer, SET + value, "REFRESH MATERIALIZED VIEW item_kept"));
        change("trigger", item, (writer, value) -> execute(writer, "INSERT INTO triggering VALUES (" + value + ")"));
        change("rule", item, (writer, value) -> execute(writer, "INSERT INTO ruled VALUES (" + value + ")"));
        change(
                "cascadedUpdate",
                select("max(id)", "child"),
                c -> family(c, 1),
                (writer, value) -> execute(writer, "UPDATE parent SET id = " + value));
        attack("cascadedDelete", connection -> {
            family(connection, 5);
            String sql = select("count(*)", "child");
            expect(1, cached(connection, sql));
            execute(connection, "DELETE FROM parent");
            expect(0, read(connection, sql));
        });
        attack("cascadedSetNull", connection -> {
            family(connection, 6);
            execute(connection, "INSERT INTO orphan VALUES (6)");
            String sql = select("max(id)", "orphan");
            expect(6, cached(connection, sql));
            execute(connection, "DELETE FROM parent");
            expect("null", read(connection, sql));
        });
        change(
                "partitionWritten",
                select("max(v)", "part"),
                (writer, value) -> execute(writer, "UPDATE part_low SET v = " + value));
        change(
                "partitionRead",
                select("max(v)", "part_high"),
                (writer, value) -> execute(writer, "UPDATE part SET v = " + value));
        change(
                "inheritingTableWritten",
                select("max(v)", "base"),
                (writer, value) -> execute(writer, "UPDATE derived SET v = " + value));
        change(
                "inheritedTableWritten",
                select("max(v)", "derived"),
                (writer, value) -> execute(writer, "UPDATE base SET v = " + value));
    }

    private static void family(Connection connection, int id) throws SQLException {
        execute(
                connection,
                "DELETE FROM child",
                "DELETE FROM orphan",
                "DELETE FROM parent",
                "INSERT INTO parent VALUES (" + id + ")",
                "INSERT INTO child VALUES (" + id + ")");
    }

    private void transactions() {
        change("textTransaction", item, (writer, value) -> execute(writer, "BEGIN", SET + value, "COMMIT"));
        change("textTransactionInOne", item, (writer, value) -> execute(writer, "BEGIN; " + SET + value + "; COMMIT"));
        change(
                "commitAndChain",
                item,
                (writer, value) -> execute(writer, "BEGIN", SET + value, "COMMIT AND CHAIN", "ROLLBACK"));
        attack("endOfTransactionByTextUnderAutocommitOff", connection -> {
            int value = fresh();
            try (Connection other = open()) {
                cached(other, item);
                connection.setAutoCommit(false);
                execute(connection, SET + value, "COMMIT");
                expect(value, read(other, item));
            }
        });
        attack("abortInDoubt", connection -> {
            int value = fresh();
            try (Connection other = open()) {
                cached(other, item);
                connection.setAutoCommit(false);
                execute(connection, SET + value);
                connection.commit();
                execute(connection, SET + "-1");
                connection.abort(Runnable::run);
                expect(value, read(other, item));
            }
        });
    }

    private void preparedTransactions() {
        attack("commitPreparedByAnother", connection -> {
            int value = fresh();
            try (Connection other = open()) {
                inTransaction(connection, c -> execute(c, SET + value, "PREPARE TRANSACTION 'one'"));
                String before = cached(connection, item).value;
                expect(before, cached(other, item));
                execute(other, "COMMIT PREPARED 'one'");
                expect(value, read(other, item));
                expect(value, read(connection, item));
            }
        });
        attack("rollbackPrepared", connection -> {
            String before = read(connection, item).value;
            inTransaction(connection, c -> execute(c, SET + "-2", "PREPARE TRANSACTION 'two'"));
            expect(before, cached(connection, item));
            execute(connection, "ROLLBACK PREPARED 'two'");
            expect(before, read(connection, item));
        });
    }

    private void definitions() {
        attack("columnAddedAndDropped", connection -> {
            String sql = "SELECT *, random() AS marker FROM swapped";
            int before = columns(connection, sql);
            execute(connection, "ALTER TABLE swapped ADD COLUMN more INT DEFAULT 5");
            expect(before + 1, columns(connection, sql));
            execute(connection, "ALTER TABLE swapped DROP COLUMN more");
            expect(before, columns(connection, sql));
        });
        attack("viewReplaced", connection -> {
            String sql = select("v", "item_view WHERE id = 1");
            int value = fresh();
            cached(connection, sql);
            execute(connection, "CREATE OR REPLACE VIEW item_view AS SELECT id, " + value + " AS v FROM item");
            expect(value, read(connection, sql));
            expect(value, cached(connection, sql));
        });
        attack("tablesRenamed", connection -> {
            int value = fresh();
            execute(connection, "DELETE FROM swapped", "INSERT INTO swapped (id, v) VALUES (1, " + value + ")");
            String before = cached(connection, item).value;
            execute(
                    connection,
                    "ALTER TABLE item RENAME TO aside; ALTER TABLE swapped RENAME TO item; ALTER TABLE aside RENAME TO"
                            + " swapped");
            expect(value, read(connection, item));
            execute(
                    connection,
                    "ALTER TABLE item RENAME TO aside; ALTER TABLE swapped RENAME TO item; ALTER TABLE aside RENAME TO"
                            + " swapped");
            expect(before, read(connection, item));
        });
        attack("tableDropped", connection -> {
            String sql = select("v", "gone");
            cached(connection, sql);
            execute(connection, "DROP TABLE gone");
            expectFailure(c -> read(c, sql), connection);
        });
        attack("definitionInTransaction", connection -> {
            try (Connection other = open()) {
                String sql = select("max(v)", "swapped");
                int value = fresh();
                cached(other, sql);
                inTransaction(
                        connection,
                        c -> execute(c, "TRUNCATE swapped", "INSERT INTO swapped (id, v) VALUES (1, " + value + ")"));
                expect(value, read(other, sql));
            }
        });
    }

    private static int columns(Connection connection, String sql) throws Exception {
        cached(connection, sql);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getMetaData().getColumnCount();
        }
    }

    private void uncacheable() {
        for (String sql : new String[] {
            item + " FOR UPDATE",
            item + " FOR SHARE",
            select("now()", "item"),
            select("current_timestamp", "item"),
            select("current_user", "item"),
            select("nextval('numbers')", "item"),
            select("currval('numbers')", "item"),
            select("current_setting('search_path')", "item"),
            select("pg_try_advisory_lock(7)", "item"),
            select("change_item(3)", "item"),
            select("at < 'now'", "item"),
            select("v", "item TABLESAMPLE BERNOULLI (100)"),
            select("relname", "pg_class LIMIT 1"),
            "SELECT v, random() AS marker FROM plain",
        }) {
            attack("live " + sql, connection -> {
                execute(connection, "SELECT nextval('numbers')");
                String control = select("v", "item WHERE id = 1 AND v IS NOT NULL");
                cached(() -> {
                    try (Connection other = open()) {
                        return read(other, control);
                    }
                });
                live(() -> read(connection, sql));
            });
        }
        attack("lockIsTaken", connection -> {
            cached(connection, item);
            try (Connection other = open()) {
                other.setAutoCommit(false);
                read(other, item + " FOR UPDATE");
                expectFailure(c -> read(c, item + " FOR UPDATE NOWAIT"), connection);
                other.rollback();
            }
        });
    }
}
