package io.querytap.smoke.otlp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code docs/telemetry.md} promises. */
final class Page {
    private static final Path FILE = Path.of("..", "docs", "telemetry.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /**
     * One line of the table of metrics.
     *
     * @param attributes all that a series of it may have
     */
    record Promise(String name, String instrument, String unit, Set<String> attributes, List<Double> bounds) {
        boolean isHistogram() {
            return instrument.equals("histogram");
        }

        boolean isUpDownCounter() {
            return instrument.equals("up-down counter");
        }
    }

    private Page() {}

    /** By name. */
    static Map<String, Promise> metrics() {
        Map<String, Set<String>> groups = new HashMap<>();
        table("| group |").forEach(row -> groups.put(row.get(0), quoted(row.get(1))));
        Map<String, Promise> promises = new LinkedHashMap<>();
        for (List<String> row : table("| metric |")) {
            String name = unquoted(row.get(0));
            Set<String> attributes = quoted(row.get(3));
            groups.forEach((group, members) -> {
                if (row.get(3).contains(group)) {
                    attributes.addAll(members);
                }
            });
            promises.put(name, new Promise(name, row.get(1), unquoted(row.get(2)), attributes, numbers(row.get(4))));
        }
        return promises;
    }

    /** The attributes that the spans of this kind may have: {@code unit of work}, {@code wait} or {@code execution}. */
    static Set<String> spanAttributes(String kind) {
        return table("| span |").stream()
                .filter(row -> row.get(0).equals(kind))
                .map(row -> quoted(row.get(3)))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> numbers(String cell) {
        return cell.isEmpty()
                ? List.of()
                : Arrays.stream(cell.split(", ")).map(Double::valueOf).toList();
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    private static Set<String> quoted(String cell) {
        Set<String> found = new TreeSet<>();
        QUOTED.matcher(cell)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(found::add);
        return found;
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
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
