package io.querytap.instrumentation.jdbc.url;

import org.jspecify.annotations.Nullable;

/** Host and port of a server. Immutable. */
final class Server {
    static final int NO_PORT = -1;

    static final Server LOCALHOST = new Server("localhost", NO_PORT);

    private final @Nullable String host;
    private final int port;

    Server(@Nullable String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** IPv6 addresses come without brackets. */
    @Nullable
    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /**
     * Reads the first of {@code [user[:password]@]host[:port][,...]}; an empty text is a server without host and port.
     *
     * @return null if the text is something else. Callers must then also distrust what follows it in the URL: the usual cause is a
     *     password with characters that should have been encoded, as in {@code user:pa/ss@host}, which ends the authority early.
     */
    static @Nullable Server parse(String authority) {
        String first = authority.substring(0, endOfFirst(authority));
        String address = first.substring(first.lastIndexOf('@') + 1).trim();
        if (address.startsWith("[")) {
            int close = address.indexOf(']');
            if (close < 0 || !isIpv6(address.substring(1, close))) {
                return null;
            }
            String host = address.substring(1, close);
            String tail = address.substring(close + 1);
            if (tail.isEmpty()) {
                return new Server(host, NO_PORT);
            }
            return tail.charAt(0) == ':' ? of(host, tail.substring(1)) : null;
        }
        int colon = address.indexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        if (!host.isEmpty() && !isName(host)) {
            return null;
        }
        String hostOrNull = host.isEmpty() ? null : host;
        return colon < 0 ? new Server(hostOrNull, NO_PORT) : of(hostOrNull, address.substring(colon + 1));
    }

    /** As {@link #parse}, for a host that a setting of its own holds: there an IPv6 address needs no brackets. */
    static @Nullable Server parseSetting(String text) {
        return isIpv6(text) ? new Server(text, NO_PORT) : parse(text);
    }

    /** The port, or {@link #NO_PORT} if the text is not one. */
    static int port(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 5) {
            return NO_PORT;
        }
        int port = 0;
        for (int index = 0; index < text.length(); index++) {
            char digit = text.charAt(index);
            if (digit < '0' || digit > '9') {
                return NO_PORT;
            }
            port = port * 10 + (digit - '0');
        }
        return port >= 1 && port <= 65_535 ? port : NO_PORT;
    }

    static boolean isIpv6(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        int colons = 0;
        for (int index = 0; index < address.length(); index++) {
            char character = address.charAt(index);
            if (character == ':') {
                colons++;
            } else if (character != '.' && Character.digit(character, 16) < 0) {
                return false;
            }
        }
        return colons >= 2 && (zone < 0 || isName(text.substring(zone + 1)));
    }

    private static @Nullable Server of(@Nullable String host, String port) {
        int number = port(port.trim());
        return number == NO_PORT ? null : new Server(host, number);
    }

    /** Strict, so that no broken URL passes for a host; names with letters beyond ASCII exist. */
    private static boolean isName(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (!Character.isLetterOrDigit(character) && character != '.' && character != '-' && character != '_') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static int endOfFirst(String authority) {
        int brackets = 0;
        for (int index = 0; index < authority.length(); index++) {
            char character = authority.charAt(index);
            if (character == '[') {
                brackets++;
            } else if (character == ']') {
                brackets--;
            } else if (character == ',' && brackets <= 0) {
                return index;
            }
        }
        return authority.length();
    }
}
