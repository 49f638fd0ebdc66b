package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code derby://host:port/name;...}, {@code derby:memory:name}, {@code derby:path}; without a name, {@code databaseName} counts. */
final class DerbyUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.DERBY;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        // "net:" is how IBM's driver spelt it.
        String remote = Texts.withoutPrefix(text, "//", "net://");
        boolean embedded = remote.length() == text.length();
        Location location = embedded ? Location.opaque(text, ";") : Location.of(remote, ";");
        Server server = location == null ? null : Server.parse(location.authority());
        if (location == null || server == null) {
            return product().unlocated();
        }
        String name = Texts.withoutPrefix(location.path(), "memory:", "directory:", "classpath:", "jar:");
        String namespace =
                name.isEmpty() ? new Settings(location.settings(), ";", properties).urlFirst("databaseName") : name;
        return product()
                .at(server.host() == null && !embedded ? new Server("localhost", server.port()) : server, namespace);
    }
}
