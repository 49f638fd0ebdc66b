package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;

/** {@code db2://host:port/database:name=value;...}, {@code db2:database}, and {@code as400://host/library;...} of IBM i. */
final class Db2Urls implements UrlFamily {
    @Override
    public Product product() {
        return Product.DB2;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0
                ? Location.opaque(text, ":;")
                : Location.of(text.substring(start), ";", /* pathMarks= */ ":;");
        Server server = location == null ? null : Server.parse(location.authority());
        return location == null || server == null
                ? product().unlocated()
                : product().at(server, location.path());
    }
}
