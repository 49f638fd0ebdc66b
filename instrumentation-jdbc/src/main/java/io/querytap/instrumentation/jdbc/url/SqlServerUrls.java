package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code sqlserver://host\instance:port;databaseName=...;...} of Microsoft, where properties win over the URL, and
 * {@code jtds:sqlserver://host:port/database;instance=...}. The namespace is {@code instance|database}.
 */
final class SqlServerUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.SQL_SERVER;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        if (Texts.startsWith(text, "sybase:")) {
            return new OtherUrls().identify(text, properties);
        }
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), ";");
        if (location == null) {
            return product().unlocated();
        }
        Settings settings = Settings.withBraces(location.settings(), properties);
        String address = address(location.authority(), settings);
        int backslash = address.indexOf('\\');
        int instanceEnd = backslash < 0 ? address.length() : Texts.firstOf(address, ":,", backslash);
        Server server = server(address, backslash, instanceEnd, settings);
        if (server == null) {
            return product().unlocated();
        }
        String instance = backslash < 0
                ? either(settings, "instanceName", "instance")
                : address.substring(address.lastIndexOf('\\', instanceEnd - 1) + 1, instanceEnd);
        String database = either(settings, "databaseName", "database");
        return product().at(server, Texts.joined(instance, database != null ? database : location.path()));
    }

    private static String address(String authority, Settings settings) {
        String property = settings.inProperties("serverName");
        if (property == null) {
            property = settings.inProperties("server");
        }
        if (property == null && authority.isEmpty()) {
            property = either(settings, "serverName", "server");
        }
        return property != null ? property : authority;
    }

    private static @Nullable Server server(String address, int backslash, int instanceEnd, Settings settings) {
        String plain = backslash < 0 ? address : address.substring(0, backslash) + address.substring(instanceEnd);
        // A dot or (local) is this machine, as everywhere in Microsoft's tools.
        boolean local = plain.isEmpty() || plain.equals(".") || plain.equalsIgnoreCase("(local)");
        Server server = local ? Server.LOCALHOST : Server.parseSetting(plain);
        if (server == null || server.port() != Server.NO_PORT) {
            return server;
        }
        return new Server(server.host(), Server.port(either(settings, "portNumber", "port")));
    }

    private static @Nullable String either(Settings settings, String name, String synonym) {
        String value = settings.propertiesFirst(name);
        return value != null ? value : settings.propertiesFirst(synonym);
    }
}
