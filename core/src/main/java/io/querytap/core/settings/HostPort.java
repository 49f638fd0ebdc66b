package io.querytap.core.settings;

/** An address to listen on or to connect to. Immutable. */
public final class HostPort {
    private final String host;
    private final int port;

    HostPort(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** A name or an address; an IPv6 address is without its brackets. */
    public String host() {
        return host;
    }

    /** 0 to 65535; 0 asks for any free port. */
    public int port() {
        return port;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? '[' + host + "]:" + port : host + ':' + port;
    }
}
