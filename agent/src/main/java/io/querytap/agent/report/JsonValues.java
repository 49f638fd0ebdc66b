package io.querytap.agent.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.core.stats.DistributionSnapshot;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the kinds of values that the report's document is made of: durations in seconds, distributions, texts of the application's. */
final class JsonValues {
    private static final int NANO_DIGITS = 9;

    /** Digits of a percentile in a spectrum: 99.999 is the last one. */
    private static final int PERCENTILE_DIGITS = 5;

    private JsonValues() {}

    /** A distribution of nanoseconds, in seconds. */
    static void writeDurations(JsonGenerator json, String name, Percentiles nanos) throws IOException {
        json.writeObjectFieldStart(name);
        writeDurationFields(json, nanos);
        json.writeEndObject();
    }

    /** The same with its histogram, from which two documents can be compared. */
    static void writeDurations(JsonGenerator json, String name, DistributionSnapshot nanos, HistogramText histogram)
            throws IOException {
        json.writeObjectFieldStart(name);
        writeDurationFields(json, Percentiles.of(nanos));
        if (!nanos.isEmpty()) {
            json.writeStringField("histogram", histogram.of(nanos));
        }
        json.writeEndObject();
    }

    private static void writeDurationFields(JsonGenerator json, Percentiles nanos) throws IOException {
        json.writeNumberField("count", nanos.count());
        json.writeNumberField("sum", seconds(nanos.sum()));
        json.writeNumberField("min", seconds(nanos.min()));
        json.writeNumberField("mean", plain(BigDecimal.valueOf(nanos.mean() / DistributionSnapshot.NANOS_PER_SECOND)));
        json.writeNumberField("p50", seconds(nanos.valueAt(50)));
        json.writeNumberField("p90", seconds(nanos.valueAt(90)));
        json.writeNumberField("p95", seconds(nanos.valueAt(95)));
        json.writeNumberField("p99", seconds(nanos.valueAt(99)));
        json.writeNumberField("p999", seconds(nanos.valueAt(99.9)));
        json.writeNumberField("max", seconds(nanos.max()));
        if (nanos.count() > 0) {
            json.writeArrayFieldStart("spectrum");
            Spectrum.points(nanos, (percentile, value) -> writePoint(json, percentile, seconds(value)));
            json.writeEndArray();
        }
    }

    /** A distribution of plain counts: rows, statements of a batch. */
    static void writeCounts(JsonGenerator json, String name, DistributionSnapshot counts) throws IOException {
        Percentiles values = Percentiles.of(counts);
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", values.count());
        json.writeNumberField("sum", values.sum());
        json.writeNumberField("min", values.min());
        json.writeNumberField("mean", plain(BigDecimal.valueOf(values.mean())));
        json.writeNumberField("p50", values.valueAt(50));
        json.writeNumberField("p90", values.valueAt(90));
        json.writeNumberField("p95", values.valueAt(95));
        json.writeNumberField("p99", values.valueAt(99));
        json.writeNumberField("p999", values.valueAt(99.9));
        json.writeNumberField("max", values.max());
        if (values.count() > 0) {
            json.writeArrayFieldStart("spectrum");
            Spectrum.points(values, (percentile, value) -> writePoint(json, percentile, BigDecimal.valueOf(value)));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writePoint(JsonGenerator json, double percentile, BigDecimal value) throws IOException {
        json.writeStartArray();
        json.writeNumber(plain(BigDecimal.valueOf(percentile).setScale(PERCENTILE_DIGITS, RoundingMode.HALF_UP)));
        json.writeNumber(value);
        json.writeEndArray();
    }

    static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeStringField(name, text == null ? null : JsonReport.wellFormed(text));
    }

    static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(JsonReport.wellFormed(text));
        }
        json.writeEndArray();
    }

    static void writeEmptyArray(JsonGenerator json, String name) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeEndArray();
    }

    static BigDecimal seconds(long nanos) {
        return plain(BigDecimal.valueOf(nanos, NANO_DIGITS));
    }

    /** A fraction of a nanosecond is no more than the way it was computed. */
    static BigDecimal seconds(double nanos) {
        return plain(BigDecimal.valueOf(nanos / DistributionSnapshot.NANOS_PER_SECOND)
                .setScale(NANO_DIGITS, RoundingMode.HALF_UP));
    }

    static BigDecimal rounded(double number, int digits) {
        return plain(BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP));
    }

    static BigDecimal plain(BigDecimal number) {
        return number.stripTrailingZeros();
    }
}
