package io.querytap.instrumentation.pools.vibur;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pool.PoolSnapshot;
import io.querytap.instrumentation.pools.PoolContract;
import io.querytap.instrumentation.pools.WovenLibrary;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour on two releases of Vibur DBCP. */
class ViburVersionsTest extends PoolContract {
    @Override
    protected Stream<String> versions() {
        return Stream.of("25.0", "26.0");
    }

    @Override
    protected String kind() {
        return "vibur";
    }

    @Override
    protected WovenLibrary woven(String version) {
        return new WovenLibrary("vibur-dbcp-" + version, "vibur-object-pool-" + version);
    }

    private static Object unstarted(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        Object pool = woven.make("org.vibur.dbcp.ViburDBCPDataSource");
        WovenLibrary.call(pool, "setDriverClassName", "org.h2.Driver");
        WovenLibrary.call(pool, "setJdbcUrl", url);
        WovenLibrary.call(pool, "setUsername", "");
        WovenLibrary.call(pool, "setPassword", "");
        WovenLibrary.call(pool, "setPoolInitialSize", 0);
        WovenLibrary.call(pool, "setPoolMaxSize", max);
        WovenLibrary.call(pool, "setConnectionTimeoutInMs", (long) timeoutMillis);
        WovenLibrary.call(pool, "setAcquireRetryAttempts", 0);
        return pool;
    }

    @Override
    protected DataSource open(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        Object pool = unstarted(woven, url, max, timeoutMillis);
        WovenLibrary.call(pool, "start");
        return (DataSource) pool;
    }

    @Override
    protected void close(DataSource pool) throws Exception {
        WovenLibrary.call(pool, "close");
    }

    @Override
    protected boolean tellsPending() {
        return false;
    }

    @Override
    protected List<String> wovenClasses(String version) {
        return List.of(
                "org.vibur.dbcp.ViburDBCPDataSource",
                "org.vibur.dbcp.pool.ConnHolder",
                "org.vibur.dbcp.pool.ConnectionFactory",
                "org.vibur.dbcp.pool.PoolOperations",
                "org.vibur.dbcp.proxy.ConnectionInvocationHandler");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void name_thatTheUserGave_isThePools(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object pool = unstarted(woven, WovenLibrary.newDatabase(), 3, 60_000);
        WovenLibrary.call(pool, "setName", "orders");
        WovenLibrary.call(pool, "start");
        ((DataSource) pool).getConnection().close();
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.name()).isEqualTo("orders");
        assertThat(seen.max()).isEqualTo(3);
        close((DataSource) pool);
    }
}
