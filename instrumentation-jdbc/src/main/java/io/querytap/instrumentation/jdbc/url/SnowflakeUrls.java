package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code snowflake://account.snowflakecomputing.com/?db=...&schema=...}; the namespace is {@code db|schema}. */
final class SnowflakeUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.SNOWFLAKE;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?");
        Server server = location == null ? null : Server.parse(location.authority());
        if (location == null || server == null) {
            return product().unlocated();
        }
        Settings settings = new Settings(location.settings(), "&", properties);
        String database = settings.urlFirst("db");
        if (database == null) {
            database = settings.urlFirst("database");
        }
        return product().at(server, database == null ? null : Texts.joined(database, settings.urlFirst("schema")));
    }
}
