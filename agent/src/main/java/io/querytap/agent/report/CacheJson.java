package io.querytap.agent.report;

import static io.querytap.agent.report.JsonValues.plain;
import static io.querytap.agent.report.JsonValues.rounded;
import static io.querytap.agent.report.JsonValues.writeEmptyArray;
import static io.querytap.agent.report.JsonValues.writeText;
import static io.querytap.agent.report.JsonValues.writeTexts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.AgeSnapshot;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what the result cache did as the document's section; without a cache it has no rules and nothing else. */
final class CacheJson {
    private static final int NANO_DIGITS = 9;
    private static final int MILLI_DIGITS = 3;

    /** Digits of an entry's digest that tell two entries apart. */
    private static final int DIGEST_DIGITS = 16;

    private CacheJson() {}

    static void write(JsonGenerator json, @Nullable CacheFigures cache) throws IOException {
        json.writeObjectFieldStart("cache");
        json.writeArrayFieldStart("rules");
        if (cache != null) {
            for (RuleFigures rule : cache.rules()) {
                writeRule(json, rule);
            }
        }
        json.writeEndArray();
        writeEmptyArray(json, "advice");
        if (cache != null) {
            writeWhole(json, cache);
        }
        json.writeEndObject();
    }

    private static void writeWhole(JsonGenerator json, CacheFigures cache) throws IOException {
        json.writeBooleanField("on", cache.isOn());
        json.writeBooleanField("heapFull", cache.isHeapFull());
        json.writeNumberField("entries", cache.entries());
        json.writeNumberField("bytes", cache.heldBytes());
        json.writeNumberField("maxBytes", cache.maxBytes());
        json.writeNumberField("evictions", cache.evictions());
        json.writeNumberField("fences", cache.fences());
        json.writeNumberField("droppedTasks", cache.droppedTasks());
        writeTexts(json, "drivers", cache.drivers());
        SharedStatus shared = cache.shared();
        if (shared == null) {
            json.writeNullField("shared");
            return;
        }
        json.writeObjectFieldStart("shared");
        json.writeBooleanField("reachable", shared.isReachable());
        json.writeNumberField("unsentInvalidations", shared.unsentInvalidations());
        json.writeNumberField("oldestUnsentSeconds", rounded(shared.oldestUnsentSeconds(), MILLI_DIGITS));
        json.writeNumberField("droppedPuts", shared.droppedPuts());
        json.writeNumberField("timeouts", shared.timeouts());
        json.writeNumberField("reconnects", shared.reconnects());
        json.writeEndObject();
    }

    private static void writeRule(JsonGenerator json, RuleFigures rule) throws IOException {
        CacheRule definition = rule.definition();
        json.writeStartObject();
        writeText(json, "name", rule.rule());
        Long pattern = definition == null ? null : definition.patternId();
        json.writeStringField("pattern", pattern == null ? null : hexId(pattern));
        json.writeStringField("state", RuleState.of(rule).id());
        json.writeNumberField("hits", RuleState.hits(rule));
        json.writeNumberField("misses", rule.misses());
        json.writeNumberField("stale", rule.silentChanges());
        json.writeNumberField("fills", rule.fills());
        json.writeNumberField("invalidations", rule.invalidations());
        json.writeNumberField("savedSeconds", rounded(rule.savedSeconds(), NANO_DIGITS));
        json.writeNumberField("bytes", rule.heldBytes());
        json.writeNumberField("localHits", rule.localHits());
        json.writeNumberField("sharedHits", rule.sharedHits());
        json.writeNumberField("followedHits", rule.followed());
        json.writeNumberField("servedBytes", rule.servedBytes());
        writeDefinition(json, definition);
        writeRefusals(json, rule);
        json.writeObjectFieldStart("comparisons");
        json.writeNumberField("trueHits", rule.shadowHits());
        json.writeNumberField("falseInvalidations", rule.falseInvalidations());
        json.writeNumberField("silentChanges", rule.silentChanges());
        json.writeNumberField("notCompared", rule.notCompared());
        json.writeEndObject();
        writeAges(json, "answerAges", rule.answerAges());
        writeAges(json, "staleAges", rule.staleAges());
        json.writeArrayFieldStart("evidence");
        for (Evidence proven : rule.evidence()) {
            writeEvidence(json, proven);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeDefinition(JsonGenerator json, @Nullable CacheRule definition) throws IOException {
        if (definition == null) {
            writeEmptyArray(json, "tables");
            json.writeNullField("ttlSeconds");
            json.writeNullField("stalenessSeconds");
            return;
        }
        List<String> tables = new ArrayList<>(definition.tables());
        tables.sort(null);
        writeTexts(json, "tables", tables);
        json.writeNumberField("ttlSeconds", JsonValues.seconds(definition.ttlNanos()));
        json.writeNumberField("stalenessSeconds", JsonValues.seconds(definition.stalenessNanos()));
    }

    private static void writeRefusals(JsonGenerator json, RuleFigures rule) throws IOException {
        json.writeArrayFieldStart("refusals");
        for (var refused : RuleState.refusals(rule)) {
            RefusalText text = RefusalText.of(refused.getKey());
            json.writeStartObject();
            json.writeStringField("reason", refused.getKey().label());
            json.writeNumberField("count", refused.getValue());
            json.writeStringField("meaning", text.meaning());
            json.writeStringField("advice", text.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Ages below a bound in seconds each, null for the last; empty classes are left out. */
    private static void writeAges(JsonGenerator json, String name, AgeSnapshot ages) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < ages.classes(); i++) {
            if (ages.count(i) == 0) {
                continue;
            }
            json.writeStartObject();
            if (ages.belowMillis(i) == Long.MAX_VALUE) {
                json.writeNullField("belowSeconds");
            } else {
                json.writeNumberField("belowSeconds", seconds(ages.belowMillis(i)));
            }
            json.writeNumberField("count", ages.count(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEvidence(JsonGenerator json, Evidence proven) throws IOException {
        String digest = proven.keyDigest();
        json.writeStartObject();
        json.writeStringField("at", JsonReport.instant(proven.when()));
        json.writeStringField("pattern", hexId(proven.patternId()));
        json.writeStringField("entry", digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())));
        writeKnown(json, "row", proven.row());
        writeKnown(json, "column", proven.column());
        json.writeNumberField("ageSeconds", seconds(proven.ageMillis()));
        json.writeBooleanField("beyondBound", proven.isBeyondBound());
        json.writeEndObject();
    }

    private static void writeKnown(JsonGenerator json, String name, int place) throws IOException {
        if (place == Evidence.UNKNOWN) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, place);
        }
    }

    private static BigDecimal seconds(long millis) {
        return plain(BigDecimal.valueOf(millis, MILLI_DIGITS));
    }

    private static String hexId(long id) {
        return String.format(Locale.ROOT, "%016x", id);
    }
}
