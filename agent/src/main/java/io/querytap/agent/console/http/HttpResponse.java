package io.querytap.agent.console.http;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, with headers that make browsers keep it to themselves. Immutable, but for the body, which nobody changes. */
public final class HttpResponse {
    private static final String JSON = "application/json; charset=utf-8";

    /** What every answer has unless it says otherwise. */
    private static final Map<String, String> DEFAULTS = defaults();

    private static final Map<Integer, String> REASONS = reasons();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private HttpResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer with a body. */
    public static HttpResponse of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(DEFAULTS);
        headers.put("Content-Type", contentType);
        return new HttpResponse(status, headers, body);
    }

    public static HttpResponse json(byte[] body) {
        return of(200, JSON, body);
    }

    /** {@code {"error": message}}. */
    public static HttpResponse error(int status, String message) {
        return of(status, JSON, ("{\"error\":\"" + escaped(message) + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** An answer without a body, such as 304. */
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, new LinkedHashMap<>(DEFAULTS), new byte[0]);
    }

    /** The same with a header, in place of one of this name. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }

    public int status() {
        return status;
    }

    /** The value of a header; empty without it. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public byte[] body() {
        return body;
    }

    /** Status line and headers, up to the empty line. */
    byte[] head(boolean keepsAlive) {
        StringBuilder head = new StringBuilder(1_024);
        head.append("HTTP/1.1 ").append(status).append(' ').append(REASONS.getOrDefault(status, "Other"));
        head.append("\r\nDate: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        head.append("\r\nConnection: ").append(keepsAlive ? "keep-alive" : "close");
        if (hasLength()) {
            head.append("\r\nContent-Length: ").append(body.length);
        }
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** These never have a body, so that a length would be that of another answer. */
    private boolean hasLength() {
        return status != 204 && status != 304;
    }

    /** Inside a JSON string; what messages quote from requests may be anything. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                escaped.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                escaped.append('?');
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    private static Map<String, String> defaults() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Embedder-Policy", "require-corp");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return headers;
    }

    private static Map<Integer, String> reasons() {
        Map<Integer, String> reasons = new LinkedHashMap<>();
        reasons.put(200, "OK");
        reasons.put(204, "No Content");
        reasons.put(304, "Not Modified");
        reasons.put(400, "Bad Request");
        reasons.put(401, "Unauthorized");
        reasons.put(403, "Forbidden");
        reasons.put(404, "Not Found");
        reasons.put(405, "Method Not Allowed");
        reasons.put(409, "Conflict");
        reasons.put(411, "Length Required");
        reasons.put(413, "Content Too Large");
        reasons.put(414, "URI Too Long");
        reasons.put(415, "Unsupported Media Type");
        reasons.put(417, "Expectation Failed");
        reasons.put(421, "Misdirected Request");
        reasons.put(429, "Too Many Requests");
        reasons.put(431, "Request Header Fields Too Large");
        reasons.put(500, "Internal Server Error");
        reasons.put(503, "Service Unavailable");
        reasons.put(505, "HTTP Version Not Supported");
        return reasons;
    }
}
