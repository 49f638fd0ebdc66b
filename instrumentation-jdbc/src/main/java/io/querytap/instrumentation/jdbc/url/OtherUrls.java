package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** Any other driver: {@code name://host:port/database} is so common that it is worth a try, with settings after any usual mark. */
final class OtherUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.OTHER;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?;#&");
        Server server = location == null ? null : Server.parse(location.authority());
        if (location == null || server == null) {
            return product().unlocated();
        }
        String path = location.path();
        // Informix writes database:name=value, Firebird has drive letters before a colon.
        boolean settingsAfterColon = path.indexOf('=') >= 0;
        return product().at(server, settingsAfterColon ? path.substring(0, Texts.firstOf(path, ":", 0)) : path);
    }
}
