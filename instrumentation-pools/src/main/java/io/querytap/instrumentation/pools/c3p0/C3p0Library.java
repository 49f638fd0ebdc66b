package io.querytap.instrumentation.pools.c3p0;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * c3p0: counts are told by {@code C3P0PooledConnectionPool}, of which a data source has one for each user, limits by the
 * {@code ConnectionPoolDataSource} below it. The counts are behind the lock of the pool, which it never holds while it talks to a
 * database.
 */
public final class C3p0Library extends PoolLibrary {
    static final String NAME = "c3p0";

    private static final String SOURCE = "com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource";
    private static final String POOL = "com.mchange.v2.c3p0.impl.C3P0PooledConnectionPool";
    private static final String TIMEOUT = "com.mchange.v2.resourcepool.TimeoutException";

    /** What of a wrapping data source are limits of the pool; another driver's own has none. */
    private static final String WRAPPER = "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource";

    public C3p0Library() {
        super("c3p0", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        return poolType.getName().equals(POOL) && KnownMethods.fit(NAME);
    }

    @Override
    public boolean opens(Class<?> sourceType) {
        return isA(sourceType, SOURCE) && KnownMethods.fit(NAME);
    }

    /** The name that the user gave the data source comes by itself. */
    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) {
        return config instanceof String ? (String) config : null;
    }

    @Override
    protected boolean keepsStatements(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        return config != null
                && isWrapper(config)
                && (number(config, "getMaxStatements") > 0 || number(config, "getMaxStatementsPerConnection") > 0);
    }

    private static boolean isWrapper(Object config) {
        return config.getClass().getName().equals(WRAPPER);
    }

    /** It keeps all connections that it opens; its minimum is one of all connections, not of idle ones. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        int max = config != null && isWrapper(config) ? number(config, "getMaxPoolSize") : PoolGauges.UNKNOWN;
        return new PoolGauges.Reading(
                max,
                PoolGauges.UNKNOWN,
                max,
                number(pool, "getNumBusyConnections"),
                number(pool, "getNumIdleConnections"),
                number(pool, "getNumThreadsAwaitingCheckout"));
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        Throwable cause = thrown instanceof SQLException ? thrown.getCause() : null;
        return cause != null && cause.getClass().getName().equals(TIMEOUT);
    }
}
