package io.querytap.cache.driver.mysql;

import io.querytap.cache.driver.DriverMembers;
import io.querytap.cache.driver.PortUnavailableException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The members of MySQL Connector/J that are used, found once. Where versions differ the difference ends here. */
final class MysqlMembers {
    final String version;
    final Class<?> connection;
    final Class<?> statement;
    final Class<?> clientPrepared;
    final Class<?> serverPrepared;
    final Class<?> resultSet;
    final Class<?> staticRows;
    final Class<?> arrayRow;
    final Class<?> bufferRow;

    final MethodHandle sessionOf;
    final MethodHandle protocolOf;
    final MethodHandle serverSessionOf;
    final MethodHandle intercepts;
    final MethodHandle isAutocommit; // as the driver was told to set it
    final MethodHandle isAutocommitOnServer;
    final MethodHandle isInTransaction;
    final MethodHandle serverVariable;
    final MethodHandle sessionTimeZone;
    final MethodHandle user;
    final MethodHandle database;
    final MethodHandle isolation;
    final MethodHandle warnings;
    final MethodHandle setWarnings;
    final MethodHandle setHadWarnings;
    final MethodHandle streamingData;

    final MethodHandle connectionOf;
    final MethodHandle queryOf;
    final MethodHandle currentDatabase;
    final MethodHandle maxRows;
    final MethodHandle maxFieldSize;
    final MethodHandle escapes;
    final MethodHandle profiles;
    final MethodHandle usesAdvisor;
    final MethodHandle concurrency;
    final MethodHandle fetchSize;
    final MethodHandle results;
    final MethodHandle setResults;
    final MethodHandle setLastInsertId;
    final MethodHandle setBatchedKeys;
    final MethodHandle setRetrievesKeys;
    final MethodHandle closeOpenResults;
    final MethodHandle resetCancelled;
    final MethodHandle setWarningsCleared;

    final MethodHandle isResultClosed;
    final MethodHandle nextResult;
    final MethodHandle rowData;
    final MethodHandle rowsOf;
    final MethodHandle valuesOf;
    final MethodHandle isBinaryRow;
    final MethodHandle packetOf;
    final MethodHandle packetBytes;
    final MethodHandle packetLength;

    private final MethodHandle propertySet;
    private final MethodHandle booleanProperty;
    private final MethodHandle propertyValue;
    private final MethodHandle emulatesLocators;
    private final MethodHandle columnDefinition;
    private final MethodHandle fieldsOf;
    private final MethodHandle databaseName;
    private final MethodHandle nameBytes;
    private final MethodHandle flagsOf;

    private final @Nullable MethodHandle lock;
    private final @Nullable MethodHandle mutex;
    private final MethodHandle charsets;
    private final MethodHandle metadataEncoding;
    private final MethodHandle newColumnReader;
    private final MethodHandle readColumn;
    private final MethodHandle setFlags;
    private final MethodHandle newColumns;
    private final MethodHandle newPacket;
    private final MethodHandle newTextRows;
    private final MethodHandle newBinaryRows;
    private final MethodHandle readRow;
    private final MethodHandle newRows;
    private final MethodHandle resultFactory;
    private final MethodHandle factoryConcurrency;
    private final MethodHandle newResult;
    private final Class<?> field;

    MysqlMembers(Class<?> connection) throws PortUnavailableException {
        DriverMembers members = new DriverMembers(connection);
        this.connection = connection;
        statement = members.type("com.mysql.cj.jdbc.StatementImpl");
        clientPrepared = members.type("com.mysql.cj.jdbc.ClientPreparedStatement");
        serverPrepared = members.type("com.mysql.cj.jdbc.ServerPreparedStatement");
        resultSet = members.type("com.mysql.cj.jdbc.result.ResultSetImpl");
        staticRows = members.type("com.mysql.cj.protocol.a.result.ResultsetRowsStatic");
        arrayRow = members.type("com.mysql.cj.protocol.a.result.ByteArrayRow");
        bufferRow = members.type("com.mysql.cj.protocol.a.result.AbstractBufferRow");
        field = members.type("com.mysql.cj.result.Field");
        Class<?> session = members.type("com.mysql.cj.NativeSession");
        Class<?> core = members.type("com.mysql.cj.CoreSession");
        Class<?> protocol = members.type("com.mysql.cj.protocol.a.NativeProtocol");
        Class<?> serverSession = members.type("com.mysql.cj.protocol.ServerSession");
        Class<?> query = members.type("com.mysql.cj.Query");
        Class<?> nativeResult = members.type("com.mysql.cj.protocol.a.result.NativeResultset");
        Class<?> rows = members.type("com.mysql.cj.protocol.ResultsetRows");
        Class<?> packet = members.type("com.mysql.cj.protocol.a.NativePacketPayload");
        Class<?> columns = members.type("com.mysql.cj.protocol.ColumnDefinition");
        Class<?> result = members.type("com.mysql.cj.jdbc.result.ResultSetInternalMethods");
        Class<?> lazyString = members.type("com.mysql.cj.util.LazyString");
        Class<?> property = members.type("com.mysql.cj.conf.RuntimeProperty");
        Class<?> factory = members.type("com.mysql.cj.jdbc.result.ResultSetFactory");
        version = String.valueOf(members.constant(members.type("com.mysql.cj.Constants"), "CJ_VERSION", String.class));

        sessionOf = members.getter(connection, "session", session);
        protocolOf = members.getter(core, "protocol", members.type("com.mysql.cj.protocol.Protocol"));
        serverSessionOf = members.method(core, "getServerSession", serverSession);
        intercepts = members.method(session, "shouldIntercept", boolean.class);
        isAutocommit = members.method(serverSession, "isAutoCommit", boolean.class);
        isAutocommitOnServer = members.method(serverSession, "isAutocommit", boolean.class);
        isInTransaction = members.method(serverSession, "inTransactionOnServer", boolean.class);
        serverVariable = members.method(serverSession, "getServerVariable", String.class, String.class);
        sessionTimeZone = members.method(serverSession, "getSessionTimeZone", TimeZone.class);
        user = members.getter(connection, "user", String.class);
        database = members.getter(connection, "database", String.class);
        isolation = members.getter(connection, "isolationLevel", int.class);
        warnings = members.method(protocol, "getWarningCount", int.class);
        setWarnings = members.method(protocol, "setWarningCount", void.class, int.class);
        setHadWarnings = members.method(protocol, "setHadWarnings", void.class, boolean.class);
        streamingData = members.method(protocol, "getStreamingData", rows);

        connectionOf = members.getter(statement, "connection", members.type("com.mysql.cj.jdbc.JdbcConnection"));
        queryOf = members.getter(statement, "query", query);
        currentDatabase = members.method(query, "getCurrentDatabase", String.class);
        maxRows = members.getter(statement, "maxRows", int.class);
        maxFieldSize = members.getter(statement, "maxFieldSize", int.class);
        escapes = members.getter(statement, "doEscapeProcessing", boolean.class);
        profiles = members.getter(statement, "profileSQL", boolean.class);
        usesAdvisor = members.getter(statement, "useUsageAdvisor", boolean.class);
        concurrency = members.getter(statement, "resultSetConcurrency", int.class);
        fetchSize = members.method(query, "getResultFetchSize", int.class);
        results = members.getter(statement, "results", result);
        setResults = members.setter(statement, "results", result);
        setLastInsertId = members.setter(statement, "lastInsertId", long.class);
        setBatchedKeys = members.setter(statement, "batchedGeneratedKeys", ArrayList.class);
        setRetrievesKeys = members.setter(statement, "retrieveGeneratedKeys", boolean.class);
        closeOpenResults = members.method(statement, "implicitlyCloseAllOpenResults", void.class);
        resetCancelled = members.method(query, "resetCancelledState", void.class);
        setWarningsCleared = members.method(query, "setClearWarningsCalled", void.class, boolean.class);

        isResultClosed = members.getter(resultSet, "isClosed", boolean.class);
        emulatesLocators = members.getter(resultSet, "emulateLocators", property);
        nextResult = members.getter(nativeResult, "nextResultset", members.type("com.mysql.cj.protocol.Resultset"));
        rowData = members.getter(nativeResult, "rowData", rows);
        columnDefinition = members.method(nativeResult, "getColumnDefinition", columns);
        rowsOf = members.getter(staticRows, "rows", List.class);
        valuesOf = members.getter(arrayRow, "internalRowData", byte[][].class);
        isBinaryRow =
                members.method(members.type("com.mysql.cj.protocol.ResultsetRow"), "isBinaryEncoded", boolean.class);
        packetOf = members.getter(bufferRow, "rowFromServer", packet);
        packetBytes = members.method(packet, "getByteBuffer", byte[].class);
        packetLength = members.method(packet, "getPayloadLength", int.class);
        fieldsOf =
                members.method(columns, "getFields", Array.newInstance(field, 0).getClass());
        databaseName = members.getter(field, "databaseName", lazyString);
        nameBytes = members.getter(lazyString, "buffer", byte[].class);
        flagsOf = members.method(field, "getFlags", short.class);

        Class<?> properties = members.type("com.mysql.cj.conf.PropertySet");
        propertySet = members.method(core, "getPropertySet", properties);
        booleanProperty = members.method(properties, "getBooleanProperty", property, String.class);
        propertyValue = members.method(property, "getValue", Object.class);

        MethodHandle lockGetter = null;
        try {
            lockGetter = members.method(connection, "getConnectionLock", Lock.class);
        } catch (PortUnavailableException isOlder) {
            // Then it must have a mutex.
        }
        lock = lockGetter;
        mutex = lockGetter == null ? members.method(connection, "getConnectionMutex", Object.class) : null;
        Class<?> charsetSettings = members.type("com.mysql.cj.CharsetSettings");
        charsets = members.method(serverSession, "getCharsetSettings", charsetSettings);
        metadataEncoding = members.method(charsetSettings, "getMetadataEncoding", String.class);
        Class<?> columnReader = members.type("com.mysql.cj.protocol.a.ColumnDefinitionReader");
        newColumnReader = members.constructor(columnReader, protocol);
        readColumn = members.method(columnReader, "unpackField", field, packet, String.class);
        setFlags = members.method(field, "setFlags", void.class, short.class);
        newColumns = members.constructor(
                members.type("com.mysql.cj.result.DefaultColumnDefinition"),
                Array.newInstance(field, 0).getClass());
        newPacket = members.constructor(packet, byte[].class);
        Class<?> concurrencies = members.type("com.mysql.cj.protocol.Resultset$Concurrency");
        Class<?> textRows = members.type("com.mysql.cj.protocol.a.TextRowFactory");
        Class<?> binaryRows = members.type("com.mysql.cj.protocol.a.BinaryRowFactory");
        newTextRows = members.constructor(textRows, protocol, columns, concurrencies, boolean.class);
        newBinaryRows = members.constructor(binaryRows, protocol, columns, concurrencies, boolean.class);
        readRow = members.method(
                members.type("com.mysql.cj.protocol.ProtocolEntityFactory"),
                "createFromMessage",
                Object.class,
                members.type("com.mysql.cj.protocol.Message"));
        newRows = members.constructor(staticRows, List.class, columns);
        resultFactory = members.getter(statement, "resultSetFactory", factory);
        factoryConcurrency = members.method(factory, "getResultSetConcurrency", concurrencies);
        newResult = members.method(
                factory, "createFromProtocolEntity", resultSet, members.type("com.mysql.cj.protocol.ProtocolEntity"));
    }

    /** Whether the statement is one of those whose executions are understood; a called procedure's is not. */
    boolean isKnown(Object candidate) {
        Class<?> type = candidate.getClass();
        return type == statement || type == clientPrepared || type == serverPrepared;
    }

    /** A property of the connection, which has it for certain. */
    boolean isSet(Object session, String name) throws Throwable {
        Object properties = (Object) propertySet.invokeExact(session);
        return isSet((Object) booleanProperty.invokeExact(properties, (Object) name));
    }

    private boolean isSet(Object property) throws Throwable {
        return Boolean.TRUE.equals((Object) propertyValue.invokeExact(property));
    }

    /** Whether large objects of the result are only named in it. */
    boolean hasLocators(Object result) throws Throwable {
        return isSet((Object) emulatesLocators.invokeExact(result));
    }

    /** The columns of a result; empty where there are none. */
    Object[] columnsOf(Object result) throws Throwable {
        Object columns = (Object) columnDefinition.invokeExact(result);
        Object[] fields = columns == null ? null : (Object[]) (Object) fieldsOf.invokeExact(columns);
        return fields == null ? new Object[0] : fields;
    }

    /** The packet that defined the column; null if none did. */
    byte @Nullable [] definitionOf(Object column) throws Throwable {
        Object name = (Object) databaseName.invokeExact(column);
        return name == null ? null : (byte[]) (Object) nameBytes.invokeExact(name);
    }

    short flags(Object column) throws Throwable {
        return (short) flagsOf.invokeExact(column);
    }

    /** What the driver locks while it executes, if it uses a lock. */
    @Nullable
    Lock lockOf(Object owner) throws Throwable {
        return lock == null ? null : (Lock) (Object) lock.invokeExact(owner);
    }

    /** What the driver synchronizes on while it executes, if it uses no lock. */
    Object mutexOf(Object owner) throws Throwable {
        MethodHandle getter = mutex;
        return getter == null ? owner : (Object) getter.invokeExact(owner);
    }

    /** Reads the columns of an answer as the driver reads them from a server. */
    Object readColumns(Object session, byte[][] definitions, short[] flags) throws Throwable {
        Object reader = (Object) newColumnReader.invokeExact((Object) protocolOf.invokeExact(session));
        Object settings = (Object) charsets.invokeExact((Object) serverSessionOf.invokeExact(session));
        Object encoding = (Object) metadataEncoding.invokeExact(settings);
        Object[] fields = (Object[]) Array.newInstance(field, definitions.length);
        for (int i = 0; i < fields.length; i++) {
            Object packet = (Object) newPacket.invokeExact((Object) definitions[i]);
            Object column = (Object) readColumn.invokeExact(reader, packet, encoding);
            setFlags.invokeExact(column, flags[i]);
            fields[i] = column;
        }
        return (Object) newColumns.invokeExact((Object) fields);
    }

    /** What reads rows of an answer to the statement. */
    Object rowReader(Object owner, Object session, Object columns, boolean isBinary) throws Throwable {
        Object factory = (Object) resultFactory.invokeExact(owner);
        Object concurrent = (Object) factoryConcurrency.invokeExact(factory);
        Object protocol = (Object) protocolOf.invokeExact(session);
        return isBinary
                ? (Object) newBinaryRows.invokeExact(protocol, columns, concurrent, false)
                : (Object) newTextRows.invokeExact(protocol, columns, concurrent, false);
    }

    /** @param packet kept by some rows; nobody else's */
    Object readRow(Object reader, byte[] packet) throws Throwable {
        return (Object) readRow.invokeExact(reader, (Object) newPacket.invokeExact((Object) packet));
    }

    /** A result set of the statement, not yet its current one. */
    Object newResult(Object owner, List<Object> rows, Object columns) throws Throwable {
        return (Object) newResult.invokeExact(
                (Object) resultFactory.invokeExact(owner), (Object) newRows.invokeExact((Object) rows, columns));
    }
}
