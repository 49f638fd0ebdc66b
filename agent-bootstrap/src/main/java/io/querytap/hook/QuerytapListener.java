package io.querytap.hook;

import java.util.Properties;

/**
 * What {@link QuerytapHooks} hands on. Implemented once, in the agent's own class loader. Implementations may throw; the hooks
 * catch. Times are {@link System#nanoTime()}; 0 means "not measured".
 */
public abstract class QuerytapListener {
    private static volatile QuerytapListener installed;

    /** Installs the one listener; must happen before {@link QuerytapHooks} is initialised, which woven code does. */
    public static void install(QuerytapListener listener) {
        installed = listener;
    }

    static QuerytapListener installed() {
        return installed;
    }

    protected abstract void connecting();

    protected abstract void connected(Object connection, String url, Properties properties);

    protected abstract void connectedFrom(Object dataSource, Object connection);

    protected abstract void created(QuerytapState connection, Object statement);

    protected abstract void prepared(QuerytapState connection, Object statement, String sql, int generatedKeys);

    protected abstract void parameter(QuerytapState statement, int index, long valueHash);

    protected abstract void parameter(QuerytapState statement, String name, long valueHash);

    protected abstract void parametersCleared(QuerytapState statement);

    protected abstract long hash(Object value);

    protected abstract long executing(QuerytapState statement);

    protected abstract long executing(QuerytapState statement, String sql, int generatedKeys);

    protected abstract long executingBatch(QuerytapState statement);

    protected abstract void executed(QuerytapState statement, long startNanos, Object result, Throwable thrown);

    protected abstract void executedBatch(QuerytapState statement, long startNanos, Throwable thrown);

    protected abstract void addedToBatch(QuerytapState statement, String sql);

    protected abstract void batchCleared(QuerytapState statement);

    protected abstract void resultObtained(QuerytapState statement, Object result);

    protected abstract void moreResults(QuerytapState statement);

    protected abstract void rowRead(QuerytapResultState result, boolean hasRow, Throwable thrown);

    protected abstract void cursorMoved(QuerytapResultState result);

    protected abstract void valueRead(QuerytapResultState result, int column, long valueHash);

    protected abstract void valueRead(QuerytapResultState result, String label, long valueHash);

    protected abstract void maxRowsSet(QuerytapState statement, long maxRows);

    protected abstract void closesOnCompletion(QuerytapState statement);

    protected abstract void resultClosing(QuerytapResultState result);

    protected abstract void statementClosing(QuerytapState statement);

    protected abstract long ending(QuerytapState connection);

    protected abstract void committed(QuerytapState connection, long startNanos, Throwable thrown);

    protected abstract void rolledBack(QuerytapState connection, long startNanos, Throwable thrown);

    protected abstract boolean calling(QuerytapState connection);

    protected abstract void called(QuerytapState connection, String method, Throwable thrown);

    protected abstract void rolledBackToSavepoint(QuerytapState connection, Throwable thrown);

    protected abstract void isolationSet(QuerytapState connection, int level, Throwable thrown);

    protected abstract void readOnlySet(QuerytapState connection, boolean readOnly, Throwable thrown);

    protected abstract void autoCommitSet(QuerytapState connection, boolean autoCommit, Throwable thrown);

    protected abstract void connectionClosing(QuerytapState connection);

    protected abstract void failed(Throwable failure);
}
