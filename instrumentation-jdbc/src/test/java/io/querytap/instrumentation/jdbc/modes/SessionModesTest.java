package io.querytap.instrumentation.jdbc.modes;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import io.querytap.instrumentation.jdbc.modes.StubDrivers.MySqlStub;
import io.querytap.instrumentation.jdbc.modes.StubDrivers.PostgresStub;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionModesTest {
    private static final String PLAIN = "SELECT id FROM item";
    private static final String QUOTED = "SELECT id FROM item WHERE \"name\" = 'x'";
    private static final String BACKSLASH = "SELECT id FROM item WHERE name = 'it\\'s'";
    private static final String URL = "jdbc:mariadb://h/db";

    private static final SqlModes NAMES = SqlModes.of(DoubleQuotes.NAMES, Backslashes.UNKNOWN);
    private static final SqlModes ESCAPES = SqlModes.of(DoubleQuotes.UNKNOWN, Backslashes.ESCAPES);
    private static final SqlModes LITERAL = SqlModes.of(DoubleQuotes.UNKNOWN, Backslashes.LITERAL);

    private static SqlModes modesOf(SessionModes modes, String sql) {
        return modes.of(sql, modes.changeBy(sql));
    }

    private static SessionModes of(Object connection) {
        return SessionModes.of(connection, URL, new Properties());
    }

    private static void execute(SessionModes modes, String sql) {
        ModeChange change = modes.changeBy(sql);
        modes.executing(change);
        modes.executed(change, /* successful= */ true);
    }

    /** As the server does it: the status of its answer tells. */
    private static void set(SessionModes modes, MySqlStub server, String mode) {
        String sql = "SET sql_mode = '" + mode + "'";
        ModeChange change = modes.changeBy(sql);
        modes.executing(change);
        server.literalBackslashes = mode.contains("NO_BACKSLASH_ESCAPES");
        modes.executed(change, /* successful= */ true);
    }

    // PostgreSQL

    @Test
    void postgresql_textWithBackslash_isReadAsTheServerReportsNow() {
        PostgresStub server = StubDrivers.postgresql();
        SessionModes modes = of(server);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(LITERAL);
        server.conformingStrings = "off";
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(ESCAPES);
        server.conformingStrings = null;
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
        server.conformingStrings = "perhaps";
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void postgresql_textWithoutBackslash_asksNothing() {
        PostgresStub server = StubDrivers.postgresql();
        assertThat(modesOf(of(server), QUOTED)).isSameAs(SqlModes.UNKNOWN);
        assertThat(server.calls).isZero();
    }

    @Test
    void postgresql_textThatNamesTheSetting_isUnknown() {
        SessionModes modes = of(StubDrivers.postgresql());
        assertThat(modesOf(modes, "set Standard_Conforming_Strings = off; " + BACKSLASH))
                .isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, BACKSLASH + "; select standard_conforming_string"))
                .isSameAs(LITERAL);
    }

    // Failures

    @ParameterizedTest
    @ValueSource(strings = {StubDrivers.POSTGRESQL, StubDrivers.MARIADB, StubDrivers.MYSQL})
    void of_getterFails_isUnknownAndThrowsNothing(String driver) {
        for (Throwable failure : new Throwable[] {
            new SQLException("closed"),
            new IllegalStateException(),
            new NoClassDefFoundError(),
            new StackOverflowError()
        }) {
            StubDrivers.Stub connection = driver.equals(StubDrivers.POSTGRESQL)
                    ? StubDrivers.postgresql()
                    : StubDrivers.named(driver, MySqlStub.class);
            connection.failure = failure;
            SessionModes modes = of(connection);
            execute(modes, "SET sql_mode = 'ANSI_QUOTES'");
            assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
            assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
            assertThat(connection.calls).isPositive();
        }
    }

    @Test
    void of_nullOnTheWay_isUnknown() {
        MySqlStub server = StubDrivers.mysql();
        server.withoutSession = true;
        assertThat(modesOf(of(server), BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {StubDrivers.POSTGRESQL, StubDrivers.MARIADB, StubDrivers.MYSQL})
    void of_driverWithoutTheGetters_isNone(String driver) {
        assertThat(of(StubDrivers.named(driver, StubDrivers.WithoutGetters.class)))
                .isSameAs(SessionModes.NONE);
        assertThat(of(StubDrivers.named(driver, StubDrivers.OtherTypes.class))).isSameAs(SessionModes.NONE);
    }

    @Test
    void of_otherDriverOrProxy_isNoneAndAsksNothing() {
        MySqlStub stranger = StubDrivers.named("com.example.Connection", MySqlStub.class);
        assertThat(of(stranger)).isSameAs(SessionModes.NONE);
        assertThat(stranger.calls).isZero();
        Object proxy = Proxy.newProxyInstance(
                SessionModesTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                    throw new AssertionError("asked " + method);
                });
        SessionModes modes = of(proxy);
        execute(modes, "SET sql_mode = 'ANSI_QUOTES'");
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
    }

    // MySQL and MariaDB when they connect

    @Test
    void mysql_ansiQuotesAtConnect_textWithDoubleQuotesHasNames() {
        MySqlStub server = StubDrivers.mysql();
        server.ansiQuotes = true;
        SessionModes modes = of(server);
        assertThat(modesOf(modes, QUOTED)).isSameAs(NAMES);
        assertThat(modesOf(modes, PLAIN)).isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(ESCAPES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "?sessionVariables=sql_mode='ANSI_QUOTES' | | true",
                "?x=1&sessionvariables=sql_mode=ANSI_QUOTES&y=2 | | true",
                "| sql_mode='ANSI' | true",
                "?sessionVariables=sql_mode='ANSI' | sql_mode='ANSI' | true",
                "?sessionVariables=sql_mode='ANSI' | sql_mode='' | false",
                "?sessionVariables=sql_mode='' | sql_mode='ANSI' | false",
                "?sessionVariables=sql_mode='' | | false",
                "?sessionVariables=sql_mode=ANSI_QUOTES&sessionVariables=sql_mode='' | | false",
                "?sessionVariables=sql_mode=ANSI_QUOTES&initSql=SELECT | | false",
                "?sessionVariables= | sql_mode='ANSI' | false",
                "?sessionVariables=sql_mode='ANSI_QUOTES'#x | | false",
                "?sessionVariables=sql_mode='ANSI_QUOTES',sql_mode='' | | false",
                "?other=sql_mode='ANSI_QUOTES' | | false",
            })
    void mariadb_sessionVariables_areReadWhereTheyAreCertain(String settings, String property, boolean expected) {
        Properties properties = new Properties();
        if (property != null) {
            properties.setProperty("sessionVariables", property);
        }
        String url = URL + (settings == null ? "" : settings);
        SessionModes modes = SessionModes.of(StubDrivers.mariadb(), url, properties);
        assertThat(modesOf(modes, QUOTED)).isSameAs(expected ? NAMES : SqlModes.UNKNOWN);
    }

    /** MySQL's driver decodes the URL and lets properties win; it reads the mode itself. */
    @Test
    void mysql_sessionVariables_areLeftToTheDriver() {
        SessionModes modes = SessionModes.of(
                StubDrivers.mysql(), "jdbc:mysql://h/db?sessionVariables=sql_mode=ANSI_QUOTES", new Properties());
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void mariadb_statusAtConnect_tellsBackslashes() {
        MySqlStub server = StubDrivers.mariadb();
        server.literalBackslashes = true;
        assertThat(modesOf(of(server), BACKSLASH)).isSameAs(LITERAL);
    }

    // ... and later

    @ParameterizedTest
    @ValueSource(strings = {StubDrivers.MARIADB, StubDrivers.MYSQL})
    void set_constant_isBelievedWhenItSucceeded(String driver) {
        MySqlStub server = StubDrivers.named(driver, MySqlStub.class);
        SessionModes modes = of(server);
        set(modes, server, "ANSI_QUOTES,NO_BACKSLASH_ESCAPES");
        assertThat(modesOf(modes, QUOTED)).isSameAs(NAMES);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(LITERAL);
        set(modes, server, "STRICT_ALL_TABLES");
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(ESCAPES);
    }

    @Test
    void set_failed_isUnknown() {
        MySqlStub server = StubDrivers.mysql();
        server.ansiQuotes = true;
        SessionModes modes = of(server);
        ModeChange change = modes.changeBy("SET sql_mode = 'ANSI_QUOTES'");
        modes.executing(change);
        modes.executed(change, /* successful= */ false);
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void set_serverSaysOtherwise_backslashesAreUnknown() {
        SessionModes modes = of(StubDrivers.mariadb());
        execute(modes, "SET sql_mode = 'NO_BACKSLASH_ESCAPES'"); // and the status stays
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')",
                "SET STATEMENT sql_mode = '' FOR SELECT 1",
                "select 1; set sql_mode = ''",
                "EXECUTE s",
                "/* x */ SET sql_mode = 'ANSI_QUOTES'"
            })
    void executing_unclearText_ansiQuotesAreUnknownFromThereOn(String sql) {
        MySqlStub server = StubDrivers.mysql();
        SessionModes modes = of(server);
        set(modes, server, "ANSI_QUOTES");
        assertThat(modesOf(modes, sql + QUOTED)).isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, QUOTED)).isSameAs(NAMES);
        execute(modes, sql);
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void executing_textPreparedBeforeTheSet_ansiQuotesAreUnknown() {
        MySqlStub server = StubDrivers.mysql();
        SessionModes modes = of(server);
        ModeChange prepared = modes.changeBy("EXECUTE s");
        set(modes, server, "ANSI_QUOTES");
        modes.executing(prepared);
        modes.executed(prepared, /* successful= */ true);
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
    }

    /** A routine set its own mode: the server goes back, the status does not. */
    @Test
    void status_changedByNoTextThatSetsTheMode_backslashesAreUnknown() {
        MySqlStub server = StubDrivers.mariadb();
        SessionModes modes = of(server);
        execute(modes, "CALL p()");
        server.literalBackslashes = true;
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void session_anotherOneAfterReconnect_ansiQuotesAreUnknown() {
        MySqlStub server = StubDrivers.mysql();
        server.ansiQuotes = true;
        SessionModes modes = of(server);
        server.id++;
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
    }

    @Test
    void closed_lentAgain_isUnknownUntilSet() {
        MySqlStub server = StubDrivers.mysql();
        server.ansiQuotes = true;
        SessionModes modes = of(server);
        modes.closed();
        assertThat(modesOf(modes, QUOTED)).isSameAs(SqlModes.UNKNOWN);
        assertThat(modesOf(modes, BACKSLASH)).isSameAs(SqlModes.UNKNOWN);
        set(modes, server, "ANSI_QUOTES");
        assertThat(modesOf(modes, QUOTED)).isSameAs(NAMES);
    }

    @Test
    void of_textThatModesDoNotChange_asksNothing() {
        MySqlStub server = StubDrivers.mysql();
        server.ansiQuotes = true;
        SessionModes modes = of(server);
        int calls = server.calls;
        assertThat(modesOf(modes, PLAIN)).isSameAs(SqlModes.UNKNOWN);
        assertThat(server.calls).isEqualTo(calls);
    }
}
