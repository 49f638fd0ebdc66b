package io.querytap.core.settings;

import static io.querytap.core.settings.Settings.declare;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How OTLP is sent: the same settings exist once for all signals and once more for each signal, and the signal's own counts
 * where it is set. {@link OtlpTargets} puts the two together.
 */
public final class OtlpSettings {
    public final Setting<URI> endpoint;
    public final Setting<String> protocol;
    public final Setting<Map<String, String>> headers;
    public final Setting<Duration> timeout;
    public final Setting<Settings.Compression> compression;
    public final Setting<Path> certificate;
    public final Setting<Path> clientKey;
    public final Setting<Path> clientCertificate;

    /**
     * @param signal empty for all signals
     * @param declared receives each setting in reading order
     */
    OtlpSettings(String signal, List<Setting<?>> declared) {
        boolean shared = signal.isEmpty();
        String prefix = shared ? "otel.exporter.otlp." : "otel.exporter.otlp." + signal + '.';
        String off = shared ? "nothing is sent that has no such setting of its own" : "no " + signal + " are sent";
        String unset = "as for all signals";

        Setting.Declaration<URI> endpoint = declare(Section.TELEMETRY, prefix + "endpoint", ValueType.httpUrl())
                .rejectedMeans(off);
        this.endpoint = shared
                ? endpoint.means(
                        "Where to send: the address of an OTLP receiver for http/protobuf, without `/v1/metrics`,"
                                + " `/v1/traces` or `/v1/logs`, which are appended.")
                : endpoint.unsetMeans(unset).means("Where to send " + signal + ": the whole URL, nothing is appended.");

        Setting.Declaration<String> protocol = declare(
                Section.TELEMETRY,
                prefix + "protocol",
                ValueType.exactly(
                        "http/protobuf",
                        "this agent has no other, and no gRPC; receivers usually have it on port 4318"));
        this.protocol = shared
                ? protocol.defaultsTo("http/protobuf").rejectedMeans(off).means("Only http/protobuf is supported.")
                : protocol.unsetMeans(unset).rejectedMeans(off).means("The same for " + signal + " alone.");

        Setting.Declaration<Map<String, String>> headers = declare(
                        Section.TELEMETRY, prefix + "headers", ValueType.map())
                .secret()
                .rejectedMeans(off);
        this.headers = shared
                ? headers.means("Headers of each request, for example an access key. The values appear in no message.")
                : headers.unsetMeans(unset)
                        .means("Headers of the requests with " + signal + ", instead of those above.");

        Setting.Declaration<Duration> timeout =
                declare(Section.TELEMETRY, prefix + "timeout", ValueType.duration("1ms", "5m"));
        this.timeout = shared
                ? timeout.defaultsTo("10s").means("How long one request may take, repetitions included.")
                : timeout.unsetMeans(unset)
                        .rejectedMeans("that of all signals is used")
                        .means("The same for " + signal + " alone.");

        Setting.Declaration<Settings.Compression> compression =
                declare(Section.TELEMETRY, prefix + "compression", ValueType.choice(Settings.Compression.values()));
        this.compression = shared
                ? compression.defaultsTo("none").means("Packs the requests, for a little time of an agent's thread.")
                : compression
                        .unsetMeans(unset)
                        .rejectedMeans("that of all signals is used")
                        .means("The same for " + signal + " alone.");

        Setting.Declaration<Path> certificate = declare(
                        Section.TELEMETRY, prefix + "certificate", ValueType.readableFile())
                .rejectedMeans(off);
        this.certificate = shared
                ? certificate
                        .unsetMeans("those that the JDK trusts")
                        .means("A PEM file with the certificates by which the receiver is trusted.")
                : certificate.unsetMeans(unset).means("The same for " + signal + " alone.");

        Setting.Declaration<Path> clientKey = declare(
                        Section.TELEMETRY, prefix + "client.key", ValueType.readableFile())
                .rejectedMeans(off);
        this.clientKey = shared
                ? clientKey.means(
                        "A PEM file with the private key of this client, for mutual TLS; needs the certificate too.")
                : clientKey.unsetMeans(unset).means("The same for " + signal + " alone.");

        Setting.Declaration<Path> clientCertificate = declare(
                        Section.TELEMETRY, prefix + "client.certificate", ValueType.readableFile())
                .rejectedMeans(off);
        this.clientCertificate = shared
                ? clientCertificate.means(
                        "A PEM file with the certificate of this client, for mutual TLS; needs the key too.")
                : clientCertificate.unsetMeans(unset).means("The same for " + signal + " alone.");

        declared.add(this.endpoint);
        declared.add(this.protocol);
        declared.add(this.headers);
        declared.add(this.timeout);
        declared.add(this.compression);
        declared.add(this.certificate);
        declared.add(this.clientKey);
        declared.add(this.clientCertificate);
    }
}
