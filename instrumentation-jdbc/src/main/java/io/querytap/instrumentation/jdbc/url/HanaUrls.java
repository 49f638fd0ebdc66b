package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** SAP HANA: {@code sap://host1:port1;host2:port2/?databaseName=...&...}; of several hosts the first. */
final class HanaUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.HANA;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?");
        if (location == null) {
            return product().unlocated();
        }
        String hosts = location.authority();
        Server server = Server.parse(hosts.substring(0, Texts.firstOf(hosts, ";", 0)));
        return server == null
                ? product().unlocated()
                : product().at(server, new Settings(location.settings(), "&", properties).urlFirst("databaseName"));
    }
}
