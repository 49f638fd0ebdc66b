package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.smoke.app.PercentilesApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A driver that keeps every raw duration; the report's percentiles must be those of the raw durations. */
class PercentilesIT {
    /** Two significant digits. */
    private static final double HISTOGRAM_PRECISION = 0.01;

    /** The smallest difference that the histogram tells. */
    private static final double HISTOGRAM_RESOLUTION_SECONDS = 1e-6;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void percentiles_knownDelays_agreeWithRawDurations(Jdk jdk) {
        Outcome outcome = JvmRun.on(jdk)
                .optimized()
                .withAgent()
                .withReport()
                .main(PercentilesApp.class)
                .run()
                .succeeded();

        SoftAssertions softly = new SoftAssertions();
        ObjectNode raw = (ObjectNode) outcome.json();
        // Its calls ran before the code on both sides of the clocks was compiled.
        raw.remove(PercentilesApp.WARM_UP);
        raw.fieldNames().forEachRemaining(text -> {
            JsonNode pattern = outcome.report().pattern(text);
            double[] inside = sortedSeconds(raw.path(text).path("driver"));
            double[] outside = sortedSeconds(raw.path(text).path("caller"));
            assertThat(pattern.path("count").asInt()).as(text).isEqualTo(inside.length);
            compare(softly, text, inside, outside, pattern.path("duration"));
        });
        softly.assertAll();
    }

    /**
     * The agent's looks at the clock lie between those of the driver and those of the caller, so each of its durations, and with
     * them each percentile, lies between theirs, however busy the machine is.
     */
    private static void compare(
            SoftAssertions softly, String text, double[] inside, double[] outside, JsonNode duration) {
        percentiles().forEach((name, fraction) -> {
            int rank = (int) Math.ceil(fraction * inside.length) - 1;
            isBetween(softly, text + ' ' + name, duration.path(name), inside[rank], outside[rank]);
        });
        int last = inside.length - 1;
        isBetween(softly, text + " min", duration.path("min"), inside[0], outside[0]);
        isBetween(softly, text + " max", duration.path("max"), inside[last], outside[last]);
        double sumInside = Arrays.stream(inside).sum();
        double sumOutside = Arrays.stream(outside).sum();
        isBetween(softly, text + " sum", duration.path("sum"), sumInside, sumOutside);
    }

    private static void isBetween(SoftAssertions softly, String what, JsonNode actual, double least, double most) {
        softly.assertThat(actual.asDouble())
                .as(what)
                .isBetween(
                        least * (1 - HISTOGRAM_PRECISION) - HISTOGRAM_RESOLUTION_SECONDS,
                        most * (1 + HISTOGRAM_PRECISION) + HISTOGRAM_RESOLUTION_SECONDS);
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", 0.5);
        percentiles.put("p90", 0.9);
        percentiles.put("p95", 0.95);
        percentiles.put("p99", 0.99);
        percentiles.put("p999", 0.999);
        return percentiles;
    }

    private static double[] sortedSeconds(JsonNode nanos) {
        LongStream values = StreamSupport.stream(nanos.spliterator(), false).mapToLong(JsonNode::asLong);
        return values.sorted().mapToDouble(value -> value / 1e9).toArray();
    }
}
