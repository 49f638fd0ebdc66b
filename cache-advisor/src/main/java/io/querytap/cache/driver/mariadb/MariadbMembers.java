package io.querytap.cache.driver.mariadb;

import io.querytap.cache.driver.DriverMembers;
import io.querytap.cache.driver.PortUnavailableException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.locks.ReentrantLock;

/** The members of MariaDB Connector/J that are used, found once. Where versions differ the difference ends here. */
final class MariadbMembers {
    /** The bit of the handshake that says that columns tell MariaDB's own types. */
    private static final long EXTENDED_METADATA = 1L << 35;

    final String version;
    final Class<?> statement;
    final Class<?> clientPrepared;
    final Class<?> serverPrepared;
    final Class<?> completeResult;
    final Class<?> binaryDecoder;
    final Class<?> columnDefinition;
    final Class<?> packetBuffer;
    final Class<?> withReplicas;

    final MethodHandle clientOf;
    final MethodHandle contextOf;

    final MethodHandle serverStatus;
    final MethodHandle warnings;
    final MethodHandle database;
    final MethodHandle isEofDeprecated;
    final MethodHandle configuration;
    final MethodHandle user;
    final MethodHandle isolation; // (Object) -> Object: an Integer or null
    final MethodHandle isExtended; // (Object) -> boolean
    final MethodHandle charset; // (Object) -> Object: a String or null
    final MethodHandle timeZone; // (Object) -> Object: a TimeZone or null

    final MethodHandle connectionOf;
    final MethodHandle lock;
    final MethodHandle isClosed;
    final MethodHandle escapes;
    final MethodHandle maxRows;
    final MethodHandle fetchSize;
    final MethodHandle resultSetType;
    final MethodHandle resultSetConcurrency;
    final MethodHandle closesOnCompletion;
    final MethodHandle results;
    final MethodHandle setResults;
    final MethodHandle currentResult;
    final MethodHandle setCurrentResult;
    final MethodHandle setGeneratedKeys;
    final MethodHandle setLocalFile;

    final MethodHandle columnsOf;
    final MethodHandle decoderOf;
    final MethodHandle rowsOf;
    final MethodHandle rowCountOf;
    final MethodHandle isLoaded;
    final MethodHandle isOutput;
    final MethodHandle isResultClosed;
    final MethodHandle bufferOf;
    final MethodHandle bytesOf;
    final MethodHandle aliasAsName;

    private final Class<?> decoder;
    private final MethodHandle newBuffer;
    private final MethodHandle readColumn; // (Object buffer, boolean extended) -> Object
    private final MethodHandle newSequence;
    private final MethodHandle newReader;
    private final MethodHandle newResult; // ten parameters, the last of which not all versions have

    MariadbMembers(Class<?> connection) throws PortUnavailableException {
        DriverMembers members = new DriverMembers(connection);
        statement = members.type("org.mariadb.jdbc.Statement");
        clientPrepared = members.type("org.mariadb.jdbc.ClientPreparedStatement");
        serverPrepared = members.type("org.mariadb.jdbc.ServerPreparedStatement");
        completeResult = members.type("org.mariadb.jdbc.client.result.CompleteResult");
        binaryDecoder = members.type("org.mariadb.jdbc.client.result.rowdecoder.BinaryRowDecoder");
        columnDefinition = members.type("org.mariadb.jdbc.message.server.ColumnDefinitionPacket");
        packetBuffer = members.type("org.mariadb.jdbc.client.impl.StandardReadableByteBuf");
        withReplicas = members.type("org.mariadb.jdbc.client.impl.MultiPrimaryReplicaClient");
        decoder = members.type("org.mariadb.jdbc.client.ColumnDecoder");
        Class<?> client = members.type("org.mariadb.jdbc.client.Client");
        Class<?> context = members.type("org.mariadb.jdbc.client.Context");
        Class<?> conf = members.type("org.mariadb.jdbc.Configuration");
        Class<?> result = members.type("org.mariadb.jdbc.client.result.Result");
        Class<?> buffer = members.type("org.mariadb.jdbc.client.ReadableByteBuf");
        Class<?> completion = members.type("org.mariadb.jdbc.client.Completion");
        Class<?> rowDecoder = members.type("org.mariadb.jdbc.client.result.rowdecoder.RowDecoder");
        Class<?> columns = Array.newInstance(decoder, 0).getClass();
        version = versionOf(members);

        clientOf = members.method(connection, "getClient", client);
        contextOf = members.method(connection, "getContext", context);

        serverStatus = members.method(context, "getServerStatus", int.class);
        warnings = members.method(context, "getWarning", int.class);
        database = members.method(context, "getDatabase", String.class);
        isEofDeprecated = members.method(context, "isEofDeprecated", boolean.class);
        configuration = members.method(context, "getConf", conf);
        user = members.method(conf, "user", String.class);
        isolation = isolationOf(members, context);
        isExtended = extendedOf(members, context);
        charset = optional(members, context, "getCharset", String.class);
        timeZone = optional(members, context, "getConnectionTimeZone", TimeZone.class);

        connectionOf = members.getter(statement, "con", connection);
        lock = lockOf(members);
        isClosed = members.getter(statement, "closed", boolean.class);
        escapes = members.getter(statement, "escape", boolean.class);
        maxRows = members.getter(statement, "maxRows", long.class);
        fetchSize = members.getter(statement, "fetchSize", int.class);
        resultSetType = members.getter(statement, "resultSetType", int.class);
        resultSetConcurrency = members.getter(statement, "resultSetConcurrency", int.class);
        closesOnCompletion = members.getter(statement, "closeOnCompletion", boolean.class);
        results = members.getter(statement, "results", List.class);
        setResults = members.setter(statement, "results", List.class);
        currentResult = members.getter(statement, "currResult", completion);
        setCurrentResult = members.setter(statement, "currResult", completion);
        setGeneratedKeys = members.setter(statement, "autoGeneratedKeys", int.class);
        setLocalFile = members.setter(statement, "localInfileInputStream", InputStream.class);

        columnsOf = members.getter(result, "metadataList", columns);
        decoderOf = members.getter(result, "rowDecoder", rowDecoder);
        rowsOf = members.getter(result, "data", byte[][].class);
        rowCountOf = members.getter(result, "dataSize", int.class);
        isLoaded = members.getter(result, "loaded", boolean.class);
        isOutput = members.getter(result, "outputParameter", boolean.class);
        isResultClosed = members.getter(result, "closed", boolean.class);
        bufferOf = members.getter(columnDefinition, "buf", buffer);
        aliasAsName = members.getter(columnDefinition, "useAliasAsName", boolean.class);
        bytesOf = members.getter(packetBuffer, "buf", byte[].class);

        newBuffer = members.constructor(packetBuffer, byte[].class);
        readColumn = columnReader(members, buffer);
        Class<?> sequence = members.type("org.mariadb.jdbc.client.util.MutableByte");
        newSequence = members.constructor(sequence);
        newReader = members.constructor(
                members.type("org.mariadb.jdbc.client.socket.impl.PacketReader"), InputStream.class, conf, sequence);
        newResult = resultConstructor(members, context);
    }

    private static String versionOf(DriverMembers members) throws PortUnavailableException {
        Class<?> factory = members.type("org.mariadb.jdbc.util.VersionFactory");
        Class<?> versions = members.type("org.mariadb.jdbc.util.Version");
        try {
            Object found = (Object)
                    members.staticMethod(factory, "getInstance", versions).invokeExact();
            return (String) (Object)
                    members.method(versions, "getVersion", String.class).invokeExact(found);
        } catch (PortUnavailableException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new PortUnavailableException("the driver does not say its version", e);
        }
    }

    /** First any lock, later one of the driver's own. */
    private MethodHandle lockOf(DriverMembers members) throws PortUnavailableException {
        try {
            return members.getter(statement, "lock", ReentrantLock.class);
        } catch (PortUnavailableException isNewer) {
            Class<?> closable = members.type("org.mariadb.jdbc.client.util.ClosableLock");
            return members.getter(statement, "lock", closable);
        }
    }

    /** First an {@code int}, later an {@link Integer} that is null until it is known. */
    private static MethodHandle isolationOf(DriverMembers members, Class<?> context) throws PortUnavailableException {
        String name = "getTransactionIsolationLevel";
        MethodHandle getter;
        try {
            getter = members.method(context, name, Integer.class);
        } catch (PortUnavailableException isOlder) {
            getter = members.method(context, name, int.class);
        }
        return getter.asType(MethodType.methodType(Object.class, Object.class));
    }

    private static MethodHandle extendedOf(DriverMembers members, Class<?> context) throws PortUnavailableException {
        try {
            return members.method(context, "isExtendedInfo", boolean.class);
        } catch (PortUnavailableException isNewer) {
            return MethodHandles.insertArguments(
                    members.method(context, "hasClientCapability", boolean.class, long.class), 1, EXTENDED_METADATA);
        }
    }

    private static MethodHandle optional(DriverMembers members, Class<?> owner, String name, Class<?> type) {
        try {
            return members.method(owner, name, type);
        } catch (PortUnavailableException isOlder) {
            return MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, Object.class);
        }
    }

    /** One method with a flag, later two methods. */
    private MethodHandle columnReader(DriverMembers members, Class<?> buffer) throws PortUnavailableException {
        MethodHandle extended;
        try {
            extended = members.staticMethod(decoder, "decode", decoder, buffer);
        } catch (PortUnavailableException isOlder) {
            return members.staticMethod(decoder, "decode", decoder, buffer, boolean.class);
        }
        MethodHandle standard = members.staticMethod(decoder, "decodeStd", decoder, buffer);
        MethodHandle isSet = MethodHandles.dropArguments(MethodHandles.identity(boolean.class), 0, Object.class);
        return MethodHandles.guardWithTest(
                isSet,
                MethodHandles.dropArguments(extended, 1, boolean.class),
                MethodHandles.dropArguments(standard, 1, boolean.class));
    }

    private MethodHandle resultConstructor(DriverMembers members, Class<?> context) throws PortUnavailableException {
        Class<?> columns = Array.newInstance(decoder, 0).getClass();
        Class<?> reader = members.type("org.mariadb.jdbc.client.socket.Reader");
        Class<?> b = boolean.class;
        try {
            return members.constructor(
                    completeResult, statement, b, long.class, columns, reader, context, int.class, b, b, b);
        } catch (PortUnavailableException isOlder) {
            MethodHandle found = members.constructor(
                    completeResult, statement, b, long.class, columns, reader, context, int.class, b, b);
            return MethodHandles.dropArguments(found, found.type().parameterCount(), b);
        }
    }

    /** The columns as the driver reads them from their definitions; not to be shared, because they are read by moving a position. */
    Object readColumns(byte[][] definitions, boolean isExtended) throws Throwable {
        Object columns = Array.newInstance(decoder, definitions.length);
        for (int i = 0; i < definitions.length; i++) {
            Object column = (Object)
                    readColumn.invokeExact((Object) newBuffer.invokeExact((Object) definitions[i]), isExtended);
            Array.set(columns, i, column);
        }
        return columns;
    }

    /** A result that the driver reads from {@code packets}, which end with the packet that ends a result. */
    Object readResult(Object owner, boolean isBinary, Object columns, InputStream packets, Object context)
            throws Throwable {
        Object reader = (Object) newReader.invokeExact(
                (Object) packets, (Object) configuration.invokeExact(context), (Object) newSequence.invokeExact());
        return (Object) newResult.invokeExact(
                owner,
                isBinary,
                (long) maxRows.invokeExact(owner),
                columns,
                reader,
                context,
                (int) resultSetType.invokeExact(owner),
                (boolean) closesOnCompletion.invokeExact(owner),
                /* traceEnable= */ false,
                /* mightBeBulkResult= */ false);
    }

    /** Whether the statement is one of those whose executions are understood; a called procedure's is not. */
    boolean isKnown(Object candidate) {
        Class<?> type = candidate.getClass();
        return type == statement || type == clientPrepared || type == serverPrepared;
    }

    /** More results of the last execution; null where there was none. */
    List<?> resultsOf(Object owner) throws Throwable {
        return (List<?>) (Object) results.invokeExact(owner);
    }
}
