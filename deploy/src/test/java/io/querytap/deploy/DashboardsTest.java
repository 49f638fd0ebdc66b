package io.querytap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DashboardsTest {
    private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)");
    private static final Pattern CHOICE = Pattern.compile("\\$\\{?([a-z_]+)");
    private static final int COLUMNS = 24;

    @Test
    void files_areWhatTheCodeWrites() throws IOException {
        Map<String, String> written = Dashboards.files();

        assertThat(Deployed.filesIn(Deployed.DASHBOARDS, ".json"))
                .extracting(it -> it.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(written.keySet());
        for (Map.Entry<String, String> file : written.entrySet()) {
            assertThat(Files.readString(Deployed.DASHBOARDS.resolve(file.getKey())))
                    .as("deploy/generate was not run after the last change: " + file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void links_leadToDashboards() {
        Set<String> known =
                Deployed.dashboards().stream().map(it -> it.get("uid").asText()).collect(Collectors.toSet());
        Set<String> linked = new HashSet<>();
        Deployed.dashboards()
                .forEach(it -> LINK.matcher(it.toString()).results().forEach(link -> linked.add(link.group(1))));

        assertThat(linked).contains("querytap-pattern", "querytap-pools").isSubsetOf(known);
    }

    @Test
    void choices_areOnTheDashboardThatUsesThem() {
        assertThat(Deployed.dashboards()).allSatisfy(dashboard -> {
            Set<String> offered = new HashSet<>();
            dashboard
                    .at("/templating/list")
                    .forEach(it -> offered.add(it.get("name").asText()));
            List<String> used = dashboard.findValuesAsText("expr").stream()
                    .flatMap(it -> CHOICE.matcher(it).results())
                    .map(it -> it.group(1))
                    .filter(it -> !it.startsWith("__"))
                    .distinct()
                    .toList();
            assertThat(used).isSubsetOf(offered);
            assertThat(dashboard.findValuesAsText("uid"))
                    .as("data sources of the panels")
                    .filteredOn(it -> it.startsWith("${"))
                    .allSatisfy(it -> assertThat(offered).contains(it.substring(2, it.length() - 1)));
        });
    }

    @Test
    void panels_doNotOverlap() {
        assertThat(Deployed.dashboards()).allSatisfy(dashboard -> {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : dashboard.get("panels")) {
                JsonNode place = panel.get("gridPos");
                int right = place.get("x").asInt() + place.get("w").asInt();
                assertThat(right).isLessThanOrEqualTo(COLUMNS);
                for (int x = place.get("x").asInt(); x < right; x++) {
                    for (int y = place.get("y").asInt();
                            y < place.get("y").asInt() + place.get("h").asInt();
                            y++) {
                        assertThat(taken.add(x + "," + y))
                                .as(panel.get("title").asText())
                                .isTrue();
                    }
                }
            }
        });
    }

    @Test
    void durations_showTheTracesOfSingleExecutions() {
        assertThat(Deployed.dashboards())
                .filteredOn(it -> Set.of("Overview", "Query pattern")
                        .contains(it.get("title").asText()))
                .hasSize(2)
                .allSatisfy(dashboard -> assertThat(dashboard.findParents("exemplar"))
                        .extracting(it -> it.get("expr").asText())
                        .anyMatch(it -> it.contains("histogram_quantile")));
        assertThat(Deployed.yaml(Path.of("grafana", "provisioning", "datasources", "querytap.yaml"))
                        .toString())
                .contains("exemplarTraceIdDestinations", "name=trace_id", "datasourceUid=querytap-jaeger");
    }
}
