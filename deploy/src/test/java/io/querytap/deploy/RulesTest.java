package io.querytap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alerts tell what to do, and each is tried. That the trials succeed is for promtool, which {@code deploy/check} runs. */
class RulesTest {
    private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks.md");

    @Test
    void alerts_sayWhatAndHowBadAndWhatToDo() {
        assertThat(Deployed.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(Deployed.asMap(alert.get("labels")).get("severity")).isIn("warning", "critical");
            assertThat(Deployed.asMap(alert.get("annotations")))
                    .containsOnlyKeys("summary", "description", "runbook", "runbook_page");
        });
    }

    @Test
    void alerts_haveASectionOfTheirOwn() throws IOException {
        String page = Files.readString(RUNBOOKS);
        List<String> sections = page.lines()
                .filter(it -> it.startsWith("## "))
                .map(it -> it.substring(3))
                .toList();
        List<String> alerts =
                Deployed.alerts().stream().map(it -> (String) it.get("alert")).toList();

        assertThat(sections).containsAll(alerts);
        assertThat(sections).filteredOn(it -> it.startsWith("Querytap")).hasSameSizeAs(alerts);
        assertThat(Deployed.alerts())
                .allSatisfy(alert -> assertThat(
                                Deployed.asMap(alert.get("annotations")).get("runbook_page"))
                        .isEqualTo("docs/runbooks.md#" + ((String) alert.get("alert")).toLowerCase(Locale.ROOT)));
    }

    @Test
    void alerts_haveACaseThatFiresAndOneThatIsSilent() {
        Set<String> firing = new HashSet<>();
        Set<String> silent = new HashSet<>();
        for (Map<String, Object> trial : trials()) {
            boolean isSilent = ((List<?>) trial.get("exp_alerts")).isEmpty();
            (isSilent ? silent : firing).add((String) trial.get("alertname"));
        }

        assertThat(Deployed.alerts()).extracting(it -> (String) it.get("alert")).allSatisfy(alert -> {
            assertThat(firing).contains(alert);
            assertThat(silent).contains(alert);
        });
    }

    @Test
    void seriesOfTheTrials_areExported() {
        Set<String> exported = ExportedMetrics.labelsBySeries().keySet();
        List<String> series = new ArrayList<>();
        for (Object test : tests()) {
            for (Object input : (List<?>) Deployed.asMap(test).get("input_series")) {
                String name = (String) Deployed.asMap(input).get("series");
                series.add(name.substring(0, name.indexOf('{')));
            }
        }

        assertThat(series).isNotEmpty().isSubsetOf(exported);
    }

    private static List<Map<String, Object>> trials() {
        List<Map<String, Object>> trials = new ArrayList<>();
        for (Object test : tests()) {
            for (Object trial : (List<?>) Deployed.asMap(test).get("alert_rule_test")) {
                trials.add(Deployed.asMap(trial));
            }
        }
        return trials;
    }

    private static List<Object> tests() {
        List<Object> tests = new ArrayList<>();
        for (Path file : Deployed.filesIn(Path.of("prometheus", "tests"), ".yml")) {
            tests.addAll((List<?>) Deployed.yaml(file).get("tests"));
        }
        return tests;
    }
}
