package io.querytap.instrumentation.pools.druid;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Druid. Its counts are fields that are read directly: the public getters take the lock under which the pool connects to the database
 * when it starts.
 */
public final class DruidLibrary extends PoolLibrary {
    static final String NAME = "Druid";

    private static final String POOL = "com.alibaba.druid.pool.DruidDataSource";

    public DruidLibrary() {
        super("druid", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        return poolClassOf(poolType) != null && KnownMethods.fit(NAME);
    }

    private static @Nullable Class<?> poolClassOf(Class<?> type) {
        Class<?> at = type;
        while (at != null && !at.getName().equals(POOL)) {
            at = at.getSuperclass();
        }
        return at;
    }

    /** Without a name it makes one up from the address of the object. */
    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object name = call(pool, "getName");
        boolean given = name instanceof String && !name.equals("DataSource-" + System.identityHashCode(pool));
        return given ? (String) name : null;
    }

    /** It keeps as many idle connections as it opens; the limit of that name is not used any more. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        int max = number(pool, "getMaxActive");
        return new PoolGauges.Reading(
                max,
                number(pool, "getMinIdle"),
                max,
                field(pool, "activeCount"),
                field(pool, "poolingCount"),
                field(pool, "notEmptyWaitThreadCount"));
    }

    private static int field(Object pool, String name) throws ReflectiveOperationException {
        Class<?> type = poolClassOf(pool.getClass());
        if (type == null) {
            return PoolGauges.UNKNOWN;
        }
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.getInt(pool);
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        return thrown.getClass().getName().endsWith(".GetConnectionTimeoutException");
    }
}
