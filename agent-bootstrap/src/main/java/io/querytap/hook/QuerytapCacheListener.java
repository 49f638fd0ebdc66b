package io.querytap.hook;

import java.sql.SQLException;
import java.util.Calendar;
import java.util.Properties;

/**
 * What {@link QuerytapCacheHooks} hands on, for a cache of results; the counterpart of {@link QuerytapListener}, woven only where results
 * are cached. What a method returns is handed back at the end of the same call; null: nothing is to be told then.
 */
public abstract class QuerytapCacheListener {
    private static volatile QuerytapCacheListener installed;

    /** Installs the one listener; must happen before {@link QuerytapCacheHooks} is initialised, which woven code does. */
    public static void install(QuerytapCacheListener listener) {
        installed = listener;
    }

    static QuerytapCacheListener installed() {
        return installed;
    }

    protected abstract void connected(Object driver, String url, Properties properties, Object connection);

    protected abstract void connectedFrom(Object source, Object connection);

    protected abstract void connectedFrom(Object source, String user, String password, Object connection);

    protected abstract Object executing(QuerytapState statement, int method);

    protected abstract Object executing(QuerytapState statement, String sql, int method);

    protected abstract Object executingBatch(QuerytapState statement);

    protected abstract void executed(QuerytapState statement, Object begun, Object result, Throwable thrown);

    protected abstract void executedBatch(QuerytapState statement, Object begun, Throwable thrown);

    protected abstract void addedToBatch(QuerytapState statement, String sql);

    protected abstract void batchCleared(QuerytapState statement);

    protected abstract void bound(QuerytapState statement, int index, char type, long bits);

    protected abstract void bound(QuerytapState statement, int index, String setter, Object value, Calendar calendar);

    protected abstract void bound(QuerytapState statement, int index, Object value, int sqlType, int scale);

    protected abstract void bound(QuerytapState statement, int index, Object value, Object sqlType, int scale);

    protected abstract void boundNull(QuerytapState statement, int index, int sqlType, String typeName);

    protected abstract void boundOpaque(QuerytapState statement, int index);

    protected abstract void parametersCleared(QuerytapState statement);

    protected abstract Object committing(QuerytapState connection);

    protected abstract void committed(QuerytapState connection, Object begun, Throwable thrown);

    protected abstract void rolledBack(QuerytapState connection);

    protected abstract Object autoCommitSetting(QuerytapState connection, boolean autoCommit);

    protected abstract void autoCommitSet(QuerytapState connection, boolean autoCommit, Object begun, Throwable thrown);

    protected abstract void sessionChanged(QuerytapState connection, String method);

    protected abstract void closed(QuerytapState connection, Object begun, Throwable thrown);

    protected abstract void aborted(QuerytapState connection);

    protected abstract void resourceObtained(QuerytapState xaConnection, Object resource);

    protected abstract void branchStarted(QuerytapState resource, Object xid);

    protected abstract void branchPrepared(QuerytapState resource);

    protected abstract Object branchCommitting(QuerytapState resource, Object xid);

    protected abstract void branchCommitted(QuerytapState resource, Object begun, Throwable thrown);

    protected abstract void branchRolledBack(QuerytapState resource, Object xid);

    protected abstract void belongsTo(Object helper, Object owner);

    protected abstract Object changing(QuerytapState helper) throws SQLException;

    protected abstract Object calling(QuerytapState helper, String function) throws SQLException;

    protected abstract void changed(Object begun, Throwable thrown);

    protected abstract void failed(Throwable failure);
}
