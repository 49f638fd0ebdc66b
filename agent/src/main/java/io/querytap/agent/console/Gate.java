package io.querytap.agent.console;

import io.querytap.agent.console.http.HttpRefusal;
import io.querytap.agent.console.http.HttpRequest;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A browser on this machine reaches the console for any page that it shows, so that being asked from here proves nothing: a page
 * of another origin is told apart by the headers that browsers set and scripts cannot; a page whose host name was made to point here by
 * its {@code Host}. Thread-safe.
 */
final class Gate {
    private static final String HTTP = "http://";

    private final String configuredHost;
    private final boolean onLoopback;
    private final Token token;

    /**
     * @param configuredHost as in the setting
     * @param onLoopback whether only this machine reaches the console
     */
    Gate(String configuredHost, boolean onLoopback, Token token) {
        this.configuredHost = configuredHost.toLowerCase(Locale.ROOT);
        this.onLoopback = onLoopback;
        this.token = token;
    }

    /** Refuses requests that were not meant for this console, or that a page of somebody else's sends. */
    void checkOrigin(HttpRequest request) throws HttpRefusal {
        String host = request.header("Host");
        if (host == null || host.isEmpty()) {
            throw new HttpRefusal(400, "a request needs a Host");
        }
        if (!isOurs(hostName(host), request.local())) {
            throw new HttpRefusal(421, "no console of this name; use its address");
        }
        String origin = request.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase(HTTP + host)) {
            throw new HttpRefusal(403, "not from another origin");
        }
        String site = request.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) { // none: typed by the user
            throw new HttpRefusal(403, "not from another site");
        }
    }

    /** What was counted is shown to everybody on this machine, and to others who know the token. */
    void checkRead(HttpRequest request) throws HttpRefusal {
        if (!onLoopback) {
            token.check(request);
        }
    }

    void checkChange(HttpRequest request) throws HttpRefusal {
        String type = request.header("Content-Type");
        String plain = type == null ? "" : type.split(";", -1)[0].strip();
        if (!plain.equalsIgnoreCase("application/json")) { // what a form of another origin cannot send
            throw new HttpRefusal(415, "a change is asked for with Content-Type: application/json");
        }
        token.check(request);
    }

    /**
     * A name that somebody else gave to this address is not ours. An address is nobody's name; where the console is open to other machines
     * it may be that of a machine that forwards.
     */
    private boolean isOurs(@Nullable String name, InetAddress local) {
        if (name == null) {
            return false;
        }
        if (name.equals(configuredHost) || name.equals("localhost") || name.equals("127.0.0.1") || name.equals("::1")) {
            return true;
        }
        return isAddress(name) && (!onLoopback || name.equals(plain(local)));
    }

    private static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /** The host of {@code host:port} in lower case, an IPv6 address without its brackets; null if it is neither. */
    private static @Nullable String hostName(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') : host.indexOf(':');
        String name = end < 0 ? host : host.substring(host.startsWith("[") ? 1 : 0, end);
        String rest = end < 0 ? "" : host.substring(host.startsWith("[") ? end + 1 : end);
        boolean closed = !host.startsWith("[") || end > 0;
        return closed && isPort(rest) && !name.isEmpty() ? name.toLowerCase(Locale.ROOT) : null;
    }

    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            return true;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(0) == ':';
    }

    /** Four numbers, or something with a colon: no name looks like that. */
    private static boolean isAddress(String name) {
        if (name.indexOf(':') >= 0) {
            return true;
        }
        String[] parts = name.split("\\.", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !isPort(':' + part)) {
                return false;
            }
        }
        return parts.length == 4;
    }
}
