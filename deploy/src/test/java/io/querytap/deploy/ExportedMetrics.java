package io.querytap.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The series in Prometheus that come of the table in {@code docs/telemetry.md}, which another test compares with the agent's code, by the
 * rules with which OTLP is translated: letters other than those of a name become underscores, units are written out at the end, what only
 * rises ends in {@code total}, a histogram becomes three series.
 */
final class ExportedMetrics {
    private static final Path PAGE = Path.of("..", "docs", "telemetry.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Of every series: from service.name and service.instance.id, and the scope. */
    private static final Set<String> ALWAYS = Set.of("job", "instance", "otel_scope_name");

    /** The units of the table, as Prometheus writes them. A unit in braces is left out; that of a share is written on gauges alone. */
    private static final Map<String, String> UNITS = Map.of("s", "_seconds", "By", "_bytes", "1", "");

    private ExportedMetrics() {}

    /** The labels that a series may have, by the series' name. */
    static Map<String, Set<String>> labelsBySeries() {
        Map<String, Set<String>> groups = new HashMap<>();
        table("| group |").forEach(row -> groups.put(row.get(0), quoted(row.get(1))));
        Map<String, Set<String>> series = new HashMap<>();
        for (List<String> row : table("| metric |")) {
            Set<String> attributes = quoted(row.get(3));
            groups.forEach((group, members) -> {
                if (row.get(3).contains(group)) {
                    attributes.addAll(members);
                }
            });
            Set<String> labels = attributes.stream().map(ExportedMetrics::label).collect(Collectors.toSet());
            labels.addAll(ALWAYS);
            add(series, unquoted(row.get(0)), row.get(1), unquoted(row.get(2)), labels);
        }
        return series;
    }

    private static void add(
            Map<String, Set<String>> series, String metric, String instrument, String unit, Set<String> labels) {
        String name = label(metric) + (unit.startsWith("{") ? "" : UNITS.get(unit));
        switch (instrument) {
            case "histogram" -> {
                series.put(name + "_count", labels);
                series.put(name + "_sum", labels);
                Set<String> ofBuckets = new HashSet<>(labels);
                ofBuckets.add("le");
                series.put(name + "_bucket", ofBuckets);
            }
            case "counter" -> series.put(name + "_total", labels);
            case "gauge" -> series.put(unit.equals("1") ? name + "_ratio" : name, labels);
            case "up-down counter" -> series.put(name, labels);
            default -> throw new IllegalStateException("unknown instrument " + instrument);
        }
    }

    /** A name of OpenTelemetry's as Prometheus and Loki write it. */
    static String label(String name) {
        return name.replace('.', '_');
    }

    /** All that the page has between quotes: names of metrics, attributes and events, and the values that are listed. */
    static Set<String> wordsOfPage() {
        return quoted(String.join("\n", lines()));
    }

    /** The attributes of the spans of executions. */
    static Set<String> attributesOfExecutions() {
        return table("| span |").stream()
                .filter(row -> row.get(0).equals("execution"))
                .map(row -> quoted(row.get(3)))
                .findFirst()
                .orElseThrow();
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    private static Set<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toCollection(HashSet::new));
    }

    /** The cells of the table with this header. */
    private static List<List<String>> table(String header) {
        List<List<String>> rows = new ArrayList<>();
        lines().stream()
                .dropWhile(line -> !line.startsWith(header))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .forEach(line -> rows.add(Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList()));
        return rows;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
