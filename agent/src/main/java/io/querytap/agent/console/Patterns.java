package io.querytap.agent.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.agent.console.http.HttpRefusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Patterns of a document: a list to choose from, without what takes most of the room, and one with all that is known of it. */
final class Patterns {
    /** What {@code /api/patterns} takes. */
    static final Set<String> PARAMETERS = Set.of("sort", "limit", "q");

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 100_000;

    /** The most of it first; by name the place in the document. */
    private static final Map<String, String> ORDERS = new TreeMap<>(Map.of(
            "total", "/duration/sum",
            "count", "/count",
            "mean", "/duration/mean",
            "p99", "/duration/p99",
            "max", "/duration/max",
            "errors", "/errors",
            "rows", "/rows/sum",
            "fetch", "/fetch/sum"));

    /** Fields of a pattern in which a word is looked for. */
    private static final List<String> SEARCHED =
            List.of("id", "text", "summary", "operation", "database", "tablesRead", "tablesWritten");

    private static final List<String> DISTRIBUTIONS = List.of("duration", "fetch", "rows", "batchSize");

    private Patterns() {}

    /** Those that are asked for, and how many there are. */
    static ObjectNode list(JsonNode document, Query query) throws HttpRefusal {
        String sort = query.text("sort", "total");
        String place = ORDERS.get(sort);
        if (place == null) {
            throw new HttpRefusal(400, "sort is one of " + String.join(", ", ORDERS.keySet()));
        }
        int limit = query.number("limit", DEFAULT_LIMIT, MAX_LIMIT);
        String word = query.text("q", "").strip().toLowerCase(Locale.ROOT);
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode pattern : document.path("patterns")) {
            if (word.isEmpty() || has(pattern, word)) {
                found.add(pattern);
            }
        }
        found.sort(Comparator.comparing((JsonNode it) -> it.at(place).decimalValue())
                .reversed());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("total", document.path("patterns").size());
        answer.put("matching", found.size());
        ArrayNode patterns = answer.putArray("patterns");
        for (JsonNode pattern : found.subList(0, Math.min(limit, found.size()))) {
            patterns.add(inShort(pattern));
        }
        return answer;
    }

    /** All of an id, one for each database, and what was found about it; null where there is none. */
    static @Nullable ObjectNode one(JsonNode document, String id) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode patterns = answer.putArray("patterns");
        for (JsonNode pattern : document.path("patterns")) {
            if (pattern.path("id").asText().equals(id)) {
                patterns.add(pattern);
            }
        }
        ArrayNode findings = answer.putArray("findings");
        for (JsonNode finding : document.path("findings")) {
            if (finding.path("pattern").asText().equals(id)
                    || finding.path("source").asText().equals(id)) {
                findings.add(finding);
            }
        }
        return patterns.isEmpty() ? null : answer;
    }

    private static boolean has(JsonNode pattern, String word) {
        for (String field : SEARCHED) {
            JsonNode value = pattern.path(field);
            for (JsonNode part : value.isArray() ? value : List.of(value)) {
                if (part.isTextual()
                        && part.textValue().toLowerCase(Locale.ROOT).contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ObjectNode inShort(JsonNode pattern) {
        ObjectNode shortened = JsonNodeFactory.instance.objectNode();
        shortened.setAll((ObjectNode) pattern);
        shortened.remove("timeline");
        for (String name : DISTRIBUTIONS) {
            JsonNode distribution = pattern.path(name);
            if (distribution.isObject()) {
                ObjectNode without = JsonNodeFactory.instance.objectNode();
                without.setAll((ObjectNode) distribution);
                without.remove("spectrum");
                shortened.set(name, without);
            }
        }
        return shortened;
    }
}
