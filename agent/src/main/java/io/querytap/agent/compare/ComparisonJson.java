package io.querytap.agent.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a comparison as JSON, as described in docs/comparison.md: times in seconds, what is not known is null. */
final class ComparisonJson {
    /** Version of the form: fields may be added under it, never renamed or removed. */
    private static final int SCHEMA = 1;

    /** Digits of a figure that was computed: enough for any reader, few enough to be read. */
    private static final MathContext DIGITS = new MathContext(4);

    /** Fields of a distribution; its histogram stays in the recording. */
    private static final String[] TIMES = {
        "count", "sum", "min", "mean", "p50", "p90", "p95", "p99", "p999", "max", "spectrum"
    };

    private static final String[] POOL = {"max", "minIdle", "timeouts", "failures"};
    private static final String[] POOL_TIMES = {"wait", "use", "create", "timedOutWait"};

    private static final String[] FINDING = {
        "kind",
        "title",
        "confidence",
        "severity",
        "pattern",
        "statement",
        "database",
        "unit",
        "callSite",
        "what",
        "advice"
    };

    private ComparisonJson() {}

    static byte[] write(Comparison comparison) {
        ObjectNode root = Recording.MAPPER.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("kind", "comparison");
        root.set("before", recording(comparison.before()));
        root.set("after", recording(comparison.after()));
        ArrayNode notes = root.putArray("notes");
        Notes.of(comparison).forEach(notes::add);
        writeCounts(root.putObject("verdicts"), comparison);
        ObjectNode runs = root.putObject("runToRun");
        writeRunToRun(runs.putObject("duration"), comparison.durations());
        writeRunToRun(runs.putObject("fetch"), comparison.fetches());
        put(runs, "frequencyRatio", comparison.commonFrequency());
        writeHealth(root.putObject("health"), comparison);
        ArrayNode patterns = root.putArray("patterns");
        comparison.patterns().forEach(it -> writePattern(patterns.addObject(), it));
        ArrayNode findings = root.putArray("findings");
        comparison.findings().forEach(it -> writeFinding(findings.addObject(), it));
        writePools(root.putArray("pools"), comparison);
        try {
            return Recording.MAPPER
                    .writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) { // nodes can always be written
            throw new UncheckedIOException(impossible);
        }
    }

    private static ObjectNode recording(Recording recording) {
        ObjectNode node = Recording.MAPPER.createObjectNode();
        node.put("file", recording.fileName());
        for (String field : new String[] {"serviceName", "version", "jvm", "startedAt", "writtenAt", "uptimeSeconds"}) {
            node.set(field, orNull(recording.agent(field)));
        }
        node.put("executions", recording.executions());
        node.put("errors", recording.errors());
        put(node, "databaseSeconds", recording.databaseSeconds());
        return node;
    }

    private static void writeCounts(ObjectNode node, Comparison comparison) {
        Map<PatternComparison.Verdict, Integer> counts = new LinkedHashMap<>();
        for (PatternComparison.Verdict verdict : PatternComparison.Verdict.values()) {
            counts.put(verdict, 0);
        }
        comparison.patterns().forEach(it -> counts.merge(it.verdict(), 1, Integer::sum));
        counts.forEach((verdict, count) -> node.put(verdict.id(), count));
    }

    private static void writeRunToRun(ObjectNode node, Judge judge) {
        node.put("judged", judge.typical().statements());
        put(node, "commonRatio", Math.exp(judge.typical().shift()));
        put(node, "spread", judge.typical().spread());
        put(node, "commonTailOddsRatio", Math.exp(judge.tail().shift()));
        put(node, "tailSpread", judge.tail().spread());
    }

    private static void writeHealth(ObjectNode node, Comparison comparison) {
        JsonNode before = comparison.before().document().path("health");
        JsonNode after = comparison.after().document().path("health");
        writeBoth(node.putObject("score"), before.path("score"), after.path("score"));
        writeBoth(node.putObject("grade"), before.path("grade"), after.path("grade"));
        ArrayNode parts = node.putArray("parts");
        for (JsonNode part : after.path("parts")) {
            ObjectNode both = parts.addObject();
            both.set("name", part.path("name"));
            JsonNode same = find(before.path("parts"), part);
            both.set("before", orNull(same.path("score")));
            both.set("after", orNull(part.path("score")));
            both.set("whyBefore", orNull(same.path("why")));
            both.set("whyAfter", orNull(part.path("why")));
        }
    }

    private static void writePattern(ObjectNode node, PatternComparison compared) {
        RecordedPattern pattern = compared.pattern();
        RecordedPattern before = compared.before();
        RecordedPattern after = compared.after();
        node.put("id", pattern.id());
        node.put("database", pattern.text("database"));
        node.put("system", pattern.text("system"));
        node.put("summary", pattern.name());
        node.put("text", pattern.text("text"));
        node.put("verdict", compared.verdict().id());
        put(node, "impactSeconds", compared.impactSeconds());
        writeFrequency(node.putObject("frequency"), compared);
        writeErrors(node.putObject("errors"), compared);
        writeTimes(node.putObject("duration"), compared.duration(), duration(before), duration(after));
        writeTimes(node.putObject("fetch"), compared.fetch(), fetch(before), fetch(after));
        ObjectNode rows = node.putObject("rows");
        rows.set("before", before == null ? null : rows(before));
        rows.set("after", after == null ? null : rows(after));
    }

    private static @Nullable Times duration(@Nullable RecordedPattern pattern) {
        return pattern == null ? null : pattern.duration();
    }

    private static @Nullable Times fetch(@Nullable RecordedPattern pattern) {
        return pattern == null ? null : pattern.fetch();
    }

    private static JsonNode rows(RecordedPattern pattern) {
        return only(pattern.rows(), "count", "mean", "p50", "p99", "max");
    }

    private static void writeFrequency(ObjectNode node, PatternComparison compared) {
        RecordedPattern before = compared.before();
        RecordedPattern after = compared.after();
        node.put("before", before == null ? 0 : before.count());
        node.put("after", after == null ? 0 : after.count());
        put(node, "perSecondBefore", compared.frequency().perSecondBefore());
        put(node, "perSecondAfter", compared.frequency().perSecondAfter());
        put(node, "ratio", compared.frequency().ratio());
    }

    private static void writeErrors(ObjectNode node, PatternComparison compared) {
        RecordedPattern before = compared.before();
        RecordedPattern after = compared.after();
        node.put("before", before == null ? 0 : before.errors());
        node.put("after", after == null ? 0 : after.errors());
        ErrorShare.Result result = compared.errors();
        node.put("change", result == null ? "not_judged" : result.change());
        put(node, "falseShare", result == null ? Double.NaN : result.falseShare());
    }

    private static void writeTimes(
            ObjectNode node, @Nullable TimesComparison compared, @Nullable Times before, @Nullable Times after) {
        if (compared != null) {
            node.put("change", compared.change().id());
            put(node, "impactSeconds", compared.impactSeconds());
            Judgement judgement = compared.judgement();
            if (judgement == null) {
                node.putNull("judgement");
            } else {
                writeJudgement(node.putObject("judgement"), judgement);
            }
        }
        node.set("before", before == null ? null : only(before.written(), TIMES));
        node.set("after", after == null ? null : only(after.written(), TIMES));
    }

    private static void writeJudgement(ObjectNode node, Judgement judgement) {
        node.put("evidence", judgement.bySlots() ? "slots" : "counts");
        node.put("typical", judgement.typical().id());
        node.put("tail", judgement.tail().id());
        put(node, "ratio", judgement.ratio());
        put(node, "ratioFrom", judgement.lowestRatio());
        put(node, "ratioTo", judgement.highestRatio());
        put(node, "longerAfter", judgement.longerAfter());
        put(node, "falseShare", judgement.falseShare());
        put(node, "tailShareBefore", judgement.tailBefore());
        put(node, "tailShareAfter", judgement.tailAfter());
        put(node, "tailFalseShare", judgement.tailFalseShare());
    }

    private static void writeFinding(ObjectNode node, FindingComparison compared) {
        node.put("state", compared.state());
        node.setAll((ObjectNode) only(compared.finding(), FINDING));
        JsonNode before = compared.before();
        JsonNode after = compared.after();
        for (String field : new String[] {"impactSeconds", "occurrences"}) {
            writeBoth(
                    node.putObject(field),
                    before == null ? null : before.path(field),
                    after == null ? null : after.path(field));
        }
    }

    private static void writePools(ArrayNode pools, Comparison comparison) {
        JsonNode before = comparison.before().document().path("pools");
        JsonNode after = comparison.after().document().path("pools");
        for (JsonNode pool : after) {
            JsonNode same = find(before, pool);
            writePool(pools.addObject(), same.isMissingNode() ? "new" : "kept", same, pool);
        }
        for (JsonNode pool : before) {
            if (find(after, pool).isMissingNode()) {
                writePool(pools.addObject(), "gone", pool, Recording.MAPPER.missingNode());
            }
        }
    }

    private static void writePool(ObjectNode node, String state, JsonNode before, JsonNode after) {
        JsonNode known = after.isMissingNode() ? before : after;
        node.set("name", orNull(known.path("name")));
        node.set("kind", orNull(known.path("kind")));
        node.put("state", state);
        for (String field : POOL) {
            writeBoth(node.putObject(field), before.path(field), after.path(field));
        }
        for (String field : POOL_TIMES) {
            writeBoth(node.putObject(field), only(before.path(field), TIMES), only(after.path(field), TIMES));
        }
    }

    /** The one of the same name; and of the same kind, where there are kinds. */
    private static JsonNode find(JsonNode all, JsonNode like) {
        for (JsonNode one : all) {
            if (one.path("name").equals(like.path("name")) && one.path("kind").equals(like.path("kind"))) {
                return one;
            }
        }
        return Recording.MAPPER.missingNode();
    }

    private static JsonNode only(JsonNode of, String... fields) {
        if (!of.isObject()) {
            return Recording.MAPPER.nullNode();
        }
        ObjectNode some = Recording.MAPPER.createObjectNode();
        for (String field : fields) {
            if (of.has(field)) {
                some.set(field, of.get(field));
            }
        }
        return some;
    }

    private static void writeBoth(ObjectNode node, @Nullable JsonNode before, @Nullable JsonNode after) {
        node.set("before", orNull(before));
        node.set("after", orNull(after));
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null || node.isMissingNode() ? Recording.MAPPER.nullNode() : node;
    }

    private static void put(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros());
        } else {
            node.putNull(field);
        }
    }
}
