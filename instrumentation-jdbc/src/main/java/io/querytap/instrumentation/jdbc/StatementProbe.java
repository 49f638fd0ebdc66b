package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternStats;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapResultState;
import io.querytap.hook.QuerytapState;
import io.querytap.instrumentation.jdbc.cache.StatementCaching;
import io.querytap.instrumentation.jdbc.driver.ProtocolCall;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Receives what woven driver code tells, finds the state of the object concerned, and lets the state do the rest. An object
 * without state is not measured.
 */
public final class StatementProbe extends QuerytapListener {
    private final ConnectionOrigin origin;
    private final LiveConnections live;

    public StatementProbe(Observations observations, LiveConnections live) {
        this.live = live;
        this.origin = new ConnectionOrigin(observations, live);
    }

    static @Nullable StatementState stateOf(QuerytapState statement) {
        Object state = statement.querytap$state();
        return state instanceof StatementState ? (StatementState) state : null;
    }

    static @Nullable ConnectionState connectionState(QuerytapState connection) {
        Object state = connection.querytap$state();
        return state instanceof ConnectionState ? (ConnectionState) state : null;
    }

    // Connections

    @Override
    protected void connecting() {
        origin.connecting();
    }

    @Override
    protected void connected(@Nullable Object connection, @Nullable String url, @Nullable Properties properties) {
        origin.connected(connection, url, properties);
    }

    @Override
    protected void connectedFrom(Object dataSource, @Nullable Object connection) {
        origin.connectedFrom(dataSource, connection);
    }

    @Override
    protected void connectionClosing(QuerytapState connection) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.closed();
            live.closed(state);
        }
    }

    // Statements

    @Override
    protected void created(QuerytapState connection, @Nullable Object statement) {
        ConnectionState state = connectionState(connection);
        if (state != null && statement instanceof QuerytapState && !state.isBusyOnThisThread()) {
            QuerytapState created = (QuerytapState) statement;
            StatementState known = stateOf(created);
            if (known == null || known.connection != state) {
                StatementState made = state.open();
                made.isPlain();
                created.querytap$state(made);
            }
        }
    }

    @Override
    protected void prepared(
            QuerytapState connection, @Nullable Object statement, @Nullable String sql, int generatedKeys) {
        ConnectionState state = connectionState(connection);
        if (state == null || sql == null || !(statement instanceof QuerytapState) || state.isBusyOnThisThread()) {
            return;
        }
        ModeChange change = state.modes().changeBy(sql);
        PatternStats pattern = state.patternOf(sql, change);
        boolean withKeys = generatedKeys == Statement.RETURN_GENERATED_KEYS;
        QuerytapState created = (QuerytapState) statement;
        StatementState known = stateOf(created);
        if (known != null && known.connection == state && known.isPreparedFor(pattern)) {
            known.preparedAgain(sql, withKeys); // an overload called another, or the driver handed out one of its cache
        } else {
            known = state.open();
            known.isFor(pattern, change, sql, withKeys);
            created.querytap$state(known);
        }
        StatementCaching caching = known.openCaching();
        if (caching != null) {
            caching.isFor(sql, state.modes().of(sql, change));
        }
    }

    @Override
    protected void maxRowsSet(QuerytapState statement, long maxRows) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.maxRowsSet(maxRows);
        }
    }

    @Override
    protected void closesOnCompletion(QuerytapState statement) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.closesOnCompletion();
        }
    }

    @Override
    protected void statementClosing(QuerytapState statement) {
        StatementState state = stateOf(statement);
        if (state != null && !state.isRunning()) { // one that runs is closed by another thread, to cancel it
            statement.querytap$state(null);
            state.connection.release(state);
        }
    }

    // Parameters

    @Override
    protected void parameter(QuerytapState statement, int index, long valueHash) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.parameters().set(index, valueHash);
        }
    }

    @Override
    protected void parameter(QuerytapState statement, @Nullable String name, long valueHash) {
        StatementState state = stateOf(statement);
        if (state != null && name != null) {
            state.parameters().set(name, valueHash);
        }
    }

    @Override
    protected void parametersCleared(QuerytapState statement) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.parameters().clear();
        }
    }

    @Override
    protected long hash(@Nullable Object value) {
        return ValueHash.of(value);
    }

    // Executions

    @Override
    protected long executing(QuerytapState statement) {
        StatementState state = stateOf(statement);
        return state == null ? 0 : state.beginPrepared();
    }

    @Override
    protected long executing(QuerytapState statement, @Nullable String sql, int generatedKeys) {
        StatementState state = stateOf(statement);
        return state == null || sql == null ? 0 : state.begin(sql, generatedKeys == Statement.RETURN_GENERATED_KEYS);
    }

    @Override
    protected void executed(
            QuerytapState statement, long startNanos, @Nullable Object result, @Nullable Throwable thrown) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.end(startNanos, result, thrown);
        }
    }

    @Override
    protected long executingBatch(QuerytapState statement) {
        StatementState state = stateOf(statement);
        return state == null ? 0 : state.beginBatch();
    }

    @Override
    protected void executedBatch(QuerytapState statement, long startNanos, @Nullable Throwable thrown) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.endBatch(startNanos, thrown);
        }
    }

    @Override
    protected void addedToBatch(QuerytapState statement, @Nullable String sql) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.addedToBatch(sql);
        }
    }

    @Override
    protected void batchCleared(QuerytapState statement) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.batchCleared();
        }
    }

    // Results

    @Override
    protected void resultObtained(QuerytapState statement, @Nullable Object result) {
        StatementState state = stateOf(statement);
        if (state != null && result instanceof QuerytapResultState) {
            state.resultObtained((QuerytapResultState) result);
        }
    }

    @Override
    protected void moreResults(QuerytapState statement) {
        StatementState state = stateOf(statement);
        if (state != null) {
            state.moreResults();
        }
    }

    @Override
    protected void rowRead(QuerytapResultState result, boolean hasRow, @Nullable Throwable thrown) {
        StatementState state = stateOf(result);
        if (state != null) {
            if (thrown == null) {
                state.reading().rowRead(result, hasRow);
            } else {
                state.reading().rowFailed(result);
            }
        }
    }

    @Override
    protected void cursorMoved(QuerytapResultState result) {
        StatementState state = stateOf(result);
        if (state != null) {
            state.reading().cursorMoved(result);
        }
    }

    @Override
    protected void valueRead(QuerytapResultState result, int column, long valueHash) {
        StatementState state = stateOf(result);
        if (state != null) {
            state.reading().valueRead(result, column, valueHash);
        }
    }

    @Override
    protected void valueRead(QuerytapResultState result, @Nullable String label, long valueHash) {
        StatementState state = stateOf(result);
        if (state != null && label != null) {
            state.reading().valueRead(result, label, valueHash);
        }
    }

    @Override
    protected void resultClosing(QuerytapResultState result) {
        StatementState state = stateOf(result);
        if (state != null) {
            state.reading().closing(result);
        }
    }

    // Transactions

    @Override
    protected long ending(QuerytapState connection) {
        ConnectionState state = connectionState(connection);
        return state != null && state.enter() ? state.endingTransaction() : 0;
    }

    @Override
    protected void committed(QuerytapState connection, long startNanos, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            long now = state.endedTransaction(startNanos);
            if (thrown == null) {
                state.madeTrips(state.transaction().committed(startNanos, now));
            }
        }
    }

    @Override
    protected void rolledBack(QuerytapState connection, long startNanos, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            long now = state.endedTransaction(startNanos);
            if (thrown == null) {
                state.madeTrips(state.transaction().rolledBack(startNanos, now));
            }
        }
    }

    // Other calls of a connection; of one that fails it is not known whether it reached the server

    @Override
    protected boolean calling(QuerytapState connection) {
        ConnectionState state = connectionState(connection);
        return state != null && state.enterCall();
    }

    @Override
    protected void called(QuerytapState connection, String method, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leaveCall(thrown == null ? state.transaction().called(ProtocolCall.named(method)) : 0);
        }
    }

    @Override
    protected void rolledBackToSavepoint(QuerytapState connection, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leaveCall(thrown == null ? state.transaction().rolledBackToSavepoint() : 0);
        }
    }

    @Override
    protected void isolationSet(QuerytapState connection, int level, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leaveCall(thrown == null ? state.transaction().isolationSet(level) : 0);
        }
    }

    @Override
    protected void readOnlySet(QuerytapState connection, boolean readOnly, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leaveCall(thrown == null ? state.transaction().readOnlySet(readOnly) : 0);
        }
    }

    @Override
    protected void autoCommitSet(QuerytapState connection, boolean autoCommit, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leaveCall(thrown == null ? state.transaction().autoCommitSet(autoCommit) : 0);
        }
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("recording a JDBC call", failure);
    }
}
