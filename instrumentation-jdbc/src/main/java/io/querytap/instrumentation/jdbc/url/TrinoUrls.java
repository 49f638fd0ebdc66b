package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** Trino and Presto: {@code trino://host:port/catalog/schema?...}; the namespace is {@code catalog|schema}. */
final class TrinoUrls implements UrlFamily {
    private final Product product;

    TrinoUrls(Product product) {
        this.product = product;
    }

    @Override
    public Product product() {
        return product;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?");
        Server server = location == null ? null : Server.parse(location.authority());
        if (location == null || server == null) {
            return product.unlocated();
        }
        String path = location.path();
        int slash = Texts.firstOf(path, "/", 0);
        String schema = slash < path.length() ? path.substring(slash + 1, Texts.firstOf(path, "/", slash + 1)) : null;
        return product.at(server, Texts.joined(path.substring(0, slash), schema));
    }
}
