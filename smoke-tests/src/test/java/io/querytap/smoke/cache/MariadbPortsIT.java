package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import io.querytap.cache.driver.mariadb.MariadbPort;
import io.querytap.cache.driver.mysql.MysqlPort;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall.Method;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ports of both drivers refuse, and what they leave behind. */
class MariadbPortsIT {
    private static final CaptureLimits LIMITS = new CaptureLimits(1_000, 1_000_000, true);
    private static final String SELECT = "SELECT id, data FROM item ORDER BY id";

    private Connection connection;
    private DriverPort port;

    /** The drivers, each in a class loader of its own. */
    enum Connector {
        MARIADB("org.mariadb.jdbc.Driver", MariadbPort.class),
        MYSQL("com.mysql.cj.jdbc.Driver", MysqlPort.class);

        private final TestDatabase database;
        private final Driver driver;
        private final Class<?> port;

        Connector(String driverClass, Class<?> port) {
            this.port = port;
            try {
                URL jar = Class.forName(driverClass)
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation();
                ClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
                driver = (Driver) loader.loadClass(driverClass).getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            database = driverClass.contains("mysql")
                    ? TestDatabases.newMariadbForMysqlDriver()
                    : TestDatabases.newMariadb();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE item (id int PRIMARY KEY, data blob)");
                statement.execute("INSERT INTO item VALUES (1, x'010203'), (2, NULL)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        Connection connect(String... properties) throws SQLException {
            Properties all = new Properties();
            all.setProperty("user", database.user());
            all.setProperty("password", database.password());
            for (int i = 0; i < properties.length; i += 2) {
                all.setProperty(properties[i], properties[i + 1]);
            }
            return driver.connect(database.url(), all);
        }
    }

    private void open(Connector connector, String... properties) throws SQLException {
        connection = connector.connect(properties);
        port = DriverPorts.of(connection).port();
        assertThat(port).isInstanceOf(connector.port);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @EnumSource
    void isOutsideTransaction_asTheServerSays(Connector connector) throws Throwable {
        open(connector);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            assertThat(port.isOutsideTransaction(connection)).isTrue();

            statement.execute("START TRANSACTION");
            assertThat(port.isOutsideTransaction(connection)).isFalse();
            statement.execute("ROLLBACK");
            assertThat(port.isOutsideTransaction(connection)).isTrue();

            connection.setAutoCommit(false);
            assertThat(port.isOutsideTransaction(connection)).isFalse();
            connection.setAutoCommit(true);
            assertThat(port.isOutsideTransaction(connection)).isTrue();

            statement.execute("SET autocommit = 0");
            assertThat(port.isOutsideTransaction(connection)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isOutsideTransaction_afterReplay_asBefore(Connector connector) throws Throwable {
        open(connector);
        CapturedResult captured = capture(SELECT);
        try (Statement statement = connection.createStatement()) {
            assertThat(port.replay(statement, captured, Method.QUERY)).isNotNull();
            assertThat(port.isOutsideTransaction(connection)).isTrue();

            statement.execute("START TRANSACTION");
            assertThat(port.replay(statement, captured, Method.QUERY)).isNotNull();
            assertThat(port.isOutsideTransaction(connection)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_bytesChangedByTheApplication_nobodyElseSees(Connector connector) throws Throwable {
        for (String serverPrepared : new String[] {"false", "true"}) {
            open(connector, "useServerPrepStmts", serverPrepared);
            try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
                statement.executeQuery();
                CapturedResult captured = port.capture(statement, LIMITS).result();

                ResultSet first = port.replay(statement, captured, Method.QUERY);
                first.next();
                first.getBytes(2)[0] = 99;
                Blob blob = first.getBlob(2);
                blob.setBytes(1, new byte[] {98, 97});
                ResultSet second = port.replay(statement, captured, Method.QUERY);
                second.next();

                assertThat(second.getBytes(2)).containsExactly(1, 2, 3);
                assertThat(second.getBlob(2).getBytes(1, 3)).containsExactly(1, 2, 3);
            }
            connection.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_errorOfTheResult_namesTheConnectionThatAsked(Connector connector) throws Throwable {
        open(connector);
        CapturedResult captured = capture(SELECT);
        try (Connection other = connector.connect();
                Statement live = other.createStatement();
                Statement given = other.createStatement()) {
            ResultSet expected = live.executeQuery(SELECT);
            ResultSet actual = port.replay(given, captured, Method.QUERY);

            assertThat(messageOf(actual)).isEqualTo(messageOf(expected));
            assertThat(actual.getStatement()).isSameAs(given);
        }
    }

    private static String messageOf(ResultSet result) throws SQLException {
        result.next();
        try {
            return String.valueOf(result.getInt(77));
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_warningsOfTheStatementBefore_gone(Connector connector) throws Throwable {
        open(connector);
        CapturedResult captured = capture(SELECT);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 / 0");
            assertThat((Object) statement.getWarnings()).isNotNull();

            assertThat(port.replay(statement, captured, Method.QUERY)).isNotNull();

            assertThat((Object) statement.getWarnings()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_closedStatementOrConnection_null(Connector connector) throws Throwable {
        open(connector);
        CapturedResult captured = capture(SELECT);
        Statement closed = connection.createStatement();
        closed.close();
        Statement orphan = connection.createStatement();
        assertThat(port.replay(closed, captured, Method.QUERY)).isNull();

        connection.close();

        assertThat(port.replay(orphan, captured, Method.QUERY)).isNull();
        assertThat(port.replay(closed, captured, Method.QUERY)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void replay_connectionUsedByAnotherThread_null(Connector connector) throws Throwable {
        open(connector);
        CapturedResult captured = capture(SELECT);
        try (Statement statement = connection.createStatement();
                Statement slow = connection.createStatement()) {
            Thread other = new Thread(() -> {
                try {
                    slow.execute("SELECT SLEEP(3)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            other.start();
            Thread.sleep(500);

            assertThat(port.replay(statement, captured, Method.QUERY)).isNull();
            other.join();
            assertThat(port.replay(statement, captured, Method.QUERY)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void capture_warnings_refused(Connector connector) throws Throwable {
        open(connector);
        assertThat(refusal("SELECT 1 / 0", LIMITS)).isEqualTo(Refusal.WARNINGS);
    }

    @ParameterizedTest
    @EnumSource
    void capture_beyondLimits_refused(Connector connector) throws Throwable {
        open(connector);
        assertThat(refusal(SELECT, new CaptureLimits(1, 1_000_000, true))).isEqualTo(Refusal.TOO_MANY_ROWS);
        assertThat(refusal(SELECT, new CaptureLimits(10, 100, true))).isEqualTo(Refusal.TOO_LARGE);
        assertThat(refusal("SELECT 1 FROM item WHERE id < 0", new CaptureLimits(10, 1_000, false)))
                .isEqualTo(Refusal.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void capture_severalResults_refused(Connector connector) throws Throwable {
        open(connector);
        assertThat(refusal("SELECT 1; SELECT 2", LIMITS)).isEqualTo(Refusal.STATEMENT);
    }

    @ParameterizedTest
    @EnumSource
    void capture_noResult_refused(Connector connector) throws Throwable {
        open(connector);
        try (Statement statement = connection.createStatement()) {
            assertThat(port.capture(statement, LIMITS).refusal()).isEqualTo(Refusal.STATEMENT);
            statement.execute("SET @a = 1");
            assertThat(port.capture(statement, LIMITS).refusal()).isIn(Refusal.STATEMENT, Refusal.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void capture_beforeTheApplicationReads_changesNothing(Connector connector) throws Throwable {
        open(connector);
        try (Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("SELECT NULL, repeat('x', 10000) FROM item");
            assertThat(port.capture(statement, LIMITS).result()).isNotNull();

            assertThat(result.isBeforeFirst()).isTrue();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(2)).hasSize(10_000);
            assertThat(result.wasNull()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeOptions_streamedOrUpdatable_refused(Connector connector) throws Throwable {
        open(connector);
        int streaming = connector == Connector.MYSQL ? Integer.MIN_VALUE : 1;
        try (Statement streamed = connection.createStatement();
                Statement updatable =
                        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                Statement call = connection.prepareCall("{call x()}")) {
            streamed.setFetchSize(streaming);

            assertThat(port.writeOptions(streamed, new KeyWriter())).isEqualTo(Refusal.FETCH_SIZE);
            assertThat(port.writeOptions(updatable, new KeyWriter())).isEqualTo(Refusal.RESULT_SET_TYPE);
            assertThat(port.writeOptions(call, new KeyWriter())).isEqualTo(Refusal.STATEMENT);
            streamed.executeQuery(SELECT);
            assertThat(port.capture(streamed, LIMITS).result()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeOptions_whatChangesTheAnswer_inTheKey(Connector connector) throws Throwable {
        open(connector);
        try (Statement plain = connection.createStatement();
                Statement limited = connection.createStatement();
                Statement same = connection.createStatement()) {
            limited.setMaxRows(1);

            assertThat(options(plain)).isEqualTo(options(same)).isNotEqualTo(options(limited));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeOptions_textAndBinary_differ(Connector connector) throws Throwable {
        open(connector, "useServerPrepStmts", "true");
        try (Statement text = connection.createStatement();
                Statement binary = connection.prepareStatement(SELECT)) {
            assertThat(options(text)).isNotEqualTo(options(binary));
        }
    }

    private byte[] options(Statement statement) throws Throwable {
        KeyWriter key = new KeyWriter();
        assertThat(port.writeOptions(statement, key)).isNull();
        return key.toBytes();
    }

    @ParameterizedTest
    @EnumSource
    void writeSession_readUncommitted_refused(Connector connector) throws Throwable {
        open(connector);
        assertThat(port.writeSession(connection, new KeyWriter())).isNull();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        assertThat(port.writeSession(connection, new KeyWriter())).isEqualTo(Refusal.READ_UNCOMMITTED);
    }

    @ParameterizedTest
    @EnumSource
    void writeSession_anotherDatabase_anotherKey(Connector connector) throws Throwable {
        open(connector);
        KeyWriter before = new KeyWriter();
        KeyWriter after = new KeyWriter();
        port.writeSession(connection, before);
        connection.setCatalog("mysql");
        port.writeSession(connection, after);
        assertThat(after.toBytes()).isNotEqualTo(before.toBytes());
    }

    @ParameterizedTest
    @EnumSource
    void writeOptions_closedStatement_doesNotThrow(Connector connector) throws Throwable {
        open(connector);
        Statement closed = connection.createStatement();
        closed.close();
        port.writeOptions(closed, new KeyWriter());
        assertThat(port.capture(closed, LIMITS).refusal()).isEqualTo(Refusal.STATEMENT);
        connection.close();
        port.writeSession(connection, new KeyWriter());
        port.isOutsideTransaction(connection);
    }

    private CapturedResult capture(String sql) throws Throwable {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(sql);
            CapturedResult captured = port.capture(statement, LIMITS).result();
            assertThat(captured).isNotNull();
            return captured;
        }
    }

    private Refusal refusal(String sql, CaptureLimits limits) throws Throwable {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            Capture capture = port.capture(statement, limits);
            return capture.refusal();
        }
    }
}
