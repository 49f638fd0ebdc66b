package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * MySQL and MariaDB: {@code mysql://host:port/database}, also with a strategy such as {@code replication:} before the slashes, and
 * with hosts given as {@code address=(host=..)(port=..)}, {@code (host=..,port=..)} or {@code [host1:port1,host2:port2]}.
 */
final class MySqlUrls implements UrlFamily {
    private static final String SESSION_VARIABLES = "sessionVariables";

    private final Product product;

    MySqlUrls(Product product) {
        this.product = product;
    }

    @Override
    public Product product() {
        return product;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?#");
        Server server = location == null ? null : server(location.authority());
        if (location == null || server == null) {
            return product.unlocated();
        }
        Settings settings = new Settings(location.settings(), "&#", properties);
        if (settings.urlFirst("cloudSqlInstance") != null) {
            // Google's socket factory goes to that instance, whatever the host says.
            server = new Server(null, Server.NO_PORT);
        } else if (server.host() == null) {
            server = new Server("localhost", server.port());
        }
        // Connector/J only, where it wins over the path.
        String dbname = product == Product.MYSQL ? settings.propertiesFirst("dbname") : null;
        return product.at(server, dbname != null ? dbname : Texts.decoded(location.path()));
    }

    /**
     * What MariaDB's driver is told to set in each new session, as it stands there; null where there is nothing, and where it is
     * not certain which of two texts counts or that nothing comes after it.
     */
    static @Nullable String sessionVariables(String text, Properties properties) {
        int start = Location.startOfAuthority(text);
        Location location = start < 0 ? null : Location.of(text.substring(start), "?");
        if (location == null) {
            return null;
        }
        Settings settings = new Settings(location.settings(), "&", properties);
        if (settings.urlFirst("initSql") != null) {
            return null;
        }
        String property = settings.inProperties(SESSION_VARIABLES);
        if (!Texts.contains(location.settings(), SESSION_VARIABLES)) {
            return property;
        }
        // The driver copies what the URL says into the properties that it was given.
        String inUrl = settings.inUrl(SESSION_VARIABLES);
        return property == null || property.equals(inUrl) ? inUrl : null;
    }

    private static @Nullable Server server(String authority) {
        if (authority.indexOf('(') >= 0) {
            return firstEntry(authority);
        }
        int list = authority.lastIndexOf('@') + 1;
        if (!authority.startsWith("[", list)) {
            return Server.parse(authority);
        }
        int firstEnd = Texts.firstOf(authority, ",]", list);
        boolean ipv6 = Server.isIpv6(authority.substring(list + 1, firstEnd));
        return Server.parse(ipv6 ? authority.substring(list) : authority.substring(list + 1, firstEnd));
    }

    /** Host and port of the first entry in parentheses; an entry goes on as long as one parenthesis follows the other. */
    private static @Nullable Server firstEntry(String authority) {
        String host = null;
        int port = Server.NO_PORT;
        int position = authority.indexOf('(') + 1;
        while (position < authority.length()) {
            int end = Texts.firstOf(authority, "(),", position);
            int equals = authority.indexOf('=', position);
            if (equals >= 0 && equals < end) {
                String key = authority.substring(position, equals).trim();
                String value = authority.substring(equals + 1, end).trim();
                if (key.equalsIgnoreCase("host")) {
                    host = value;
                } else if (key.equalsIgnoreCase("port")) {
                    port = Server.port(value);
                }
            }
            if (authority.startsWith(")", end) && !authority.startsWith(")(", end)) {
                break;
            }
            position = end + 1;
        }
        Server server = host == null ? null : Server.parseSetting(host);
        return server == null ? null : new Server(server.host(), port);
    }
}
