package io.querytap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposeTest {
    private static final String VERSION = "v?\\d+\\.\\d+\\.\\d+";

    private final Map<String, Object> compose = Deployed.yaml(Path.of("compose.yaml"));

    @Test
    void images_areOfOneVersion() {
        assertThat(services())
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(service -> assertThat((String) service.get("image")).matches("[a-z/-]+:" + VERSION));
    }

    @Test
    void ports_areOpenOnLoopbackOnly() {
        List<String> ports = services().stream()
                .flatMap(it -> ((List<?>) it.getOrDefault("ports", List.of())).stream())
                .map(String.class::cast)
                .toList();

        assertThat(ports)
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(it).matches("(127\\.0\\.0\\.1|\\$\\{QUERYTAP_BIND:-127\\.0\\.0\\.1}):\\d+:\\d+"));
    }

    @Test
    void mountedFiles_areThere() {
        Set<String> volumes = Deployed.asMap(compose.get("volumes")).keySet();
        List<String> sources = services().stream()
                .flatMap(it -> ((List<?>) it.getOrDefault("volumes", List.of())).stream())
                .map(it -> ((String) it).split(":")[0])
                .toList();

        assertThat(sources).isNotEmpty().allSatisfy(it -> {
            if (!volumes.contains(it)) {
                assertThat(it).startsWith("./");
                assertThat(Files.exists(Path.of(it))).as(it).isTrue();
            }
        });
    }

    @Test
    void grafana_hasNoAdministratorWithAKnownPassword() {
        Map<String, Object> grafana =
                Deployed.asMap(Deployed.asMap(compose.get("services")).get("grafana"));

        assertThat(Deployed.asMap(grafana.get("environment")))
                .containsEntry("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true")
                .containsEntry("GF_AUTH_DISABLE_LOGIN_FORM", "true");
    }

    @Test
    void addressesOfTheCollector_areThoseOfServices() {
        Set<String> services = Deployed.asMap(compose.get("services")).keySet();
        Map<String, Object> exporters = Deployed.asMap(
                Deployed.yaml(Path.of("collector", "config.yaml")).get("exporters"));

        assertThat(exporters)
                .hasSize(3)
                .allSatisfy((name, exporter) -> assertThat(
                                ((String) Deployed.asMap(exporter).get("endpoint"))
                                        .replaceAll("http://([a-z]+):.*", "$1"))
                        .isIn(services));
    }

    private List<Map<String, Object>> services() {
        return Deployed.asMap(compose.get("services")).values().stream()
                .map(Deployed::asMap)
                .toList();
    }
}
