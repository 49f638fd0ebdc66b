package io.querytap.instrumentation.pools.vibur;

import io.querytap.core.pool.PoolGauges;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.KnownMethods;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Vibur DBCP: counts are told by its object pool, limits and name by its data source. How many threads wait it does not tell. */
public final class ViburLibrary extends PoolLibrary {
    static final String NAME = "Vibur DBCP";

    /** It names data sources without a name so; such a name says nothing and changes with the order of start. */
    private static final Pattern GENERATED_NAME = Pattern.compile("p[0-9]+");

    /** The state of its own exception after a wait in vain. */
    private static final String TIMEOUT_STATE = "VI002";

    public ViburLibrary() {
        super("vibur", NAME);
    }

    @Override
    public boolean owns(Class<?> poolType) {
        return poolType.getName().equals("org.vibur.dbcp.pool.ConnectionFactory") && KnownMethods.fit(NAME);
    }

    @Override
    protected @Nullable String nameOf(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object name = config == null ? null : call(config, "getName");
        return name instanceof String && !GENERATED_NAME.matcher((String) name).matches() ? (String) name : null;
    }

    @Override
    protected boolean keepsStatements(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        return config != null && number(config, "getStatementCacheMaxSize") > 0;
    }

    /** It keeps all connections that it opens; its initial size is one of all connections, not of idle ones. */
    @Override
    protected PoolGauges.Reading read(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        Object objects = config == null ? null : call(config, "getPool");
        if (config == null || objects == null) { // it is only just being made
            return PoolGauges.Reading.NOTHING;
        }
        int max = number(config, "getPoolMaxSize");
        return new PoolGauges.Reading(
                max,
                PoolGauges.UNKNOWN,
                max,
                number(objects, "taken"),
                number(objects, "remainingCreated"),
                PoolGauges.UNKNOWN);
    }

    @Override
    public boolean isTimeout(Throwable thrown) {
        return thrown instanceof SQLException && TIMEOUT_STATE.equals(((SQLException) thrown).getSQLState());
    }
}
