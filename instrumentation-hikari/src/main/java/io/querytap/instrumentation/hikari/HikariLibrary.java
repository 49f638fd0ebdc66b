package io.querytap.instrumentation.hikari;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** HikariCP: counts are told by {@code HikariPool}, limits and name by {@code HikariConfig}. */
public final class HikariLibrary extends PoolLibrary {
    /** HikariCP names pools without a name so; such a name says nothing and changes with the order of start. */
    private static final String GENERATED_NAME = "HikariPool-";

    public HikariLibrary() {
        super("hikari", "HikariCP");
    }

    @Override
    public boolean owns(Class<?> poolType) {
        return poolType.getName().startsWith("com.zaxxer.hikari.");
    }

    @Override
    public boolean opens(Class<?> sourceType) {
        return isA(sourceType, "com.zaxxer.hikari.HikariDataSource");
    }

    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object name = config == null ? null : call(config, "getPoolName");
        return name instanceof String && !((String) name).startsWith(GENERATED_NAME) ? (String) name : null;
    }

    /** It keeps as many idle connections as it opens: the most idle ones are all there are. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        int max = config == null ? PoolGauges.UNKNOWN : number(config, "getMaximumPoolSize");
        return new PoolGauges.Reading(
                max,
                config == null ? PoolGauges.UNKNOWN : number(config, "getMinimumIdle"),
                max,
                count(pool, "getActiveConnections"),
                count(pool, "getIdleConnections"),
                count(pool, "getThreadsAwaitingConnection"));
    }

    /** A pool whose constructor has not come to its bag of connections cannot count them yet. */
    private static int count(Object pool, String name) throws ReflectiveOperationException {
        try {
            return number(pool, name);
        } catch (InvocationTargetException notYet) {
            if (notYet.getCause() instanceof NullPointerException) {
                return PoolGauges.UNKNOWN;
            }
            throw notYet;
        }
    }

    /** Where a pool can be suspended, borrowers wait for that to end before the clock is read. */
    @Override
    protected boolean tellsAsksAtOnce(@Nullable Object config) throws ReflectiveOperationException {
        return config != null && Boolean.FALSE.equals(call(config, "isAllowPoolSuspension"));
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        return thrown instanceof SQLTransientConnectionException;
    }
}
