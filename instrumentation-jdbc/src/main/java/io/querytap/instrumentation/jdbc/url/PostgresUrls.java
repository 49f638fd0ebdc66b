package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code postgresql://host1:port1,host2:port2/database?currentSchema=...}, {@code postgresql:database}, and the drivers that grew
 * out of that one. Settings in the URL win over properties.
 */
final class PostgresUrls implements UrlFamily {
    private final Product product;
    private final int driverPort;

    /** @param driverPort the port this driver goes to if told none; not always the product's usual one */
    PostgresUrls(Product product, int driverPort) {
        this.product = product;
        this.driverPort = driverPort;
    }

    @Override
    public Product product() {
        return product;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        // Redshift's driver separates settings by semicolons, too.
        String marks = product == Product.REDSHIFT ? "?;" : "?";
        Location location = start < 0 ? Location.opaque(text, marks) : Location.of(text.substring(start), marks);
        if (location == null) {
            return product.unlocated();
        }
        Settings settings = new Settings(location.settings(), product == Product.REDSHIFT ? "&;" : "&", properties);
        Server server = server(location.authority(), Texts.startsWith(text, "iam:"), settings);
        return server == null ? product.unlocated() : product.at(server, namespace(location.path(), settings));
    }

    private @Nullable Server server(String authority, boolean iam, Settings settings) {
        if (settings.urlFirst("cloudSqlInstance") != null) {
            // Google's socket factory goes to that instance, whatever the host says.
            return new Server(null, Server.NO_PORT);
        }
        // Redshift with IAM names cluster:region instead of host:port.
        int region = iam && authority.lastIndexOf('-') > authority.indexOf(':') ? authority.indexOf(':') : -1;
        Server server = Server.parse(region < 0 ? authority : authority.substring(0, region));
        if (server == null) {
            return null;
        }
        String host = server.host();
        int port = server.port();
        if (host == null) {
            if (settings.urlFirst("service") != null) {
                return new Server(null, Server.NO_PORT);
            }
            String setting = settings.urlFirst("PGHOST");
            Server configured = setting == null ? Server.LOCALHOST : Server.parseSetting(setting);
            host = configured == null ? null : configured.host();
        }
        if (port == Server.NO_PORT) {
            port = Server.port(settings.urlFirst("PGPORT"));
        }
        return new Server(host, port == Server.NO_PORT ? driverPort : port);
    }

    private static @Nullable String namespace(String path, Settings settings) {
        String database = path.isEmpty() || path.equals("/") ? null : Texts.decoded(path);
        if (database == null) {
            database = setting(settings, "PGDBNAME");
        }
        if (database == null) {
            database = setting(settings, "DBNAME");
        }
        if (database == null && settings.urlFirst("service") == null) {
            // The server's own rule: without a name, the database named like the user.
            database = setting(settings, "user");
        }
        return database == null ? null : Texts.joined(database, schema(setting(settings, "currentSchema")));
    }

    /** The first of a search path; {@code $user} and the like say nothing here. */
    private static @Nullable String schema(@Nullable String searchPath) {
        if (searchPath == null) {
            return null;
        }
        String first =
                searchPath.substring(0, Texts.firstOf(searchPath, ",", 0)).trim();
        boolean quoted = first.length() >= 2 && first.startsWith("\"") && first.endsWith("\"");
        String schema = quoted ? first.substring(1, first.length() - 1) : first;
        return schema.startsWith("$") ? null : schema;
    }

    private static @Nullable String setting(Settings settings, String name) {
        String inUrl = settings.inUrl(name);
        return inUrl != null ? Texts.decoded(inUrl) : settings.inProperties(name);
    }
}
