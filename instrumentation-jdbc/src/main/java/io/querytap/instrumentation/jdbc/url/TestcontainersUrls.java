package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Locale;
import java.util.Properties;

/** {@code tc:name:tag:///database?TC_...}: a container started for the test; its address is not in this URL. */
final class TestcontainersUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.OTHER;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        Product product =
                productOf(text.substring(0, Texts.firstOf(text, ":", 0)).toLowerCase(Locale.ROOT));
        int slashes = text.indexOf("//");
        Location location = slashes < 0 ? null : Location.of(text.substring(slashes + 2), "?;");
        return location == null || Server.parse(location.authority()) == null
                ? product.unlocated()
                : product.withoutServer(location.path());
    }

    /** Containers are named after images; some of them are a known database with extras. */
    private static Product productOf(String container) {
        switch (container) {
            case "postgis":
            case "timescaledb":
            case "pgvector":
            case "yugabyte":
                return Product.POSTGRESQL;
            case "cockroach":
                return Product.COCKROACHDB;
            case "tidb":
                return Product.MYSQL;
            case "tc":
                return Product.OTHER;
            default:
                return JdbcUrls.familyOf(container).product();
        }
    }
}
