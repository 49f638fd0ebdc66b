package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternStats;
import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapResultState;
import io.querytap.hook.QuerytapState;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
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

    private static @Nullable StatementState stateOf(QuerytapState statement) {
        Object state = statement.querytap$state();
        return state instanceof StatementState ? (StatementState) state : null;
    }

    private static @Nullable ConnectionState connectionState(QuerytapState connection) {
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
                created.querytap$state(state.open(null, ModeChange.NONE));
            }
        }
    }

    @Override
    protected void prepared(QuerytapState connection, @Nullable Object statement, @Nullable String sql) {
        ConnectionState state = connectionState(connection);
        if (state == null || sql == null || !(statement instanceof QuerytapState) || state.isBusyOnThisThread()) {
            return;
        }
        ModeChange change = state.modes().changeBy(sql);
        PatternStats pattern = state.patternOf(sql, change);
        QuerytapState created = (QuerytapState) statement;
        StatementState known = stateOf(created);
        // Known already: an overload called another, or the driver handed out a statement from its cache.
        if (known == null || known.connection != state || !known.isPreparedFor(pattern)) {
            created.querytap$state(state.open(pattern, change));
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
    protected long executing(QuerytapState statement, @Nullable String sql) {
        StatementState state = stateOf(statement);
        return state == null || sql == null ? 0 : state.begin(sql);
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
    protected void rowRead(QuerytapResultState result, boolean hasRow) {
        StatementState state = stateOf(result);
        if (state != null) {
            state.rowRead(result.querytap$generation(), hasRow);
        }
    }

    @Override
    protected void resultClosing(QuerytapResultState result) {
        StatementState state = stateOf(result);
        if (state != null) {
            state.resultClosing(result.querytap$generation());
        }
    }

    // Transactions

    @Override
    protected long ending(QuerytapState connection) {
        ConnectionState state = connectionState(connection);
        return state != null && state.enter() ? Clock.now() : 0;
    }

    @Override
    protected void committed(QuerytapState connection, long startNanos, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leave();
            if (thrown == null) {
                state.transaction().committed(startNanos, Clock.now());
            }
        }
    }

    @Override
    protected void rolledBack(QuerytapState connection, long startNanos, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leave();
            if (thrown == null) {
                state.transaction().rolledBack(startNanos, Clock.now());
            }
        }
    }

    // Other calls of a connection

    @Override
    protected boolean calling(QuerytapState connection) {
        ConnectionState state = connectionState(connection);
        return state != null && state.enter();
    }

    @Override
    protected void called(QuerytapState connection, int what, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leave();
            if (thrown == null) {
                count(what, state.transaction());
            }
        }
    }

    private static void count(int what, Transaction transaction) {
        switch (what) {
            case QuerytapHooks.SAVEPOINT_SET:
                transaction.savepointSet();
                break;
            case QuerytapHooks.SAVEPOINT_ROLLED_BACK:
                transaction.rolledBackToSavepoint();
                break;
            case QuerytapHooks.ISOLATION_SET:
                transaction.isolationSet();
                break;
            default:
                break;
        }
    }

    @Override
    protected void autoCommitSet(QuerytapState connection, boolean autoCommit, @Nullable Throwable thrown) {
        ConnectionState state = connectionState(connection);
        if (state != null) {
            state.leave();
            if (thrown == null) {
                state.transaction().autoCommitSet(autoCommit);
            }
        }
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("recording a JDBC call", failure);
    }
}
