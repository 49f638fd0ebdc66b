package io.querytap.cache.driver.postgresql;

import io.querytap.cache.driver.DriverMembers;
import io.querytap.cache.driver.PortUnavailableException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of pgjdbc that are used, from 42.2 on, as one class loader has them. Immutable. */
final class PgDriver {
    private static final String JDBC = "org.postgresql.jdbc.";
    private static final String CORE = "org.postgresql.core.";

    final String version;

    // Connection
    final MethodHandle autoCommit;
    final MethodHandle transactionState;
    final Object idle;
    final MethodHandle queryExecutor;
    final MethodHandle user;
    final MethodHandle database;
    final MethodHandle parameterStatuses;

    // Statement
    final Class<?> preparedStatementClass;
    final Class<?> callableStatementClass;
    final MethodHandle statementConnection;
    /** Null before 42.6, where the statement itself is the lock. */
    final @Nullable MethodHandle statementLock;

    final MethodHandle statementWarnings;
    final MethodHandle resultSetType;
    final MethodHandle concurrency;
    final MethodHandle maxRows;
    final MethodHandle maxFieldSize;
    final MethodHandle processesEscapes;
    final MethodHandle wantsGeneratedKeys;
    final MethodHandle prepareThreshold;
    final MethodHandle forcesBinary;
    final MethodHandle closesOnCompletion;
    final MethodHandle closeForNextExecution;
    final MethodHandle createDriverResultSet;
    final MethodHandle result;
    final MethodHandle setResult;
    final MethodHandle setFirstUnclosedResult;
    final MethodHandle setDefaultTimeZone;
    final MethodHandle newResultWrapper;
    final MethodHandle wrappedResultSet;
    final MethodHandle nextResult;

    // Result set
    final Class<?> resultSetClass;
    final MethodHandle fields;
    final MethodHandle rows;
    final MethodHandle rowOffset;
    final MethodHandle cursor;
    final MethodHandle resultWarnings;

    // Column
    private final Class<?> fieldClass;
    private final MethodHandle newField;
    private final MethodHandle setFormat;
    private final MethodHandle label;
    private final MethodHandle oid;
    private final MethodHandle length;
    private final MethodHandle modifier;
    private final MethodHandle tableOid;
    private final MethodHandle position;
    private final MethodHandle format;

    // Row
    final MethodHandle newTuple;
    final MethodHandle fieldCount;
    final MethodHandle cell;

    PgDriver(Class<?> connectionClass) throws PortUnavailableException {
        DriverMembers members = new DriverMembers(connectionClass);
        version = String.valueOf(
                members.constant(members.type("org.postgresql.util.DriverInfo"), "DRIVER_VERSION", String.class));

        Class<?> executorClass = members.type(CORE + "QueryExecutor");
        Class<?> stateClass = members.type(CORE + "TransactionState");
        autoCommit = members.getter(connectionClass, "autoCommit", boolean.class);
        transactionState = members.method(connectionClass, "getTransactionState", stateClass);
        idle = requireConstant(members.constant(stateClass, "IDLE", stateClass));
        queryExecutor = members.method(connectionClass, "getQueryExecutor", executorClass);
        user = members.method(executorClass, "getUser", String.class);
        database = members.method(executorClass, "getDatabase", String.class);
        parameterStatuses = members.method(executorClass, "getParameterStatuses", Map.class);

        Class<?> statementClass = members.type(JDBC + "PgStatement");
        Class<?> wrapperClass = members.type(JDBC + "ResultWrapper");
        fieldClass = members.type(CORE + "Field");
        preparedStatementClass = members.type(JDBC + "PgPreparedStatement");
        callableStatementClass = members.type(JDBC + "PgCallableStatement");
        statementConnection = members.method(statementClass, "getPGConnection", members.type(CORE + "BaseConnection"));
        statementLock = members.hasField(statementClass, "lock")
                ? members.getter(statementClass, "lock", members.type(JDBC + "ResourceLock"))
                : null;
        statementWarnings = members.getter(statementClass, "warnings", members.type(JDBC + "PSQLWarningWrapper"));
        resultSetType = members.getter(statementClass, "resultsettype", int.class);
        concurrency = members.getter(statementClass, "concurrency", int.class);
        maxRows = members.getter(statementClass, "maxrows", int.class);
        maxFieldSize = members.getter(statementClass, "maxFieldSize", int.class);
        processesEscapes = members.getter(statementClass, "replaceProcessingEnabled", boolean.class);
        wantsGeneratedKeys = members.getter(statementClass, "wantsGeneratedKeysAlways", boolean.class);
        prepareThreshold = members.getter(statementClass, "mPrepareThreshold", int.class);
        forcesBinary = members.getter(statementClass, "forceBinaryTransfers", boolean.class);
        closesOnCompletion = members.getter(statementClass, "closeOnCompletion", boolean.class);
        closeForNextExecution = members.method(statementClass, "closeForNextExecution", void.class);
        createDriverResultSet = members.method(
                statementClass,
                "createDriverResultSet",
                ResultSet.class,
                Array.newInstance(fieldClass, 0).getClass(),
                List.class);
        result = members.getter(statementClass, "result", wrapperClass);
        setResult = members.setter(statementClass, "result", wrapperClass);
        setFirstUnclosedResult = members.setter(statementClass, "firstUnclosedResult", wrapperClass);
        setDefaultTimeZone = members.setter(preparedStatementClass, "defaultTimeZone", java.util.TimeZone.class);
        newResultWrapper = members.constructor(wrapperClass, ResultSet.class);
        wrappedResultSet = members.method(wrapperClass, "getResultSet", ResultSet.class);
        nextResult = members.method(wrapperClass, "getNext", wrapperClass);

        resultSetClass = members.type(JDBC + "PgResultSet");
        fields = members.getter(
                resultSetClass, "fields", Array.newInstance(fieldClass, 0).getClass());
        rows = members.getter(resultSetClass, "rows", List.class);
        rowOffset = members.getter(resultSetClass, "rowOffset", int.class);
        cursor = members.getter(resultSetClass, "cursor", members.type(CORE + "ResultCursor"));
        resultWarnings = members.getter(resultSetClass, "warnings", java.sql.SQLWarning.class);

        newField = members.constructor(fieldClass, String.class, int.class, int.class, int.class, int.class, int.class);
        setFormat = members.method(fieldClass, "setFormat", void.class, int.class);
        label = members.method(fieldClass, "getColumnLabel", String.class);
        oid = members.method(fieldClass, "getOID", int.class);
        length = members.method(fieldClass, "getLength", int.class);
        modifier = members.method(fieldClass, "getMod", int.class);
        tableOid = members.method(fieldClass, "getTableOid", int.class);
        position = members.method(fieldClass, "getPositionInTable", int.class);
        format = members.method(fieldClass, "getFormat", int.class);

        Class<?> tupleClass = members.type(CORE + "Tuple");
        newTuple = members.constructor(tupleClass, byte[][].class);
        fieldCount = members.method(tupleClass, "fieldCount", int.class);
        cell = members.method(tupleClass, "get", byte[].class, int.class);
    }

    private static Object requireConstant(@Nullable Object constant) throws PortUnavailableException {
        if (constant == null) {
            throw new PortUnavailableException("a constant of the driver is null");
        }
        return constant;
    }

    /** What a {@code Field} says. */
    PgColumn column(Object field) throws Throwable {
        return new PgColumn(
                (String) (Object) label.invokeExact(field),
                (int) oid.invokeExact(field),
                (int) length.invokeExact(field),
                (int) modifier.invokeExact(field),
                (int) tableOid.invokeExact(field),
                (int) position.invokeExact(field),
                (int) format.invokeExact(field));
    }

    /** New {@code Field}s, because the driver notes in them what it looks up. */
    Object[] fields(List<PgColumn> columns) throws Throwable {
        Object[] made = (Object[]) Array.newInstance(fieldClass, columns.size());
        for (int i = 0; i < made.length; i++) {
            PgColumn column = columns.get(i);
            Object field = newField.invokeExact(
                    (Object) column.label,
                    column.oid,
                    column.length,
                    column.modifier,
                    column.tableOid,
                    column.position);
            setFormat.invokeExact(field, column.format);
            made[i] = field;
        }
        return made;
    }
}
