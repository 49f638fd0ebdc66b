package io.querytap.instrumentation.pools.c3p0;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.LeaseUse;
import io.querytap.instrumentation.pools.PoolContract;
import io.querytap.instrumentation.pools.WovenLibrary;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour on one release of each minor version of c3p0. */
class C3p0VersionsTest extends PoolContract {
    private static final Map<String, String> COMMONS =
            Map.of("0.9.5.5", "0.2.19", "0.11.2", "0.3.2", "0.12.0", "0.4.0", "0.14.1", "0.6.1");

    @Override
    protected Stream<String> versions() {
        return Stream.of("0.9.5.5", "0.11.2", "0.12.0", "0.14.1");
    }

    @Override
    protected String kind() {
        return "c3p0";
    }

    @Override
    protected WovenLibrary woven(String version) {
        return new WovenLibrary("c3p0-" + version, "mchange-commons-java-" + COMMONS.get(version));
    }

    private static Object unstarted(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        Object pool = woven.make("com.mchange.v2.c3p0.ComboPooledDataSource");
        WovenLibrary.call(pool, "setDriverClass", "org.h2.Driver");
        WovenLibrary.call(pool, "setJdbcUrl", url);
        WovenLibrary.call(pool, "setMinPoolSize", 0);
        WovenLibrary.call(pool, "setInitialPoolSize", 0);
        WovenLibrary.call(pool, "setAcquireIncrement", 1);
        WovenLibrary.call(pool, "setMaxPoolSize", max);
        WovenLibrary.call(pool, "setCheckoutTimeout", timeoutMillis);
        WovenLibrary.call(pool, "setAcquireRetryAttempts", 2);
        WovenLibrary.call(pool, "setAcquireRetryDelay", 10);
        return pool;
    }

    @Override
    protected DataSource open(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        return (DataSource) unstarted(woven, url, max, timeoutMillis);
    }

    @Override
    protected void close(DataSource pool) throws Exception {
        WovenLibrary.call(pool, "close");
    }

    @Override
    protected List<String> wovenClasses(String version) {
        List<String> classes = new ArrayList<>(List.of(
                "com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource",
                "com.mchange.v2.c3p0.impl.C3P0PooledConnectionPool",
                "com.mchange.v2.c3p0.impl.C3P0PooledConnectionPool$1PooledConnectionResourcePoolManager",
                "com.mchange.v2.c3p0.impl.C3P0PooledConnectionPoolManager",
                "com.mchange.v2.c3p0.impl.NewPooledConnection"));
        classes.add(
                version.startsWith("0.9.")
                        ? "com.mchange.v2.c3p0.impl.NewProxyConnection"
                        : "com.mchange.v2.c3p0.impl.AbstractNewProxyConnection");
        return classes;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void name_ofTheDataSource_isThePools(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object pool = unstarted(woven, WovenLibrary.newDatabase(), 3, 60_000);
        WovenLibrary.call(pool, "setDataSourceName", "orders");
        ((DataSource) pool).getConnection().close();
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.name()).isEqualTo("orders");
        assertThat(seen.max()).isEqualTo(3);
        close((DataSource) pool);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void statementsThatThePoolKeeps_areNotForgotten(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object pool = unstarted(woven, WovenLibrary.newDatabase(), 1, 60_000);
        WovenLibrary.call(pool, "setMaxStatements", 10);
        for (int i = 0; i < 3; i++) {
            try (Connection connection = ((DataSource) pool).getConnection()) {
                query(connection);
            }
        }
        assertThat(woven.endedLeases()).extracting(LeaseUse::openStatements).containsExactly(0, 0, 0);
        close((DataSource) pool);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void users_eachHave_aPoolOfTheirOwn(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, WovenLibrary.newDatabase() + ";USER=sa;PASSWORD=", 3);
        pool.getConnection("sa", "").close();
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);
        assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
        pool.getConnection().close();
        assertThat(woven.observations().snapshot().pools())
                .hasSize(2)
                .allMatch(it -> it.waitTime().count() == 1 && it.useTime().count() == 1);
        close(pool);
    }
}
