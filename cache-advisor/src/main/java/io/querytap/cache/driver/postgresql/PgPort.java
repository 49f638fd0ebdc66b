package io.querytap.cache.driver.postgresql;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.PackedRows;
import io.querytap.cache.driver.PortUnavailableException;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Results of pgjdbc, from 42.2 on. */
public final class PgPort implements DriverPort {
    /** The class of its connections. */
    public static final String CONNECTION_CLASS = "org.postgresql.jdbc.PgConnection";

    private static final int OID_OF_OID = 26;
    private static final int OID_OF_REFCURSOR = 1790;

    /** What the server reports that changes no answer, but often differs: who asks, and details of logging in. */
    private static final String APPLICATION_NAME = "application_name";

    private static final String SCRAM_ITERATIONS = "scram_iterations";

    private static final String IN_HOT_STANDBY = "in_hot_standby";

    /** Two rows; constants of all types that are read in a way of their own. */
    private static final String CHECK_QUERY = "SELECT true AS a_bool, 7::int2 AS an_int2, -2147483648 AS an_int4,"
            + " 9007199254740993 AS an_int8, 'NaN'::float4 AS a_float4, 0.1::float8 AS a_float8,"
            + " 12345678901234567890.0123456789 AS a_numeric, 12.30::numeric(10, 2) AS a_scaled,"
            + " 12.34::money AS a_money, 'text'::text AS a_text, 'ab'::char(5) AS a_char, 'x'::varchar(9) AS a_varchar,"
            + " decode('00ff10', 'hex') AS a_bytea, '2024-02-29'::date AS a_date, '12:34:56.789012'::time AS a_time,"
            + " '12:34:56.789012+02'::timetz AS a_timetz, '2024-03-31 02:30:00.123456'::timestamp AS a_timestamp,"
            + " '2024-10-27 02:30:00.999999+02'::timestamptz AS a_timestamptz, 'infinity'::timestamp AS forever,"
            + " '1 year 2 mons 3 days 04:05:06.789'::interval AS an_interval,"
            + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS a_uuid, '{\"a\": [1, null]}'::json AS a_json,"
            + " '{\"a\": [1, null]}'::jsonb AS a_jsonb, '1'::bit(1) AS a_bit, '10101010'::bit(8) AS bits,"
            + " '(1.5,-2)'::point AS a_point, '10.0.0.1'::inet AS an_inet, '{1,2,NULL}'::int[] AS ints,"
            + " '{a,NULL}'::text[] AS texts, '[1,10)'::int4range AS a_range, ROW(1, 'x y') AS a_record"
            + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    private final PgDriver driver;
    private final String id;

    /** @param connectionClass {@code PgConnection} */
    public PgPort(Class<?> connectionClass) throws PortUnavailableException {
        driver = new PgDriver(connectionClass);
        id = "pgjdbc/" + driver.version + '/' + PgResult.FORMAT;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOutsideTransaction(Connection connection) throws Throwable {
        return (boolean) driver.autoCommit.invokeExact((Object) connection)
                && (Object) driver.transactionState.invokeExact((Object) connection) == driver.idle;
    }

    @Override
    public @Nullable Refusal writeSession(Connection connection, KeyWriter key) throws Throwable {
        Object executor = (Object) driver.queryExecutor.invokeExact((Object) connection);
        key.writeText((String) (Object) driver.user.invokeExact(executor))
                .writeText((String) (Object) driver.database.invokeExact(executor));
        Map<?, ?> parameters = (Map<?, ?>) (Object) driver.parameterStatuses.invokeExact(executor);
        for (Map.Entry<?, ?> parameter : parameters.entrySet()) { // sorted
            String name = (String) parameter.getKey(); // in the server's spelling, which is always the same
            if (name.equalsIgnoreCase(IN_HOT_STANDBY) && !"off".equals(parameter.getValue())) {
                return Refusal.REPLICA;
            }
            if (!name.equalsIgnoreCase(APPLICATION_NAME) && !name.equalsIgnoreCase(SCRAM_ITERATIONS)) {
                key.writeText(name).writeText((String) parameter.getValue());
            }
        }
        return null;
    }

    @Override
    public @Nullable Refusal writeOptions(Statement statement, KeyWriter key) throws Throwable {
        if ((int) driver.resultSetType.invokeExact((Object) statement) == ResultSet.TYPE_SCROLL_SENSITIVE
                || (int) driver.concurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Refusal.RESULT_SET_TYPE;
        }
        if ((int) driver.maxFieldSize.invokeExact((Object) statement) != 0
                || !(boolean) driver.processesEscapes.invokeExact((Object) statement)
                || (boolean) driver.wantsGeneratedKeys.invokeExact((Object) statement)
                || driver.callableStatementClass.isInstance(statement)) {
            return Refusal.STATEMENT_OPTION;
        }
        // In autocommit, and only then are results taken and given, pgjdbc uses no cursor whatever the fetch size is.
        key.writeInt((int) driver.maxRows.invokeExact((Object) statement)).writeByte(transfer(statement));
        return null;
    }

    /**
     * Whether rows can come as binary: some getters answer otherwise then. They do after a number of executions, so an application that may
     * see either sees either; one that only sees text gets text.
     */
    private int transfer(Statement statement) throws Throwable {
        boolean isNamedEver = (int) driver.prepareThreshold.invokeExact((Object) statement) != 0;
        return driver.preparedStatementClass.isInstance(statement) && isNamedEver ? 1 : 0;
    }

    @Override
    public Capture capture(Statement statement, CaptureLimits limits) throws Throwable {
        Object wrapper = (Object) driver.result.invokeExact((Object) statement);
        if (wrapper == null || (Object) driver.nextResult.invokeExact(wrapper) != null) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        Object result = (Object) driver.wrappedResultSet.invokeExact(wrapper);
        if (!driver.resultSetClass.isInstance(result)
                || (Object) driver.cursor.invokeExact(result) != null
                || (int) driver.rowOffset.invokeExact(result) != 0) {
            return Capture.refused(Refusal.INCOMPLETE);
        }
        if ((int) driver.concurrency.invokeExact((Object) statement) != ResultSet.CONCUR_READ_ONLY) {
            return Capture.refused(Refusal.RESULT_SET_TYPE);
        }
        if ((Object) driver.statementWarnings.invokeExact((Object) statement) != null
                || (Object) driver.resultWarnings.invokeExact(result) != null) {
            return Capture.refused(Refusal.WARNINGS);
        }
        List<?> rows = (List<?>) (Object) driver.rows.invokeExact(result);
        if (rows == null) {
            return Capture.refused(Refusal.INCOMPLETE); // closed
        }
        return capture((Object[]) (Object) driver.fields.invokeExact(result), rows, limits);
    }

    private Capture capture(Object[] fields, List<?> rows, CaptureLimits limits) throws Throwable {
        if (rows.size() > limits.maxRows()) {
            return Capture.refused(Refusal.TOO_MANY_ROWS);
        }
        if (rows.isEmpty() && !limits.keepsEmpty()) {
            return Capture.refused(Refusal.EMPTY);
        }
        if (fields.length == 0) {
            return Capture.refused(Refusal.STATEMENT_OPTION); // SELECT without columns: rows without bytes
        }
        PgColumn[] columns = new PgColumn[fields.length];
        for (int i = 0; i < fields.length; i++) {
            columns[i] = driver.column(fields[i]);
            if (columns[i].oid == OID_OF_OID || columns[i].oid == OID_OF_REFCURSOR) {
                return Capture.refused(Refusal.LOCATOR);
            }
        }
        PackedRows.Packer packer = new PackedRows.Packer(columns.length, rows.size(), limits.maxBytes());
        for (Object row : rows) {
            if ((int) driver.fieldCount.invokeExact(row) != columns.length) {
                return Capture.refused(Refusal.INCOMPLETE);
            }
            packer.beginRow();
            for (int i = 0; i < columns.length; i++) {
                if (!packer.add((byte[]) (Object) driver.cell.invokeExact(row, i))) {
                    return Capture.refused(Refusal.TOO_LARGE);
                }
            }
        }
        return Capture.of(new PgResult(List.of(columns), packer.pack()));
    }

    @Override
    public @Nullable ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method)
            throws Throwable {
        Connection connection = (Connection) (Object) driver.statementConnection.invokeExact((Object) statement);
        if (statement.isClosed() || connection.isClosed()) {
            return null;
        }
        if ((boolean) driver.forcesBinary.invokeExact((Object) statement)
                && (boolean) driver.closesOnCompletion.invokeExact((Object) statement)) {
            return null; // describing the columns is a completion to some versions; what they do then is theirs
        }
        PgResult captured = (PgResult) result;
        Object[] fields = driver.fields(captured.columns);
        if (driver.statementLock == null) {
            synchronized (statement) {
                return replay(statement, fields, captured);
            }
        }
        Lock lock = (Lock) (Object) driver.statementLock.invokeExact((Object) statement);
        lock.lock();
        try {
            return replay(statement, fields, captured);
        } finally {
            lock.unlock();
        }
    }

    /** What {@code PgStatement.executeInternal} does around the round trip. */
    private @Nullable ResultSet replay(Statement statement, Object[] fields, PgResult captured) throws Throwable {
        driver.closeForNextExecution.invokeExact((Object) statement);
        if (statement.isClosed()) {
            return null; // closeOnCompletion, and that was the last result; the driver says so itself
        }
        Object made = (Object) driver.createDriverResultSet.invokeExact(
                (Object) statement, (Object) fields, (Object) new TupleList(driver, captured.cells));
        Object wrapper = (Object) driver.newResultWrapper.invokeExact(made);
        driver.setResult.invokeExact((Object) statement, wrapper);
        driver.setFirstUnclosedResult.invokeExact((Object) statement, wrapper);
        if (driver.preparedStatementClass.isInstance(statement)) {
            driver.setDefaultTimeZone.invokeExact((Object) statement, (Object) null);
        }
        return (ResultSet) made;
    }

    @Override
    public String checkQuery() {
        return CHECK_QUERY;
    }

    @Override
    public byte[] encode(CapturedResult result) {
        return ((PgResult) result).encode();
    }

    @Override
    public CapturedResult decode(ByteBuffer encoded) throws IOException {
        return PgResult.decode(encoded);
    }

    @Override
    public boolean isComparable(CapturedResult one, CapturedResult other) {
        return ((PgResult) one).isOfFormat((PgResult) other);
    }

    @Override
    public int @Nullable [] firstDifference(CapturedResult one, CapturedResult other) {
        return ((PgResult) one).firstDifference((PgResult) other);
    }
}
