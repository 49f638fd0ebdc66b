package io.querytap.core.settings;

import io.querytap.core.settings.Settings.Compression;
import io.querytap.core.settings.Settings.OtlpExporter;
import io.querytap.core.work.UnitPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how each signal is sent: what the settings for all signals and those of the signal amount to.
 *
 * <p>A signal is on exactly when an endpoint is configured for it or its exporter is explicitly {@code otlp}, and nothing
 * that matters for reaching the receiver, or for its trust, was rejected: sending without the headers or the certificate that
 * the user meant to give would be worse than not sending.
 */
public final class OtlpTargets {
    /** Receivers speak gRPC here by convention. */
    private static final int USUAL_GRPC_PORT = 4317;

    private OtlpTargets() {}

    /** Where metrics go; null when they are not sent. */
    public static @Nullable OtlpTarget ofMetrics(Configuration configuration) {
        return of(configuration, Settings.OTEL_METRICS_EXPORTER, Settings.OTLP_METRICS, OtlpTarget.METRICS_PATH);
    }

    /** Where traces go; null when they are not sent. */
    public static @Nullable OtlpTarget ofTraces(Configuration configuration) {
        return configuration.get(Settings.TRACES) == UnitPolicy.Traces.OFF
                ? null
                : of(configuration, Settings.OTEL_TRACES_EXPORTER, Settings.OTLP_TRACES, OtlpTarget.TRACES_PATH);
    }

    /** Where logs go; null when they are not sent. */
    public static @Nullable OtlpTarget ofLogs(Configuration configuration) {
        return of(configuration, Settings.OTEL_LOGS_EXPORTER, Settings.OTLP_LOGS, OtlpTarget.LOGS_PATH);
    }

    /** Whether the user asks for any signal, be it with values that are then rejected. */
    static boolean isWanted(Configuration configuration) {
        return isWanted(configuration, Settings.OTEL_METRICS_EXPORTER, Settings.OTLP_METRICS)
                || isWanted(configuration, Settings.OTEL_TRACES_EXPORTER, Settings.OTLP_TRACES)
                || isWanted(configuration, Settings.OTEL_LOGS_EXPORTER, Settings.OTLP_LOGS);
    }

    /** Says what is acceptable by itself, but not together. */
    static void contradictions(Configuration configuration, List<String> messages) {
        loneClientKey(configuration, Settings.OTLP_METRICS, messages);
        loneClientKey(configuration, Settings.OTLP_TRACES, messages);
        loneClientKey(configuration, Settings.OTLP_LOGS, messages);
        grpcPort(configuration, Settings.OTLP, messages);
        grpcPort(configuration, Settings.OTLP_METRICS, messages);
        grpcPort(configuration, Settings.OTLP_TRACES, messages);
        grpcPort(configuration, Settings.OTLP_LOGS, messages);
    }

    private static @Nullable OtlpTarget of(
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
        OtlpTarget target = build(configuration, own, endpoint(configuration, own, path));
        boolean halfAClient = (target.clientKey() == null) != (target.clientCertificate() == null);
        return halfAClient ? null : target;
    }

    private static OtlpTarget build(Configuration configuration, OtlpSettings own, URI endpoint) {
        OtlpSettings shared = Settings.OTLP;
        Map<String, String> headers = configuration.find(effective(configuration, own.headers, shared.headers));
        return OtlpTarget.builder(endpoint)
                .headers(headers == null ? Map.of() : headers)
                .timeout(configuration.get(accepted(configuration, own.timeout, shared.timeout)))
                .gzip(configuration.get(accepted(configuration, own.compression, shared.compression))
                        == Compression.GZIP)
                .trustedCertificates(configuration.find(effective(configuration, own.certificate, shared.certificate)))
                .clientTls(
                        configuration.find(effective(configuration, own.clientKey, shared.clientKey)),
                        configuration.find(effective(configuration, own.clientCertificate, shared.clientCertificate)))
                .build();
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
        return OtlpTarget.under(base == null ? URI.create(Settings.DEFAULT_OTLP_ENDPOINT) : base, path);
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
