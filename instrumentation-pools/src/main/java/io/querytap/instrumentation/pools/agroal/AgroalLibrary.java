package io.querytap.instrumentation.pools.agroal;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agroal: limits are told by its configuration, waiters by the pool. What is lent it counts only where its metrics are switched on, so
 * the leases are counted instead. It has no names.
 */
public final class AgroalLibrary extends PoolLibrary {
    static final String NAME = "Agroal";

    private static final Set<String> POOLS = Set.of("io.agroal.pool.ConnectionPool", "io.agroal.pool.Poolless");

    /** How it says that nobody gave a connection back in time: all its failures are of one class. */
    private static final Set<String> TIMEOUTS = Set.of(
            "Sorry, acquisition timeout!",
            "Acquisition timeout while waiting for new connection",
            "Acquisition timeout while creating new connection");

    public AgroalLibrary() {
        super("agroal", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        return POOLS.contains(poolType.getName()) && KnownMethods.fit(NAME);
    }

    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) {
        return null;
    }

    /** It keeps all connections that it opens; its minimum is one of all connections, not of idle ones. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        int max = config == null ? PoolGauges.UNKNOWN : number(config, "maxSize");
        return new PoolGauges.Reading(
                max, PoolGauges.UNKNOWN, max, PoolGauges.UNKNOWN, PoolGauges.UNKNOWN, number(pool, "awaitingCount"));
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        String message = thrown instanceof SQLException ? thrown.getMessage() : null;
        return message != null && TIMEOUTS.contains(message);
    }
}
