package io.querytap.instrumentation.pools.agroal;

import io.querytap.instrumentation.pools.PoolContract;
import io.querytap.instrumentation.pools.WovenLibrary;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The same behaviour on one release of each major version of Agroal. */
class AgroalVersionsTest extends PoolContract {
    @Override
    protected Stream<String> versions() {
        return Stream.of("1.16", "2.8", "3.2.1");
    }

    @Override
    protected String kind() {
        return "agroal";
    }

    @Override
    protected WovenLibrary woven(String version) {
        return new WovenLibrary("agroal-pool-" + version, "agroal-api-" + version);
    }

    @Override
    protected DataSource open(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        return AgroalPools.start(woven, AgroalPools.configuration(woven, url, max, timeoutMillis));
    }

    @Override
    protected void close(DataSource pool) throws Exception {
        WovenLibrary.call(pool, "close");
    }

    @Override
    protected List<String> wovenClasses(String version) {
        return List.of(
                "io.agroal.pool.ConnectionFactory",
                "io.agroal.pool.ConnectionHandler",
                "io.agroal.pool.ConnectionPool",
                "io.agroal.pool.wrapper.ConnectionWrapper");
    }
}
