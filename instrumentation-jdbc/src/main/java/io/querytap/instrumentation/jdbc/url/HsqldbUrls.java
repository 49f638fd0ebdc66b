package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code hsqldb:mem:name}, {@code file:path}, {@code res:path}, a bare path, and four protocols to a server. */
final class HsqldbUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.HSQLDB;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int usualPort = usualPort(text);
        if (usualPort == Server.NO_PORT) {
            String name = text.substring(0, Texts.firstOf(text, ";?", 0));
            return product().withoutServer(Texts.withoutPrefix(name, "mem:", "file:", "res:"));
        }
        Location location = Location.of(text.substring(Location.startOfAuthority(text)), ";?");
        Server server = location == null ? null : Server.parse(location.authority());
        return location == null || server == null
                ? product().unlocated()
                : product().at(server, location.path(), usualPort);
    }

    private static int usualPort(String text) {
        if (Texts.startsWith(text, "hsql://")) {
            return 9001;
        }
        if (Texts.startsWith(text, "hsqls://")) {
            return 554;
        }
        if (Texts.startsWith(text, "http://")) {
            return 80;
        }
        return Texts.startsWith(text, "https://") ? 443 : Server.NO_PORT;
    }
}
