package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.instrumentation.jdbc.cache.XaBranches;
import org.jspecify.annotations.Nullable;

/** What is known of a {@code javax.sql.PooledConnection}, which hands out handles on one physical connection. */
final class PooledState {
    private final @Nullable DatabaseIdentity identity;
    private final XaBranches branches;
    private @Nullable ConnectionState connection;

    /**
     * @param pooled class of the pooled connection
     * @param identity of the connections that it will hand out; null where its physical connection has a state already
     */
    PooledState(Class<?> pooled, @Nullable DatabaseIdentity identity, @Nullable ConnectionState connection) {
        this.branches = new XaBranches(pooled);
        this.identity = identity;
        this.connection = connection;
    }

    /** Which database it is; null where the handles are around a connection that is measured already. */
    @Nullable
    DatabaseIdentity identity() {
        return identity;
    }

    /** The state of the physical connection, or of the last handle where each has its own. */
    @Nullable
    ConnectionState connection() {
        return connection;
    }

    void handedOut(ConnectionState handle) {
        connection = handle;
    }

    XaBranches branches() {
        return branches;
    }
}
