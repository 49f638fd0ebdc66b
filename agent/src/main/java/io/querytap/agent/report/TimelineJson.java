package io.querytap.agent.report;

import static io.querytap.agent.report.JsonValues.rounded;
import static io.querytap.agent.report.JsonValues.seconds;
import static io.querytap.agent.report.JsonValues.writeText;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.timeline.Heat;
import io.querytap.core.timeline.PatternTimeline;
import io.querytap.core.timeline.PoolTimeline;
import io.querytap.core.timeline.TimelineSnapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what happened when: the run as a whole, and each pattern. Every array has one element a slot. */
final class TimelineJson {
    /** Digits of a sum of times that are worth writing two thousand times sixty times. */
    private static final MathContext TIME_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    /** Digits of a mean number of connections. */
    private static final int MEAN_DIGITS = 2;

    private TimelineJson() {}

    /** The run as a whole; nothing where it is not kept. */
    static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
        TimelineSnapshot timeline = snapshot.timeline();
        if (timeline == null) {
            return;
        }
        json.writeObjectFieldStart("timeline");
        json.writeStringField("start", JsonReport.instant(snapshot.startedAt()));
        json.writeNumberField("stepSeconds", seconds(timeline.stepNanos()));
        json.writeNumberField("slots", timeline.slots());
        json.writeNumberField("lastSlotSeconds", seconds(timeline.lastSlotNanos()));
        writeCounts(json, "executions", timeline.executions());
        writeCounts(json, "errors", timeline.errors());
        writeTimes(json, "seconds", timeline.nanos());
        json.writeArrayFieldStart("pools");
        for (PoolTimeline pool : timeline.pools()) {
            writePool(json, pool, timeline.slots());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("events");
        writeEvents(json, snapshot.findings());
        json.writeEndArray();
        json.writeEndObject();
    }

    /** One pattern, as far as it is kept. */
    static void write(JsonGenerator json, @Nullable TimelineSnapshot timeline, PatternSnapshot pattern)
            throws IOException {
        PatternTimeline over = timeline == null ? null : timeline.of(pattern);
        if (over == null) {
            return;
        }
        json.writeObjectFieldStart("timeline");
        writeCounts(json, "count", over.executions());
        long[] errors = over.errors();
        if (errors != null) {
            writeCounts(json, "errors", errors);
        }
        writeTimes(json, "seconds", over.nanos());
        writeHeat(json, "durations", over.durations(), over.executions().length);
        writeHeat(json, "fetches", over.fetches(), over.executions().length);
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, String name, long[] counts) throws IOException {
        json.writeArrayFieldStart(name);
        for (long count : counts) {
            json.writeNumber(count);
        }
        json.writeEndArray();
    }

    private static void writeTimes(JsonGenerator json, String name, long[] nanos) throws IOException {
        json.writeArrayFieldStart(name);
        for (long time : nanos) {
            json.writeNumber(time(time));
        }
        json.writeEndArray();
    }

    private static BigDecimal time(long nanos) {
        return JsonValues.plain(seconds(nanos).round(TIME_DIGITS));
    }

    /** A slot of which nothing is known is null, one in which nothing happened is empty. */
    private static void writeHeat(JsonGenerator json, String name, @Nullable Heat heat, int slots) throws IOException {
        if (heat == null || heat.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        int cell = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (slot < heat.knownFrom()) {
                json.writeNull();
                continue;
            }
            json.writeStartArray();
            for (; cell < heat.cells() && heat.slot(cell) <= slot; cell++) {
                if (heat.slot(cell) == slot) {
                    json.writeStartArray();
                    json.writeNumber(heat.octave(cell));
                    json.writeNumber(heat.count(cell));
                    json.writeEndArray();
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void writePool(JsonGenerator json, PoolTimeline pool, int slots) throws IOException {
        json.writeStartObject();
        writeText(json, "name", pool.name());
        json.writeArrayFieldStart("used");
        for (int slot = 0; slot < slots; slot++) {
            if (pool.isKnown(slot)) {
                json.writeNumber(rounded(pool.meanUsed(slot), MEAN_DIGITS));
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("usedMax");
        for (int slot = 0; slot < slots; slot++) {
            writeIfKnown(json, pool.isKnown(slot), pool.mostUsed(slot));
        }
        json.writeEndArray();
        if (pool.tellsPending()) {
            json.writeArrayFieldStart("pending");
            for (int slot = 0; slot < slots; slot++) {
                writeIfKnown(json, pool.isKnown(slot), pool.mostPending(slot));
            }
            json.writeEndArray();
        }
        if (pool.max() == PoolGauges.UNKNOWN) {
            json.writeNullField("max");
        } else {
            json.writeNumberField("max", pool.max());
        }
        json.writeEndObject();
    }

    private static void writeIfKnown(JsonGenerator json, boolean isKnown, long value) throws IOException {
        if (isKnown) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** When what was found was found first, in order of time. */
    private static void writeEvents(JsonGenerator json, List<Finding> findings) throws IOException {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            indexes.add(i);
        }
        indexes.sort(Comparator.comparing(index -> findings.get(index).firstSeen()));
        for (int index : indexes) {
            Finding finding = findings.get(index);
            json.writeStartObject();
            json.writeStringField("at", JsonReport.instant(finding.firstSeen()));
            json.writeStringField("kind", finding.kind().id());
            writeText(json, "title", KindText.of(finding.kind()).title());
            json.writeNumberField("finding", index);
            json.writeEndObject();
        }
    }
}
