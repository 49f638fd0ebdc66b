package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TypicalTimeTest {
    private final Histogram histogram = Simulated.histogram();

    @Test
    void estimate_valuesAtBothEnds_doNotMoveIt() {
        histogram.recordValueWithCount(2_000_000, 92);
        double alone = mean();
        histogram.recordValueWithCount(1_000, 4);
        histogram.recordValueWithCount(3_000_000_000L, 4);

        assertThat(Math.exp(alone)).isCloseTo(2_000_000, within(10_000.0));
        assertThat(mean()).isEqualTo(alone);
    }

    @Test
    void estimate_fastHalfOfTheTime_geometricMean() {
        histogram.recordValueWithCount(100_000, 500);
        histogram.recordValueWithCount(10_000_000, 500);

        assertThat(Math.exp(mean())).isCloseTo(1_000_000, within(10_000.0));
    }

    @Test
    void estimate_logNormalTimes_scatterAsOftenRepeatedRunsDo() {
        Simulated simulated = new Simulated(7);
        int runs = 400;
        double sum = 0;
        double squares = 0;
        double said = 0;
        for (int i = 0; i < runs; i++) {
            Estimate one = new TypicalTime(simulated.independent(200, 1e6, 0.6).cells()).estimate();
            sum += one.value();
            squares += one.value() * one.value();
            said += one.variance() / runs;
        }

        double seen = squares / runs - sum / runs * (sum / runs);
        assertThat(said).isCloseTo(seen, within(0.2 * seen));
    }

    private double mean() {
        return new TypicalTime(Cells.of(histogram)).estimate().value();
    }
}
