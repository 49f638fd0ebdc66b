package io.querytap.instrumentation.jdbc.url;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code thin:user/password@address} and {@code oci:@address}, where the address is {@code host:port:sid},
 * {@code //host:port/service}, {@code tcps://...}, a descriptor in parentheses, an alias to look up in tnsnames.ora, or an LDAP
 * entry. The last two tell no server. The namespace is the service or SID: the unique name the conventions ask for is known only to
 * the server.
 */
final class OracleUrls implements UrlFamily {
    @Override
    public Product product() {
        return Product.ORACLE;
    }

    @Override
    public DatabaseIdentity identify(String text, Properties properties) {
        String address = address(text, properties);
        if (address == null) {
            return product().unlocated();
        }
        if (address.startsWith("(")) {
            return descriptor(address);
        }
        String plain = address.substring(0, Texts.firstOf(address, "?", 0)).trim();
        if (Texts.startsWith(plain, "ldap:") || Texts.startsWith(plain, "ldaps:")) {
            return directoryEntry(plain);
        }
        String easy = Texts.withoutPrefix(plain, "//", "tcp://", "tcps://");
        if (easy.contains("://")) {
            // Configuration providers: the address is kept elsewhere.
            return product().unlocated();
        }
        boolean alias = easy.length() == plain.length() && Texts.firstOf(easy, ":/,[", 0) == easy.length();
        return alias ? product().withoutServer(easy) : easyConnect(easy);
    }

    /**
     * What follows the {@code @} that ends the credentials: the last one, but for those inside a descriptor or after a question mark.
     *
     * @return null if there is none or it cannot be told from one in a password
     */
    private static @Nullable String address(String text, Properties properties) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new Settings("", "", properties).inProperties("database");
        }
        int limit = Texts.firstOf(text, "?(", at);
        int last = text.lastIndexOf('@', limit);
        boolean ambiguous = limit < text.length()
                && text.indexOf('@', limit) >= 0
                && !(text.charAt(limit) == '('
                        && text.substring(last + 1, limit).trim().isEmpty());
        return ambiguous || insideQuotes(text, last)
                ? null
                : text.substring(last + 1).trim();
    }

    /** A password in double quotes may hold any {@code @}; if the quote never ends, so does the password. */
    private static boolean insideQuotes(String text, int index) {
        boolean inside = false;
        for (int before = 0; before < index; before++) {
            inside ^= text.charAt(before) == '"';
        }
        return inside;
    }

    /** {@code host[:port]:sid}, {@code host[:port][/service[:mode][/instance]]}; of several hosts the first. */
    private DatabaseIdentity easyConnect(String text) {
        int slash = Texts.firstOf(text, "/", 0);
        String hosts = text.substring(0, slash);
        String service = slash < text.length() ? text.substring(slash + 1, Texts.firstOf(text, ":/", slash + 1)) : null;
        if (service == null && hosts.indexOf(',') < 0) {
            int hostEnd = hosts.startsWith("[") ? Math.max(hosts.indexOf(']'), 0) : 0;
            int portStart = Texts.firstOf(hosts, ":", hostEnd) + 1;
            int portEnd = Texts.firstOf(hosts, ":", portStart);
            if (portEnd < hosts.length()) {
                service = hosts.substring(portEnd + 1);
                hosts = hosts.substring(0, portEnd);
            }
        }
        Server server = Server.parse(hosts);
        return server == null ? product().unlocated() : product().at(server, service);
    }

    /** {@code ldap://directory:port/entry,cn=...}: the host is the directory's. */
    private DatabaseIdentity directoryEntry(String text) {
        String first = text.substring(0, Texts.firstOf(text, " ", 0));
        int slash = first.lastIndexOf('/');
        return product().withoutServer(first.substring(slash + 1, Texts.firstOf(first, ",", slash + 1)));
    }

    /** {@code (NAME=(NAME=value)...)} in one pass; nesting matters only in that host and port come from the same address. */
    private DatabaseIdentity descriptor(String text) {
        String host = null;
        String service = null;
        String sid = null;
        int port = Server.NO_PORT;
        int addresses = 0;
        int open = 0;
        while (open >= 0) {
            int equals = Texts.firstOf(text, "=()", open + 1);
            if (equals < text.length() && text.charAt(equals) == '=') {
                String key = text.substring(open + 1, equals).trim();
                int end = Texts.firstOf(text, "()", equals);
                String value = unquoted(text.substring(equals + 1, end));
                if (key.equalsIgnoreCase("ADDRESS")) {
                    addresses++;
                } else if (key.equalsIgnoreCase("HOST") && addresses <= 1) {
                    host = value;
                } else if (key.equalsIgnoreCase("PORT") && addresses <= 1) {
                    port = Server.port(value);
                } else if (key.equalsIgnoreCase("SERVICE_NAME") && service == null) {
                    service = value;
                } else if (key.equalsIgnoreCase("SID") && sid == null) {
                    sid = value;
                }
            }
            open = text.indexOf('(', equals);
        }
        Server server = host == null ? null : Server.parseSetting(host);
        String namespace = service != null ? service : sid;
        return server == null
                ? product().withoutServer(namespace)
                : product().at(new Server(server.host(), port), namespace);
    }

    private static String unquoted(String value) {
        String text = value.trim();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
