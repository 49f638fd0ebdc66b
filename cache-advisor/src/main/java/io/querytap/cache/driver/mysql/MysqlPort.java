package io.querytap.cache.driver.mysql;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.PortUnavailableException;
import io.querytap.cache.driver.packet.CheckQuery;
import io.querytap.cache.driver.packet.PacketCollector;
import io.querytap.cache.driver.packet.PacketFormat;
import io.querytap.cache.driver.packet.PacketResult;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * MySQL Connector/J. A result is kept as the packets of its columns and rows; to give it back, the driver's own readers read these
 * packets with the properties of the connection that asks.
 */
public final class MysqlPort implements DriverPort {
    /** The class of physical connections; those to several hosts are proxies, and are not understood. */
    public static final String CONNECTION_CLASS = "com.mysql.cj.jdbc.ConnectionImpl";

    /** What the server said when the session began and the driver keeps, as far as it changes what is answered. */
    private static final String[] VARIABLES = {
        "sql_mode",
        "time_zone",
        "system_time_zone",
        "character_set_client",
        "character_set_results",
        "collation_connection"
    };

    private static final long NO_INSERT_ID = -1;

    private final MysqlMembers driver;

    /**
     * The port for the driver as its class loader has it.
     *
     * @param connectionClass that of its physical connections
     * @throws PortUnavailableException if the driver is not as expected
     */
    public MysqlPort(Class<?> connectionClass) throws PortUnavailableException {
        this.driver = new MysqlMembers(connectionClass);
    }

    @Override
    public String id() {
        return "mysql-connector-j " + driver.version + '/' + PacketFormat.VERSION;
    }

    @Override
    public boolean isOutsideTransaction(Connection connection) throws Throwable {
        if (connection.getClass() != driver.connection || connection.isClosed()) {
            return false;
        }
        Object session = (Object) driver.sessionOf.invokeExact((Object) connection);
        Object server = (Object) driver.serverSessionOf.invokeExact(session);
        return (boolean) driver.isAutocommit.invokeExact(server)
                && (boolean) driver.isAutocommitOnServer.invokeExact(server)
                && !(boolean) driver.isInTransaction.invokeExact(server);
    }

    @Override
    public @Nullable Refusal writeSession(Connection connection, KeyWriter key) throws Throwable {
        if (connection.getClass() != driver.connection || connection.isClosed()) {
            return Refusal.SESSION_UNKNOWN;
        }
        if ((int) driver.isolation.invokeExact((Object) connection) == Connection.TRANSACTION_READ_UNCOMMITTED) {
            return Refusal.READ_UNCOMMITTED;
        }
        Object session = (Object) driver.sessionOf.invokeExact((Object) connection);
        Object server = (Object) driver.serverSessionOf.invokeExact(session);
        key.writeText((String) (Object) driver.user.invokeExact((Object) connection));
        key.writeText((String) (Object) driver.database.invokeExact((Object) connection));
        TimeZone zone = (TimeZone) (Object) driver.sessionTimeZone.invokeExact(server);
        key.writeText(zone == null ? null : zone.getID());
        for (String variable : VARIABLES) {
            key.writeText((String) (Object) driver.serverVariable.invokeExact(server, (Object) variable));
        }
        return null;
    }

    @Override
    public @Nullable Refusal writeOptions(Statement statement, KeyWriter key) throws Throwable {
        Object session = driver.isKnown(statement) ? sessionOf(statement) : null;
        if (session == null) {
            return Refusal.STATEMENT;
        }
        if (statement.getResultSetType() == ResultSet.TYPE_SCROLL_SENSITIVE
                || (int) driver.concurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Refusal.RESULT_SET_TYPE;
        }
        Object query = (Object) driver.queryOf.invokeExact((Object) statement);
        int fetchSize = (int) driver.fetchSize.invokeExact(query);
        if (fetchSize < 0 || fetchSize > 0 && driver.isSet(session, "useCursorFetch")) {
            return Refusal.FETCH_SIZE;
        }
        // Interceptors and profilers are told of every execution, which a hit is not.
        if ((boolean) driver.intercepts.invokeExact(session)
                || (boolean) driver.profiles.invokeExact((Object) statement)
                || (boolean) driver.usesAdvisor.invokeExact((Object) statement)) {
            return Refusal.STATEMENT_OPTION;
        }
        // A statement keeps to the database in which it was made.
        key.writeText((String) (Object) driver.currentDatabase.invokeExact(query));
        key.writeInt((int) driver.maxRows.invokeExact((Object) statement));
        key.writeInt((int) driver.maxFieldSize.invokeExact((Object) statement));
        key.writeByte((boolean) driver.escapes.invokeExact((Object) statement) ? 1 : 0);
        key.writeByte(statement.getClass() == driver.serverPrepared ? 1 : 0);
        return null;
    }

    /** Null if the statement or its connection is closed, or the connection is one to several hosts. */
    private @Nullable Object sessionOf(Object statement) throws Throwable {
        Object connection = (Object) driver.connectionOf.invokeExact(statement);
        if (connection == null || connection.getClass() != driver.connection || isClosed((Connection) connection)) {
            return null;
        }
        return (Object) driver.sessionOf.invokeExact(connection);
    }

    private static boolean isClosed(Connection connection) throws SQLException {
        return connection.isClosed();
    }

    @Override
    public Capture capture(Statement statement, CaptureLimits limits) throws Throwable {
        Object session = driver.isKnown(statement) ? sessionOf(statement) : null;
        if (session == null) {
            return Capture.refused(Refusal.STATEMENT);
        }
        Object result = (Object) driver.results.invokeExact((Object) statement);
        if (result == null || result.getClass() != driver.resultSet) {
            return Capture.refused(Refusal.STATEMENT);
        }
        Object rowData = (Object) driver.rowData.invokeExact(result);
        if ((boolean) driver.isResultClosed.invokeExact(result)
                || rowData == null
                || rowData.getClass() != driver.staticRows) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        if ((Object) driver.nextResult.invokeExact(result) != null) {
            return Capture.refused(Refusal.STATEMENT);
        }
        Object protocol = (Object) driver.protocolOf.invokeExact(session);
        if ((int) driver.warnings.invokeExact(protocol) != 0) {
            return Capture.refused(Refusal.WARNINGS);
        }
        if (driver.hasLocators(result)) {
            return Capture.refused(Refusal.LOCATOR);
        }
        List<?> rows = (List<?>) (Object) driver.rowsOf.invokeExact(rowData);
        if (rows.size() > limits.maxRows()) {
            return Capture.refused(Refusal.TOO_MANY_ROWS);
        }
        if (rows.isEmpty() && !limits.keepsEmpty()) {
            return Capture.refused(Refusal.EMPTY);
        }
        return capture(driver.columnsOf(result), rows, statement.getClass() == driver.serverPrepared, limits);
    }

    private Capture capture(Object[] columns, List<?> rows, boolean isBinary, CaptureLimits limits) throws Throwable {
        byte[][] definitions = new byte[columns.length][];
        short[] flags = new short[columns.length];
        for (int i = 0; i < columns.length; i++) {
            byte[] definition = driver.definitionOf(columns[i]);
            if (definition == null) {
                return Capture.refused(Refusal.STATEMENT);
            }
            definitions[i] = definition;
            flags[i] = driver.flags(columns[i]);
        }
        PacketCollector collector = new PacketCollector(isBinary, /* isExtended= */ false, definitions, flags, limits);
        for (Object row : rows) {
            if ((boolean) driver.isBinaryRow.invokeExact(row) != isBinary) {
                throw new IOException("rows in another form than expected");
            }
            if (!add(row, collector)) {
                return Capture.refused(Refusal.TOO_LARGE);
            }
        }
        return Capture.of(collector.toResult());
    }

    /** Reads no value through the row, which remembers whether the last one was NULL. */
    private boolean add(Object row, PacketCollector collector) throws Throwable {
        if (row.getClass() == driver.arrayRow) {
            return collector.addValues((byte[][]) (Object) driver.valuesOf.invokeExact(row));
        }
        if (!driver.bufferRow.isInstance(row)) {
            throw new IOException("unknown row " + row.getClass().getName());
        }
        Object packet = (Object) driver.packetOf.invokeExact(row);
        return collector.add((byte[]) (Object) driver.packetBytes.invokeExact(packet), (int)
                driver.packetLength.invokeExact(packet));
    }

    @Override
    public @Nullable ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method)
            throws Throwable {
        Object connection = (Object) driver.connectionOf.invokeExact((Object) statement);
        if (connection == null || connection.getClass() != driver.connection) {
            return null;
        }
        Lock lock = driver.lockOf(connection);
        if (lock == null) {
            // Waits for whoever uses the connection at this moment, as the live execution does.
            synchronized (driver.mutexOf(connection)) {
                return replayLocked(statement, (PacketResult) result);
            }
        }
        if (!lock.tryLock()) {
            return null;
        }
        try {
            return replayLocked(statement, (PacketResult) result);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ResultSet replayLocked(Statement statement, PacketResult result) throws Throwable {
        Object session = sessionOf(statement);
        if (session == null) {
            return null;
        }
        Object protocol = (Object) driver.protocolOf.invokeExact(session);
        // While a result is streamed over the connection, the driver refuses to execute.
        if ((Object) driver.streamingData.invokeExact(protocol) != null) {
            return null;
        }
        Object answer = answer(statement, session, result);

        // From here on nothing fails. In the order of a live execution.
        driver.resetCancelled.invokeExact((Object) driver.queryOf.invokeExact((Object) statement));
        driver.closeOpenResults.invokeExact((Object) statement);
        statement.clearWarnings();
        driver.setWarningsCleared.invokeExact((Object) driver.queryOf.invokeExact((Object) statement), false);
        driver.setHadWarnings.invokeExact(protocol, false);
        driver.setWarnings.invokeExact(protocol, 0);
        driver.setBatchedKeys.invokeExact((Object) statement, (Object) null);
        if (statement.getClass() == driver.statement) {
            driver.setRetrievesKeys.invokeExact((Object) statement, false);
        }
        driver.setResults.invokeExact((Object) statement, answer);
        driver.setLastInsertId.invokeExact((Object) statement, NO_INSERT_ID);
        return (ResultSet) answer;
    }

    private Object answer(Object statement, Object session, PacketResult result) throws Throwable {
        byte[][] definitions = new byte[result.columns()][];
        short[] flags = new short[definitions.length];
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] = result.column(i);
            flags[i] = result.flags(i);
        }
        Object columns = driver.readColumns(session, definitions, flags);
        Object reader = driver.rowReader(statement, session, columns, result.isBinary());
        List<Object> rows = new ArrayList<>(result.rows());
        byte[] packets = result.rowPackets();
        int offset = 0;
        for (int i = 0; i < result.rows(); i++) {
            int start = offset + PacketResult.HEADER_BYTES;
            offset = start + result.rowLength(offset);
            rows.add(driver.readRow(reader, Arrays.copyOfRange(packets, start, offset)));
        }
        return driver.newResult(statement, rows, columns);
    }

    @Override
    public String checkQuery() {
        return CheckQuery.SQL;
    }

    @Override
    public byte[] encode(CapturedResult result) {
        return PacketFormat.encode((PacketResult) result);
    }

    @Override
    public CapturedResult decode(ByteBuffer encoded) throws IOException {
        return PacketFormat.decode(encoded);
    }

    @Override
    public boolean isComparable(CapturedResult one, CapturedResult other) {
        return ((PacketResult) one).isBinary() == ((PacketResult) other).isBinary();
    }
}
