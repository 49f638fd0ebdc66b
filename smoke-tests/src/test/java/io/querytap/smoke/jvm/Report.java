package io.querytap.smoke.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report in JSON. Texts are compared by what a pattern is: without literals, white space and letter case. */
public record Report(JsonNode root) {

    public List<JsonNode> patterns() {
        List<JsonNode> patterns = new ArrayList<>();
        root.path("patterns").forEach(patterns::add);
        return patterns;
    }

    /** The one pattern with this text. */
    public JsonNode pattern(String text) {
        List<JsonNode> found = patterns().stream()
                .filter(pattern -> canonical(pattern.path("text").asText()).equals(canonical(text)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " patterns for \"" + text + "\" among " + texts());
        }
        return found.get(0);
    }

    public List<String> texts() {
        return patterns().stream().map(pattern -> pattern.path("text").asText()).toList();
    }

    /** A text without what a pattern may write in more than one way. */
    public static String canonical(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("'([^']|'')*'", "?")
                .replaceAll("(?<![\\w$])\\d+(?!\\w)", "?")
                .replaceAll("\\s+", "")
                .replaceAll("\\(\\?(,\\?)+\\)", "(?)")
                .replaceAll(";$", "");
    }
}
