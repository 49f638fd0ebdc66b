package io.querytap.agent.console.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that has arrived completely. Immutable, but for the body, which nobody changes. */
public final class HttpRequest {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final boolean keepsAlive;
    private final Map<String, String> headers;
    private final byte[] body;
    private final InetAddress local;
    private final InetAddress remote;

    HttpRequest(RequestHead head, byte[] body, InetAddress local, InetAddress remote) {
        int question = head.target().indexOf('?');
        this.method = head.method();
        this.path = question < 0 ? head.target() : head.target().substring(0, question);
        this.query = question < 0 ? null : head.target().substring(question + 1);
        this.keepsAlive = head.keepsAlive();
        this.headers = head.headers();
        this.body = body;
        this.local = local;
        this.remote = remote;
    }

    public String method() {
        return method;
    }

    /** The path as it was sent: nothing is decoded and nothing resolved, so what is compared with it is compared exactly. */
    public String path() {
        return path;
    }

    /** What stands behind the question mark, as it was sent; null without one. */
    public @Nullable String query() {
        return query;
    }

    /** The value of a header, several of one name joined by commas; null without it. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public byte[] body() {
        return body;
    }

    /** The address of this machine that the request came to. */
    public InetAddress local() {
        return local;
    }

    public InetAddress remote() {
        return remote;
    }

    /** Whether the client wants to send more over this connection. */
    boolean keepsAlive() {
        return keepsAlive;
    }

    boolean isHead() {
        return "HEAD".equals(method);
    }
}
