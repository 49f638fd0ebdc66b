package io.querytap.cache.driver.h2;

import io.querytap.cache.driver.DriverMembers;
import io.querytap.cache.driver.PortUnavailableException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of H2 that are used, from 2.1 on, as one class loader has them. Immutable. */
final class H2Driver {
    private static final int TRACE_TYPE_RESULT_SET = 4;

    final String version;

    // Connection and session
    final Class<?> localSessionClass;
    final MethodHandle connectionSession;
    final MethodHandle isAutoCommit;
    final MethodHandle hasPendingTransaction;
    final @Nullable MethodHandle lockSession;
    final @Nullable MethodHandle unlockSession;
    final MethodHandle user;
    final MethodHandle objectName;
    final MethodHandle schema;
    final MethodHandle searchPath;
    final MethodHandle timeZone;
    final MethodHandle timeZoneId;
    final MethodHandle variables;
    final MethodHandle temporaryTables;
    final MethodHandle isolation;
    final MethodHandle mode;
    final MethodHandle modeName;
    final MethodHandle database;
    final MethodHandle truncatesLargeLength;
    final MethodHandle variableBinary;
    final MethodHandle oldInformationSchema;
    final MethodHandle nonKeywords;

    // Statement
    final Class<?> preparedStatementClass;
    final MethodHandle statementConnection;
    final MethodHandle statementSession;
    final MethodHandle resultSet;
    final MethodHandle setResultSet;
    final MethodHandle resultSetType;
    final MethodHandle concurrency;
    final MethodHandle maxRows;
    final MethodHandle processesEscapes;
    final MethodHandle closeOldResultSet;
    final MethodHandle command;
    final MethodHandle columnLabels;
    final MethodHandle newResultSet;
    final MethodHandle newPreparedResultSet;
    private final MethodHandle nextTraceId;

    // Result
    final Class<?> resultInterface;
    final Class<?> localResultClass;
    final MethodHandle result;
    final MethodHandle rows;
    final MethodHandle external;
    final MethodHandle rowCount;
    final MethodHandle columnCount;
    private final MethodHandle alias;
    private final MethodHandle schemaName;
    private final MethodHandle tableName;
    private final MethodHandle columnName;
    final MethodHandle columnType;
    private final MethodHandle isIdentity;
    private final MethodHandle nullable;

    // Values
    private final Class<?> valueClass;
    final Class<?> lobClass;
    final Class<?> collectionClass;
    final Class<?> arrayClass;
    final Class<?> rowClass;
    final MethodHandle elements;
    final MethodHandle componentType;
    final MethodHandle newArrayValue;
    final MethodHandle newRowValue;
    final MethodHandle newTypedRowValue;
    final MethodHandle valueType;
    final MethodHandle memoryBytes;
    private final MethodHandle newTransfer;
    private final MethodHandle setTransferVersion;
    private final int transferVersion;
    private final MethodHandle setInput;
    private final MethodHandle setOutput;
    final MethodHandle writeType;
    final MethodHandle readType;
    final MethodHandle writeValue;
    final MethodHandle readValue;

    H2Driver(Class<?> connectionClass) throws PortUnavailableException {
        DriverMembers members = new DriverMembers(connectionClass);
        Class<?> constants = members.type("org.h2.engine.Constants");
        version = String.valueOf(members.constant(constants, "VERSION", String.class));

        Class<?> sessionClass = members.type("org.h2.engine.Session");
        localSessionClass = members.type("org.h2.engine.SessionLocal");
        connectionSession = members.getter(connectionClass, "session", sessionClass);
        isAutoCommit = members.method(sessionClass, "getAutoCommit", boolean.class);
        hasPendingTransaction = members.method(sessionClass, "hasPendingTransaction", boolean.class);
        boolean hasLock = members.hasMethod(sessionClass, "lock");
        lockSession = hasLock ? members.method(sessionClass, "lock", void.class) : null;
        unlockSession = hasLock ? members.method(sessionClass, "unlock", void.class) : null;
        user = members.method(localSessionClass, "getUser", members.type("org.h2.engine.User"));
        objectName = members.method(members.type("org.h2.engine.DbObject"), "getName", String.class);
        schema = members.method(localSessionClass, "getCurrentSchemaName", String.class);
        searchPath = members.method(localSessionClass, "getSchemaSearchPath", String[].class);
        Class<?> zoneClass = members.type("org.h2.util.TimeZoneProvider");
        timeZone = members.method(localSessionClass, "currentTimeZone", zoneClass);
        timeZoneId = members.method(zoneClass, "getId", String.class);
        variables = members.method(localSessionClass, "getVariableNames", String[].class);
        temporaryTables = members.method(localSessionClass, "getLocalTempTables", List.class);
        isolation =
                members.method(localSessionClass, "getIsolationLevel", members.type("org.h2.engine.IsolationLevel"));
        Class<?> modeClass = members.type("org.h2.engine.Mode");
        mode = members.method(localSessionClass, "getMode", modeClass);
        modeName = members.method(modeClass, "getName", String.class);
        database = members.method(localSessionClass, "getDatabase", members.type("org.h2.engine.Database"));
        truncatesLargeLength = members.method(localSessionClass, "isTruncateLargeLength", boolean.class);
        variableBinary = members.method(localSessionClass, "isVariableBinary", boolean.class);
        oldInformationSchema = members.method(localSessionClass, "isOldInformationSchema", boolean.class);
        nonKeywords = members.method(localSessionClass, "getNonKeywords", java.util.BitSet.class);

        Class<?> statementClass = members.type("org.h2.jdbc.JdbcStatement");
        Class<?> resultSetClass = members.type("org.h2.jdbc.JdbcResultSet");
        Class<?> commandClass = members.type("org.h2.command.CommandInterface");
        preparedStatementClass = members.type("org.h2.jdbc.JdbcPreparedStatement");
        resultInterface = members.type("org.h2.result.ResultInterface");
        statementConnection = members.getter(statementClass, "conn", connectionClass);
        statementSession = members.getter(statementClass, "session", sessionClass);
        resultSet = members.getter(statementClass, "resultSet", resultSetClass);
        setResultSet = members.setter(statementClass, "resultSet", resultSetClass);
        resultSetType = members.getter(statementClass, "resultSetType", int.class);
        concurrency = members.getter(statementClass, "resultSetConcurrency", int.class);
        maxRows = members.getter(statementClass, "maxRows", long.class);
        processesEscapes = members.getter(statementClass, "escapeProcessing", boolean.class);
        closeOldResultSet = members.method(statementClass, "closeOldResultSet", void.class);
        command = members.getter(preparedStatementClass, "command", commandClass);
        columnLabels = members.getter(preparedStatementClass, "cachedColumnLabelMap", HashMap.class);
        newResultSet = members.constructor(
                resultSetClass,
                connectionClass,
                statementClass,
                commandClass,
                resultInterface,
                int.class,
                boolean.class,
                boolean.class,
                boolean.class);
        newPreparedResultSet = members.constructor(
                resultSetClass,
                connectionClass,
                preparedStatementClass,
                commandClass,
                resultInterface,
                int.class,
                boolean.class,
                boolean.class,
                HashMap.class);
        nextTraceId =
                members.staticMethod(members.type("org.h2.message.TraceObject"), "getNextId", int.class, int.class);

        localResultClass = members.type("org.h2.result.LocalResult");
        Class<?> typeClass = members.type("org.h2.value.TypeInfo");
        result = members.getter(resultSetClass, "result", resultInterface);
        rows = members.getter(localResultClass, "rows", ArrayList.class);
        external = members.getter(localResultClass, "external", members.type("org.h2.result.ResultExternal"));
        rowCount = members.method(resultInterface, "getRowCount", long.class);
        columnCount = members.method(resultInterface, "getVisibleColumnCount", int.class);
        alias = members.method(resultInterface, "getAlias", String.class, int.class);
        schemaName = members.method(resultInterface, "getSchemaName", String.class, int.class);
        tableName = members.method(resultInterface, "getTableName", String.class, int.class);
        columnName = members.method(resultInterface, "getColumnName", String.class, int.class);
        columnType = members.method(resultInterface, "getColumnType", typeClass, int.class);
        isIdentity = members.method(resultInterface, "isIdentity", boolean.class, int.class);
        nullable = members.method(resultInterface, "getNullable", int.class, int.class);

        valueClass = members.type("org.h2.value.Value");
        lobClass = members.type("org.h2.value.ValueLob");
        collectionClass = members.type("org.h2.value.ValueCollectionBase");
        elements = members.method(
                collectionClass, "getList", Array.newInstance(valueClass, 0).getClass());
        Class<?> values = Array.newInstance(valueClass, 0).getClass();
        arrayClass = members.type("org.h2.value.ValueArray");
        rowClass = members.type("org.h2.value.ValueRow");
        componentType = members.method(arrayClass, "getComponentType", typeClass);
        newArrayValue = members.staticMethod(
                arrayClass, "get", arrayClass, typeClass, values, members.type("org.h2.engine.CastDataProvider"));
        newRowValue = members.staticMethod(rowClass, "get", rowClass, values);
        newTypedRowValue = members.staticMethod(rowClass, "get", rowClass, typeClass, values);
        valueType = members.method(valueClass, "getType", typeClass);
        memoryBytes = members.method(valueClass, "getMemory", int.class);
        Class<?> transferClass = members.type("org.h2.value.Transfer");
        newTransfer = members.constructor(transferClass, sessionClass, java.net.Socket.class);
        setTransferVersion = members.method(transferClass, "setVersion", void.class, int.class);
        transferVersion = (int)
                Objects.requireNonNull(members.constant(constants, "TCP_PROTOCOL_VERSION_MAX_SUPPORTED", int.class));
        setInput = members.setter(transferClass, "in", DataInputStream.class);
        setOutput = members.setter(transferClass, "out", DataOutputStream.class);
        writeType = members.method(transferClass, "writeTypeInfo", transferClass, typeClass);
        readType = members.method(transferClass, "readTypeInfo", typeClass);
        writeValue = members.method(transferClass, "writeValue", void.class, valueClass);
        readValue = members.method(transferClass, "readValue", valueClass, typeClass);
    }

    /** As live executions do, which number their results in traces. */
    int nextResultSetId() throws Throwable {
        return (int) nextTraceId.invokeExact(TRACE_TYPE_RESULT_SET);
    }

    H2Column column(Object of, int index) throws Throwable {
        return new H2Column(
                (String) (Object) alias.invokeExact(of, index),
                (String) (Object) schemaName.invokeExact(of, index),
                (String) (Object) tableName.invokeExact(of, index),
                (String) (Object) columnName.invokeExact(of, index),
                (boolean) isIdentity.invokeExact(of, index),
                (int) nullable.invokeExact(of, index));
    }

    /** An array of {@code Value}s. */
    Object[] newRow(int columns) {
        return (Object[]) Array.newInstance(valueClass, columns);
    }

    /** What writes and reads values for H2's own protocol; without session and socket, which only large objects need. */
    Object transfer(@Nullable DataInputStream in, @Nullable DataOutputStream out) throws Throwable {
        Object transfer = (Object) newTransfer.invokeExact((Object) null, (Object) null);
        setTransferVersion.invokeExact(transfer, transferVersion);
        setInput.invokeExact(transfer, (Object) in);
        setOutput.invokeExact(transfer, (Object) out);
        return transfer;
    }
}
