package io.querytap.instrumentation.pools;

import io.querytap.core.Observations;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.jdbc.StatementProbe;
import io.querytap.instrumentation.pool.PoolProbe;
import io.querytap.instrumentation.weave.SwitchedListener;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One version of a pool library with H2 below it, both woven, in a class loader of its own. Used by reflection: the copies differ. */
public final class WovenLibrary {
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

    /** @param jars names without {@code .jar} */
    public WovenLibrary(String... jars) {
        loader = LOADERS.computeIfAbsent(Arrays.toString(jars), it -> loaderOf(jars));
        JDBC.to(new StatementProbe(observations, new LiveConnections()));
        POOL.to(new PoolProbe(observations.pools(), Pools.libraries()));
    }

    private static WeavingLoader loaderOf(String... jars) {
        List<TypeInstrumentation> instrumentations = new ArrayList<>();
        instrumentations.add(new JdbcInstrumentation());
        instrumentations.addAll(Pools.instrumentations());
        URL[] places = new URL[jars.length + 1];
        for (int i = 0; i < jars.length; i++) {
            places[i] = jar(jars[i]);
        }
        places[jars.length] = jar("h2-2.3.232");
        return new WeavingLoader(new Weaver(instrumentations, () -> {}), places);
    }

    private static URL jar(String name) {
        try {
            return Path.of(WovenLibrary.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("pools")
                    .resolve(name + ".jar")
                    .toUri()
                    .toURL();
        } catch (URISyntaxException | java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** URL of a database of its own, that lives as long as it has a connection. */
    public static String newDatabase() {
        return "jdbc:h2:mem:pool" + DATABASES.incrementAndGet();
    }

    /** A connection to a database that no pool knows of. */
    public Connection connect(String url) throws Exception {
        Object source = make("org.h2.jdbcx.JdbcDataSource");
        call(source, "setURL", url);
        return ((DataSource) source).getConnection();
    }

    public WeavingLoader loader() {
        return loader;
    }

    public Observations observations() {
        return observations;
    }

    /** The only pool. */
    public PoolSnapshot snapshot() {
        List<PoolSnapshot> pools = observations.snapshot().pools();
        if (pools.size() != 1) {
            throw new AssertionError("expected one pool, were " + pools.size());
        }
        return pools.get(0);
    }

    /** Leases that have ended since this was called last. */
    public List<LeaseUse> endedLeases() {
        return finishedUnits().stream().flatMap(it -> it.leases().stream()).toList();
    }

    /** Units of work that have ended since this was called last. */
    public List<FinishedUnit> finishedUnits() {
        return new UnitAssembler(observations.finishedUnits()).rest();
    }

    public Object make(String className, Object... arguments) throws Exception {
        Class<?> type = loader.loadClass(className);
        return unwrapping(() -> Arrays.stream(type.getConstructors())
                .filter(it -> it.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow()
                .newInstance(arguments));
    }

    /** Calls a public method of that name with as many parameters; the first one that takes them. */
    public static Object call(Object target, String name, Object... arguments) throws Exception {
        return unwrapping(() -> {
            IllegalArgumentException misfit = null;
            for (Method method : target.getClass().getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    try {
                        method.setAccessible(true);
                        return method.invoke(target, arguments);
                    } catch (IllegalArgumentException other) {
                        misfit = other;
                    }
                }
            }
            throw new AssertionError("no method " + name + " of " + target.getClass(), misfit);
        });
    }

    private interface Reflective {
        Object run() throws ReflectiveOperationException;
    }

    private static Object unwrapping(Reflective call) throws Exception {
        try {
            return call.run();
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception) {
                throw (Exception) thrown.getCause();
            }
            throw thrown;
        }
    }
}
