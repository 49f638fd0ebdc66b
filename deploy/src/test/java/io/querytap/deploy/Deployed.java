package io.querytap.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The files of this folder, read as the programs read them that they are for. */
final class Deployed {
    static final Path DASHBOARDS = Path.of("grafana", "dashboards");

    private static final Path RULES = Path.of("prometheus", "rules");
    private static final Pattern VALUES_OF_LABEL = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern RESULT = Pattern.compile("query_result\\((.*)\\)");

    /**
     * A query of a dashboard or a rule.
     *
     * @param source {@code prometheus}, {@code loki} or {@code jaeger}
     */
    record Query(String where, String source, String text) {}

    private Deployed() {}

    static List<JsonNode> dashboards() {
        List<JsonNode> dashboards = new ArrayList<>();
        for (Path file : filesIn(DASHBOARDS, ".json")) {
            try {
                dashboards.add(new ObjectMapper().readTree(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return dashboards;
    }

    /** Those of all panels and variables. */
    static List<Query> queriesOfDashboards() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            String title = dashboard.get("title").asText();
            for (JsonNode panel : dashboard.get("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String source = target.at("/datasource/type").asText();
                    String text = source.equals("jaeger")
                            ? target.get("tags").asText()
                            : target.get("expr").asText();
                    queries.add(new Query(title + ": " + panel.get("title").asText(), source, text));
                }
            }
            for (JsonNode variable : dashboard.at("/templating/list")) {
                if (variable.get("type").asText().equals("query")) {
                    queries.add(new Query(
                            title + ": $" + variable.get("name").asText(),
                            "prometheus",
                            ofVariable(variable.get("definition").asText())));
                }
            }
        }
        return queries;
    }

    private static String ofVariable(String definition) {
        Matcher values = VALUES_OF_LABEL.matcher(definition);
        if (values.matches()) {
            return "sum by (" + values.group(2) + ") (" + values.group(1) + ")";
        }
        Matcher result = RESULT.matcher(definition);
        if (result.matches()) {
            return result.group(1);
        }
        throw new IllegalStateException("a variable that is read in no known way: " + definition);
    }

    /** Recording rules and alerts, each as its file has it. */
    static List<Map<String, Object>> rules() {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Path file : filesIn(RULES, ".yml")) {
            for (Object group : (List<?>) yaml(file).get("groups")) {
                for (Object rule : (List<?>) asMap(group).get("rules")) {
                    rules.add(asMap(rule));
                }
            }
        }
        return rules;
    }

    static List<Map<String, Object>> alerts() {
        return rules().stream().filter(it -> it.containsKey("alert")).toList();
    }

    static Map<String, Object> yaml(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // what these files have between braces has texts as keys
    static Map<String, Object> asMap(Object node) {
        return (Map<String, Object>) node;
    }

    static List<Path> filesIn(Path folder, String ending) {
        try (var files = Files.list(folder)) {
            List<Path> found =
                    files.filter(it -> it.toString().endsWith(ending)).sorted().toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("no " + ending + " in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
