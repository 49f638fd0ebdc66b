package io.querytap.instrumentation.jdbc;

import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.ResultCache;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapCacheListener;
import io.querytap.hook.QuerytapState;
import io.querytap.instrumentation.jdbc.cache.ConnectionCaching;
import io.querytap.instrumentation.jdbc.cache.ConnectionCaching.Change;
import io.querytap.instrumentation.jdbc.cache.ParameterBinding;
import io.querytap.instrumentation.jdbc.cache.StatementCaching;
import io.querytap.instrumentation.jdbc.modes.SessionModes;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Calendar;
import java.util.Properties;
import javax.sql.DataSource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Receives what driver code tells that is woven for a cache of results, and hands it to what the cache knows of the connection. Around
 * {@link StatementProbe}: what the cache does with a connection meanwhile is not measured, and what it answers neither.
 */
public final class CacheProbe extends QuerytapCacheListener {
    /** Functions of large objects, which no cached result depends on. */
    private static final String LARGE_OBJECT_FUNCTION = "lo";

    private static final CacheCall.Method[] METHODS = new CacheCall.Method[3];

    static {
        METHODS[QuerytapCacheHooks.QUERY] = CacheCall.Method.QUERY;
        METHODS[QuerytapCacheHooks.EXECUTE] = CacheCall.Method.EXECUTE;
        METHODS[QuerytapCacheHooks.UPDATE] = CacheCall.Method.UPDATE;
    }

    private final ResultCache cache;

    public CacheProbe(ResultCache cache) {
        this.cache = cache;
    }

    // Connections

    @Override
    protected void connected(
            Object driver, @Nullable String url, @Nullable Properties properties, @Nullable Object connection) {
        ConnectionState state = newState(connection);
        if (state != null && url != null) {
            Properties given = OwnConnections.copyOf(properties);
            open(connection, state, url, given, OwnConnections.by((Driver) driver, url, given));
        }
    }

    @Override
    protected void connectedFrom(Object source, @Nullable Object connection) {
        connectedFrom(source, /* user= */ null, /* password= */ null, connection);
    }

    @Override
    protected void connectedFrom(
            Object source, @Nullable String user, @Nullable String password, @Nullable Object connection) {
        ConnectionState state = newState(connection);
        if (state != null) {
            OpenedConnection.Another another =
                    source instanceof DataSource ? OwnConnections.by((DataSource) source, user, password) : null;
            open(connection, state, ConnectionOrigin.urlOf(source), /* properties= */ null, another);
        }
    }

    /** The state of a connection that is measured and that the cache was not asked about. */
    private static @Nullable ConnectionState newState(@Nullable Object connection) {
        if (!(connection instanceof QuerytapState)) {
            return null;
        }
        ConnectionState state = StatementProbe.connectionState((QuerytapState) connection);
        return state == null || state.isCacheAsked() ? null : state;
    }

    private void open(
            @Nullable Object connection,
            ConnectionState state,
            @Nullable String url,
            @Nullable Properties properties,
            OpenedConnection.@Nullable Another another) {
        if (connection instanceof Connection) {
            state.cacheIsAsked();
            OpenedConnection opened =
                    new OpenedConnection((Connection) connection, state.database(), url, properties, another);
            boolean entered = state.enter();
            try {
                SessionCache session = cache.open(opened);
                if (session != null) {
                    state.cachedBy(new ConnectionCaching(session));
                }
            } finally {
                leave(state, entered);
            }
        }
    }

    private static @Nullable ConnectionCaching cachingOf(QuerytapState connection) {
        ConnectionState state = StatementProbe.connectionState(connection);
        return state == null ? null : state.caching();
    }

    private static void leave(ConnectionState state, boolean entered) {
        if (entered) {
            state.leave();
        }
    }

    // Executions

    @Override
    protected @Nullable Object executing(QuerytapState statement, int method) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state == null || caching == null) {
            return null;
        }
        StatementPlan plan = caching.preparedPlan();
        if (plan == StatementPlan.NONE || isNested(state, caching)) {
            return null;
        }
        boolean entered = state.connection.enter();
        try {
            Object begun = caching.executing(plan, (Statement) statement, METHODS[method]);
            return begun instanceof ResultSet ? answered(state, begun) : begun;
        } finally {
            leave(state.connection, entered);
        }
    }

    @Override
    protected @Nullable Object executing(QuerytapState statement, @Nullable String sql, int method) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state == null || caching == null || sql == null || isNested(state, caching)) {
            return null;
        }
        StatementPlan plan = caching.session().plan(sql, modesOf(state.connection, sql));
        if (plan == StatementPlan.NONE) {
            return null;
        }
        boolean entered = state.connection.enter();
        try {
            Object begun = caching.executing(plan, (Statement) statement, sql, METHODS[method]);
            return begun instanceof ResultSet ? answered(state, begun) : begun;
        } finally {
            leave(state.connection, entered);
        }
    }

    private static Object answered(StatementState state, Object answer) {
        state.answered();
        return answer;
    }

    private static boolean isNested(StatementState state, StatementCaching caching) {
        return caching.connection().isInside() || state.isNested();
    }

    private static SqlModes modesOf(ConnectionState connection, String sql) {
        SessionModes modes = connection.modes();
        return modes.of(sql, modes.changeBy(sql));
    }

    @Override
    protected void executed(
            QuerytapState statement, Object begun, @Nullable Object result, @Nullable Throwable thrown) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state != null && caching != null) {
            boolean entered = state.connection.enter();
            try {
                caching.executed(begun, result, thrown);
            } finally {
                leave(state.connection, entered);
            }
        }
    }

    @Override
    protected @Nullable Object executingBatch(QuerytapState statement) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state == null || caching == null || isNested(state, caching)) {
            return null;
        }
        boolean entered = state.connection.enter();
        try {
            return caching.executingBatch((Statement) statement);
        } finally {
            leave(state.connection, entered);
        }
    }

    @Override
    protected void executedBatch(QuerytapState statement, Object begun, @Nullable Throwable thrown) {
        executed(statement, begun, /* result= */ null, thrown);
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (caching != null && thrown == null) { // after a failure some drivers keep what is in it
            caching.batchCleared();
        }
    }

    @Override
    protected void addedToBatch(QuerytapState statement, @Nullable String sql) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state == null || caching == null || isNested(state, caching)) {
            return;
        }
        if (sql == null) {
            caching.addedParametersToBatch();
        } else {
            caching.addedToBatch(sql, modesOf(state.connection, sql));
        }
    }

    @Override
    protected void batchCleared(QuerytapState statement) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        if (state != null && caching != null && !isNested(state, caching)) {
            caching.batchCleared();
        }
    }

    // Parameters

    private static @Nullable ParameterLog logOf(QuerytapState statement) {
        StatementState state = StatementProbe.stateOf(statement);
        StatementCaching caching = state == null ? null : state.caching();
        return caching == null ? null : caching.log();
    }

    @Override
    protected void bound(QuerytapState statement, int index, char type, long bits) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            ParameterBinding.primitive(log, index, type, bits);
        }
    }

    @Override
    protected void bound(
            QuerytapState statement, int index, String setter, @Nullable Object value, @Nullable Calendar calendar) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            ParameterBinding.object(log, index, setter, value, calendar);
        }
    }

    @Override
    protected void bound(QuerytapState statement, int index, @Nullable Object value, int sqlType, int scale) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            ParameterBinding.typed(log, index, value, sqlType, scale);
        }
    }

    @Override
    protected void bound(
            QuerytapState statement, int index, @Nullable Object value, @Nullable Object sqlType, int scale) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            ParameterBinding.typed(log, index, value, sqlType, scale);
        }
    }

    @Override
    protected void boundNull(QuerytapState statement, int index, int sqlType, @Nullable String typeName) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            log.setNull(index, sqlType, typeName);
        }
    }

    @Override
    protected void boundOpaque(QuerytapState statement, int index) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            log.setOpaque(index);
        }
    }

    @Override
    protected void parametersCleared(QuerytapState statement) {
        ParameterLog log = logOf(statement);
        if (log != null) {
            log.clear();
        }
    }

    // Transactions and sessions

    @Override
    protected @Nullable Object committing(QuerytapState connection) {
        ConnectionState state = StatementProbe.connectionState(connection);
        ConnectionCaching caching = state == null ? null : state.caching();
        return state == null || caching == null ? null : committing(state, caching);
    }

    private static @Nullable Object committing(ConnectionState state, ConnectionCaching caching) {
        boolean entered = state.enter();
        try {
            return caching.committing();
        } finally {
            leave(state, entered);
        }
    }

    @Override
    protected void committed(QuerytapState connection, Object begun, @Nullable Throwable thrown) {
        ConnectionState state = StatementProbe.connectionState(connection);
        ConnectionCaching caching = state == null ? null : state.caching();
        if (state != null && caching != null) {
            committed(state, caching, begun, thrown);
        }
    }

    private static void committed(
            ConnectionState state, ConnectionCaching caching, Object begun, @Nullable Throwable thrown) {
        boolean entered = state.enter();
        try {
            caching.committed(begun, thrown);
        } finally {
            leave(state, entered);
        }
    }

    @Override
    protected void rolledBack(QuerytapState connection) {
        ConnectionCaching caching = cachingOf(connection);
        if (caching != null) {
            caching.session().rolledBack();
        }
    }

    @Override
    protected @Nullable Object autoCommitSetting(QuerytapState connection, boolean autoCommit) {
        return autoCommit ? committing(connection) : null;
    }

    @Override
    protected void autoCommitSet(
            QuerytapState connection, boolean autoCommit, @Nullable Object begun, @Nullable Throwable thrown) {
        if (begun != null) {
            committed(connection, begun, thrown);
        }
        ConnectionCaching caching = cachingOf(connection);
        if (caching != null && thrown == null) {
            caching.session().autoCommitSet(autoCommit);
        }
    }

    @Override
    protected void sessionChanged(QuerytapState connection, String method) {
        ConnectionCaching caching = cachingOf(connection);
        if (caching != null) {
            caching.session().sessionChanged(method);
        }
    }

    @Override
    protected void closed(QuerytapState connection, Object begun, @Nullable Throwable thrown) {
        try {
            committed(connection, begun, thrown);
        } finally {
            aborted(connection);
        }
    }

    @Override
    protected void aborted(QuerytapState connection) {
        ConnectionCaching caching = cachingOf(connection);
        if (caching != null) {
            caching.session().closed();
        }
    }

    // Global transactions

    @Override
    protected void resourceObtained(QuerytapState xaConnection, @Nullable Object resource) {
        Object state = xaConnection.querytap$state();
        if (state instanceof PooledState && resource != xaConnection && resource instanceof QuerytapState) {
            ((QuerytapState) resource).querytap$state(state);
        }
    }

    private static @Nullable PooledState pooledState(QuerytapState resource) {
        Object state = resource.querytap$state();
        return state instanceof PooledState ? (PooledState) state : null;
    }

    private static @Nullable ConnectionCaching cachingOf(@Nullable PooledState pooled) {
        ConnectionState connection = pooled == null ? null : pooled.connection();
        return connection == null ? null : connection.caching();
    }

    @Override
    protected void branchStarted(QuerytapState resource, @Nullable Object xid) {
        PooledState pooled = pooledState(resource);
        ConnectionCaching caching = cachingOf(pooled);
        if (pooled != null && xid instanceof Xid) {
            pooled.branches().started((Xid) xid);
        }
        if (caching != null) {
            caching.session().isPartOfGlobalTransaction();
        }
    }

    @Override
    protected void branchPrepared(QuerytapState resource) {
        PooledState pooled = pooledState(resource);
        if (pooled != null) {
            pooled.branches().ended();
        }
    }

    @Override
    protected @Nullable Object branchCommitting(QuerytapState resource, @Nullable Object xid) {
        PooledState pooled = pooledState(resource);
        ConnectionState state = pooled == null ? null : pooled.connection();
        ConnectionCaching caching = state == null ? null : state.caching();
        if (pooled == null || state == null || caching == null) {
            return null;
        }
        if (xid instanceof Xid && pooled.branches().isOnly((Xid) xid)) {
            return committing(state, caching);
        }
        return changing(state, caching);
    }

    @Override
    protected void branchCommitted(QuerytapState resource, Object begun, @Nullable Throwable thrown) {
        PooledState pooled = pooledState(resource);
        ConnectionState state = pooled == null ? null : pooled.connection();
        ConnectionCaching caching = state == null ? null : state.caching();
        if (begun instanceof Change) {
            changed(begun, thrown);
        } else if (pooled != null && state != null && caching != null) {
            committed(state, caching, begun, thrown);
            if (thrown == null) {
                pooled.branches().ended();
            }
        }
    }

    @Override
    protected void branchRolledBack(QuerytapState resource, @Nullable Object xid) {
        PooledState pooled = pooledState(resource);
        ConnectionCaching caching = cachingOf(pooled);
        if (pooled != null
                && caching != null
                && xid instanceof Xid
                && pooled.branches().isOnly((Xid) xid)) {
            caching.session().rolledBack();
            pooled.branches().ended();
        }
    }

    // Changes past SQL

    @Override
    protected void belongsTo(@Nullable Object helper, @Nullable Object owner) {
        if (helper instanceof QuerytapState && owner instanceof QuerytapState) {
            ConnectionState state = StatementProbe.connectionState((QuerytapState) owner);
            if (state != null) {
                ((QuerytapState) helper).querytap$state(state);
            }
        }
    }

    @Override
    protected @Nullable Object changing(QuerytapState helper) throws SQLException {
        ConnectionState state = connectionBehind(helper);
        ConnectionCaching caching = state == null ? null : state.caching();
        return state == null || caching == null ? null : changing(state, caching);
    }

    private static @Nullable Change changing(ConnectionState state, ConnectionCaching caching) {
        boolean entered = state.enter();
        try {
            return caching.changing();
        } finally {
            leave(state, entered);
        }
    }

    /** The connection of a result set or of a helper of the driver. */
    private static @Nullable ConnectionState connectionBehind(QuerytapState helper) throws SQLException {
        Object state = helper.querytap$state();
        if (state instanceof ConnectionState) {
            return (ConnectionState) state;
        }
        if (state instanceof StatementState) {
            return ((StatementState) state).connection;
        }
        Statement statement = helper instanceof ResultSet ? ((ResultSet) helper).getStatement() : null;
        Connection connection = statement == null ? null : statement.getConnection();
        return connection instanceof QuerytapState ? StatementProbe.connectionState((QuerytapState) connection) : null;
    }

    @Override
    protected @Nullable Object calling(QuerytapState helper, @Nullable String function) throws SQLException {
        if (function == null || !function.startsWith(LARGE_OBJECT_FUNCTION)) {
            return changing(helper);
        }
        ConnectionState state = connectionBehind(helper);
        ConnectionCaching caching = state == null ? null : state.caching();
        return caching == null ? null : caching.passing();
    }

    @Override
    protected void changed(Object begun, @Nullable Throwable thrown) {
        ((Change) begun).ended(thrown);
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("asking the result cache", failure);
    }
}
