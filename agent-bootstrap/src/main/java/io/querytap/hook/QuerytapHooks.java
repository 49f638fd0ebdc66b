package io.querytap.hook;

import java.util.Properties;

/**
 * What woven driver code calls. Each method hands on to the listener and lets nothing thrown by it reach the application; a
 * failure is counted by the listener. The listener is a constant to the JIT, so a hook costs no more than its body.
 */
public final class QuerytapHooks {
    /** {@link #called}: nothing to count, only to keep what the driver runs meanwhile from being counted. */
    public static final int OTHER = 0;

    /** {@link #called}: a savepoint was set. */
    public static final int SAVEPOINT_SET = 1;

    /** {@link #called}: the transaction went back to a savepoint. */
    public static final int SAVEPOINT_ROLLED_BACK = 2;

    /** {@link #called}: the isolation level was set. */
    public static final int ISOLATION_SET = 3;

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

    /**
     * A call of the connection begins in which the driver may run statements of its own; they are not the application's.
     *
     * @return whether this call is the outermost such call of the thread, to be handed to {@link #called} or {@link #autoCommitSet}
     */
    public static boolean calling(QuerytapState connection) {
        try {
            return LISTENER.calling(connection);
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    public static void called(QuerytapState connection, int what, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.called(connection, what, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void autoCommitSet(
            QuerytapState connection, boolean autoCommit, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.autoCommitSet(connection, autoCommit, thrown);
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
