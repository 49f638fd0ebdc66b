package io.querytap.agent.telemetry;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the senders of the exporters: the SDK's, on the JDK's HTTP client. Handed to the exporters as their whole world of
 * components, so that they look for none through a class loader.
 *
 * <p>A client made without an SSL context asks for the JVM's default one, even if it speaks plain HTTP. That one is made once, from
 * the system properties of the moment; an application that sets its trust store in {@code main} would come too late. So the
 * client is always given one.
 */
final class JdkSenders implements HttpSenderProvider, ComponentLoader {
    private final ExportHealth health;

    JdkSenders(ExportHealth health) {
        this.health = health;
    }

    @Override
    @SuppressWarnings("unchecked") // checked by the comparison of the class
    public <T> Iterable<T> load(Class<T> component) {
        return component == HttpSenderProvider.class ? List.of((T) this) : List.of();
    }

    @Override
    public HttpSender createSender(HttpSenderConfig config) {
        HttpSenderConfig complete =
                config.getSslContext() == null ? new WithSslContext(config, sslContext(config)) : config;
        return new WatchedSender(new JdkHttpSenderProvider().createSender(complete), health);
    }

    private static SSLContext sslContext(HttpSenderConfig config) {
        boolean secure = "https".equals(config.getEndpoint().getScheme());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // Null takes the JVM's trust store; for plain HTTP none is read, and nobody is trusted.
            context.init(null, secure ? null : new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Another configuration with an SSL context. */
    private static final class WithSslContext implements HttpSenderConfig {
        private final HttpSenderConfig config;
        private final SSLContext sslContext;

        WithSslContext(HttpSenderConfig config, SSLContext sslContext) {
            this.config = config;
            this.sslContext = sslContext;
        }

        @Override
        public SSLContext getSslContext() {
            return sslContext;
        }

        @Override
        public @Nullable X509TrustManager getTrustManager() {
            return config.getTrustManager();
        }

        @Override
        public URI getEndpoint() {
            return config.getEndpoint();
        }

        @Override
        public String getContentType() {
            return config.getContentType();
        }

        @Override
        public @Nullable Compressor getCompressor() {
            return config.getCompressor();
        }

        @Override
        public Duration getTimeout() {
            return config.getTimeout();
        }

        @Override
        public Duration getConnectTimeout() {
            return config.getConnectTimeout();
        }

        @Override
        public Supplier<Map<String, List<String>>> getHeadersSupplier() {
            return config.getHeadersSupplier();
        }

        @Override
        public @Nullable ProxyOptions getProxyOptions() {
            return config.getProxyOptions();
        }

        @Override
        public @Nullable RetryPolicy getRetryPolicy() {
            return config.getRetryPolicy();
        }

        @Override
        public @Nullable ExecutorService getExecutorService() {
            return config.getExecutorService();
        }

        @Override
        public long getMaxResponseBodySize() {
            return config.getMaxResponseBodySize();
        }
    }
}
