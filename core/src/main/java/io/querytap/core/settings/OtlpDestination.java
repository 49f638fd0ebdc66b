package io.querytap.core.settings;

import io.querytap.core.settings.Settings.Compression;
import io.querytap.core.settings.Settings.OtlpExporter;
import io.querytap.core.work.UnitPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one signal is sent: what the settings for all signals and those of the signal amount to. Immutable.
 *
 * <p>A signal is on exactly when an endpoint is configured for it or its exporter is explicitly {@code otlp}, and nothing
 * that matters for reaching the receiver, or for its trust, was rejected: sending without the headers or the certificate that
 * the user meant to give would be worse than not sending.
 */
public final class OtlpDestination {
    /** Receivers speak gRPC here by convention. */
    private static final int USUAL_GRPC_PORT = 4317;

    private final URI endpoint;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final boolean gzip;
    private final @Nullable Path certificate;
    private final @Nullable Path clientKey;
    private final @Nullable Path clientCertificate;

    private OtlpDestination(Configuration configuration, OtlpSettings own, URI endpoint) {
        Map<String, String> headers = configuration.find(effective(configuration, own.headers, Settings.OTLP.headers));
        this.endpoint = endpoint;
        this.headers = headers == null ? Map.of() : headers;
        this.timeout = configuration.get(accepted(configuration, own.timeout, Settings.OTLP.timeout));
        this.gzip = configuration.get(accepted(configuration, own.compression, Settings.OTLP.compression))
                == Compression.GZIP;
        this.certificate = configuration.find(effective(configuration, own.certificate, Settings.OTLP.certificate));
        this.clientKey = configuration.find(effective(configuration, own.clientKey, Settings.OTLP.clientKey));
        this.clientCertificate =
                configuration.find(effective(configuration, own.clientCertificate, Settings.OTLP.clientCertificate));
    }

    /** Where metrics go; null when they are not sent. */
    public static @Nullable OtlpDestination ofMetrics(Configuration configuration) {
        return of(configuration, Settings.OTEL_METRICS_EXPORTER, Settings.OTLP_METRICS, "v1/metrics");
    }

    /** Where traces go; null when they are not sent. */
    public static @Nullable OtlpDestination ofTraces(Configuration configuration) {
        return configuration.get(Settings.TRACES) == UnitPolicy.Traces.OFF
                ? null
                : of(configuration, Settings.OTEL_TRACES_EXPORTER, Settings.OTLP_TRACES, "v1/traces");
    }

    /** The whole URL, path included. */
    public URI endpoint() {
        return endpoint;
    }

    /** Secret: not for a message. */
    public Map<String, String> headers() {
        return headers;
    }

    public Duration timeout() {
        return timeout;
    }

    public boolean gzip() {
        return gzip;
    }

    /** PEM file of the certificates by which the receiver is trusted; null for those of the JDK. */
    public @Nullable Path certificate() {
        return certificate;
    }

    /** PEM file of this client's private key; not null exactly when {@link #clientCertificate} is not. */
    public @Nullable Path clientKey() {
        return clientKey;
    }

    /** PEM file of this client's certificate. */
    public @Nullable Path clientCertificate() {
        return clientCertificate;
    }

    /** Whether the user asks for any signal, be it with values that are then rejected. */
    static boolean isWanted(Configuration configuration) {
        return isWanted(configuration, Settings.OTEL_METRICS_EXPORTER, Settings.OTLP_METRICS)
                || isWanted(configuration, Settings.OTEL_TRACES_EXPORTER, Settings.OTLP_TRACES);
    }

    /** Says what is acceptable by itself, but not together. */
    static void contradictions(Configuration configuration, List<String> messages) {
        loneClientKey(configuration, Settings.OTLP_METRICS, messages);
        loneClientKey(configuration, Settings.OTLP_TRACES, messages);
        grpcPort(configuration, Settings.OTLP, messages);
        grpcPort(configuration, Settings.OTLP_METRICS, messages);
        grpcPort(configuration, Settings.OTLP_TRACES, messages);
    }

    private static @Nullable OtlpDestination of(
            Configuration configuration, Setting<OtlpExporter> exporter, OtlpSettings own, String path) {
        if (!isWanted(configuration, exporter, own) || configuration.isRejected(exporter)) {
            return null;
        }
        OtlpSettings shared = Settings.OTLP;
        boolean unreachable = isRejected(configuration, own.endpoint, shared.endpoint)
                || isRejected(configuration, own.protocol, shared.protocol)
                || isRejected(configuration, own.headers, shared.headers)
                || isRejected(configuration, own.certificate, shared.certificate)
                || isRejected(configuration, own.clientKey, shared.clientKey)
                || isRejected(configuration, own.clientCertificate, shared.clientCertificate);
        if (unreachable) {
            return null;
        }
        OtlpDestination destination = new OtlpDestination(configuration, own, endpoint(configuration, own, path));
        boolean halfAClient = (destination.clientKey == null) != (destination.clientCertificate == null);
        return halfAClient ? null : destination;
    }

    private static boolean isWanted(Configuration configuration, Setting<OtlpExporter> exporter, OtlpSettings own) {
        if (configuration.get(Settings.OTEL_SDK_DISABLED)) {
            return false;
        }
        OtlpExporter chosen = configuration.find(exporter);
        boolean endpointGiven =
                configuration.source(own.endpoint) != null || configuration.source(Settings.OTLP.endpoint) != null;
        return chosen == null ? endpointGiven : chosen == OtlpExporter.OTLP;
    }

    private static URI endpoint(Configuration configuration, OtlpSettings own, String path) {
        URI whole = configuration.find(own.endpoint);
        if (whole != null) {
            return whole;
        }
        URI base = configuration.find(Settings.OTLP.endpoint);
        String text = base == null ? Settings.DEFAULT_OTLP_ENDPOINT : base.toString();
        return URI.create(text.endsWith("/") ? text + path : text + '/' + path);
    }

    private static void loneClientKey(Configuration configuration, OtlpSettings own, List<String> messages) {
        Setting<Path> key = effective(configuration, own.clientKey, Settings.OTLP.clientKey);
        Setting<Path> certificate = effective(configuration, own.clientCertificate, Settings.OTLP.clientCertificate);
        boolean keyGiven = configuration.source(key) != null;
        if (keyGiven == (configuration.source(certificate) != null)) {
            return;
        }
        Setting<Path> given = keyGiven ? key : certificate;
        String message = configuration.source(given) + " needs " + (keyGiven ? certificate : key).propertyName()
                + " too; " + given.whenRejected();
        if (!messages.contains(message)) { // the other signal may have said it of the setting that both share
            messages.add(message);
        }
    }

    private static void grpcPort(Configuration configuration, OtlpSettings settings, List<String> messages) {
        URI endpoint = configuration.find(settings.endpoint);
        boolean protocolGiven =
                configuration.source(settings.protocol) != null || configuration.source(Settings.OTLP.protocol) != null;
        if (endpoint != null && endpoint.getPort() == USUAL_GRPC_PORT && !protocolGiven) {
            messages.add(
                    configuration.source(settings.endpoint) + " names port 4317, where receivers usually expect gRPC;"
                            + " this agent sends http/protobuf, usually to port 4318. If the port is right, set "
                            + settings.protocol.propertyName() + " to http/protobuf and this is not said again");
        }
    }

    /** The signal's own setting when the user gave it, accepted or not, else that for all signals. */
    private static <T> Setting<T> effective(Configuration configuration, Setting<T> own, Setting<T> shared) {
        return configuration.source(own) != null ? own : shared;
    }

    /** The signal's own setting when it has an accepted value, else that for all signals. */
    private static <T> Setting<T> accepted(Configuration configuration, Setting<T> own, Setting<T> shared) {
        return configuration.isSet(own) ? own : shared;
    }

    private static <T> boolean isRejected(Configuration configuration, Setting<T> own, Setting<T> shared) {
        return configuration.isRejected(effective(configuration, own, shared));
    }
}
