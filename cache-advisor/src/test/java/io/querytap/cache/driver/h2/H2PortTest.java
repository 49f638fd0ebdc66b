package io.querytap.cache.driver.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class H2PortTest {
    private static final CaptureLimits LIMITS = new CaptureLimits(10, 10_000, true);

    private final H2Port port = newPort();
    private Connection connection;
    private Statement statement;

    H2PortTest() throws SQLException {
        connection = connect();
        statement = connection.createStatement();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        statement.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR, picture BLOB)");
        statement.execute("INSERT INTO item VALUES (1, 'one', NULL), (2, 'two', X'0102')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void isOutsideTransaction_autocommit_onlyThen() throws Throwable {
        assertThat(port.isOutsideTransaction(connection)).isTrue();

        connection.setAutoCommit(false);
        assertThat(port.isOutsideTransaction(connection)).isFalse();

        statement.execute("SET AUTOCOMMIT TRUE");
        assertThat(port.isOutsideTransaction(connection)).isTrue();

        connection.close();
        assertThat(port.isOutsideTransaction(connection)).isFalse();
    }

    @Test
    void writeSession_whatChangesAnswers_changesTheKey() throws Throwable {
        byte[] before = session();
        assertThat(session()).isEqualTo(before);

        for (String change : new String[] {
            "CREATE SCHEMA other",
            "SET SCHEMA other",
            "SET SCHEMA_SEARCH_PATH other, public",
            "SET TIME ZONE '+05:30'",
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            "SET TRUNCATE_LARGE_LENGTH TRUE"
        }) {
            byte[] unchanged = session();
            statement.execute(change);
            if (!change.startsWith("CREATE")) {
                assertThat(session()).as(change).isNotEqualTo(unchanged);
            }
        }
    }

    @Test
    void writeSession_whatCannotBeWritten_isRefused() throws Throwable {
        statement.execute("SET @tenant = 1");
        assertThat(port.writeSession(connection, new KeyWriter())).isEqualTo(Refusal.TAINTED);
        statement.execute("SET @tenant = NULL");

        statement.execute("CREATE LOCAL TEMPORARY TABLE temporary (id INT)");
        assertThat(port.writeSession(connection, new KeyWriter())).isEqualTo(Refusal.TEMPORARY_TABLE);
        statement.execute("DROP TABLE temporary");

        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        assertThat(port.writeSession(connection, new KeyWriter())).isEqualTo(Refusal.READ_UNCOMMITTED);
    }

    @Test
    void writeSession_databaseOpenedAnew_isAnotherDatabase() throws Throwable {
        byte[] before = session();
        connection.close(); // the last one: the database is gone

        connection = connect();

        assertThat(session()).isNotEqualTo(before);
    }

    @Test
    void writeOptions_optionsThatChangeAnswers_areWrittenOrRefused() throws Throwable {
        KeyWriter unlimited = new KeyWriter();
        assertThat(port.writeOptions(statement, unlimited)).isNull();
        statement.setMaxRows(1);
        KeyWriter limited = new KeyWriter();
        assertThat(port.writeOptions(statement, limited)).isNull();
        assertThat(limited.toBytes()).isNotEqualTo(unlimited.toBytes());

        statement.setEscapeProcessing(false);
        assertThat(port.writeOptions(statement, new KeyWriter())).isEqualTo(Refusal.STATEMENT_OPTION);
        assertThat(refusalOfType(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE))
                .isEqualTo(Refusal.RESULT_SET_TYPE);
        assertThat(refusalOfType(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY))
                .isEqualTo(Refusal.RESULT_SET_TYPE);
        assertThat(refusalOfType(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY))
                .isNull();
        try (Statement call = connection.prepareCall("SELECT 1")) {
            assertThat(port.writeOptions(call, new KeyWriter())).isEqualTo(Refusal.STATEMENT_OPTION);
        }
    }

    private @Nullable Refusal refusalOfType(int type, int concurrency) throws Throwable {
        try (Statement typed = connection.createStatement(type, concurrency)) {
            return port.writeOptions(typed, new KeyWriter());
        }
    }

    @Test
    void capture_whatIsNotToBeKept_isRefused() throws Throwable {
        assertThat(refusal("SELECT id FROM item", new CaptureLimits(1, 10_000, true)))
                .isEqualTo(Refusal.TOO_MANY_ROWS);
        assertThat(refusal("SELECT id FROM item", new CaptureLimits(10, 50, true)))
                .isEqualTo(Refusal.TOO_LARGE);
        assertThat(refusal("SELECT id FROM item WHERE id = 0", new CaptureLimits(10, 10_000, false)))
                .isEqualTo(Refusal.EMPTY);
        assertThat(refusal("SELECT id FROM item WHERE id = 0", LIMITS)).isNull();
        assertThat(refusal("SELECT picture FROM item", LIMITS)).isEqualTo(Refusal.LOCATOR);
        assertThat(refusal("SELECT ARRAY[picture] FROM item", LIMITS)).isEqualTo(Refusal.LOCATOR);
        assertThat(refusal("SELECT picture FROM item WHERE id = 1", LIMITS)).isNull();

        statement.getResultSet().close();
        assertThat(port.capture(statement, LIMITS).refusal()).isEqualTo(Refusal.INCOMPLETE);
        statement.execute("SET LAZY_QUERY_EXECUTION 1");
        assertThat(refusal("SELECT id FROM item", LIMITS)).isEqualTo(Refusal.INCOMPLETE);
    }

    private @Nullable Refusal refusal(String sql, CaptureLimits limits) throws Throwable {
        statement.executeQuery(sql);
        return port.capture(statement, limits).refusal();
    }

    @Test
    void replay_bytesChangedByTheApplication_areNotChangedForOthers() throws Throwable {
        ResultSet live = statement.executeQuery("SELECT X'0102' FROM item");
        CapturedResult captured =
                Objects.requireNonNull(port.capture(statement, LIMITS).result());
        live.next();
        live.getBytes(1)[0] = 9;

        for (int hit = 0; hit < 2; hit++) {
            ResultSet given = Objects.requireNonNull(port.replay(statement, captured, CacheCall.Method.QUERY));
            given.next();
            assertThat(given.getBytes(1)).isEqualTo(new byte[] {1, 2});
            given.getBytes(1)[0] = 9;
        }
    }

    @Test
    void replay_closedStatement_isLeftAlone() throws Throwable {
        statement.executeQuery("SELECT 1");
        CapturedResult captured =
                Objects.requireNonNull(port.capture(statement, LIMITS).result());
        statement.close();

        assertThat(port.replay(statement, captured, CacheCall.Method.QUERY)).isNull();
    }

    @Test
    void decode_brokenBytes_isSaid() throws Throwable {
        statement.executeQuery("SELECT id, name FROM item");
        byte[] encoded = port.encode(
                Objects.requireNonNull(port.capture(statement, LIMITS).result()));
        assertThat(port.decode(ByteBuffer.wrap(encoded)).rows()).isEqualTo(2);

        for (int i = 0; i < encoded.length; i++) {
            byte[] broken = encoded.clone();
            broken[i] ^= 1;
            assertThatThrownBy(() -> port.decode(ByteBuffer.wrap(broken))).isInstanceOf(IOException.class);
            byte[] cut = Arrays.copyOf(encoded, i);
            assertThatThrownBy(() -> port.decode(ByteBuffer.wrap(cut))).isInstanceOf(IOException.class);
        }
    }

    private byte[] session() throws Throwable {
        KeyWriter key = new KeyWriter();
        assertThat(port.writeSession(connection, key)).isNull();
        return key.toBytes();
    }

    private static Connection connect() throws SQLException {
        return new org.h2.Driver().connect("jdbc:h2:mem:port", new Properties());
    }

    private static H2Port newPort() {
        try {
            return new H2Port(JdbcConnection.class);
        } catch (io.querytap.cache.driver.PortUnavailableException e) {
            throw new AssertionError(e);
        }
    }
}
