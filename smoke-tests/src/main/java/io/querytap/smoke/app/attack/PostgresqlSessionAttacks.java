package io.querytap.smoke.app.attack;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** What a session on PostgreSQL can be told so that the same text means something else. */
final class PostgresqlSessionAttacks extends Attacks {
    private final String item = select("v", "item WHERE id = 1");
    private final String owned = select("max(v)", "owned");

    PostgresqlSessionAttacks(String url, String user, String password) {
        super(url, user, password, "random");
    }

    @Override
    void run() throws Exception {
        try (Connection connection = open()) {
            execute(
                    connection,
                    "CREATE SCHEMA away",
                    "CREATE TABLE away.item AS SELECT * FROM public.item",
                    "UPDATE away.item SET v = -100",
                    "CREATE ROLE reader LOGIN",
                    "CREATE SCHEMA reader",
                    "CREATE TABLE reader.item AS SELECT * FROM public.item",
                    "UPDATE reader.item SET v = -200",
                    "GRANT ALL ON SCHEMA public, away, reader TO reader",
                    "GRANT ALL ON ALL TABLES IN SCHEMA public, away, reader TO reader",
                    "CREATE TABLE owned (owner TEXT, v INT)",
                    "GRANT ALL ON owned TO reader",
                    "INSERT INTO owned VALUES ('reader', 1), ('other', 2)",
                    "ALTER TABLE owned ENABLE ROW LEVEL SECURITY",
                    "CREATE POLICY own ON owned USING (owner = current_setting('app.tenant', true)"
                            + " OR owner = current_user)",
                    "CREATE FUNCTION go_away() RETURNS INT LANGUAGE plpgsql AS"
                            + " 'BEGIN PERFORM set_config(''search_path'', ''away'', false); RETURN 1; END'");
        }
        paths();
        principals();
        renderings();
        shadows();
        pool();
    }

    private void moved(String name, int expected, Case move) {
        attack(name, connection -> {
            String before = cached(connection, item).value;
            move.run(connection);
            for (int i = 0; i < 3; i++) {
                expect(expected, read(connection, item));
            }
            try (Connection other = open()) {
                expect(before, read(other, item));
            }
        });
    }

    private void paths() {
        moved("searchPath", -100, c -> execute(c, "SET search_path = away"));
        moved("searchPathTo", -100, c -> execute(c, "SET SESSION search_path TO away, public"));
        moved("setSchemaOfTheDriver", -100, c -> c.setSchema("away"));
        moved("setSchemaByText", -100, c -> execute(c, "SET SCHEMA 'away'"));
        moved("setConfig", -100, c -> execute(c, "SELECT set_config('search_path', 'away', false)"));
        moved(
                "setConfigAmongOthers",
                -100,
                c -> execute(c, "SELECT id, set_config('search_path', 'away', false) FROM item"));
        moved("setConfigByParameter", -100, c -> {
            try (PreparedStatement select = c.prepareStatement("SELECT set_config('search_path', ?, false)")) {
                select.setString(1, "away");
                select.executeQuery().close();
            }
        });
        moved("settingInTransaction", -100, c -> inTransaction(c, t -> execute(t, "SET search_path = away")));
        moved("functionThatSets", -100, c -> execute(c, "SELECT public.go_away()"));
        moved("blockThatSets", -100, c -> execute(c, "DO $$ BEGIN SET search_path = away; END $$"));
        moved("severalThatSet", -100, c -> execute(c, "SELECT 1; SET search_path = away"));
        moved("batchThatSets", -100, c -> {
            try (Statement statement = c.createStatement()) {
                statement.addBatch("SET search_path = away");
                statement.executeBatch();
            }
        });
        attack("settingRolledBack", connection -> {
            String before = cached(connection, item).value;
            connection.setAutoCommit(false);
            execute(connection, "SET search_path = away");
            expect(-100, read(connection, item));
            connection.rollback();
            connection.setAutoCommit(true);
            expect(before, read(connection, item));
        });
        attack("settingAndBack", connection -> {
            String before = cached(connection, item).value;
            execute(connection, "SET search_path = away");
            expect(-100, cached(connection, item));
            execute(connection, "RESET search_path");
            expect(before, cached(connection, item));
            execute(connection, "SET search_path = away", "DISCARD ALL");
            expect(before, cached(connection, item));
        });
        attack("localSetting", connection -> {
            String before = cached(connection, item).value;
            inTransaction(connection, c -> {
                execute(c, "SET LOCAL search_path = away");
                expect(-100, read(c, item));
            });
            expect(before, read(connection, item));
        });
        attack("writeAwayFromTheSameName", connection -> {
            cached(connection, item);
            execute(connection, "SET search_path = away");
            cached(connection, item);
            try (Connection other = open()) {
                execute(other, "UPDATE away.item SET v = -101");
                expect(-101, read(connection, item));
                execute(other, "UPDATE away.item SET v = -100");
            }
        });
    }

    private void principals() {
        moved("setRole", -200, c -> execute(c, "SET ROLE reader"));
        moved("sessionAuthorization", -200, c -> execute(c, "SET SESSION AUTHORIZATION reader"));
        attack("twoUsers", connection -> {
            String before = cached(connection, item).value;
            try (Connection other = DriverManager.getConnection(url, "reader", "")) {
                expect(-200, read(other, item));
                expect(-200, cached(other, item));
                expect(before, read(connection, item));
            }
        });
        attack("twoDatabasesWithEqualNames", connection -> {
            execute(connection, "CREATE DATABASE twin");
            String before = cached(connection, item).value;
            String there = url.substring(0, url.lastIndexOf('/') + 1) + "twin";
            try (Connection other = DriverManager.getConnection(there, user, password)) {
                execute(other, "CREATE TABLE item (id INT, v INT)", "INSERT INTO item VALUES (1, -300)");
                expect(-300, read(other, item));
                expect(-300, cached(other, item));
                expect(before, read(connection, item));
            }
        });
        attack("rowSecurity", connection -> {
            cached(connection, item);
            execute(connection, "SET ROLE reader");
            expect(1, read(connection, owned));
            expect(1, read(connection, owned));
            execute(connection, "SET app.tenant = 'other'");
            expect(2, read(connection, owned));
            execute(connection, "SELECT set_config('app.tenant', 'nobody', false)");
            expect(1, read(connection, owned));
        });
        attack("rightRevoked", connection -> {
            try (Connection other = DriverManager.getConnection(url, "reader", "")) {
                String sql = select("v", "public.item WHERE id = 1");
                cached(other, sql);
                execute(connection, "REVOKE ALL ON public.item FROM reader");
                expectFailure(c -> read(c, sql), other);
                execute(connection, "GRANT ALL ON public.item TO reader");
            }
        });
    }

    /** A setting after which the value is written differently. */
    private void rendered(String name, String column, String setting) {
        attack(name, connection -> {
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
        });
    }

    private void renderings() {
        rendered("timeZone", "CAST(at AS VARCHAR(60))", "SET TIME ZONE 'Asia/Tokyo'");
        rendered("timeZoneByName", "CAST(at AS VARCHAR(60))", "SET timezone TO 'Asia/Kolkata'");
        rendered("byteaOutput", "CAST(bytes AS VARCHAR(60))", "SET bytea_output = 'escape'");
        rendered("extraFloatDigits", "CAST(big / 3 AS VARCHAR(60))", "SET extra_float_digits = -10");
        rendered("transformNullEquals", "CAST((NULL = NULL) AS VARCHAR(9))", "SET transform_null_equals = on");
    }

    private void shadows() {
        moved("temporaryTable", -400, c -> execute(c, "CREATE TEMP TABLE item AS SELECT 1 AS id, -400 AS v"));
        moved("temporaryView", -401, c -> execute(c, "CREATE TEMP VIEW item AS SELECT 1 AS id, -401 AS v"));
        moved("temporaryBySelectInto", -402, c -> execute(c, "SELECT 1 AS id, -402 AS v INTO TEMP item"));
        moved(
                "temporaryByBlock",
                -403,
                c -> execute(c, "DO $$ BEGIN CREATE TEMP TABLE item AS SELECT 1 AS id, -403 AS v; END $$"));
        attack("tableShadowedInFrontOfThePath", connection -> {
            cached(connection, item);
            execute(connection, "CREATE SCHEMA \"" + user + "\"");
            execute(connection, "CREATE TABLE \"" + user + "\".item AS SELECT 1 AS id, -500 AS v");
            expect(-500, read(connection, item));
            execute(connection, "DROP SCHEMA \"" + user + "\" CASCADE");
            if (read(connection, item).value.equals("-500")) {
                throw new AssertionError("the dropped table is still read");
            }
        });
    }

    private void pool() {
        attack("settingLeftOnAPooledConnection", connection -> {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setUsername(user);
            config.setPassword(password);
            config.setMaximumPoolSize(1);
            try (HikariDataSource source = new HikariDataSource(config)) {
                String before;
                try (Connection first = source.getConnection()) {
                    before = cached(first, item).value;
                    execute(first, "SET search_path = away");
                }
                try (Connection next = source.getConnection()) {
                    expect(-100, read(next, item));
                    expect(-100, cached(next, item));
                }
                expect(before, read(connection, item));
                try (Connection next = source.getConnection()) {
                    execute(next, "DO $$ BEGIN SET search_path = reader; END $$");
                }
                try (Connection next = source.getConnection()) {
                    live(() -> read(next, item));
                    expect(-200, read(next, item));
                }
            }
        });
    }
}
