package io.querytap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.settings.OtlpTargets;
import io.querytap.core.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties properties = new Properties();

    @Test
    void load_nothing_isAllDefaults() {
        Configuration configuration = load(null);
        assertThat(configuration.get(Settings.ENABLED)).isTrue();
        assertThat(configuration.find(Settings.REPORT)).isNull();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void load_allSources_theEarlierWins() throws IOException {
        file("slow-query=4s\nquerytap.patterns.max=4\nsummary=false\nexit.timeout=4s\n");
        properties.setProperty("querytap.slow-query", "1s");
        environment.put("QUERYTAP_SLOW_QUERY", "2s");
        environment.put("QUERYTAP_PATTERNS_MAX", "2");
        Configuration configuration = load("slow-query=3s,patterns.max=3,exit.timeout=3s");

        assertThat(configuration.get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.source(Settings.SLOW_QUERY)).isEqualTo("system property querytap.slow-query");
        assertThat(configuration.get(Settings.PATTERNS_MAX)).isEqualTo(2);
        assertThat(configuration.source(Settings.PATTERNS_MAX)).isEqualTo("environment variable QUERYTAP_PATTERNS_MAX");
        assertThat(configuration.get(Settings.EXIT_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
        assertThat(configuration.source(Settings.EXIT_TIMEOUT)).isEqualTo("agent argument exit.timeout");
        assertThat(configuration.get(Settings.SUMMARY)).isFalse();
        assertThat(configuration.source(Settings.SUMMARY)).isEqualTo("summary in " + directory.resolve("q.properties"));
        assertThat(configuration.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "querytap.otel.service.name, QUERYTAP_OTEL_SERVICE_NAME, override",
        "otel.service.name, OTEL_SERVICE_NAME, usual"
    })
    void load_otelSetting_hasFourSpellings(String property, String variable, String value) {
        properties.setProperty(property, value);
        assertThat(load(null).serviceName()).isEqualTo(value);
        properties.clear();
        environment.put(variable, value);
        assertThat(load(null).serviceName()).isEqualTo(value);
    }

    @Test
    void load_otelSetting_everyOverrideWinsOverTheUsualNames() throws IOException {
        properties.setProperty("otel.service.name", "usual property");
        environment.put("OTEL_SERVICE_NAME", "usual variable");
        assertThat(load(null).serviceName()).isEqualTo("usual property");
        file("otel.service.name=file");
        assertThat(load(null).serviceName()).isEqualTo("file");
        assertThat(load("otel.service.name=argument").serviceName()).isEqualTo("argument");
        environment.put("QUERYTAP_OTEL_SERVICE_NAME", "own variable");
        assertThat(load("otel.service.name=argument").serviceName()).isEqualTo("own variable");
        properties.setProperty("querytap.otel.service.name", "own property");
        assertThat(load("otel.service.name=argument").serviceName()).isEqualTo("own property");
    }

    @Test
    void load_otelEndpointOfTheEnvironment_switchesTelemetryOn() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
        OtlpTarget metrics = OtlpTargets.ofMetrics(load(null));
        assertThat(metrics).isNotNull();
        assertThat(metrics.endpoint()).isEqualTo(URI.create("http://collector:4318/v1/metrics"));
        assertThat(OtlpTargets.ofMetrics(load("otel.sdk.disabled=true"))).isNull();
    }

    @Test
    void load_emptyValue_countsAsNotSet() {
        properties.setProperty("querytap.slow-query", "  ");
        environment.put("QUERYTAP_SLOW_QUERY", "");
        Configuration configuration = load("slow-query=3s,report=");
        assertThat(configuration.get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofSeconds(3));
        assertThat(configuration.find(Settings.REPORT)).isNull();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void load_badValue_doesNotUncoverThatOfALaterSource() {
        properties.setProperty("querytap.slow-query", "fast");
        Configuration configuration = load("slow-query=3s");
        assertThat(configuration.get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "system property querytap.slow-query is 'fast', which is not accepted; accepted: a duration")
                .endsWith("the default 500ms is used");
    }

    @Test
    void load_badValueOfTheEnvironment_isNamedAsThere() {
        environment.put("QUERYTAP_TRACES", "some");
        assertThat(load(null).problems())
                .containsExactly("environment variable QUERYTAP_TRACES is 'some', which is not accepted; accepted: off,"
                        + " interesting or all; the default interesting is used");
    }

    @ParameterizedTest
    @CsvSource({
        "querytap.reprot, report",
        "querytap.Report, report",
        "querytap.sql-text, sql.text",
        "querytap.sqltext, sql.text",
        "querytap.slow_query, slow-query",
        "querytap.pattern.max, patterns.max",
        "querytap.report.intervall, report.interval",
        "querytap.otel.exporter.otlp.endpoints, otel.exporter.otlp.endpoint",
        "querytap.otel.exporter.otlp.metric.endpoint, otel.exporter.otlp.metrics.endpoint"
    })
    void load_unknownPropertyNearAKnownOne_namesIt(String property, String meant) {
        properties.setProperty(property, "hush");
        assertThat(load(null).problems())
                .containsExactly("system property " + property
                        + " is no setting of this agent and is left out; perhaps " + meant + " was meant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"querytap.x", "querytap.", "querytap.verbose", "querytap.otel.propagators", "querytap.jdbc.url"})
    void load_unknownPropertyNearNothing_pointsToTheList(String property) {
        properties.setProperty(property, "hush");
        assertThat(load(null).problems())
                .containsExactly("system property " + property + " is no setting of this agent and is left out;"
                        + " java -jar querytap-agent.jar config lists them all");
    }

    @Test
    void load_unknownNameOfUnreasonableLength_isShownShort() {
        properties.setProperty("querytap." + "x".repeat(100_000), "");
        assertThat(load(null).problems()).singleElement().asString().hasSizeLessThan(300);
    }

    @Test
    void load_unknownVariable_isNamedOnlyIfItLooksLikeASlip() {
        environment.put("QUERYTAP_SERVICE_HOST", "10.0.0.1");
        environment.put("QUERYTAP_PORT_4318_TCP", "tcp://10.0.0.1:4318");
        environment.put("QUERYTAP_PORT", "tcp://10.0.0.1:4318");
        environment.put("QUERYTAP_HOME", "/opt/querytap");
        assertThat(load(null).problems()).isEmpty();
        environment.put("QUERYTAP_SLOWQUERY", "1s");
        assertThat(load(null).problems())
                .containsExactly("environment variable QUERYTAP_SLOWQUERY is no setting of this agent and is left out;"
                        + " perhaps QUERYTAP_SLOW_QUERY was meant");
    }

    @Test
    void load_unknownOtelName_isNotOursToJudge() {
        properties.setProperty("otel.exporter.otlp.endpoints", "x");
        environment.put("OTEL_LOGS_EXPORTER", "console");
        assertThat(load(null).problems()).isEmpty();
    }

    @Test
    void load_propertyThatIsNoText_isSaidAndCountsAsNotSet() {
        properties.put("querytap.patterns.max", 500);
        properties.put(42, "querytap.report");
        properties.put("other", new Object());
        Configuration configuration = load(null);
        assertThat(configuration.get(Settings.PATTERNS_MAX)).isEqualTo(2000);
        assertThat(configuration.problems())
                .containsExactly(
                        "system property querytap.patterns.max holds no text but an object of java.lang.Integer, and"
                                + " counts as not set");
    }

    @Test
    void load_propertiesModifiedMeanwhile_isNotDisturbed() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread application = new Thread(() -> {
            for (int i = 0; !done.get(); i++) {
                properties.setProperty("application." + i % 1000, "x");
                properties.remove("application." + (i + 500) % 1000);
            }
        });
        application.start();
        try {
            properties.setProperty("querytap.slow-query", "1s");
            for (int i = 0; i < 300; i++) {
                assertThat(load(null).get(Settings.SLOW_QUERY)).isEqualTo(Duration.ofSeconds(1));
            }
        } finally {
            done.set(true);
            application.join();
        }
    }

    @Test
    void load_sources_areNotModified() throws IOException {
        file("summary=false");
        properties.setProperty("querytap.reprot", "x");
        environment.put("QUERYTAP_TRACES", "all");
        Properties before = (Properties) properties.clone();
        Map<String, String> environmentBefore = Map.copyOf(environment);
        load("exit.timeout=1s");
        assertThat(properties).isEqualTo(before);
        assertThat(environment).isEqualTo(environmentBefore);
    }

    @Test
    void load_missingFile_isSaidAndTheRestApplies() {
        properties.setProperty("querytap.config", "/no/such.properties");
        Configuration configuration = load("summary=false");
        assertThat(configuration.get(Settings.SUMMARY)).isFalse();
        assertThat(configuration.problems())
                .containsExactly("system property querytap.config is '/no/such.properties', which is not accepted;"
                        + " accepted: the path of a file that exists and can be read; no file is read");
    }

    @Test
    void load_file_isUtf8WithOrWithoutPrefix() throws IOException {
        file("# settings\nquerytap.otel.service.name = caf\u00e9\notel.service.name=other\ntraces=off\n");
        Configuration configuration = load(null);
        assertThat(configuration.serviceName()).isEqualTo("caf\u00e9");
        assertThat(configuration.isSet(Settings.TRACES)).isTrue();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void load_unknownNameInTheFile_isSaidWithTheFile() throws IOException {
        file("patern.max=5\n");
        assertThat(load(null).problems())
                .containsExactly("patern.max in " + directory.resolve("q.properties")
                        + " is no setting of this agent and is left out; perhaps patterns.max was meant");
    }

    @Test
    void load_fileThatNamesAFile_isSaid() throws IOException {
        file("config=other.properties\nsummary=false\n");
        Configuration configuration = load(null);
        assertThat(configuration.get(Settings.SUMMARY)).isFalse();
        assertThat(configuration.find(Settings.CONFIG)).isEqualTo(directory.resolve("q.properties"));
        assertThat(configuration.problems())
                .containsExactly("config in " + directory.resolve("q.properties")
                        + " has no effect: a settings file names no other");
    }

    @Test
    void load_fileWithBrokenEscape_isLeftOut() throws IOException {
        file("summary=false\nreport=C:\\users\\shop\n");
        Configuration configuration = load(null);
        assertThat(configuration.get(Settings.SUMMARY)).isTrue();
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .startsWith("settings file " + directory.resolve("q.properties") + " is no properties file")
                .endsWith("it is left out");
    }

    @Test
    void load_fileTooLarge_isLeftOut() throws IOException {
        file("summary=false\n" + "#".repeat(1 << 20));
        Configuration configuration = load(null);
        assertThat(configuration.get(Settings.SUMMARY)).isTrue();
        assertThat(configuration.problems())
                .containsExactly(
                        "settings file " + directory.resolve("q.properties") + " is larger than 1 MiB; it is left out");
    }

    private void file(String content) throws IOException {
        Path file = Files.write(directory.resolve("q.properties"), content.getBytes(StandardCharsets.UTF_8));
        properties.setProperty("querytap.config", file.toString());
    }

    private Configuration load(String agentArguments) {
        return ConfigurationLoader.load(agentArguments, environment, properties);
    }
}
