package io.querytap.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OtlpTargetsTest {
    @TempDir
    Path directory;

    private final Configuration.Builder builder = new Configuration.Builder();

    @Test
    void ofSignals_nothingSet_areOff() {
        assertOff();
    }

    @Test
    void ofSignals_endpoint_isExtendedForEach() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        assertThat(metrics().endpoint()).isEqualTo(URI.create("http://collector:4318/v1/metrics"));
        assertThat(traces().endpoint()).isEqualTo(URI.create("http://collector:4318/v1/traces"));
        assertThat(logs().endpoint()).isEqualTo(URI.create("http://collector:4318/v1/logs"));
        assertThat(metrics().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(metrics().gzip()).isFalse();
        assertThat(metrics().headers()).isEmpty();
    }

    @Test
    void ofSignals_endpointWithPath_keepsIt() {
        set(Settings.OTLP.endpoint, "https://vendor.example/otlp/");
        assertThat(metrics().endpoint()).isEqualTo(URI.create("https://vendor.example/otlp/v1/metrics"));
    }

    @Test
    void ofSignals_endpointOfOneSignal_isTakenAsItIsAndSwitchesOnThatSignal() {
        set(Settings.OTLP_METRICS.endpoint, "http://metrics:9090/api/v1/otlp");
        assertThat(metrics().endpoint()).isEqualTo(URI.create("http://metrics:9090/api/v1/otlp"));
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
    }

    @Test
    void ofSignals_exporterExplicitlyOtlp_usesTheDefaultEndpoint() {
        set(Settings.OTEL_TRACES_EXPORTER, "otlp");
        assertThat(traces().endpoint()).isEqualTo(URI.create("http://localhost:4318/v1/traces"));
        assertThat(OtlpTargets.ofMetrics(builder.build())).isNull();
    }

    @Test
    void ofSignals_exporterNone_isOffThoughThereIsAnEndpoint() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTEL_METRICS_EXPORTER, "none");
        assertThat(OtlpTargets.ofMetrics(builder.build())).isNull();
        assertThat(traces()).isNotNull();
    }

    @Test
    void ofLogs_exporterNone_isOffThoughThereIsAnEndpoint() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTEL_LOGS_EXPORTER, "none");
        assertThat(OtlpTargets.ofLogs(builder.build())).isNull();
        assertThat(metrics()).isNotNull();
    }

    @Test
    void ofLogs_endpointOfItsOwn_isTakenAsItIsAndSwitchesOnLogsAlone() {
        set(Settings.OTLP_LOGS.endpoint, "http://loki:3100/otlp/v1/logs");
        assertThat(logs().endpoint()).isEqualTo(URI.create("http://loki:3100/otlp/v1/logs"));
        assertThat(OtlpTargets.ofMetrics(builder.build())).isNull();
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
    }

    @Test
    void ofSignals_exporterNotSupported_isOff() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTEL_METRICS_EXPORTER, "prometheus");
        assertThat(OtlpTargets.ofMetrics(builder.build())).isNull();
    }

    @Test
    void ofSignals_sdkDisabled_areOff() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTEL_SDK_DISABLED, "true");
        assertOff();
    }

    @Test
    void ofTraces_tracesOff_isOff() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.TRACES, "off");
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
        assertThat(metrics()).isNotNull();
    }

    static Stream<Arguments> whatMattersForReachingTheReceiver() {
        return Stream.of(
                Arguments.of(Settings.OTLP.protocol, "grpc"),
                Arguments.of(Settings.OTLP.headers, "Bearer"),
                Arguments.of(Settings.OTLP.certificate, "/no/such.pem"),
                Arguments.of(Settings.OTLP.clientKey, "/no/such.pem"),
                Arguments.of(Settings.OTLP.clientCertificate, "/no/such.pem"));
    }

    @ParameterizedTest
    @MethodSource("whatMattersForReachingTheReceiver")
    void ofSignals_whatMattersForReachingTheReceiverIsBad_areOff(Setting<?> setting, String value) {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(setting, value);
        assertOff();
    }

    @Test
    void ofSignals_badEndpoint_areOffEvenIfTheExporterIsExplicit() {
        set(Settings.OTLP.endpoint, "collector");
        set(Settings.OTEL_METRICS_EXPORTER, "otlp");
        assertOff();
    }

    @Test
    void ofSignals_badValueForAll_doesNotMatterToASignalWithItsOwn() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTLP.protocol, "grpc");
        set(Settings.OTLP_METRICS.protocol, "http/protobuf");
        assertThat(metrics()).isNotNull();
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
    }

    @Test
    void ofSignals_ownHeaders_replaceThoseOfAll() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTLP.headers, "key=all,team=shop");
        set(Settings.OTLP_TRACES.headers, "key=traces");
        assertThat(metrics().headers()).isEqualTo(Map.of("key", "all", "team", "shop"));
        assertThat(traces().headers()).isEqualTo(Map.of("key", "traces"));
    }

    @Test
    void ofSignals_badTimeoutOfOneSignal_isThatOfAll() {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTLP.timeout, "2s");
        set(Settings.OTLP_METRICS.timeout, "soon");
        set(Settings.OTLP_TRACES.timeout, "3000");
        set(Settings.OTLP_TRACES.compression, "gzip");
        assertThat(metrics().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(traces().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(traces().gzip()).isTrue();
    }

    @Test
    void ofSignals_clientKeyWithoutCertificate_areOffAndSaidOnce() throws IOException {
        set(Settings.OTLP.endpoint, "http://collector:4318");
        set(Settings.OTLP.clientKey, pemFile("key.pem"));
        assertOff();
        assertThat(builder.build().problems())
                .containsExactly("test " + Settings.OTLP.clientKey.propertyName()
                        + " needs querytap.otel.exporter.otlp.client.certificate too;"
                        + " nothing is sent that has no such setting of its own");

        set(Settings.OTLP_METRICS.clientCertificate, pemFile("certificate.pem"));
        assertThat(metrics().clientKey()).isEqualTo(directory.resolve("key.pem"));
        assertThat(metrics().clientCertificate()).isEqualTo(directory.resolve("certificate.pem"));
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
    }

    @Test
    void problems_endpointAtTheGrpcPort_isSaidUnlessTheProtocolIs() {
        set(Settings.OTLP.endpoint, "http://collector:4317");
        assertThat(builder.build().problems())
                .singleElement()
                .asString()
                .contains("port 4317")
                .contains("4318");
        assertThat(metrics()).isNotNull();
        set(Settings.OTLP.protocol, "http/protobuf");
        assertThat(builder.build().problems()).isEmpty();
    }

    private <T> void set(Setting<T> setting, String text) {
        builder.set(setting, text, "test " + setting.propertyName());
    }

    private String pemFile(String name) throws IOException {
        return Files.createFile(directory.resolve(name)).toString();
    }

    private OtlpTarget metrics() {
        return OtlpTargets.ofMetrics(builder.build());
    }

    private OtlpTarget traces() {
        return OtlpTargets.ofTraces(builder.build());
    }

    private OtlpTarget logs() {
        return OtlpTargets.ofLogs(builder.build());
    }

    private void assertOff() {
        assertThat(OtlpTargets.ofLogs(builder.build())).isNull();
        assertThat(OtlpTargets.ofMetrics(builder.build())).isNull();
        assertThat(OtlpTargets.ofTraces(builder.build())).isNull();
    }
}
