package io.querytap.core.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where and how one signal is sent over OTLP (http/protobuf). Immutable. */
public final class OtlpTarget {
    static final String METRICS_PATH = "v1/metrics";
    static final String TRACES_PATH = "v1/traces";
    static final String LOGS_PATH = "v1/logs";

    private final URI endpoint;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final boolean gzip;
    private final @Nullable Path trustedCertificates;
    private final @Nullable Path clientKey;
    private final @Nullable Path clientCertificate;

    private OtlpTarget(Builder builder) {
        this.endpoint = builder.endpoint;
        this.headers = Map.copyOf(builder.headers);
        this.timeout = builder.timeout;
        this.gzip = builder.gzip;
        this.trustedCertificates = builder.trustedCertificates;
        this.clientKey = builder.clientKey;
        this.clientCertificate = builder.clientCertificate;
    }

    /** @param endpoint the complete URL, path included; see {@link #metricsUnder}, {@link #tracesUnder} and {@link #logsUnder} */
    public static Builder builder(URI endpoint) {
        return new Builder(endpoint);
    }

    /** The URL of metrics under a base such as {@code http://localhost:4318}. */
    public static URI metricsUnder(URI base) {
        return under(base, METRICS_PATH);
    }

    /** The URL of traces under a base such as {@code http://localhost:4318}. */
    public static URI tracesUnder(URI base) {
        return under(base, TRACES_PATH);
    }

    /** The URL of logs under a base such as {@code http://localhost:4318}. */
    public static URI logsUnder(URI base) {
        return under(base, LOGS_PATH);
    }

    static URI under(URI base, String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text + path : text + '/' + path);
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Host and port, for messages: without path, user or query. */
    public String hostAndPort() {
        String host = endpoint.getHost() == null ? "(a URL without a host)" : endpoint.getHost();
        return endpoint.getPort() < 0 ? host : host + ':' + endpoint.getPort();
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Bound of one export, retries included. */
    public Duration timeout() {
        return timeout;
    }

    public boolean gzip() {
        return gzip;
    }

    /** PEM file of the certificates to trust; null: the JVM's. */
    public @Nullable Path trustedCertificates() {
        return trustedCertificates;
    }

    /** PEM file of the client's private key for mutual TLS, with {@link #clientCertificate()}. */
    public @Nullable Path clientKey() {
        return clientKey;
    }

    /** PEM file of the client's certificate chain. */
    public @Nullable Path clientCertificate() {
        return clientCertificate;
    }

    /** Without the values of headers, which hold credentials. */
    @Override
    public String toString() {
        return hostAndPort() + " headers " + headers.keySet();
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final URI endpoint;
        private Map<String, String> headers = Map.of();
        private Duration timeout = Duration.ofSeconds(10);
        private boolean gzip;
        private @Nullable Path trustedCertificates;
        private @Nullable Path clientKey;
        private @Nullable Path clientCertificate;

        private Builder(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        }

        public Builder headers(Map<String, String> value) {
            this.headers = value;
            return this;
        }

        /** 10 s unless set. */
        public Builder timeout(Duration value) {
            this.timeout = value;
            return this;
        }

        /** No compression unless set. */
        public Builder gzip(boolean value) {
            this.gzip = value;
            return this;
        }

        public Builder trustedCertificates(@Nullable Path pem) {
            this.trustedCertificates = pem;
            return this;
        }

        public Builder clientTls(@Nullable Path keyPem, @Nullable Path certificatePem) {
            this.clientKey = keyPem;
            this.clientCertificate = certificatePem;
            return this;
        }

        public OtlpTarget build() {
            return new OtlpTarget(this);
        }
    }
}
