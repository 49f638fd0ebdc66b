package io.querytap.instrumentation.pools.tomcat;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import org.jspecify.annotations.Nullable;

/** Tomcat JDBC: counts are told by {@code ConnectionPool}, limits and name by its properties. */
public final class TomcatLibrary extends PoolLibrary {
    static final String NAME = "Tomcat JDBC";

    private static final String SOURCE = "org.apache.tomcat.jdbc.pool.DataSourceProxy";
    private static final String POOL = "org.apache.tomcat.jdbc.pool.ConnectionPool";

    /** A pool without a name is called so, with numbers that are others after each start. */
    private static final String GENERATED_NAME = "Tomcat Connection Pool[";

    public TomcatLibrary() {
        super("tomcat-jdbc", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        for (Class<?> at = poolType; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(POOL)) {
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

    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object properties = call(pool, "getPoolProperties");
        return new PoolGauges.Reading(
                properties == null ? PoolGauges.UNKNOWN : number(properties, "getMaxActive"),
                properties == null ? PoolGauges.UNKNOWN : number(properties, "getMinIdle"),
                properties == null ? PoolGauges.UNKNOWN : number(properties, "getMaxIdle"),
                number(pool, "getActive"),
                number(pool, "getIdle"),
                number(pool, "getWaitCount"));
    }

    /** The second is thrown to who asks a future for no longer than so. */
    @Override
    public boolean isTimeout(Throwable thrown) {
        return thrown.getClass().getName().endsWith(".PoolExhaustedException")
                || thrown instanceof java.util.concurrent.TimeoutException;
    }
}
