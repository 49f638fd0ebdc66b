package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

    /** What lies between the agent's clock and the driver's: a few calls, and in between the machine may be busy elsewhere. */
    private static final double OVERHEAD_SECONDS = 5e-6;

    /** The very longest may have been interrupted between the two clocks. */
    private static final double INTERRUPTION_SECONDS = 20e-3;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void percentiles_knownDelays_agreeWithRawDurations(Jdk jdk) {
        Outcome outcome = JvmRun.on(jdk)
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
            double[] seconds = sortedSeconds(raw.path(text));
            assertThat(pattern.path("count").asInt()).as(text).isEqualTo(seconds.length);
            compare(softly, text, seconds, pattern.path("duration"));
        });
        softly.assertAll();
    }

    private static void compare(SoftAssertions softly, String text, double[] sorted, JsonNode duration) {
        percentiles().forEach((name, fraction) -> {
            double expected = sorted[(int) Math.ceil(fraction * sorted.length) - 1];
            softly.assertThat(duration.path(name).asDouble())
                    .as(text + ' ' + name)
                    .isCloseTo(expected, within(expected * HISTOGRAM_PRECISION + OVERHEAD_SECONDS));
        });
        double longest = sorted[sorted.length - 1];
        softly.assertThat(duration.path("max").asDouble())
                .as(text + " max")
                .isBetween(
                        longest * (1 - HISTOGRAM_PRECISION),
                        longest * (1 + HISTOGRAM_PRECISION) + INTERRUPTION_SECONDS);
        double shortest = sorted[0];
        softly.assertThat(duration.path("min").asDouble())
                .as(text + " min")
                .isCloseTo(shortest, within(shortest * HISTOGRAM_PRECISION + OVERHEAD_SECONDS));
        double sum = Arrays.stream(sorted).sum();
        softly.assertThat(duration.path("sum").asDouble())
                .as(text + " sum")
                .isBetween(
                        sum * (1 - HISTOGRAM_PRECISION),
                        sum * (1 + HISTOGRAM_PRECISION) + sorted.length * OVERHEAD_SECONDS + INTERRUPTION_SECONDS);
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
