package io.querytap.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.work.UnitPolicy;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
    private static final String SOURCE = "system property ";

    private final Configuration.Builder builder = new Configuration.Builder();

    @Test
    void get_nothingSet_isTheDefault() {
        Configuration configuration = builder.build();
        assertThat(configuration.get(Settings.ENABLED)).isTrue();
        assertThat(configuration.get(Settings.SUMMARY)).isTrue();
        assertThat(configuration.get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.get(Settings.POOL_WAIT_THRESHOLD)).isEqualTo(Duration.ofMillis(50));
        assertThat(configuration.get(Settings.PATTERNS_MAX)).isEqualTo(2000);
        assertThat(configuration.get(Settings.SQL_TEXT)).isEqualTo(Settings.SqlText.NORMALIZED);
        assertThat(configuration.get(Settings.TRACES)).isEqualTo(UnitPolicy.Traces.INTERESTING);
        assertThat(configuration.get(Settings.EXIT_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.find(Settings.REPORT)).isNull();
        assertThat(configuration.source(Settings.REPORT)).isNull();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void get_settingWithoutDefault_saysToUseFind() {
        Configuration configuration = builder.build();
        assertThatThrownBy(() -> configuration.get(Settings.REPORT)).hasMessageContaining("querytap.report");
    }

    @Test
    void get_acceptedValue_isKeptWithItsSource() {
        builder.set(Settings.SLOW_QUERY, "2s", "environment variable QUERYTAP_SLOW_QUERY");
        Configuration configuration = builder.build();
        assertThat(configuration.get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofSeconds(2));
        assertThat(configuration.isSet(Settings.SLOW_QUERY)).isTrue();
        assertThat(configuration.isRejected(Settings.SLOW_QUERY)).isFalse();
        assertThat(configuration.source(Settings.SLOW_QUERY)).isEqualTo("environment variable QUERYTAP_SLOW_QUERY");
    }

    /** For each kind of value: what the message says is accepted, and what happens instead. */
    static Stream<Arguments> badValues() {
        return Stream.of(
                Arguments.of(Settings.ENABLED, "flase", "true or false", "the default true is used"),
                Arguments.of(Settings.PATTERNS_MAX, "many", "from 1 to 100000", "the default 2000 is used"),
                Arguments.of(Settings.PATTERNS_MAX, "0", "from 1 to 100000", "the default 2000 is used"),
                Arguments.of(Settings.SLOW_QUERY, "fast", "from 1ms to 1h", "the default 500ms is used"),
                Arguments.of(Settings.SLOW_QUERY, "2h", "from 1ms to 1h", "the default 500ms is used"),
                Arguments.of(Settings.REPORT_INTERVAL, "0", "from 1s to 7d", "the report is written only at exit"),
                Arguments.of(Settings.EXIT_TIMEOUT, "-1s", "from 100ms to 1m", "the default 5s is used"),
                Arguments.of(Settings.SQL_TEXT, "all", "normalized or raw", "the default normalized is used"),
                Arguments.of(Settings.TRACES, "some", "off, interesting or all", "the default interesting is used"),
                Arguments.of(Settings.REPORT, "/", "a path that ends in a file name", "no report is written"),
                Arguments.of(Settings.CONFIG, "/no/such.properties", "a file that exists", "no file is read"),
                Arguments.of(Settings.OTEL_RESOURCE_ATTRIBUTES, "shop", "name=value pairs", "no attribute is added"),
                Arguments.of(Settings.OTEL_METRICS_EXPORTER, "prometheus", "otlp or none", "no metrics are sent"),
                Arguments.of(Settings.OTEL_TRACES_EXPORTER, "zipkin", "otlp or none", "no traces are sent"),
                Arguments.of(Settings.OTLP.endpoint, "localhost:4318", "http:// or https://", "nothing is sent"),
                Arguments.of(Settings.OTLP_METRICS.endpoint, "collector", "http://", "no metrics are sent"),
                Arguments.of(Settings.OTLP.protocol, "grpc", "http/protobuf (", "nothing is sent"),
                Arguments.of(Settings.OTLP.timeout, "0", "from 1ms to 5m", "the default 10s is used"),
                Arguments.of(Settings.OTLP_TRACES.timeout, "0", "from 1ms to 5m", "that of all signals is used"),
                Arguments.of(Settings.OTLP.compression, "zip", "none or gzip", "the default none is used"),
                Arguments.of(Settings.OTLP.certificate, "/no/such.pem", "a file that exists", "nothing is sent"),
                Arguments.of(
                        Settings.OTLP_METRICS_TEMPORALITY,
                        "sum",
                        "cumulative, delta or lowmemory",
                        "the default cumulative is used"),
                Arguments.of(
                        Settings.OTLP_METRICS_HISTOGRAM_AGGREGATION,
                        "hdr",
                        "explicit_bucket_histogram or base2_exponential_bucket_histogram",
                        "the default explicit_bucket_histogram is used"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void problems_badValue_nameValueAcceptedAndConsequence(
            Setting<?> setting, String value, String accepted, String consequence) {
        builder.set(setting, value, SOURCE + setting.propertyName());
        Configuration configuration = builder.build();
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .startsWith(SOURCE + setting.propertyName() + " is '" + value + "', which is not accepted; accepted: ")
                .contains(accepted)
                .contains("; " + consequence);
        assertThat(configuration.isRejected(setting)).isTrue();
        assertThat(configuration.isSet(setting)).isFalse();
        assertThat((Object) configuration.find(setting)).isEqualTo(setting.defaultValue());
    }

    @Test
    void problems_badSecret_isNotShown() {
        builder.set(Settings.OTLP.headers, "Bearer hush-hush", "system property querytap.otel.exporter.otlp.headers");
        assertThat(builder.build().problems())
                .singleElement()
                .asString()
                .startsWith("system property querytap.otel.exporter.otlp.headers has a value (not shown)")
                .contains("accepted: name=value pairs")
                .contains("nothing is sent")
                .doesNotContain("hush");
    }

    @Test
    void problems_passwordInABadUrl_isNotShown() {
        builder.set(Settings.OTLP.endpoint, "ftp://shop:hush@collector", "agent argument otel.exporter.otlp.endpoint");
        assertThat(builder.build().problems())
                .singleElement()
                .asString()
                .contains("'ftp://...@collector'")
                .doesNotContain("hush");
    }

    @Test
    void problems_longValueWithLineBreaks_isOneShortLine() {
        builder.set(Settings.SQL_TEXT, "a\nb\u001b[31m" + "x".repeat(5000), SOURCE + "querytap.sql.text");
        assertThat(builder.build().problems())
                .singleElement()
                .asString()
                .hasSizeLessThan(400)
                .contains("'a?b?[31mxxx")
                .doesNotContain("\n")
                .contains("...");
    }

    @Test
    void problems_moreThanAnyoneReads_areCut() {
        for (int i = 0; i < 40; i++) {
            builder.problem("problem " + i);
        }
        assertThat(builder.build().problems())
                .hasSize(Configuration.Builder.MAX_PROBLEMS + 1)
                .last()
                .isEqualTo("and 15 more problems with settings");
    }

    @Test
    void problems_intervalWithoutReport_isSaid() {
        builder.set(Settings.REPORT_INTERVAL, "1m", "agent argument report.interval");
        assertThat(builder.build().problems())
                .containsExactly(
                        "agent argument report.interval has no effect without querytap.report; no report is written");
    }

    @Test
    void problems_otelValueMeantForAnotherAgent_areLeftOut() {
        builder.setByOtelName(Settings.OTLP.protocol, "grpc", "environment variable OTEL_EXPORTER_OTLP_PROTOCOL");
        builder.setByOtelName(
                Settings.OTEL_METRICS_EXPORTER, "prometheus", "environment variable OTEL_METRICS_EXPORTER");
        assertThat(builder.build().problems()).isEmpty();
    }

    @Test
    void problems_otelValueOfAnAgentThatSends_areSaid() {
        builder.setByOtelName(
                Settings.OTLP.endpoint, "http://collector:4318", "environment variable OTEL_EXPORTER_OTLP_ENDPOINT");
        builder.setByOtelName(Settings.OTLP.protocol, "grpc", "environment variable OTEL_EXPORTER_OTLP_PROTOCOL");
        assertThat(builder.build().problems())
                .singleElement()
                .asString()
                .startsWith(
                        "environment variable OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc', which is not accepted; accepted: http/protobuf");
    }

    @Test
    void problems_otelValueWhenDisabled_areLeftOut() {
        builder.set(Settings.OTEL_SDK_DISABLED, "true", SOURCE + "querytap.otel.sdk.disabled");
        builder.setByOtelName(
                Settings.OTLP.endpoint, "collector:4317", "environment variable OTEL_EXPORTER_OTLP_ENDPOINT");
        assertThat(builder.build().problems()).isEmpty();
    }

    @Test
    void serviceName_ofItsOwnSetting_goesBeforeTheResourceAttribute() {
        assertThat(builder.build().serviceName()).isNull();
        builder.set(Settings.OTEL_RESOURCE_ATTRIBUTES, "service.name=shop,team=a", SOURCE + "x");
        assertThat(builder.build().serviceName()).isEqualTo("shop");
        builder.set(Settings.OTEL_SERVICE_NAME, "orders", SOURCE + "y");
        assertThat(builder.build().serviceName()).isEqualTo("orders");
    }
}
