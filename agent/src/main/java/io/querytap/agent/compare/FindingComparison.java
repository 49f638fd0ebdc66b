package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What became of a finding. The same one has the same kind, statement, database and method; its line moves with every release. Immutable. */
final class FindingComparison {
    /** Stack frames end in (File.java:12). */
    private static final Pattern LINE = Pattern.compile("\\([^()]*\\)$");

    private final String state;
    private final @Nullable JsonNode before;
    private final @Nullable JsonNode after;

    private FindingComparison(String state, @Nullable JsonNode before, @Nullable JsonNode after) {
        this.state = state;
        this.before = before;
        this.after = after;
    }

    /** New ones first, then those that are gone, then those in both. */
    static List<FindingComparison> of(Recording first, Recording second) {
        Map<String, JsonNode> before = byKey(first);
        Map<String, JsonNode> after = byKey(second);
        List<FindingComparison> all = new ArrayList<>();
        after.forEach((key, finding) -> {
            if (!before.containsKey(key)) {
                all.add(new FindingComparison(isLookedFor(finding, first) ? "new" : "new_kind", null, finding));
            }
        });
        before.forEach((key, finding) -> {
            if (!after.containsKey(key)) {
                all.add(new FindingComparison(isLookedFor(finding, second) ? "gone" : "kind_off", finding, null));
            }
        });
        after.forEach((key, finding) -> {
            if (before.containsKey(key)) {
                all.add(new FindingComparison("kept", before.get(key), finding));
            }
        });
        return all;
    }

    /** Of several with the same key the first, which is the worst. */
    private static Map<String, JsonNode> byKey(Recording recording) {
        Map<String, JsonNode> findings = new LinkedHashMap<>();
        for (JsonNode finding : recording.document().path("findings")) {
            findings.putIfAbsent(key(finding), finding);
        }
        return findings;
    }

    private static String key(JsonNode finding) {
        String pattern = finding.path("pattern").asText("");
        return String.join(
                "\n",
                finding.path("kind").asText(""),
                pattern.isEmpty() || finding.path("pattern").isNull()
                        ? finding.path("statement").asText("")
                        : pattern,
                finding.path("database").asText(""),
                LINE.matcher(finding.path("callSite").asText("")).replaceFirst(""));
    }

    private static boolean isLookedFor(JsonNode finding, Recording recording) {
        Set<String> kinds = new HashSet<>();
        recording.agent("lookedFor").forEach(kind -> kinds.add(kind.asText()));
        return recording.agent("lookedFor").isMissingNode()
                || kinds.contains(finding.path("kind").asText());
    }

    /** {@code new}, {@code gone}, {@code kept}; {@code new_kind} or {@code kind_off} where the other run did not look for its kind. */
    String state() {
        return state;
    }

    @Nullable
    JsonNode before() {
        return before;
    }

    @Nullable
    JsonNode after() {
        return after;
    }

    /** As the recording tells it that has it; the second, where both do. */
    JsonNode finding() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a finding of neither recording");
    }
}
