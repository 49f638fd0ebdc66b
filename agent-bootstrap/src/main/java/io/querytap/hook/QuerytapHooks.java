package io.querytap.hook;

import java.util.Properties;

/**
 * What woven driver code calls. Each method hands on to the listener and lets nothing thrown by it reach the application; a
 * failure is counted by the listener. The listener is a constant to the JIT, so a hook costs no more than its body.
 */
public final class QuerytapHooks {
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

    /** @param generatedKeys {@link java.sql.Statement#RETURN_GENERATED_KEYS} or another value */
    public static void prepared(QuerytapState connection, Object statement, String sql, int generatedKeys) {
        try {
            LISTENER.prepared(connection, statement, sql, generatedKeys);
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

    /** @param generatedKeys {@link java.sql.Statement#RETURN_GENERATED_KEYS} or another value */
    public static long executing(QuerytapState statement, String sql, int generatedKeys) {
        try {
            return LISTENER.executing(statement, sql, generatedKeys);
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

    public static void rowRead(QuerytapResultState result, boolean hasRow, Throwable thrown) {
        try {
            LISTENER.rowRead(result, hasRow, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The cursor of a result goes elsewhere than to the next row. */
    public static void cursorMoved(QuerytapResultState result) {
        try {
            LISTENER.cursorMoved(result);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A value was read; nearly always of a result that is not followed, which costs no more than to see that. */
    public static void valueRead(QuerytapResultState result, int column, long valueHash) {
        if ((result.querytap$generation() & QuerytapResultState.FOLLOWED) != 0) {
            try {
                LISTENER.valueRead(result, column, valueHash);
            } catch (Throwable failure) {
                failed(failure);
            }
        }
    }

    public static void valueRead(QuerytapResultState result, int column, Object value) {
        if ((result.querytap$generation() & QuerytapResultState.FOLLOWED) != 0) {
            try {
                LISTENER.valueRead(result, column, LISTENER.hash(value));
            } catch (Throwable failure) {
                failed(failure);
            }
        }
    }

    public static void valueRead(QuerytapResultState result, String label, long valueHash) {
        if ((result.querytap$generation() & QuerytapResultState.FOLLOWED) != 0) {
            try {
                LISTENER.valueRead(result, label, valueHash);
            } catch (Throwable failure) {
                failed(failure);
            }
        }
    }

    public static void valueRead(QuerytapResultState result, String label, Object value) {
        if ((result.querytap$generation() & QuerytapResultState.FOLLOWED) != 0) {
            try {
                LISTENER.valueRead(result, label, LISTENER.hash(value));
            } catch (Throwable failure) {
                failed(failure);
            }
        }
    }

    public static void resultClosing(QuerytapResultState result) {
        try {
            LISTENER.resultClosing(result);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The statement was told how many rows it may return at most; 0: any number. */
    public static void maxRowsSet(QuerytapState statement, long maxRows) {
        try {
            LISTENER.maxRowsSet(statement, maxRows);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The statement will close itself with its last result. */
    public static void closesOnCompletion(QuerytapState statement) {
        try {
            LISTENER.closesOnCompletion(statement);
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
     * @return whether this call is the outermost such call of the thread, to be handed to the hook of its end
     */
    public static boolean calling(QuerytapState connection) {
        try {
            return LISTENER.calling(connection);
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    /** @param method name of the method that was called */
    public static void called(QuerytapState connection, String method, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.called(connection, method, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void rolledBackToSavepoint(QuerytapState connection, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.rolledBackToSavepoint(connection, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void isolationSet(QuerytapState connection, int level, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.isolationSet(connection, level, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void readOnlySet(QuerytapState connection, boolean readOnly, boolean outermost, Throwable thrown) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.readOnlySet(connection, readOnly, thrown);
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
