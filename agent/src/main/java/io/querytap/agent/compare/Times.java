package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One distribution of a recorded report: what is written of it, and its histogram where it has one. Immutable. */
final class Times {
    private final JsonNode written;
    private final @Nullable Sample sample;

    private Times(JsonNode written, @Nullable Sample sample) {
        this.written = written;
        this.sample = sample;
    }

    /** @param course per slot {@code [[bucket, count], ...]}; a missing node where the course of the run was not recorded */
    static Times of(JsonNode written, JsonNode course) {
        JsonNode histogram = written.path("histogram");
        Cells cells = histogram.isTextual() ? Cells.decode(histogram.textValue()) : null;
        return new Times(written, cells == null || cells.size() == 0 ? null : new Sample(cells, series(course)));
    }

    private static @Nullable SlotSeries series(JsonNode course) {
        if (!course.isArray()) {
            return null;
        }
        long[][] slots = new long[course.size()][SlotSeries.BUCKETS];
        for (int slot = 0; slot < slots.length; slot++) {
            for (Iterator<JsonNode> pairs = course.get(slot).elements(); pairs.hasNext(); ) {
                JsonNode pair = pairs.next();
                int bucket = pair.path(0).asInt(-1);
                if (bucket >= 0 && bucket < SlotSeries.BUCKETS) {
                    slots[slot][bucket] += Math.max(0, pair.path(1).asLong());
                }
            }
        }
        return new SlotSeries(slots);
    }

    /** As it stands in the report. */
    JsonNode written() {
        return written;
    }

    /** What the tests need; null where the report has no histogram. */
    @Nullable
    Sample sample() {
        return sample;
    }

    long count() {
        return written.path("count").asLong();
    }

    double seconds() {
        return written.path("sum").asDouble();
    }

    double meanSeconds() {
        return written.path("mean").asDouble();
    }

    double at(String percentile) {
        return written.path(percentile).asDouble();
    }
}
