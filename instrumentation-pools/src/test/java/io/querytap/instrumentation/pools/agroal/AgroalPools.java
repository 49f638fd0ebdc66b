package io.querytap.instrumentation.pools.agroal;

import io.querytap.instrumentation.pools.WovenLibrary;
import java.lang.reflect.Array;
import java.time.Duration;
import javax.sql.DataSource;

/** Configures Agroal by reflection. */
final class AgroalPools {
    private AgroalPools() {}

    /** What a pool is made from. */
    static Object configuration(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception {
        Object supplier = woven.make("io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier");
        Object pool = poolOf(supplier);
        WovenLibrary.call(pool, "maxSize", max);
        WovenLibrary.call(pool, "acquisitionTimeout", Duration.ofMillis(timeoutMillis));
        Object factory = WovenLibrary.call(pool, "connectionFactoryConfiguration");
        WovenLibrary.call(factory, "jdbcUrl", url);
        WovenLibrary.call(factory, "connectionProviderClass", woven.loader().loadClass("org.h2.Driver"));
        return supplier;
    }

    static Object poolOf(Object supplier) throws Exception {
        return WovenLibrary.call(supplier, "connectionPoolConfiguration");
    }

    static DataSource start(WovenLibrary woven, Object supplier) throws Exception {
        Object noListeners = Array.newInstance(woven.loader().loadClass("io.agroal.api.AgroalDataSourceListener"), 0);
        return (DataSource) woven.make("io.agroal.pool.DataSource", WovenLibrary.call(supplier, "get"), noListeners);
    }
}
