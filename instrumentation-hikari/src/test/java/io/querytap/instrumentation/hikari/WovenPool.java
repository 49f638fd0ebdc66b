package io.querytap.instrumentation.hikari;

import io.querytap.core.Observations;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.jdbc.StatementProbe;
import io.querytap.instrumentation.pool.PoolProbe;
import io.querytap.instrumentation.weave.SwitchedListener;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One version of HikariCP with H2 below it, both woven, in a class loader of its own. Used by reflection: the copies differ. */
final class WovenPool {
    private static final SwitchedListener<QuerytapListener> JDBC = SwitchedListener.of(QuerytapListener.class);
    private static final SwitchedListener<QuerytapPoolListener> POOL = SwitchedListener.of(QuerytapPoolListener.class);
    private static final Map<String, WeavingLoader> LOADERS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        QuerytapListener.install(JDBC.listener());
        QuerytapPoolListener.install(POOL.listener());
    }

    private final WeavingLoader loader;
    private final Observations observations =
            new Observations(100, new UnitPolicy(UnitPolicy.Traces.ALL, Long.MAX_VALUE, Long.MAX_VALUE));

    WovenPool(String version) {
        loader = LOADERS.computeIfAbsent(
                version,
                it -> new WeavingLoader(
                        new Weaver(List.of(new JdbcInstrumentation(), new HikariInstrumentation()), () -> {}),
                        jar("HikariCP-" + version),
                        jar("h2-2.3.232")));
        JDBC.to(new StatementProbe(observations, new LiveConnections()));
        POOL.to(new PoolProbe(observations.pools(), List.of(new HikariLibrary())));
    }

    private static URL jar(String name) {
        try {
            return Path.of(WovenPool.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("hikari")
                    .resolve(name + ".jar")
                    .toUri()
                    .toURL();
        } catch (URISyntaxException | java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    WeavingLoader loader() {
        return loader;
    }

    Observations observations() {
        return observations;
    }

    PoolSnapshot snapshot() {
        List<PoolSnapshot> pools = observations.snapshot().pools();
        if (pools.size() != 1) {
            throw new AssertionError("expected one pool, were " + pools.size());
        }
        return pools.get(0);
    }

    List<FinishedUnit> finishedUnits() {
        return new UnitAssembler(observations.finishedUnits()).rest();
    }

    /** A HikariConfig for a database of its own: at most two connections, none kept idle on purpose, the shortest timeout. */
    Object config() throws Exception {
        Object config = loader.loadClass("com.zaxxer.hikari.HikariConfig")
                .getDeclaredConstructor()
                .newInstance();
        set(config, "setDriverClassName", "org.h2.Driver");
        set(config, "setJdbcUrl", "jdbc:h2:mem:pool" + DATABASES.incrementAndGet());
        set(config, "setMaximumPoolSize", 2);
        set(config, "setMinimumIdle", 1);
        set(config, "setConnectionTimeout", 250L);
        return config;
    }

    DataSource open(Object config) throws Exception {
        try {
            return (DataSource) loader.loadClass("com.zaxxer.hikari.HikariDataSource")
                    .getConstructor(config.getClass())
                    .newInstance(config);
        } catch (InvocationTargetException thrown) {
            throw (Exception) thrown.getCause();
        }
    }

    static void set(Object target, String setter, Object value) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                method.invoke(target, value);
                return;
            }
        }
        throw new AssertionError("no method " + setter);
    }

    static void close(DataSource pool) throws Exception {
        ((AutoCloseable) pool).close();
    }
}
