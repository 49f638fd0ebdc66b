package io.querytap.agent.console.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request line and headers, read strictly: whatever two readers could understand differently is refused, because between browser and
 * console may stand a proxy. Immutable.
 */
final class RequestHead {
    /** More than any browser sends. */
    static final int MAX_HEADERS = 64;

    /** The longest path and query that is read. */
    static final int MAX_TARGET_CHARS = 2_048;

    /** Body of a request: the longest that is needed is a pattern of a text. */
    static final int MAX_BODY_BYTES = 16 * 1_024;

    /** The longest method that there is in any registry, with some room. */
    private static final int MAX_METHOD_CHARS = 24;

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** Headers that decide something, and that a second one of would contradict. */
    private static final Set<String> SINGLE = Set.of(
            "host", "content-length", "content-type", "authorization", "origin", "sec-fetch-site", "transfer-encoding");

    private final String method;
    private final String target;
    private final boolean keepsAlive;
    private final Map<String, String> headers;

    private RequestHead(String method, String target, boolean keepsAlive, Map<String, String> headers) {
        this.method = method;
        this.target = target;
        this.keepsAlive = keepsAlive;
        this.headers = headers;
    }

    /**
     * Reads a head.
     *
     * @param bytes from the first byte of the request on
     * @param length up to the empty line, without it and without the line end before it
     */
    static RequestHead read(byte[] bytes, int length) throws HttpRefusal {
        String[] lines = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        if (lines.length - 1 > MAX_HEADERS) {
            throw new HttpRefusal(431, "more than " + MAX_HEADERS + " headers");
        }
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !isToken(first[0]) || first[0].length() > MAX_METHOD_CHARS || !isPlain(lines[0])) {
            throw new HttpRefusal(400, "no request line of HTTP/1.1");
        }
        if (!first[2].equals("HTTP/1.1") && !first[2].equals("HTTP/1.0")) {
            throw new HttpRefusal(505, "only HTTP/1.1 is understood");
        }
        if (first[1].length() > MAX_TARGET_CHARS) {
            throw new HttpRefusal(414, "a path of more than " + MAX_TARGET_CHARS + " characters");
        }
        if (!first[1].startsWith("/")) {
            throw new HttpRefusal(400, "a path begins with /");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            addHeader(lines[i], headers);
        }
        refuseUnknownFraming(headers);
        return new RequestHead(first[0], first[1], keepsAlive(first[2], headers.get("connection")), headers);
    }

    private static void addHeader(String line, Map<String, String> headers) throws HttpRefusal {
        int colon = line.indexOf(':');
        if (colon < 0 || !isToken(line.substring(0, colon)) || !isPlain(line)) {
            throw new HttpRefusal(400, "a line that is no header");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        String before = headers.putIfAbsent(name, value);
        if (before != null) {
            if (SINGLE.contains(name)) {
                throw new HttpRefusal(400, "more than one header " + name);
            }
            headers.put(name, before + ", " + value);
        }
    }

    /** How long the body is must be known before it comes, and the client must send it unasked. */
    private static void refuseUnknownFraming(Map<String, String> headers) throws HttpRefusal {
        if (headers.containsKey("transfer-encoding")) {
            throw new HttpRefusal(411, "a body needs a Content-Length");
        }
        if (headers.containsKey("expect")) {
            throw new HttpRefusal(417, "send the body without waiting");
        }
    }

    private static boolean keepsAlive(String version, @Nullable String connection) {
        String options = connection == null ? "" : connection.toLowerCase(Locale.ROOT);
        return version.equals("HTTP/1.1") ? !options.contains("close") : options.contains("keep-alive");
    }

    /** The length of the body that follows. */
    int bodyLength() throws HttpRefusal {
        String length = headers.get("content-length");
        if (length == null) {
            return 0;
        }
        long bytes = 0;
        for (int i = 0; i < length.length(); i++) {
            int digit = length.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new HttpRefusal(400, "a Content-Length that is no number");
            }
            bytes = Math.min(bytes * 10 + digit, Integer.MAX_VALUE);
        }
        if (length.isEmpty()) {
            throw new HttpRefusal(400, "a Content-Length that is no number");
        }
        if (bytes > MAX_BODY_BYTES) {
            throw new HttpRefusal(413, "a body of more than " + MAX_BODY_BYTES + " bytes");
        }
        return (int) bytes;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    /** By name in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean alphanumeric = character >= '0' && character <= '9'
                    || character >= 'A' && character <= 'Z'
                    || character >= 'a' && character <= 'z';
            if (!alphanumeric && TOKEN_MARKS.indexOf(character) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** No control characters, a single line feed or carriage return among them. */
    private static boolean isPlain(String line) {
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character < ' ' && character != '\t' || character == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
