package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.cache.ResultCache;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.ReadingSnapshot;
import io.querytap.core.stats.TransactionSnapshot;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.hook.QuerytapCacheListener;
import io.querytap.hook.QuerytapListener;
import io.querytap.instrumentation.weave.SwitchedListener;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real driver, woven as the agent weaves it, in this JVM without an agent. The driver's classes are loaded once; what is
 * observed begins anew with each instance.
 */
final class WovenDriver {
    private static final SwitchedListener<QuerytapListener> LISTENER = SwitchedListener.of(QuerytapListener.class);
    private static final SwitchedListener<QuerytapCacheListener> CACHE_LISTENER =
            SwitchedListener.of(QuerytapCacheListener.class);
    private static final Map<String, WeavingLoader> LOADERS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        QuerytapListener.install(LISTENER.listener());
        QuerytapCacheListener.install(CACHE_LISTENER.listener());
    }

    private final WeavingLoader loader;
    private final Driver driver;
    private final String url;
    private Observations observations;
    private LiveConnections live;

    private WovenDriver(String jar, String driverClass, String url) throws Exception {
        this(jar, driverClass, url, /* cache= */ null);
    }

    private WovenDriver(String jar, String driverClass, String url, ResultCache cache) throws Exception {
        boolean caching = cache != null;
        this.loader = LOADERS.computeIfAbsent(
                caching ? jar + " caching" : jar,
                it -> new WeavingLoader(
                        new Weaver(List.of(new JdbcInstrumentation(caching)), () -> {}),
                        Jars.url(Jars.find("drivers", jar))));
        if (caching) {
            CACHE_LISTENER.to(new CacheProbe(cache));
        }
        this.driver =
                (Driver) loader.loadClass(driverClass).getDeclaredConstructor().newInstance();
        this.url = url;
        observeAnew(UnitPolicy.Traces.ALL);
    }

    static WovenDriver h2() throws Exception {
        return new WovenDriver(
                "h2", "org.h2.Driver", "jdbc:h2:mem:db" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    }

    /** As {@link #h2}, woven for that cache too. */
    static WovenDriver h2(ResultCache cache) throws Exception {
        return new WovenDriver(
                "h2", "org.h2.Driver", "jdbc:h2:mem:db" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", cache);
    }

    static WovenDriver hsqldb() throws Exception {
        return new WovenDriver(
                "hsqldb", "org.hsqldb.jdbc.JDBCDriver", "jdbc:hsqldb:mem:db" + DATABASES.incrementAndGet());
    }

    static WovenDriver sqlite() throws Exception {
        return new WovenDriver(
                "sqlite-jdbc",
                "org.sqlite.JDBC",
                "jdbc:sqlite:file:db" + DATABASES.incrementAndGet() + "?mode=memory&cache=shared");
    }

    /** From now on, connections made are observed from nothing; those made before still tell the former observations. */
    void observeAnew(UnitPolicy.Traces traces) {
        observeAnew(new UnitPolicy(traces, /* slowQueryNanos= */ 3_600_000_000_000L, 3_600_000_000_000L));
    }

    /** As {@link #observeAnew(UnitPolicy.Traces)}, looking for findings, with the values of every unit followed. */
    WovenDriver detect() {
        UnitPolicy all = new UnitPolicy(UnitPolicy.Traces.ALL, 3_600_000_000_000L, 3_600_000_000_000L);
        observeAnew(all.detecting(/* repeatThreshold= */ 5, /* everyUnit= */ 1, /* idleNanos= */ Long.MAX_VALUE));
        return this;
    }

    void observeAnew(UnitPolicy policy) {
        observations = new Observations(1_000, policy);
        live = new LiveConnections();
        LISTENER.to(new StatementProbe(observations, live));
    }

    /** Runs statements without observing them. */
    WovenDriver prepare(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        observeAnew(UnitPolicy.Traces.ALL);
        return this;
    }

    Connection connect() throws SQLException {
        return driver.connect(url, new Properties());
    }

    Driver driver() {
        return driver;
    }

    String url() {
        return url;
    }

    WeavingLoader loader() {
        return loader;
    }

    Observations observations() {
        return observations;
    }

    LiveConnections live() {
        return live;
    }

    /** Patterns that were executed or read at least once. */
    List<PatternSnapshot> patterns() {
        List<PatternSnapshot> seen = new ArrayList<>(observations.snapshot().patterns());
        seen.removeIf(it -> it.count() == 0 && it.rows().isEmpty());
        return seen;
    }

    /** The one pattern that was executed. */
    PatternSnapshot pattern() {
        List<PatternSnapshot> all = patterns();
        if (all.size() != 1) {
            throw new AssertionError("expected one pattern, were "
                    + all.stream().map(it -> it.pattern().toString()).toList());
        }
        return all.get(0);
    }

    /** How the results of the one pattern were read. */
    ReadingSnapshot reading() {
        return pattern().reading();
    }

    /** The one unit of work that has ended. */
    FinishedUnit finishedUnit() {
        List<FinishedUnit> all = finishedUnits();
        if (all.size() != 1) {
            throw new AssertionError("expected one unit, were " + all.size());
        }
        return all.get(0);
    }

    /** The pattern whose text holds {@code part}. */
    PatternSnapshot pattern(String part) {
        return patterns().stream()
                .filter(it ->
                        it.pattern().text().toLowerCase(java.util.Locale.ROOT).contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pattern with " + part + " among "
                        + patterns().stream().map(it -> it.pattern().toString()).toList()));
    }

    TransactionSnapshot transactions() {
        return observations.snapshot().transactions().get(0);
    }

    List<FinishedUnit> finishedUnits() {
        return new UnitAssembler(observations.finishedUnits()).rest();
    }
}
