package io.querytap.cache.driver.mariadb;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB Connector/J. A result is kept as the packets of its columns and rows; to give it back, the driver's own reader reads these
 * packets into a new result set, followed by a last packet that says of the session what is so already.
 */
public final class MariadbPort implements DriverPort {
    /** The class of physical connections; that of version 2 has another name. */
    public static final String CONNECTION_CLASS = "org.mariadb.jdbc.Connection";

    private static final int IN_TRANSACTION = 1;
    private static final int AUTOCOMMIT = 2;
    private static final int NO_BACKSLASH_ESCAPES = 512;
    /** What the server's status says of the session, not of one execution. */
    private static final int LASTING_STATUS = IN_TRANSACTION | AUTOCOMMIT | NO_BACKSLASH_ESCAPES;

    private static final byte END = (byte) 0xFE;

    private final MariadbMembers driver;

    /**
     * The port for the driver as its class loader has it.
     *
     * @param connectionClass that of its physical connections
     * @throws PortUnavailableException if the driver is not as expected
     */
    public MariadbPort(Class<?> connectionClass) throws PortUnavailableException {
        this.driver = new MariadbMembers(connectionClass);
    }

    @Override
    public String id() {
        return "mariadb-java-client " + driver.version + '/' + PacketFormat.VERSION;
    }

    @Override
    public boolean isOutsideTransaction(Connection connection) throws Throwable {
        Object context = (Object) driver.contextOf.invokeExact((Object) connection);
        int status = (int) driver.serverStatus.invokeExact(context);
        return (status & (IN_TRANSACTION | AUTOCOMMIT)) == AUTOCOMMIT;
    }

    @Override
    public @Nullable Refusal writeSession(Connection connection, KeyWriter key) throws Throwable {
        Object client = (Object) driver.clientOf.invokeExact((Object) connection);
        if (driver.withReplicas.isInstance(client)) {
            return Refusal.REPLICA;
        }
        Object context = (Object) driver.contextOf.invokeExact((Object) connection);
        Integer isolation = (Integer) (Object) driver.isolation.invokeExact(context);
        if (isolation != null && isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
            return Refusal.READ_UNCOMMITTED;
        }
        TimeZone zone = (TimeZone) (Object) driver.timeZone.invokeExact(context);
        Object configuration = (Object) driver.configuration.invokeExact(context);
        key.writeText((String) (Object) driver.user.invokeExact(configuration));
        key.writeText((String) (Object) driver.database.invokeExact(context));
        key.writeText((String) (Object) driver.charset.invokeExact(context));
        key.writeText(zone == null ? null : zone.getID());
        key.writeByte((boolean) driver.isExtended.invokeExact(context) ? 1 : 0);
        key.writeByte(((int) driver.serverStatus.invokeExact(context) & NO_BACKSLASH_ESCAPES) == 0 ? 0 : 1);
        return null;
    }

    @Override
    public @Nullable Refusal writeOptions(Statement statement, KeyWriter key) throws Throwable {
        if (!driver.isKnown(statement)) {
            return Refusal.STATEMENT;
        }
        int type = (int) driver.resultSetType.invokeExact((Object) statement);
        if (type == ResultSet.TYPE_SCROLL_SENSITIVE
                || (int) driver.resultSetConcurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Refusal.RESULT_SET_TYPE;
        }
        if ((int) driver.fetchSize.invokeExact((Object) statement) != 0) {
            return Refusal.FETCH_SIZE;
        }
        key.writeLong((long) driver.maxRows.invokeExact((Object) statement));
        key.writeByte((boolean) driver.escapes.invokeExact((Object) statement) ? 1 : 0);
        key.writeByte(statement.getClass() == driver.serverPrepared ? 1 : 0);
        return null;
    }

    @Override
    public Capture capture(Statement statement, CaptureLimits limits) throws Throwable {
        if (!driver.isKnown(statement)) {
            return Capture.refused(Refusal.STATEMENT);
        }
        Object result = (Object) driver.currentResult.invokeExact((Object) statement);
        List<?> more = driver.resultsOf(statement);
        if (result == null || more == null || !more.isEmpty()) {
            return Capture.refused(Refusal.STATEMENT);
        }
        if (result.getClass() != driver.completeResult
                || !(boolean) driver.isLoaded.invokeExact(result)
                || (boolean) driver.isResultClosed.invokeExact(result)
                || (boolean) driver.isOutput.invokeExact(result)) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        Object connection = (Object) driver.connectionOf.invokeExact((Object) statement);
        Object context = (Object) driver.contextOf.invokeExact(connection);
        if ((int) driver.warnings.invokeExact(context) != 0) {
            return Capture.refused(Refusal.WARNINGS);
        }
        int rowCount = (int) driver.rowCountOf.invokeExact(result);
        if (rowCount > limits.maxRows()) {
            return Capture.refused(Refusal.TOO_MANY_ROWS);
        }
        if (rowCount == 0 && !limits.keepsEmpty()) {
            return Capture.refused(Refusal.EMPTY);
        }
        byte[][] columns = definitionsOf((Object) driver.columnsOf.invokeExact(result));
        if (columns.length == 0) {
            return Capture.refused(Refusal.STATEMENT);
        }
        boolean isBinary = driver.binaryDecoder.isInstance((Object) driver.decoderOf.invokeExact(result));
        boolean isExtended = (boolean) driver.isExtended.invokeExact(context);
        PacketCollector collector =
                new PacketCollector(isBinary, isExtended, columns, new short[columns.length], limits);
        byte[][] rows = (byte[][]) (Object) driver.rowsOf.invokeExact(result);
        for (int i = 0; i < rowCount; i++) {
            if (!collector.add(rows[i], rows[i].length)) {
                return Capture.refused(Refusal.TOO_LARGE);
            }
        }
        return Capture.of(collector.toResult());
    }

    /** No bytes where one of the columns is not from the server. */
    private byte[][] definitionsOf(Object columns) throws Throwable {
        byte[][] definitions = new byte[Array.getLength(columns)][];
        for (int i = 0; i < definitions.length; i++) {
            Object column = Array.get(columns, i);
            if (!driver.columnDefinition.isInstance(column) || (boolean) driver.aliasAsName.invokeExact(column)) {
                return new byte[0][];
            }
            Object buffer = (Object) driver.bufferOf.invokeExact(column);
            if (!driver.packetBuffer.isInstance(buffer)) {
                return new byte[0][];
            }
            definitions[i] = (byte[]) (Object) driver.bytesOf.invokeExact(buffer);
        }
        return definitions;
    }

    @Override
    public @Nullable ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method)
            throws Throwable {
        Lock lock = (Lock) (Object) driver.lock.invokeExact((Object) statement);
        // Whoever holds it uses the connection at this moment: the driver then waits, and so does the live execution.
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
        Object connection = (Object) driver.connectionOf.invokeExact((Object) statement);
        if ((boolean) driver.isClosed.invokeExact((Object) statement) || ((Connection) connection).isClosed()) {
            return null;
        }
        Object context = (Object) driver.contextOf.invokeExact(connection);
        if ((boolean) driver.isExtended.invokeExact(context) != result.isExtended()) {
            return null;
        }
        byte[][] definitions = new byte[result.columns()][];
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] = result.column(i);
        }
        Object columns = driver.readColumns(definitions, result.isExtended());
        InputStream packets = new SequenceInputStream(
                new ByteArrayInputStream(result.rowPackets()), new ByteArrayInputStream(endOf(context)));
        Object answer = driver.readResult(statement, result.isBinary(), columns, packets, context);

        // From here on nothing fails.
        driver.setResults.invokeExact((Object) statement, (Object) new ArrayList<>());
        driver.setCurrentResult.invokeExact((Object) statement, answer);
        driver.setLocalFile.invokeExact((Object) statement, (Object) null);
        if (statement.getClass() == driver.statement) {
            driver.setGeneratedKeys.invokeExact((Object) statement, Statement.NO_GENERATED_KEYS);
        }
        return (ResultSet) answer;
    }

    /** The packet after the last row: no warnings, and the session as it is. */
    private byte[] endOf(Object context) throws Throwable {
        int status = (int) driver.serverStatus.invokeExact(context) & LASTING_STATUS;
        byte low = (byte) status;
        byte high = (byte) (status >>> Byte.SIZE);
        return (boolean) driver.isEofDeprecated.invokeExact(context)
                ? new byte[] {7, 0, 0, 0, END, 0, 0, low, high, 0, 0}
                : new byte[] {5, 0, 0, 0, END, 0, 0, low, high};
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
