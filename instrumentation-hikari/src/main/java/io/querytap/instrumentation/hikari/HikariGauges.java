package io.querytap.instrumentation.hikari;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.StripeHint;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the gauges and limits of one HikariPool through its public methods, by name, because the agent cannot link to the
 * application's copy of HikariCP. Holds the pool weakly. A pool that does not answer is said once and then unknown.
 */
final class HikariGauges implements PoolGauges {
    /** HikariCP names pools without a name so; such a name says nothing and changes with the order of start. */
    private static final String GENERATED_NAME = "HikariPool-";

    private final WeakReference<Object> pool;
    private final StripeHint hint = new StripeHint();
    private @Nullable PoolStats stats;
    private volatile @Nullable Reading lastReading;

    private volatile @Nullable WeakReference<Object> config;

    HikariGauges(Object pool) {
        this.pool = new WeakReference<>(pool);
    }

    void countsFor(PoolStats statistics) {
        stats = statistics;
    }

    PoolStats stats() {
        return Objects.requireNonNull(stats, "set right after registration");
    }

    /** For what has no entry of its own: timeouts and creations. */
    StripeHint hint() {
        return hint;
    }

    /** The pool's HikariConfig, whose public getters tell limits and name; known when the pool's constructor ends. */
    void configuredBy(Object hikariConfig) {
        config = new WeakReference<>(hikariConfig);
    }

    /** The name that the user gave the pool, or null. */
    static @Nullable String configuredName(Object hikariConfig) {
        try {
            Object name = call(hikariConfig, "getPoolName");
            return name instanceof String && !((String) name).startsWith(GENERATED_NAME) ? (String) name : null;
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            Diagnostics.sayOnce(
                    "hikari name", "the name of a HikariCP pool cannot be read; it is named by its database");
            return null;
        }
    }

    /** The pool was shut down: its limits are kept for the last report, nothing is in use any more. */
    void close() {
        Reading last = read();
        lastReading = new Reading(last.max(), last.minIdle(), 0, 0, 0);
    }

    @Override
    public Reading read() {
        Reading last = lastReading;
        if (last != null) {
            return last;
        }
        Object living = pool.get();
        if (living == null) {
            return Reading.NOTHING;
        }
        WeakReference<Object> configReference = config;
        Object limits = configReference == null ? null : configReference.get();
        try {
            return new Reading(
                    limits == null ? UNKNOWN : (Integer) call(limits, "getMaximumPoolSize"),
                    limits == null ? UNKNOWN : (Integer) call(limits, "getMinimumIdle"),
                    (Integer) call(living, "getActiveConnections"),
                    (Integer) call(living, "getIdleConnections"),
                    (Integer) call(living, "getThreadsAwaitingConnection"));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            Diagnostics.sayOnce(
                    "hikari gauges", "the gauges of a HikariCP pool cannot be read; its times are measured");
            return Reading.NOTHING;
        }
    }

    private static Object call(Object target, String name) throws ReflectiveOperationException {
        Method method = target.getClass().getMethod(name);
        return method.invoke(target);
    }
}
