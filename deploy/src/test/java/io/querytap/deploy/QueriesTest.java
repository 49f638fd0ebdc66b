package io.querytap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.deploy.Deployed.Query;
import io.querytap.deploy.PromQuery.Condition;
import io.querytap.deploy.PromQuery.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every series, label and word that a dashboard or a rule asks for is one that the agent sends. */
class QueriesTest {
    private static final Pattern LOG_LABEL = Pattern.compile("\\| (\\w+) ?=");
    private static final Pattern SECTION = Pattern.compile("^## ([a-z_]+)$", Pattern.MULTILINE);

    /** Labels whose words are all on the page of what is exported. */
    private static final Set<String> CLOSED = Set.of(
            "db_client_connection_state",
            "querytap_cache_outcome",
            "querytap_cache_comparison",
            "querytap_finding_confidence",
            "querytap_finding_severity");

    /** States that the conventions name, and severities, which the page tells beside the levels of logs. */
    private static final Set<String> WORDS_OF_CONVENTIONS = Set.of("used", "idle", "high", "warning", "info");

    private final Map<String, Set<String>> exported = ExportedMetrics.labelsBySeries();

    @Test
    void series_areExportedOrRecorded() {
        Set<String> known = new HashSet<>(exported.keySet());
        known.addAll(recorded().keySet());

        assertThat(promQueries())
                .allSatisfy(query -> assertThat(PromQuery.of(query.text()).selectors)
                        .as(query.where())
                        .isNotEmpty()
                        .extracting(Selector::series)
                        .isSubsetOf(known));
    }

    @Test
    void labelsOfSelectors_areThoseOfTheSeries() {
        Map<String, Set<String>> labels = labels();

        assertThat(promQueries()).allSatisfy(query -> {
            for (Selector selector : PromQuery.of(query.text()).selectors) {
                assertThat(selector.conditions())
                        .as(query.where() + ", " + selector.series())
                        .extracting(Condition::label)
                        .isSubsetOf(labels.get(selector.series()));
            }
        });
    }

    @Test
    void labelsOfGroups_areThoseOfASeriesInTheQuery() {
        Map<String, Set<String>> labels = labels();

        assertThat(promQueries()).allSatisfy(query -> {
            PromQuery read = PromQuery.of(query.text());
            Set<String> known = read.selectors.stream()
                    .flatMap(it -> labels.get(it.series()).stream())
                    .collect(Collectors.toSet());
            assertThat(read.groupingLabels).as(query.where()).isSubsetOf(known);
        });
    }

    @Test
    void wordsOfClosedLabels_areExported() {
        Set<String> words = ExportedMetrics.wordsOfPage();
        words.addAll(WORDS_OF_CONVENTIONS);
        List<String> asked = valuesOf(CLOSED);

        assertThat(asked).isNotEmpty().isSubsetOf(words);
    }

    @Test
    void kindsOfFindings_areDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "findings.md"));
        Set<String> kinds =
                SECTION.matcher(page).results().map(it -> it.group(1)).collect(Collectors.toSet());
        List<String> asked = valuesOf(Set.of("querytap_finding_kind"));

        assertThat(asked).contains("n_plus_one", "connection_leak").isSubsetOf(kinds);
    }

    @Test
    void boundOfSlowExecutions_isABucket() throws IOException {
        String line = Files.readAllLines(Path.of("..", "docs", "telemetry.md")).stream()
                .filter(it -> it.startsWith("| `db.client.operation.duration`"))
                .findFirst()
                .orElseThrow();

        assertThat(valuesOf(Set.of("le")))
                .isNotEmpty()
                .allSatisfy(bound -> assertThat(line).contains(", " + bound + ", "));
    }

    @Test
    void labelsOfEvents_areAttributesOfEvents() {
        Set<String> known = ExportedMetrics.wordsOfPage().stream()
                .map(ExportedMetrics::label)
                .collect(Collectors.toSet());
        List<Query> queries = Deployed.queriesOfDashboards().stream()
                .filter(it -> it.source().equals("loki"))
                .toList();

        assertThat(queries).isNotEmpty().allSatisfy(query -> {
            assertThat(query.text()).startsWith("{service_name=~\"$service_name\"} | ");
            assertThat(LOG_LABEL.matcher(query.text()).results().map(it -> it.group(1)))
                    .isNotEmpty()
                    .isSubsetOf(known);
        });
    }

    @Test
    void tagsOfTraces_areAttributesOfSpans() {
        List<Query> queries = Deployed.queriesOfDashboards().stream()
                .filter(it -> it.source().equals("jaeger"))
                .toList();

        assertThat(queries)
                .isNotEmpty()
                .allSatisfy(
                        query -> assertThat(query.text().split("=")[0]).isIn(ExportedMetrics.attributesOfExecutions()));
    }

    @Test
    void misspelledNames_areNoticed() {
        PromQuery query = PromQuery.of(
                "sum by (job, pool) (rate(db_client_wait_seconds_count{le=\"1\",a=~\"b|c\"}[5m])) / foo:bar");

        assertThat(query.selectors)
                .extracting(Selector::series)
                .containsExactly("db_client_wait_seconds_count", "foo:bar");
        assertThat(query.selectors.get(0).conditions())
                .containsExactly(new Condition("le", List.of("1")), new Condition("a", List.of("b", "c")));
        assertThat(query.groupingLabels).containsExactly("job", "pool");
        assertThat(exported).doesNotContainKey("db_client_wait_seconds_count");
    }

    private static List<Query> promQueries() {
        List<Query> queries = new ArrayList<>();
        Deployed.queriesOfDashboards().stream()
                .filter(it -> it.source().equals("prometheus"))
                .forEach(queries::add);
        for (Map<String, Object> rule : Deployed.rules()) {
            Object name = rule.containsKey("alert") ? rule.get("alert") : rule.get("record");
            queries.add(new Query("rule " + name, "prometheus", (String) rule.get("expr")));
        }
        return queries;
    }

    private static List<String> valuesOf(Set<String> labels) {
        return promQueries().stream()
                .flatMap(it -> PromQuery.of(it.text()).selectors.stream())
                .flatMap(it -> it.conditions().stream())
                .filter(it -> labels.contains(it.label()))
                .flatMap(it -> it.values().stream())
                .filter(it -> !it.isEmpty() && !it.startsWith("$"))
                .distinct()
                .toList();
    }

    private Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new HashMap<>(exported);
        labels.putAll(recorded());
        return labels;
    }

    /** Recorded series have the labels by which they were added up. */
    private static Map<String, Set<String>> recorded() {
        Map<String, Set<String>> recorded = new HashMap<>();
        for (Map<String, Object> rule : Deployed.rules()) {
            if (rule.containsKey("record")) {
                String expression = (String) rule.get("expr");
                recorded.put((String) rule.get("record"), new HashSet<>(PromQuery.of(expression).groupingLabels));
            }
        }
        return recorded;
    }
}
