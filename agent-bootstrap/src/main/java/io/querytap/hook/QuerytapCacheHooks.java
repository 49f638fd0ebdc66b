package io.querytap.hook;

import java.util.Calendar;
import java.util.Properties;

/** What driver code calls that is woven for a cache of results; see {@link QuerytapHooks} for the rules. */
public final class QuerytapCacheHooks {
    /** {@code executeQuery}: the answer is its result set. */
    public static final int QUERY = 0;

    /** {@code execute}: the answer is true. */
    public static final int EXECUTE = 1;

    /** Every other execution: never answered. */
    public static final int UPDATE = 2;

    private static final QuerytapCacheListener LISTENER = QuerytapCacheListener.installed();

    private QuerytapCacheHooks() {}

    /** A driver was asked to connect; {@code connection} is null where it refused the URL or failed. */
    public static void connected(Object driver, String url, Properties properties, Object connection) {
        try {
            LISTENER.connected(driver, url, properties, connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A data source, or a pooled or XA connection, handed out what may be a physical connection of its driver. */
    public static void connectedFrom(Object source, Object connection) {
        try {
            LISTENER.connectedFrom(source, connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void connectedFrom(Object source, String user, String password, Object connection) {
        try {
            LISTENER.connectedFrom(source, user, password, connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /**
     * A prepared statement is executed.
     *
     * @param method {@link #QUERY}, {@link #EXECUTE} or {@link #UPDATE}
     * @return a {@link java.sql.ResultSet} if that is the answer: then the driver must not execute, and nothing more is told
     */
    public static Object executing(QuerytapState statement, int method) {
        try {
            return LISTENER.executing(statement, method);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static Object executing(QuerytapState statement, String sql, int method) {
        try {
            return LISTENER.executing(statement, sql, method);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static Object executingBatch(QuerytapState statement) {
        try {
            return LISTENER.executingBatch(statement);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    /**
     * The end of what {@code executing} began.
     *
     * @param result the result set that the method returned, TRUE if it returned that, else null
     */
    public static void executed(QuerytapState statement, Object begun, Object result, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.executed(statement, begun, result, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The end of an {@code execute} that returned whether there is a result set. */
    public static void executed(QuerytapState statement, Object begun, boolean hasResult, Throwable thrown) {
        executed(statement, begun, hasResult ? Boolean.TRUE : null, thrown);
    }

    public static void executedBatch(QuerytapState statement, Object begun, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.executedBatch(statement, begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void addedToBatch(QuerytapState statement, String sql) {
        try {
            LISTENER.addedToBatch(statement, sql);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void batchCleared(QuerytapState statement) {
        try {
            LISTENER.batchCleared(statement);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /**
     * A setter of a primitive succeeded.
     *
     * @param type as in descriptors
     * @param bits the value; of floating point its raw bits
     */
    public static void bound(QuerytapState statement, int index, char type, long bits) {
        try {
            LISTENER.bound(statement, index, type, bits);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /**
     * A setter of an object succeeded.
     *
     * @param setter its name
     */
    public static void bound(QuerytapState statement, int index, String setter, Object value, Calendar calendar) {
        try {
            LISTENER.bound(statement, index, setter, value, calendar);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** {@code setObject} with a type of {@link java.sql.Types} succeeded; the scale is -1 where none was given. */
    public static void bound(QuerytapState statement, int index, Object value, int sqlType, int scale) {
        try {
            LISTENER.bound(statement, index, value, sqlType, scale);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** {@code setObject} with a {@link java.sql.SQLType} succeeded; the scale is -1 where none was given. */
    public static void bound(QuerytapState statement, int index, Object value, Object sqlType, int scale) {
        try {
            LISTENER.bound(statement, index, value, sqlType, scale);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void boundNull(QuerytapState statement, int index, int sqlType, String typeName) {
        try {
            LISTENER.boundNull(statement, index, sqlType, typeName);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A setter succeeded whose value cannot be kept; index 0 stands for one that is not known. */
    public static void boundOpaque(QuerytapState statement, int index) {
        try {
            LISTENER.boundOpaque(statement, index);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void parametersCleared(QuerytapState statement) {
        try {
            LISTENER.parametersCleared(statement);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A call begins that ends a transaction or closes the connection. */
    public static Object committing(QuerytapState connection) {
        try {
            return LISTENER.committing(connection);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static void committed(QuerytapState connection, Object begun, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.committed(connection, begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void rolledBack(QuerytapState connection) {
        try {
            LISTENER.rolledBack(connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static Object autoCommitSetting(QuerytapState connection, boolean autoCommit) {
        try {
            return LISTENER.autoCommitSetting(connection, autoCommit);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static void autoCommitSet(QuerytapState connection, boolean autoCommit, Object begun, Throwable thrown) {
        try {
            LISTENER.autoCommitSet(connection, autoCommit, begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void sessionChanged(QuerytapState connection, String method) {
        try {
            LISTENER.sessionChanged(connection, method);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void closed(QuerytapState connection, Object begun, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.closed(connection, begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** {@code abort} was called; by any thread. */
    public static void aborted(QuerytapState connection) {
        try {
            LISTENER.aborted(connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** An XA connection handed out its resource. */
    public static void resourceObtained(QuerytapState xaConnection, Object resource) {
        try {
            LISTENER.resourceObtained(xaConnection, resource);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** {@code XAResource.start} succeeded. */
    public static void branchStarted(QuerytapState resource, Object xid) {
        try {
            LISTENER.branchStarted(resource, xid);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** {@code XAResource.prepare} was called: from now on anybody may commit the branch. */
    public static void branchPrepared(QuerytapState resource) {
        try {
            LISTENER.branchPrepared(resource);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static Object branchCommitting(QuerytapState resource, Object xid) {
        try {
            return LISTENER.branchCommitting(resource, xid);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static void branchCommitted(QuerytapState resource, Object begun, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.branchCommitted(resource, begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void branchRolledBack(QuerytapState resource, Object xid) {
        try {
            LISTENER.branchRolledBack(resource, xid);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A helper object of the driver works on that connection, or as part of another helper. */
    public static void belongsTo(Object helper, Object owner) {
        try {
            LISTENER.belongsTo(helper, owner);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** Data is changed past SQL: by a row of a result set, or a helper of the driver. */
    public static Object changing(QuerytapState helper) {
        try {
            return LISTENER.changing(helper);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    /** A helper of the driver calls a function on the server; null where only its number is known. */
    public static Object calling(QuerytapState helper, String function) {
        try {
            return LISTENER.calling(helper, function);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    public static void changed(Object begun, Throwable thrown) {
        if (begun == null) {
            return;
        }
        try {
            LISTENER.changed(begun, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private static void failed(Throwable failure) {
        try {
            LISTENER.failed(failure);
        } catch (Throwable nothingMoreToDo) {
            // The host must not learn of a failure to report a failure.
        }
    }
}
