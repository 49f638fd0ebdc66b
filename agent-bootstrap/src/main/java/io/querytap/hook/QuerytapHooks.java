package io.querytap.hook;

import java.util.Properties;

/**
 * What woven driver code calls. Each method hands on to the listener and lets nothing thrown by it reach the application; a
 * failure is counted by the listener. The listener is a constant to the JIT, so a hook costs no more than its body.
 */
public final class QuerytapHooks {
    /** {@link #savepoint}: one was set. */
    public static final int SAVEPOINT_SET = 0;

    /** {@link #savepoint}: the transaction went back to one. */
    public static final int SAVEPOINT_ROLLED_BACK = 1;

    private static final QuerytapListener LISTENER = QuerytapListener.installed();

    private QuerytapHooks() {}

    public static void connecting() {
        try {
            LISTENER.connecting();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void connected(Object connection, String url, Properties properties) {
        try {
            LISTENER.connected(connection, url, properties);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void connectedFrom(Object dataSource, Object connection) {
        try {
            LISTENER.connectedFrom(dataSource, connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void created(QuerytapState connection, Object statement) {
        try {
            LISTENER.created(connection, statement);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void prepared(QuerytapState connection, Object statement, String sql) {
        try {
            LISTENER.prepared(connection, statement, sql);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void parameter(QuerytapState statement, int index, long valueHash) {
        try {
            LISTENER.parameter(statement, index, valueHash);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void parameter(QuerytapState statement, int index, Object value) {
        try {
            LISTENER.parameter(statement, index, LISTENER.hash(value));
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void parameter(QuerytapState statement, String name, Object value) {
        try {
            LISTENER.parameter(statement, name, LISTENER.hash(value));
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

    public static long executing(QuerytapState statement) {
        try {
            return LISTENER.executing(statement);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    public static long executing(QuerytapState statement, String sql) {
        try {
            return LISTENER.executing(statement, sql);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    public static long executingBatch(QuerytapState statement) {
        try {
            return LISTENER.executingBatch(statement);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    /** The end of an execution; {@code result} is its result set or null, also where the method returns something else. */
    public static void executed(QuerytapState statement, long startNanos, Object result, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.executed(statement, startNanos, result, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void executedBatch(QuerytapState statement, long startNanos, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.executedBatch(statement, startNanos, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** One more statement or parameter set in the batch; {@code sql} is null for a prepared statement. */
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

    public static void resultObtained(QuerytapState statement, Object result) {
        try {
            LISTENER.resultObtained(statement, result);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void moreResults(QuerytapState statement) {
        try {
            LISTENER.moreResults(statement);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void rowRead(QuerytapResultState result, boolean hasRow) {
        try {
            LISTENER.rowRead(result, hasRow);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void resultClosing(QuerytapResultState result) {
        try {
            LISTENER.resultClosing(result);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void statementClosing(QuerytapState statement) {
        try {
            LISTENER.statementClosing(statement);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A commit or rollback begins. */
    public static long ending(QuerytapState connection) {
        try {
            return LISTENER.ending(connection);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    public static void committed(QuerytapState connection, long startNanos, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.committed(connection, startNanos, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void rolledBack(QuerytapState connection, long startNanos, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.rolledBack(connection, startNanos, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void savepoint(QuerytapState connection, int what) {
        try {
            LISTENER.savepoint(connection, what);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void autoCommitSet(QuerytapState connection, boolean autoCommit) {
        try {
            LISTENER.autoCommitSet(connection, autoCommit);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void isolationSet(QuerytapState connection) {
        try {
            LISTENER.isolationSet(connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The driver tests the connection ({@code begins}) or has done so: statements it runs meanwhile are not the application's. */
    public static void validating(QuerytapState connection, boolean begins) {
        try {
            LISTENER.validating(connection, begins);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void connectionClosing(QuerytapState connection) {
        try {
            LISTENER.connectionClosing(connection);
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
