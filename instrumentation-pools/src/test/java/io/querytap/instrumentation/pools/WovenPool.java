package io.querytap.instrumentation.pools;

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
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One pool of one release with H2 below it, both woven, in a class loader for each release. */
final class WovenPool implements AutoCloseable {
    static final int MAX = 2;
    static final long TIMEOUT_MILLIS = 250;

    private static final SwitchedListener<QuerytapListener> JDBC = SwitchedListener.of(QuerytapListener.class);
    private static final SwitchedListener<QuerytapPoolListener> POOL = SwitchedListener.of(QuerytapPoolListener.class);
    private static final Map<Release, WeavingLoader> LOADERS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        QuerytapListener.install(JDBC.listener());
        QuerytapPoolListener.install(POOL.listener());
    }

    private final Release release;
    private final WeavingLoader loader;
    private final Map<String, Object> settings = new HashMap<>();
    private String url = "jdbc:h2:mem:pool" + DATABASES.incrementAndGet();
    private @Nullable DataSource source;
    private final Observations observations =
            new Observations(100, new UnitPolicy(UnitPolicy.Traces.ALL, Long.MAX_VALUE, Long.MAX_VALUE));

    WovenPool(Release release) {
        this.release = release;
        loader = LOADERS.computeIfAbsent(release, WovenPool::newLoader);
        JDBC.to(new StatementProbe(observations, new LiveConnections()));
        POOL.to(new PoolProbe(observations.pools(), Pools.libraries()));
        settings.put("max", MAX);
        settings.put("timeoutMillis", TIMEOUT_MILLIS);
    }

    private static WeavingLoader newLoader(Release release) {
        List<TypeInstrumentation> instrumentations = new ArrayList<>(List.of(new JdbcInstrumentation()));
        instrumentations.addAll(Pools.instrumentations());
        URL[] jars = Stream.concat(release.jars.stream(), Stream.of("h2-2.3.232"))
                .map(WovenPool::jar)
                .toArray(URL[]::new);
        return new WeavingLoader(new Weaver(instrumentations, () -> {}), jars);
    }

    private static URL jar(String name) {
        try {
            Path classes = Path.of(WovenPool.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("pools")
                    .resolve(name + ".jar")
                    .toUri()
                    .toURL();
        } catch (URISyntaxException | MalformedURLException impossible) {
            throw new AssertionError(impossible);
        }
    }

    WovenPool with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    WovenPool url(String other) {
        url = other;
        return this;
    }

    DataSource open() throws Exception {
        DataSource opened = release.library.open(loader, url, settings);
        source = opened;
        return opened;
    }

    @Override
    public void close() throws ReflectiveOperationException {
        shutDown();
    }

    /** Closes the pool; its figures stay. */
    void shutDown() throws ReflectiveOperationException {
        if (source != null) {
            release.library.close(source);
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
}
