package io.querytap.smoke.app.attack;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** What is MariaDB's own. */
final class MariadbAttacks extends Attacks {
    private static final String SET = "UPDATE item SET v = ";

    private final String item = select("v", "item WHERE id = 1");

    MariadbAttacks(String url, String user, String password) {
        super(url, user, password, "rand");
    }

    @Override
    void run() throws Exception {
        try (Connection connection = open()) {
            execute(
                    connection,
                    "CREATE TABLE item (id INT PRIMARY KEY, v INT, name VARCHAR(40), bytes VARBINARY(20),"
                            + " at TIMESTAMP NULL, big DOUBLE)",
                    "INSERT INTO item VALUES (1, 1, 'one', x'0102', '2024-03-04 05:06:07', 0.1)",
                    "CREATE TABLE plain LIKE item",
                    "INSERT INTO plain SELECT * FROM item",
                    "CREATE TABLE gone LIKE item",
                    "INSERT INTO gone SELECT * FROM item",
                    "CREATE TABLE swapped LIKE item",
                    "CREATE VIEW item_view AS SELECT id, v FROM item",
                    "CREATE TABLE triggering (v INT)",
                    "CREATE TRIGGER triggered AFTER INSERT ON triggering FOR EACH ROW UPDATE item SET v = NEW.v",
                    "CREATE TABLE parent (id INT PRIMARY KEY)",
                    "CREATE TABLE child (id INT, FOREIGN KEY (id) REFERENCES parent(id) ON DELETE CASCADE"
                            + " ON UPDATE CASCADE)",
                    "CREATE PROCEDURE set_item(IN value INT) UPDATE item SET v = value",
                    "CREATE PROCEDURE set_unseen(IN value INT) BEGIN"
                            + " EXECUTE IMMEDIATE CONCAT('UPDATE it', 'em SET v = ', value); END",
                    "CREATE FUNCTION change_item(value INT) RETURNS INT NOT DETERMINISTIC MODIFIES SQL DATA BEGIN"
                            + " UPDATE item SET v = value; RETURN value; END");
        }
        writes();
        transactions();
        sessions();
        uncacheable();
    }

    private void writes() {
        change("update", item, (writer, value) -> execute(writer, SET + value));
        change(
                "severalTables",
                item,
                (writer, value) ->
                        execute(writer, "UPDATE item, plain SET item.v = " + value + " WHERE item.id = plain.id"));
        change(
                "replace",
                select("v", "item WHERE id = 2"),
                c -> execute(c, "REPLACE INTO item (id, v) VALUES (2, 0)"),
                (writer, value) -> execute(writer, "REPLACE INTO item (id, v) VALUES (2, " + value + ")"));
        change(
                "onDuplicateKey",
                item,
                (writer, value) ->
                        execute(writer, "INSERT INTO item (id, v) VALUES (1, 0) ON DUPLICATE KEY UPDATE v = " + value));
        change("insertReturning", select("max(v)", "item"), (writer, value) -> {
            execute(writer, "DELETE FROM item WHERE id > 2");
            try (Statement statement = writer.createStatement()) {
                statement
                        .executeQuery("INSERT INTO item (id, v) VALUES (3, " + value + ") RETURNING v")
                        .close();
            }
        });
        change("preparedBatch", item, (writer, value) -> {
            try (PreparedStatement update = writer.prepareStatement(SET + "?")) {
                update.setInt(1, value);
                update.addBatch();
                update.executeBatch();
            }
        });
        change("severalStatements", item, (writer, value) -> execute(writer, "SELECT 1; " + SET + value));
        change("view", select("v", "item_view WHERE id = 1"), (writer, value) -> execute(writer, SET + value));
        change("writeThroughView", item, (writer, value) -> execute(writer, "UPDATE item_view SET v = " + value));
        change("trigger", item, (writer, value) -> execute(writer, "INSERT INTO triggering VALUES (" + value + ")"));
        change(
                "cascadedUpdate",
                select("max(id)", "child"),
                c -> execute(c, "DELETE FROM parent", "INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1)"),
                (writer, value) -> execute(writer, "UPDATE parent SET id = " + value));
        change("procedure", item, (writer, value) -> {
            try (CallableStatement call = writer.prepareCall("{call set_item(?)}")) {
                call.setInt(1, value);
                call.execute();
            }
        });
        change("procedureUnseen", item, (writer, value) -> execute(writer, "CALL set_unseen(" + value + ")"));
        change("function", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.executeQuery("SELECT change_item(" + value + ")").close();
            }
        });
        change("functionByDo", item, (writer, value) -> execute(writer, "DO change_item(" + value + ")"));
        change("functionBySet", item, (writer, value) -> execute(writer, "SET @x = change_item(" + value + ")"));
        change("executeImmediate", item, (writer, value) -> execute(writer, "EXECUTE IMMEDIATE '" + SET + value + "'"));
        change("compound", item, (writer, value) -> execute(writer, "BEGIN NOT ATOMIC " + SET + value + "; END"));
        change(
                "setStatement",
                item,
                (writer, value) -> execute(writer, "SET STATEMENT max_statement_time = 100 FOR " + SET + value));
        change("conditionalComment", item, (writer, value) -> execute(writer, "/*!50000 " + SET + value + " */"));
        change(
                "truncate",
                select("max(v)", "swapped"),
                (writer, value) -> execute(
                        writer, "TRUNCATE TABLE swapped", "INSERT INTO swapped (id, v) VALUES (1, " + value + ")"));
        change("renamed", item, c -> {}, (writer, value) -> {
            execute(writer, "DELETE FROM swapped", "INSERT INTO swapped SELECT * FROM item");
            execute(writer, "UPDATE swapped SET v = " + value);
            execute(writer, "RENAME TABLE item TO aside, swapped TO item, aside TO swapped");
        });
        attack("tableDropped", connection -> {
            String sql = select("v", "gone");
            cached(connection, sql);
            execute(connection, "DROP TABLE gone");
            expectFailure(c -> read(c, sql), connection);
        });
        attack("viewReplaced", connection -> {
            String sql = select("v", "item_view WHERE id = 1");
            int value = fresh();
            cached(connection, sql);
            execute(connection, "CREATE OR REPLACE VIEW item_view AS SELECT id, " + value + " AS v FROM item");
            expect(value, read(connection, sql));
        });
    }

    private void transactions() {
        change("textTransaction", item, (writer, value) -> execute(writer, "START TRANSACTION", SET + value, "COMMIT"));
        attack("implicitCommit", connection -> {
            try (Connection other = open()) {
                int value = fresh();
                cached(connection, item);
                other.setAutoCommit(false);
                execute(other, SET + value, "CREATE TABLE IF NOT EXISTS committing (id INT)");
                expect(value, read(connection, item));
            }
        });
        change(
                "setAutocommitByText",
                item,
                (writer, value) -> execute(writer, "SET autocommit = 0", SET + value, "SET autocommit = 1"));
        change("beginCommits", item, (writer, value) -> execute(writer, "BEGIN", SET + value, "BEGIN", "ROLLBACK"));
        attack("autocommitOffByText", connection -> {
            cached(connection, item);
            execute(connection, "SET autocommit = 0");
            live(() -> read(connection, item));
        });
        attack("readUncommitted", connection -> {
            String before = cached(connection, item).value;
            try (Connection other = open();
                    Connection third = open()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
                third.setAutoCommit(false);
                execute(third, SET + "-1");
                expect(-1, read(connection, item));
                expect(-1, read(connection, item));
                expect(before, read(other, item));
                third.rollback();
                expect(before, read(connection, item));
                expect(before, cached(other, item));
                execute(other, "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
                live(() -> read(other, item));
            }
        });
        attack("xa", this::xa);
    }

    private void xa(Connection connection) throws Exception {
        Class<?> type = Class.forName("org.mariadb.jdbc.MariaDbDataSource");
        XADataSource source = (XADataSource) type.getConstructor(String.class).newInstance(url);
        XAConnection xa = source.getXAConnection(user, password);
        try {
            for (boolean onePhase : new boolean[] {true, false}) {
                int value = fresh();
                String before = cached(connection, item).value;
                XAResource resource = xa.getXAResource();
                Branch branch = new Branch(value);
                Connection inside = xa.getConnection();
                resource.start(branch, XAResource.TMNOFLAGS);
                execute(inside, SET + value);
                expect(value, read(inside, item));
                expect(before, read(connection, item));
                resource.end(branch, XAResource.TMSUCCESS);
                if (!onePhase) {
                    resource.prepare(branch);
                }
                expect(before, read(connection, item));
                resource.commit(branch, onePhase);
                expect(value, read(connection, item));
            }
        } finally {
            xa.close();
        }
    }

    private void sessions() {
        attack("use", connection -> {
            execute(connection, "CREATE DATABASE IF NOT EXISTS away");
            execute(
                    connection,
                    "CREATE OR REPLACE TABLE away.item (id INT, v INT)",
                    "INSERT INTO away.item VALUES (1, -100)");
            String before = cached(connection, item).value;
            String catalog = connection.getCatalog();
            execute(connection, "USE away");
            expect(-100, read(connection, item));
            expect(-100, cached(connection, item));
            execute(connection, "USE " + catalog);
            expect(before, cached(connection, item));
            connection.setCatalog("away");
            expect(-100, read(connection, item));
            try (Connection other = open()) {
                expect(before, read(other, item));
                int value = fresh();
                execute(other, "UPDATE away.item SET v = " + value);
                expect(value, read(connection, item));
            }
        });
        attack("temporaryTable", connection -> {
            String before = cached(connection, item).value;
            execute(connection, "CREATE TEMPORARY TABLE item AS SELECT 1 AS id, -400 AS v");
            expect(-400, read(connection, item));
            expect(-400, read(connection, item));
            try (Connection other = open()) {
                expect(before, read(other, item));
            }
        });
        rendered("timeZone", "CAST(at AS CHAR(60))", "SET time_zone = '+09:00'");
        rendered("divisionPrecision", "v / 7", "SET div_precision_increment = 9");
        rendered("collation", "'A' = 'a'", "SET NAMES utf8mb4 COLLATE utf8mb4_bin");
    }

    private void rendered(String name, String column, String setting) {
        attack(name, connection -> {
            execute(connection, "UPDATE item SET name = 'one', v = 1");
            String sql = select(column, "item WHERE id = 1");
            String before = cached(connection, sql).value;
            execute(connection, setting);
            connection.setAutoCommit(false);
            String live = read(connection, sql).value;
            connection.setAutoCommit(true);
            if (live.equals(before)) {
                throw new AssertionError("the setting changes nothing: " + before);
            }
            expect(live, read(connection, sql));
            expect(live, read(connection, sql));
            try (Connection other = open()) {
                expect(before, read(other, sql));
            }
            execute(connection, "UPDATE item SET name = 'one'");
        });
    }

    private void uncacheable() {
        for (String sql : new String[] {
            item + " FOR UPDATE",
            item + " LOCK IN SHARE MODE",
            select("now(6)", "item"),
            select("uuid()", "item"),
            select("@x", "item"),
            select("@@session.timestamp", "item"),
            select("last_insert_id()", "item"),
            select("connection_id()", "item"),
            select("user()", "item"),
            select("get_lock('a', 0)", "item"),
            "SELECT SQL_CALC_FOUND_ROWS v, rand() AS marker FROM item LIMIT 1",
            "SELECT v, rand() AS marker FROM plain",
            select("table_name", "information_schema.tables LIMIT 1"),
        }) {
            attack("live " + sql, connection -> {
                cached(connection, item);
                live(() -> read(connection, sql));
            });
        }
        attack("foundRows", connection -> {
            execute(connection, "DELETE FROM item WHERE id > 1", "INSERT INTO item (id) VALUES (4), (5)");
            String all = select("id", "item ORDER BY id");
            expect("1,4,5", cached(connection, all));
            execute(connection, "SELECT 1");
            try (Statement statement = connection.createStatement()) {
                statement
                        .executeQuery("SELECT SQL_CALC_FOUND_ROWS id FROM item LIMIT 1")
                        .close();
                try (ResultSet found = statement.executeQuery("SELECT FOUND_ROWS()")) {
                    found.next();
                    expect(3, (Object) found.getInt(1));
                }
            }
        });
    }
}
