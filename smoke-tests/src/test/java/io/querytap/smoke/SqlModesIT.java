package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.TextsApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.CountingProxy;
import io.querytap.smoke.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts are read in the modes of their session: names are shown where they are names, and no value is, whatever the mode. */
class SqlModesIT {
    /** In each text that is a value; never part of a name. */
    private static final String SECRET = "Zq";

    private static final String ITEM = "CREATE TABLE item (id INTEGER, name VARCHAR(40))";
    private static final String QUOTED = "SELECT id FROM item WHERE \"name\" = 'Zq1'";
    private static final String PREPARED = TextsApp.PREPARE + "SELECT \"name\" FROM item WHERE id = 4711";

    /** Where a backslash escapes: one value, then a name. */
    private static final String ESCAPED = "SELECT 'Zq\\'Zq' AS esc -- don't";

    /** Where a backslash stands for itself: two values, the first ends at the backslash. */
    private static final String LITERAL = "SELECT 'Zq\\', 'Zq, ''Zq' AS plain -- don't";

    private static Outcome run(
            boolean attached, Target target, TestDatabase database, String source, List<String> lines) {
        JvmRun run = JvmRun.on(Jdk.current()).withAgentIf(attached).withReport();
        try {
            Files.write(run.directory().resolve("texts"), lines);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return run.libraries(target.driver, Library.HIKARI, Library.SLF4J, Library.P6SPY, Library.DATASOURCE_PROXY)
                .main(TextsApp.class, database.url(), database.user(), database.password(), source, "texts")
                .run()
                .succeeded();
    }

    /** The texts of the report after a run in which every statement succeeded, none of which shows a value. */
    private static List<String> texts(Target target, TestDatabase database, String source, String... lines) {
        Outcome outcome = run(true, target, database, source, List.of(lines));
        assertThat(outcome.stdout().lines().filter(line -> line.contains(" -> ")))
                .hasSize(lines.length)
                .allMatch(line -> line.endsWith(" -> true") || line.endsWith(" -> false"));
        List<String> texts = outcome.report().texts();
        assertThat(texts).isNotEmpty().noneMatch(text -> text.contains(SECRET) || text.contains("4711"));
        assertThat(outcome.report().root().at("/agent/selfErrors").asLong(-1)).isZero();
        return texts;
    }

    private static TestDatabase with(TestDatabase database, String parameter) {
        String separator = database.url().indexOf('?') < 0 ? "?" : "&";
        return new TestDatabase(database.url() + separator + parameter, database.user(), database.password());
    }

    private static void assertNames(List<String> texts) {
        assertThat(texts).anyMatch(text -> text.contains("WHERE \"name\" = ?"));
        assertThat(texts).anyMatch(text -> text.contains("SELECT \"name\" FROM item"));
    }

    private static void assertNoNames(List<String> texts) {
        assertThat(texts).anyMatch(text -> text.contains("FROM item WHERE ? = ?"));
        assertThat(texts).noneMatch(text -> text.contains("\""));
    }

    // ANSI_QUOTES

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MARIADB, direct",
        "MARIADB, hikari",
        "MARIADB_BY_MYSQL_DRIVER, direct",
        "MARIADB_BY_MYSQL_DRIVER, hikari"
    })
    void ansiQuotes_setByUrl_showsNames(Target target, String source) {
        TestDatabase database = with(target.newDatabase(), "sessionVariables=sql_mode='ANSI_QUOTES'");
        assertNames(texts(target, database, source, ITEM, QUOTED, PREPARED));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MARIADB, direct",
        "MARIADB, hikari",
        "MARIADB_BY_MYSQL_DRIVER, direct",
        "MARIADB_BY_MYSQL_DRIVER, hikari"
    })
    void ansiQuotes_setAndTakenBackInMidConnection_showsNamesMeanwhile(Target target, String source) {
        List<String> texts = texts(
                target,
                target.newDatabase(),
                source,
                ITEM,
                "SELECT \"Zq\" AS before_it",
                "SET sql_mode = 'ANSI_QUOTES'",
                QUOTED,
                PREPARED,
                "SET sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
                "SELECT \"name\" AS unclear FROM item",
                "SET SESSION sql_mode = ''",
                "SELECT \"Zq\" AS afterwards");
        assertNames(texts);
        assertThat(texts).contains("SELECT ? AS before_it", "SELECT ? AS afterwards", "SELECT ? AS unclear FROM item");
    }

    /** MySQL's driver reads the mode of a new session; MariaDB's does not, and the text is masked. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MARIADB_BY_MYSQL_DRIVER"})
    void ansiQuotes_ofTheServer_showsNamesWhereTheDriverReadsThem(Target target) throws SQLException {
        TestDatabase database = target.newDatabase();
        List<String> texts =
                inGlobalMode(database, "ANSI_QUOTES", () -> texts(target, database, "direct", ITEM, QUOTED, PREPARED));
        if (target == Target.MARIADB) {
            assertNoNames(texts);
        } else {
            assertNames(texts);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MARIADB_BY_MYSQL_DRIVER"})
    void doubleQuotes_inTheUsualMode_areMasked(Target target) {
        List<String> texts = texts(target, target.newDatabase(), "hikari", "SELECT \"Zq\" AS shown", ESCAPED);
        assertThat(texts).contains("SELECT ? AS shown", "SELECT ? AS esc");
    }

    // NO_BACKSLASH_ESCAPES

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MARIADB, direct",
        "MARIADB, hikari",
        "MARIADB_BY_MYSQL_DRIVER, direct",
        "MARIADB_BY_MYSQL_DRIVER, hikari"
    })
    void noBackslashEscapes_setByUrl_endsValuesAtTheBackslash(Target target, String source) {
        TestDatabase database = with(target.newDatabase(), "sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES'");
        assertThat(texts(target, database, source, LITERAL)).contains("SELECT ?, ? AS plain");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MARIADB_BY_MYSQL_DRIVER"})
    void noBackslashEscapes_ofTheServer_endsValuesAtTheBackslash(Target target) throws SQLException {
        TestDatabase database = target.newDatabase();
        assertThat(inGlobalMode(database, "NO_BACKSLASH_ESCAPES", () -> texts(target, database, "hikari", LITERAL)))
                .contains("SELECT ?, ? AS plain");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MARIADB, direct",
        "MARIADB, hikari",
        "MARIADB_BY_MYSQL_DRIVER, direct",
        "MARIADB_BY_MYSQL_DRIVER, hikari"
    })
    void noBackslashEscapes_setInMidConnection_isReadSo(Target target, String source) {
        List<String> texts = texts(
                target,
                target.newDatabase(),
                source,
                ESCAPED,
                "SET @@sql_mode = 'NO_BACKSLASH_ESCAPES'",
                LITERAL,
                "SET sql_mode = ''",
                "SELECT 'Zq\\'Zq' AS again -- don't");
        assertThat(texts).contains("SELECT ? AS esc", "SELECT ?, ? AS plain", "SELECT ? AS again");
    }

    /** The server's status keeps the mode that a routine set for itself, so what it says is no longer believed. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MARIADB_BY_MYSQL_DRIVER"})
    void noBackslashEscapes_setByARoutineForItself_showsNoValue(Target target) {
        List<String> texts = texts(
                target,
                target.newDatabase(),
                "direct",
                "CREATE PROCEDURE own_mode() SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
                "CALL own_mode()",
                "SELECT 'Zq\\'Zq' AS esc");
        assertThat(texts).contains("SELECT ? AS esc");
    }

    // standard_conforming_strings

    @ParameterizedTest
    @CsvSource({"direct", "hikari"})
    void conformingStrings_offByUrl_escapes(String source) {
        TestDatabase database = with(Target.POSTGRESQL.newDatabase(), "options=-c%20standard_conforming_strings=off");
        assertThat(texts(Target.POSTGRESQL, database, source, ESCAPED)).contains("SELECT ? AS esc");
    }

    @ParameterizedTest
    @CsvSource({"direct", "hikari"})
    void conformingStrings_changedInMidConnection_areReadSo(String source) {
        List<String> texts = texts(
                Target.POSTGRESQL,
                Target.POSTGRESQL.newDatabase(),
                source,
                LITERAL,
                "SET standard_conforming_strings = off",
                ESCAPED,
                TextsApp.PREPARE + "SELECT 'Zq\\'Zq' AS prepared -- don't",
                "RESET ALL",
                "SELECT 'Zq\\', 'Zq' AS again -- don't");
        assertThat(texts)
                .contains("SELECT ?, ? AS plain", "SELECT ? AS esc", "SELECT ? AS prepared", "SELECT ?, ? AS again");
    }

    // No statement of ours

    private static final List<String> MYSQL_TEXTS = List.of(
            QUOTED,
            ESCAPED,
            PREPARED,
            "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
            QUOTED,
            LITERAL,
            PREPARED,
            "SET sql_mode = CONCAT(@@sql_mode, '')",
            QUOTED,
            "SET sql_mode = 'NO_SUCH_MODE'",
            LITERAL);

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MARIADB, direct",
        "MARIADB, hikari",
        "MARIADB_BY_MYSQL_DRIVER, direct",
        "MARIADB_BY_MYSQL_DRIVER, hikari"
    })
    void server_withAgent_receivesTheSameStatements(Target target, String source) throws SQLException {
        TestDatabase database = target.newDatabase();
        try (Connection admin = connect(database);
                Statement statement = admin.createStatement()) {
            statement.execute(ITEM);
        }
        List<String> without = received(target, database, source, false);
        List<String> with = received(target, database, source, true);
        assertThat(without).anyMatch(line -> line.contains("NO_SUCH_MODE"));
        assertThat(with).isEqualTo(without);
    }

    /** What the session of the application sent, from the server's log of everything; a pool may open further ones. */
    private static List<String> received(Target target, TestDatabase database, String source, boolean attached)
            throws SQLException {
        try (Connection admin = connect(database);
                Statement statement = admin.createStatement()) {
            statement.execute("SET GLOBAL log_output = 'TABLE'");
            statement.execute("TRUNCATE mysql.general_log");
            statement.execute("SET GLOBAL general_log = ON");
            Outcome outcome = run(attached, target, database, source, MYSQL_TEXTS);
            statement.execute("SET GLOBAL general_log = OFF");
            assertThat(outcome.stdout()).contains(" -> true").contains("NO_SUCH_MODE' -> 42000");
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT command_type, CONVERT(argument USING utf8mb4)"
                    + " FROM mysql.general_log WHERE thread_id IN (SELECT thread_id FROM mysql.general_log"
                    + " WHERE argument LIKE '%NO_SUCH_MODE%' AND thread_id <> CONNECTION_ID())"
                    + " AND command_type <> 'Quit'")) {
                while (rows.next()) {
                    lines.add(rows.getString(1) + ' ' + rows.getString(2));
                }
            }
            return lines;
        }
    }

    @Test
    void postgresql_withAgent_receivesTheSameBytes() throws Exception {
        TestDatabase database = Target.POSTGRESQL.newDatabase();
        long without = bytesSent(database, false);
        long with = bytesSent(database, true);
        assertThat(without).isGreaterThan(LITERAL.length() + 2 * ESCAPED.length());
        assertThat(with).isEqualTo(without);
    }

    private static long bytesSent(TestDatabase database, boolean attached) throws Exception {
        Matcher address = Pattern.compile("//([^/]+)/").matcher(database.url());
        assertThat(address.find()).isTrue();
        try (CountingProxy proxy = new CountingProxy(address.group(1))) {
            String url = database.url().replace(address.group(1), "localhost:" + proxy.port());
            run(
                    attached,
                    Target.POSTGRESQL,
                    new TestDatabase(url, database.user(), database.password()),
                    "direct",
                    List.of(LITERAL, "SET standard_conforming_strings = off", ESCAPED, TextsApp.PREPARE + ESCAPED));
            return proxy.bytesSent();
        }
    }

    private static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** With that mode for all new sessions of the server. */
    private static List<String> inGlobalMode(TestDatabase database, String mode, Supplier<List<String>> run)
            throws SQLException {
        setGlobalMode(database, "'" + mode + "'");
        try {
            return run.get();
        } finally {
            setGlobalMode(database, "DEFAULT");
        }
    }

    private static void setGlobalMode(TestDatabase database, String mode) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL sql_mode = " + mode);
        }
    }
}
