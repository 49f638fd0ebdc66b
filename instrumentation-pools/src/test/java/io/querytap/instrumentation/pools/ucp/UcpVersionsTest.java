package io.querytap.instrumentation.pools.ucp;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pool.PoolSnapshot;
import io.querytap.instrumentation.pools.PoolContract;
import io.querytap.instrumentation.pools.WovenLibrary;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour on one release of each major version of Oracle UCP, over H2. Oracle's driver is there too: the pool links to it. */
class UcpVersionsTest extends PoolContract {
    @Override
    protected Stream<String> versions() {
        return Stream.of("19.22.0.0", "21.19.0.0", "23.26.2.0.0");
    }

    @Override
    protected String kind() {
        return "ucp";
    }

    @Override
    protected WovenLibrary woven(String version) {
        return new WovenLibrary("ucp-" + version, "ojdbc8-" + version);
    }

    private static Object unstarted(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        Object pool = woven.make("oracle.ucp.jdbc.PoolDataSourceImpl");
        WovenLibrary.call(pool, "setConnectionFactoryClassName", "org.h2.jdbcx.JdbcDataSource");
        WovenLibrary.call(pool, "setURL", url);
        WovenLibrary.call(pool, "setUser", "");
        WovenLibrary.call(pool, "setPassword", "");
        WovenLibrary.call(pool, "setInitialPoolSize", 0);
        WovenLibrary.call(pool, "setMinPoolSize", 0);
        WovenLibrary.call(pool, "setMaxPoolSize", max);
        WovenLibrary.call(pool, "setConnectionWaitTimeout", timeoutMillis / 1_000);
        return pool;
    }

    @Override
    protected DataSource open(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        return (DataSource) unstarted(woven, url, max, timeoutMillis);
    }

    /** A pool is closed through the manager of all pools. */
    @Override
    protected void close(DataSource pool) throws Exception {
        Class<?> managers =
                pool.getClass().getClassLoader().loadClass("oracle.ucp.admin.UniversalConnectionPoolManagerImpl");
        Object manager = managers.getMethod("getUniversalConnectionPoolManager").invoke(null);
        WovenLibrary.call(manager, "destroyConnectionPool", WovenLibrary.call(pool, "getConnectionPoolName"));
    }

    @Override
    protected boolean tellsPending() {
        return false;
    }

    @Override
    protected List<String> wovenClasses(String version) {
        return List.of(
                "oracle.ucp.common.ConnectionFactoryAdapterBase",
                "oracle.ucp.common.UniversalConnectionPoolBase",
                "oracle.ucp.common.UniversalConnectionPoolImpl",
                "oracle.ucp.common.UniversalPooledConnectionImpl",
                "oracle.ucp.jdbc.DataSourceConnectionFactoryAdapter",
                "oracle.ucp.jdbc.DriverConnectionFactoryAdapter",
                "oracle.ucp.jdbc.PoolDataSourceImpl",
                "oracle.ucp.jdbc.proxy.other.ConnectionProxy",
                "oracle.ucp.jdbc.proxy.other.OtherConnectionProxyFactory");
    }

    /** Version 19 makes the first connection in order to start. */
    @Override
    protected int madeToStart(String version) {
        return version.startsWith("19.") ? 1 : 0;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void name_thatTheUserGave_isThePools(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object pool = unstarted(woven, WovenLibrary.newDatabase(), 3, 60_000);
        WovenLibrary.call(pool, "setConnectionPoolName", "orders");
        ((DataSource) pool).getConnection().close();
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.name()).isEqualTo("orders");
        assertThat(seen.max()).isEqualTo(3);
        close((DataSource) pool);
    }
}
