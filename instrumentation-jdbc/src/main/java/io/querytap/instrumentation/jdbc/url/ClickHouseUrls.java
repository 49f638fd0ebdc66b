package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code clickhouse://host:port/database?...}, {@code ch:https://host/...}; the database may also be a setting. */
final class ClickHouseUrls implements UrlFamily {
    private static final int HTTP_PORT = 8123;
    private static final int HTTPS_PORT = 8443;

    @Override
    public Product product() {
        return Product.CLICKHOUSE;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?#");
        Server server = location == null ? null : Server.parse(location.authority());
        if (location == null || server == null) {
            return product().unlocated();
        }
        Settings settings = new Settings(location.settings(), "&#", properties);
        boolean encrypted = Texts.startsWith(text, "https:") || "true".equalsIgnoreCase(settings.urlFirst("ssl"));
        String database = location.path().isEmpty() ? settings.urlFirst("database") : Texts.decoded(location.path());
        return product().at(server, database, encrypted ? HTTPS_PORT : HTTP_PORT);
    }
}
