package io.querytap.instrumentation.pools.ucp;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import org.jspecify.annotations.Nullable;

/** Oracle UCP: everything is told by the pool itself, from counters of its own. How many threads wait only old versions tell. */
public final class UcpLibrary extends PoolLibrary {
    static final String NAME = "Oracle UCP";

    private static final String SOURCE = "oracle.ucp.jdbc.PoolDataSourceImpl";

    /** It names pools without a name so; such a name says nothing and changes with every start. */
    private static final String GENERATED_NAME = "UniversalConnectionPool(";

    /** Base of its own exceptions, which have a code, and the code after a wait in vain. */
    private static final String EXCEPTION = "oracle.ucp.UniversalConnectionPoolException";

    private static final int ALL_IN_USE = 45_064;

    /** What it throws instead where it knows Oracle's driver. */
    private static final String NONE_AVAILABLE = "oracle.ucp.NoAvailableConnectionsException";

    public UcpLibrary() {
        super("ucp", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        for (Class<?> at = poolType; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(Ucp.POOL_NAME)) {
                return KnownMethods.fit(NAME);
            }
        }
        return false;
    }

    @Override
    public boolean opens(Class<?> sourceType) {
        return isA(sourceType, SOURCE) && KnownMethods.fit(NAME);
    }

    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object name = call(pool, "getName");
        return name instanceof String && !((String) name).startsWith(GENERATED_NAME) ? (String) name : null;
    }

    /** It keeps all connections that it opens; its minimum is one of all connections, not of idle ones. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        int max = number(pool, "getMaxPoolSize");
        return new PoolGauges.Reading(
                max == Integer.MAX_VALUE ? PoolGauges.UNKNOWN : max,
                PoolGauges.UNKNOWN,
                max == Integer.MAX_VALUE ? PoolGauges.UNKNOWN : max,
                number(pool, "getBorrowedConnectionsCount"),
                number(pool, "getAvailableConnectionsCount"),
                PoolGauges.UNKNOWN);
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        String type = thrown.getClass().getName();
        return type.equals(NONE_AVAILABLE) || type.equals(EXCEPTION) && codeOf(thrown) == ALL_IN_USE;
    }

    private static int codeOf(Throwable thrown) {
        try {
            return number(thrown, "getErrorCode");
        } catch (ReflectiveOperationException unknown) {
            return PoolGauges.UNKNOWN;
        }
    }
}
