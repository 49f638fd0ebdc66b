package io.querytap.cache.driver.h2;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.PortUnavailableException;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results of H2, from 2.1 on, with the database in the same JVM. A remote session does not tell its state without being asked. */
public final class H2Port implements DriverPort {
    /** The class of its connections. */
    public static final String CONNECTION_CLASS = "org.h2.jdbc.JdbcConnection";

    private static final String READ_UNCOMMITTED = "READ_UNCOMMITTED";
    private static final int ROW_OVERHEAD_BYTES = 24;
    private static final int REFERENCE_BYTES = 8;

    /**
     * Two rows; constants of all types that are read in a way of their own, but no bytes: asked for classes that it does not know, H2
     * deserializes them, and then the JDK's log manager starts in the host.
     */
    private static final String CHECK_QUERY = "SELECT * FROM (VALUES (1, TRUE, CAST(7 AS TINYINT), CAST(7 AS SMALLINT),"
            + " 9007199254740993, CAST('NaN' AS REAL), CAST(0.1 AS DOUBLE PRECISION), 1234567890.0123456789,"
            + " CAST(1.50 AS DECFLOAT), 'text', CAST('ab' AS CHAR(5)), DATE '2024-02-29',"
            + " TIME '12:34:56.789', TIME WITH TIME ZONE '12:34:56.789+02', TIMESTAMP '2024-03-31 02:30:00.123456',"
            + " TIMESTAMP WITH TIME ZONE '2024-10-27 02:30:00.999999+02', INTERVAL '1-2' YEAR TO MONTH,"
            + " INTERVAL '1 02:03:04.5' DAY TO SECOND, UUID 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',"
            + " JSON '[1, null]', ARRAY[1, NULL], ROW(1, 'x y')),"
            + " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL)) ORDER BY 1";

    private final H2Driver driver;
    private final H2Encoding encoding;
    private final Incarnations incarnations = new Incarnations();
    private final String id;

    /** @param connectionClass {@code JdbcConnection} */
    public H2Port(Class<?> connectionClass) throws PortUnavailableException {
        driver = new H2Driver(connectionClass);
        encoding = new H2Encoding(driver);
        id = "h2/" + driver.version + '/' + H2Encoding.FORMAT;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOutsideTransaction(Connection connection) throws Throwable {
        Object session = (Object) driver.connectionSession.invokeExact((Object) connection);
        return driver.localSessionClass.isInstance(session)
                && (boolean) driver.isAutoCommit.invokeExact(session)
                && !(boolean) driver.hasPendingTransaction.invokeExact(session);
    }

    @Override
    public @Nullable Refusal writeSession(Connection connection, KeyWriter key) throws Throwable {
        Object session = (Object) driver.connectionSession.invokeExact((Object) connection);
        if (!driver.localSessionClass.isInstance(session)) {
            return Refusal.SESSION_UNKNOWN;
        }
        if (!((List<?>) (Object) driver.temporaryTables.invokeExact(session)).isEmpty()) {
            return Refusal.TEMPORARY_TABLE;
        }
        if (((Object[]) (Object) driver.variables.invokeExact(session)).length > 0) {
            return Refusal.TAINTED;
        }
        Object isolation = (Object) driver.isolation.invokeExact(session);
        if (((Enum<?>) isolation).name().equals(READ_UNCOMMITTED)) {
            return Refusal.READ_UNCOMMITTED;
        }
        key.writeText(incarnations.of((Object) driver.database.invokeExact(session)));
        key.writeText((String) (Object) driver.objectName.invokeExact((Object) driver.user.invokeExact(session)));
        key.writeText((String) (Object) driver.schema.invokeExact(session));
        String[] path = (String[]) (Object) driver.searchPath.invokeExact(session);
        key.writeInt(path == null ? 0 : path.length);
        for (int i = 0; path != null && i < path.length; i++) {
            key.writeText(path[i]);
        }
        key.writeText((String) (Object) driver.timeZoneId.invokeExact((Object) driver.timeZone.invokeExact(session)));
        key.writeText((String) (Object) driver.modeName.invokeExact((Object) driver.mode.invokeExact(session)));
        key.writeText(((Enum<?>) isolation).name());
        key.writeText(String.valueOf((Object) driver.nonKeywords.invokeExact(session)));
        key.writeByte((boolean) driver.truncatesLargeLength.invokeExact(session) ? 1 : 0)
                .writeByte((boolean) driver.variableBinary.invokeExact(session) ? 1 : 0)
                .writeByte((boolean) driver.oldInformationSchema.invokeExact(session) ? 1 : 0);
        return null;
    }

    @Override
    public @Nullable Refusal writeOptions(Statement statement, KeyWriter key) throws Throwable {
        if ((int) driver.resultSetType.invokeExact((Object) statement) == ResultSet.TYPE_SCROLL_SENSITIVE
                || (int) driver.concurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Refusal.RESULT_SET_TYPE;
        }
        if (!(boolean) driver.processesEscapes.invokeExact((Object) statement)
                || statement instanceof CallableStatement) {
            return Refusal.STATEMENT_OPTION;
        }
        key.writeLong((long) driver.maxRows.invokeExact((Object) statement));
        return null;
    }

    @Override
    public Capture capture(Statement statement, CaptureLimits limits) throws Throwable {
        if ((int) driver.concurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Capture.refused(Refusal.RESULT_SET_TYPE);
        }
        Object resultSet = (Object) driver.resultSet.invokeExact((Object) statement);
        Object result = resultSet == null ? null : (Object) driver.result.invokeExact(resultSet);
        // Other kinds come from lazy execution, padded CHARs, or metadata.
        if (!driver.localResultClass.isInstance(result) || (Object) driver.external.invokeExact(result) != null) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        List<?> rows = (List<?>) (Object) driver.rows.invokeExact(result);
        if (rows == null || rows.size() != (long) driver.rowCount.invokeExact(result)) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        if (rows.size() > limits.maxRows()) {
            return Capture.refused(Refusal.TOO_MANY_ROWS);
        }
        if (rows.isEmpty() && !limits.keepsEmpty()) {
            return Capture.refused(Refusal.EMPTY);
        }
        int columns = (int) driver.columnCount.invokeExact(result);
        return columns == 0 ? Capture.refused(Refusal.STATEMENT_OPTION) : capture(result, rows, columns, limits);
    }

    private Capture capture(Object result, List<?> rows, int columnCount, CaptureLimits limits) throws Throwable {
        List<Object[]> copies = new ArrayList<>(rows.size());
        long bytes = 0;
        for (Object row : rows) {
            Object[] copy = driver.newRow(columnCount);
            System.arraycopy((Object[]) row, 0, copy, 0, columnCount); // behind it are columns to order by
            bytes += rowOverheadBytes(columnCount);
            for (Object value : copy) {
                if (isLocator(value)) {
                    return Capture.refused(Refusal.LOCATOR);
                }
                bytes += (int) driver.memoryBytes.invokeExact(value);
            }
            if (bytes > limits.maxBytes()) {
                return Capture.refused(Refusal.TOO_LARGE);
            }
            copies.add(copy);
        }
        H2Column[] columns = new H2Column[columnCount];
        Object[] types = new Object[columnCount];
        for (int i = 0; i < columnCount; i++) {
            columns[i] = driver.column(result, i);
            types[i] = (Object) driver.columnType.invokeExact(result, i);
        }
        return Capture.of(new H2Result(List.of(columns), List.of(types), copies, bytes));
    }

    static int rowOverheadBytes(int columns) {
        return ROW_OVERHEAD_BYTES + columns * REFERENCE_BYTES;
    }

    private boolean isLocator(Object value) throws Throwable {
        if (driver.lobClass.isInstance(value)) {
            return true;
        }
        if (driver.collectionClass.isInstance(value)) {
            for (Object element : (Object[]) (Object) driver.elements.invokeExact(value)) {
                if (isLocator(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public @Nullable ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method)
            throws Throwable {
        Object connection = (Object) driver.statementConnection.invokeExact((Object) statement);
        if (connection == null || ((Connection) connection).isClosed()) {
            return null;
        }
        Object session = (Object) driver.statementSession.invokeExact((Object) statement);
        if (driver.lockSession == null || driver.unlockSession == null) {
            synchronized (session) {
                return replay(statement, (H2Result) result);
            }
        }
        driver.lockSession.invokeExact(session);
        try {
            return replay(statement, (H2Result) result);
        } finally {
            driver.unlockSession.invokeExact(session);
        }
    }

    private @Nullable ResultSet replay(Statement statement, H2Result result) throws Throwable {
        Object connection = (Object) driver.statementConnection.invokeExact((Object) statement);
        if (connection == null) {
            return null; // closed meanwhile
        }
        Object rows = Proxy.newProxyInstance(
                driver.resultInterface.getClassLoader(), new Class<?>[] {driver.resultInterface}, new H2Rows(result));
        boolean isScrollable =
                (int) driver.resultSetType.invokeExact((Object) statement) != ResultSet.TYPE_FORWARD_ONLY;
        int traceId = driver.nextResultSetId();
        Object made = driver.preparedStatementClass.isInstance(statement)
                ? (Object) driver.newPreparedResultSet.invokeExact(
                        connection,
                        (Object) statement,
                        (Object) driver.command.invokeExact((Object) statement),
                        rows,
                        traceId,
                        isScrollable,
                        false,
                        (Object) driver.columnLabels.invokeExact((Object) statement))
                : (Object) driver.newResultSet.invokeExact(
                        connection, (Object) statement, (Object) null, rows, traceId, isScrollable, false, false);
        driver.closeOldResultSet.invokeExact((Object) statement);
        driver.setResultSet.invokeExact((Object) statement, made);
        return (ResultSet) made;
    }

    @Override
    public String checkQuery() {
        return CHECK_QUERY;
    }

    @Override
    public byte[] encode(CapturedResult result) throws Throwable {
        return encoding.encode((H2Result) result);
    }

    @Override
    public CapturedResult decode(ByteBuffer encoded) throws IOException {
        return encoding.decode(encoded);
    }
}
