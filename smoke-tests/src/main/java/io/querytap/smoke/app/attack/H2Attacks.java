package io.querytap.smoke.app.attack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** What is H2's own. */
final class H2Attacks extends Attacks {
    private static final String SET = "UPDATE item SET v = ";

    private final String item = select("v", "item WHERE id = 1");

    H2Attacks(String url, String user, String password) {
        super(url, user, password, "rand");
    }

    @Override
    void run() throws Exception {
        try (Connection connection = open()) {
            execute(
                    connection,
                    "CREATE TABLE item (id INT PRIMARY KEY, v INT, name VARCHAR(40), bytes VARBINARY(20),"
                            + " at TIMESTAMP WITH TIME ZONE, big DOUBLE PRECISION)",
                    "INSERT INTO item VALUES (1, 1, 'one', x'0102', '2024-03-04 05:06:07+00', 0.1)",
                    "CREATE TABLE plain AS SELECT * FROM item",
                    "CREATE TABLE gone AS SELECT * FROM item",
                    "CREATE TABLE swapped AS SELECT * FROM item",
                    "CREATE VIEW item_view AS SELECT id, v FROM item",
                    "CREATE TABLE parent (id INT PRIMARY KEY)",
                    "CREATE TABLE child (id INT REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE)",
                    "CREATE SCHEMA away",
                    "CREATE TABLE away.item AS SELECT 1 AS id, -100 AS v",
                    "CREATE SEQUENCE numbers",
                    "CREATE ALIAS change_item FOR '" + ChangingRoutine.class.getName() + ".change'",
                    "CREATE USER IF NOT EXISTS reader PASSWORD 'reader'",
                    "GRANT SELECT ON item TO reader");
        }
        writes();
        sessions();
    }

    private void writes() {
        change("update", item, (writer, value) -> execute(writer, SET + value));
        change(
                "merge",
                item,
                (writer, value) -> execute(writer, "MERGE INTO item (id, v) KEY (id) VALUES (1, " + value + ")"));
        change("changedRows", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement
                        .executeQuery("SELECT v FROM FINAL TABLE (" + SET + value + ")")
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
        change("severalStatements", item, (writer, value) -> execute(writer, SET + value + "; SELECT 1"));
        change("function", item, (writer, value) -> {
            try (Statement statement = writer.createStatement()) {
                statement.executeQuery("SELECT change_item(" + value + ")").close();
            }
        });
        change("call", item, (writer, value) -> execute(writer, "CALL change_item(" + value + ")"));
        change("explainAnalyze", item, (writer, value) -> execute(writer, "EXPLAIN ANALYZE " + SET + value));
        change("executeImmediate", item, (writer, value) -> execute(writer, "EXECUTE IMMEDIATE '" + SET + value + "'"));
        change("view", select("v", "item_view WHERE id = 1"), (writer, value) -> execute(writer, SET + value));
        change(
                "cascadedUpdate",
                select("max(id)", "child"),
                c -> execute(c, "DELETE FROM parent", "INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1)"),
                (writer, value) -> execute(writer, "UPDATE parent SET id = " + value));
        change(
                "truncate",
                select("max(v)", "swapped"),
                (writer, value) -> execute(
                        writer, "TRUNCATE TABLE swapped", "INSERT INTO swapped (id, v) VALUES (1, " + value + ")"));
        change(
                "textTransaction",
                item,
                (writer, value) -> execute(writer, "SET AUTOCOMMIT OFF", SET + value, "COMMIT", "SET AUTOCOMMIT ON"));
        attack("implicitCommit", connection -> {
            try (Connection other = open()) {
                int value = fresh();
                cached(connection, item);
                other.setAutoCommit(false);
                execute(other, SET + value, "CREATE TABLE IF NOT EXISTS committing (id INT)");
                expect(value, read(connection, item));
            }
        });
        attack("tableDropped", connection -> {
            String sql = select("v", "gone");
            cached(connection, sql);
            execute(connection, "DROP TABLE gone");
            expectFailure(c -> read(c, sql), connection);
        });
        attack("xa", this::xa);
        for (String sql : new String[] {
            item + " FOR UPDATE",
            select("current_timestamp", "item"),
            select("random_uuid()", "item"),
            select("NEXT VALUE FOR numbers", "item"),
            select("@x", "item"),
            select("session_id()", "item"),
            select("table_name", "information_schema.tables LIMIT 1"),
            "SELECT v, rand() AS marker FROM plain",
        }) {
            attack("live " + sql, connection -> {
                cached(connection, item);
                live(() -> read(connection, sql));
            });
        }
    }

    private void xa(Connection connection) throws Exception {
        Class<?> type = Class.forName("org.h2.jdbcx.JdbcDataSource");
        XADataSource source = (XADataSource) type.getConstructor().newInstance();
        type.getMethod("setURL", String.class).invoke(source, url);
        XAConnection xa = source.getXAConnection(user, password);
        try {
            int value = fresh();
            cached(connection, item);
            XAResource resource = xa.getXAResource();
            Branch branch = new Branch(value);
            resource.start(branch, XAResource.TMNOFLAGS);
            Connection inside = xa.getConnection();
            execute(inside, SET + value);
            resource.end(branch, XAResource.TMSUCCESS);
            resource.prepare(branch);
            resource.commit(branch, /* onePhase= */ false);
            expect(value, read(connection, item));
        } finally {
            xa.close();
        }
    }

    private void sessions() {
        attack("setSchema", connection -> {
            String before = cached(connection, item).value;
            execute(connection, "SET SCHEMA away");
            expect(-100, read(connection, item));
            expect(-100, cached(connection, item));
            connection.setSchema("PUBLIC");
            expect(before, read(connection, item));
            connection.setSchema("AWAY");
            expect(-100, read(connection, item));
        });
        attack("temporaryTable", connection -> {
            String before = cached(connection, item).value;
            execute(connection, "SET SCHEMA away", "CREATE LOCAL TEMPORARY TABLE temp (id INT)", "SET SCHEMA PUBLIC");
            expect(before, read(connection, item));
        });
        attack("twoUsers", connection -> {
            cached(connection, item);
            try (Connection other =
                    DriverManager.getConnection(url.substring(0, url.indexOf(';')), "reader", "reader")) {
                cached(other, item);
                expectFailure(c -> read(c, select("v", "plain")), other);
                execute(connection, "REVOKE SELECT ON item FROM reader");
                expectFailure(c -> read(c, item), other);
            }
        });
    }
}
