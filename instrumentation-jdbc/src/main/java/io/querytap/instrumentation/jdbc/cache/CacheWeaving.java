package io.querytap.instrumentation.jdbc.cache;

import io.querytap.instrumentation.weave.ClassHeader.Method;
import org.jspecify.annotations.Nullable;

/** Which advice the methods of each JDBC type get where results are cached, besides what measures them. Null: none. */
public final class CacheWeaving {
    private static final String NOTHING = "()V";
    private static final String TEXT = "(Ljava/lang/String;";
    private static final String TEXT_ONLY = "(Ljava/lang/String;)";
    private static final String RESULT_SET = ")Ljava/sql/ResultSet;";

    private CacheWeaving() {}

    /** {@code java.sql.Driver}. */
    public static @Nullable Class<?> ofDriver(Method method) {
        // Drivers may return their own type.
        return method.signature().startsWith("connect(Ljava/lang/String;Ljava/util/Properties;)L")
                ? CacheConnectionAdvice.Connect.class
                : null;
    }

    /**
     * What makes connections.
     *
     * @param name of the method that does
     */
    public static @Nullable Class<?> ofSource(Method method, String name) {
        if (!method.name().equals(name) || !method.descriptor().endsWith(";")) {
            return null;
        }
        if (method.descriptor().startsWith("()")) {
            return CacheConnectionAdvice.Source.class;
        }
        return method.descriptor().startsWith("(Ljava/lang/String;Ljava/lang/String;)")
                ? CacheConnectionAdvice.SourceForUser.class
                : null;
    }

    /** {@code javax.sql.PooledConnection}, and with it {@code XAConnection}. */
    public static @Nullable Class<?> ofPooledConnection(Method method) {
        return method.signature().startsWith("getXAResource()L")
                ? CacheXaAdvice.GetResource.class
                : ofSource(method, "getConnection");
    }

    /** {@code java.sql.Connection}. */
    public static @Nullable Class<?> ofConnection(Method method) {
        switch (method.name()) {
            case "commit":
                return takesNothing(method) ? CacheConnectionAdvice.Commit.class : null;
            case "rollback":
                return takesNothing(method) ? CacheConnectionAdvice.Rollback.class : null;
            case "setAutoCommit":
                return method.descriptor().equals("(Z)V") ? CacheConnectionAdvice.SetAutoCommit.class : null;
            case "close":
                return takesNothing(method) ? CacheConnectionAdvice.Close.class : null;
            case "abort":
                return method.descriptor().equals("(Ljava/util/concurrent/Executor;)V")
                        ? CacheConnectionAdvice.Abort.class
                        : null;
            case "setSchema":
            case "setCatalog":
            case "setClientInfo":
            case "setReadOnly":
            case "setTransactionIsolation":
                return CacheConnectionAdvice.SessionChange.class;
            case "changeUser": // MySQL
            case "resetServerState": // MySQL
            case "reset": // MariaDB
                return method.isPublic() ? CacheConnectionAdvice.SessionChange.class : null;
            default:
                return null;
        }
    }

    /** {@code java.sql.Statement} and what extends it. */
    public static @Nullable Class<?> ofStatement(Method method) {
        switch (method.name()) {
            case "executeQuery":
                return ofQuery(method.descriptor());
            case "execute":
                return ofExecute(method.descriptor());
            case "executeUpdate":
            case "executeLargeUpdate":
                return ofUpdate(method.descriptor());
            case "executeBatch":
            case "executeLargeBatch":
                return method.descriptor().startsWith("()") ? CacheExecuteAdvice.Batch.class : null;
            case "addBatch":
                return takesNothing(method)
                        ? CacheExecuteAdvice.AddParameters.class
                        : method.descriptor().equals("(Ljava/lang/String;)V") ? CacheExecuteAdvice.AddSql.class : null;
            case "clearBatch":
                return takesNothing(method) ? CacheExecuteAdvice.ClearBatch.class : null;
            case "clearParameters":
                return takesNothing(method) ? CacheParameterAdvice.Clear.class : null;
            default:
                return ofSetter(method);
        }
    }

    private static @Nullable Class<?> ofQuery(String descriptor) {
        if (descriptor.endsWith(RESULT_SET)) {
            if (descriptor.startsWith(TEXT_ONLY)) {
                return CacheExecuteAdvice.TextQuery.class;
            }
            if (descriptor.startsWith("()")) {
                return CacheExecuteAdvice.Query.class;
            }
        }
        return ofUpdate(descriptor);
    }

    private static @Nullable Class<?> ofExecute(String descriptor) {
        if (descriptor.equals("(Ljava/lang/String;)Z")) {
            return CacheExecuteAdvice.TextExecute.class;
        }
        return descriptor.equals("()Z") ? CacheExecuteAdvice.Execute.class : ofUpdate(descriptor);
    }

    private static @Nullable Class<?> ofUpdate(String descriptor) {
        if (descriptor.startsWith(TEXT)) {
            return CacheExecuteAdvice.TextUpdate.class;
        }
        return descriptor.startsWith("()") ? CacheExecuteAdvice.Update.class : null;
    }

    /** Which of them are known exactly is in {@link ParameterBinding}; whatever else is public and may be a setter makes its value opaque. */
    private static @Nullable Class<?> ofSetter(Method method) {
        String descriptor = method.descriptor();
        if (!method.isPublic() || !method.name().startsWith("set") || !descriptor.endsWith(")V")) {
            return null;
        }
        if (descriptor.startsWith("(I") && descriptor.charAt(2) != ')') {
            Class<?> known = ofKnownSetter(method.signature());
            return known == null ? CacheParameterAdvice.Opaque.class : known;
        }
        boolean named = descriptor.startsWith(TEXT) && descriptor.charAt(TEXT.length()) != ')';
        return named ? CacheParameterAdvice.Named.class : null;
    }

    private static @Nullable Class<?> ofKnownSetter(String signature) {
        switch (signature) {
            case "setInt(II)V":
                return CacheParameterAdvice.OfInt.class;
            case "setLong(IJ)V":
                return CacheParameterAdvice.OfLong.class;
            case "setShort(IS)V":
                return CacheParameterAdvice.OfShort.class;
            case "setByte(IB)V":
                return CacheParameterAdvice.OfByte.class;
            case "setBoolean(IZ)V":
                return CacheParameterAdvice.OfBoolean.class;
            case "setDouble(ID)V":
                return CacheParameterAdvice.OfDouble.class;
            case "setFloat(IF)V":
                return CacheParameterAdvice.OfFloat.class;
            case "setNull(II)V":
                return CacheParameterAdvice.OfNull.class;
            case "setNull(IILjava/lang/String;)V":
                return CacheParameterAdvice.OfNullWithType.class;
            case "setString(ILjava/lang/String;)V":
            case "setNString(ILjava/lang/String;)V":
            case "setBigDecimal(ILjava/math/BigDecimal;)V":
            case "setBytes(I[B)V":
            case "setDate(ILjava/sql/Date;)V":
            case "setTime(ILjava/sql/Time;)V":
            case "setTimestamp(ILjava/sql/Timestamp;)V":
            case "setURL(ILjava/net/URL;)V":
            case "setObject(ILjava/lang/Object;)V":
                return CacheParameterAdvice.OfObject.class;
            case "setDate(ILjava/sql/Date;Ljava/util/Calendar;)V":
            case "setTime(ILjava/sql/Time;Ljava/util/Calendar;)V":
            case "setTimestamp(ILjava/sql/Timestamp;Ljava/util/Calendar;)V":
                return CacheParameterAdvice.OfDate.class;
            case "setObject(ILjava/lang/Object;I)V":
                return CacheParameterAdvice.OfTyped.class;
            case "setObject(ILjava/lang/Object;II)V":
                return CacheParameterAdvice.OfTypedWithScale.class;
            case "setObject(ILjava/lang/Object;Ljava/sql/SQLType;)V":
                return CacheParameterAdvice.OfSqlType.class;
            case "setObject(ILjava/lang/Object;Ljava/sql/SQLType;I)V":
                return CacheParameterAdvice.OfSqlTypeWithScale.class;
            default:
                return null;
        }
    }

    /** {@code java.sql.ResultSet}. */
    public static @Nullable Class<?> ofResultSet(Method method) {
        switch (method.signature()) {
            case "updateRow()V":
            case "insertRow()V":
            case "deleteRow()V":
                return CacheChangeAdvice.Change.class;
            default:
                return null;
        }
    }

    /** {@code javax.transaction.xa.XAResource}. */
    public static @Nullable Class<?> ofXaResource(Method method) {
        switch (method.signature()) {
            case "start(Ljavax/transaction/xa/Xid;I)V":
                return CacheXaAdvice.Start.class;
            case "prepare(Ljavax/transaction/xa/Xid;)I":
                return CacheXaAdvice.Prepare.class;
            case "commit(Ljavax/transaction/xa/Xid;Z)V":
                return CacheXaAdvice.Commit.class;
            case "rollback(Ljavax/transaction/xa/Xid;)V":
                return CacheXaAdvice.Rollback.class;
            default:
                return null;
        }
    }

    /** PostgreSQL's {@code CopyManager}. */
    public static @Nullable Class<?> ofCopyManager(Method method) {
        if (method.name().equals("<init>")) {
            return method.descriptor().startsWith("(L") ? CacheChangeAdvice.Made.class : null;
        }
        boolean begins = method.name().equals("copyIn") || method.name().equals("copyDual");
        return begins && method.descriptor().startsWith(TEXT_ONLY.concat("L"))
                ? CacheChangeAdvice.HandedOut.class
                : null;
    }

    /** PostgreSQL's {@code CopyIn}: the rows become visible, or part of the transaction, with its end. */
    public static @Nullable Class<?> ofCopyIn(Method method) {
        return method.signature().equals("endCopy()J") ? CacheChangeAdvice.Change.class : null;
    }

    /** PostgreSQL's {@code Fastpath}: any function of the server, past SQL. */
    public static @Nullable Class<?> ofFastpath(Method method) {
        if (method.name().equals("<init>")) {
            return method.descriptor().startsWith("(L") ? CacheChangeAdvice.Made.class : null;
        }
        if (!method.name().equals("fastpath") || !method.isPublic()) {
            return null;
        }
        return method.descriptor().startsWith(TEXT)
                ? CacheChangeAdvice.FunctionByName.class
                : method.descriptor().startsWith("(I") ? CacheChangeAdvice.FunctionByNumber.class : null;
    }

    private static boolean takesNothing(Method method) {
        return method.descriptor().equals(NOTHING);
    }
}
