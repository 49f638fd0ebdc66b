package io.querytap.instrumentation.pools.dbcp;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Commons DBCP: counts and limits are told by the object pool below it, the name by {@code BasicDataSource}. */
public final class DbcpLibrary extends PoolLibrary {
    static final String NAME = "Commons DBCP";

    private static final String NAME_KEY = "name=";

    public DbcpLibrary() {
        super("dbcp2", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        for (Class<?> at = poolType; at != null; at = at.getSuperclass()) {
            if (at.getName().endsWith(".pool2.impl.GenericObjectPool")) {
                return KnownMethods.fit(NAME);
            }
        }
        return false;
    }

    /** Managed data sources borrow past what is measured. */
    @Override
    public boolean opens(Class<?> sourceType) {
        boolean isBasic = false;
        for (Class<?> at = sourceType; at != null; at = at.getSuperclass()) {
            if (at.getName().endsWith(".BasicManagedDataSource")) {
                return false;
            }
            isBasic |= at.getName().endsWith(".dbcp2.BasicDataSource");
        }
        return isBasic && KnownMethods.fit(NAME);
    }

    /** The only name that a DBCP pool can be given is that of its management bean. */
    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object objectName = config == null ? null : call(config, "getJmxName");
        return objectName instanceof String ? nameIn((String) objectName) : null;
    }

    /** What is behind {@code name=} in {@code domain:type=DataSource,name=orders}; by hand, not to load the classes of JMX. */
    static @Nullable String nameIn(String objectName) {
        for (String property : objectName.substring(objectName.indexOf(':') + 1).split(",")) {
            if (property.startsWith(NAME_KEY) && property.length() > NAME_KEY.length()) {
                String name = property.substring(NAME_KEY.length());
                boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
                return quoted ? name.substring(1, name.length() - 1) : name;
            }
        }
        return null;
    }

    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        return new PoolGauges.Reading(
                number(pool, "getMaxTotal"),
                number(pool, "getMinIdle"),
                number(pool, "getMaxIdle"),
                number(pool, "getNumActive"),
                number(pool, "getNumIdle"),
                number(pool, "getNumWaiters"));
    }

    /** It throws the same exception where a connection turns out to be of no use; only the text tells. */
    @Override
    public boolean isTimeout(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String message = cause instanceof NoSuchElementException ? cause.getMessage() : null;
        return message != null && (message.startsWith("Timeout waiting") || message.startsWith("Pool exhausted"));
    }
}
