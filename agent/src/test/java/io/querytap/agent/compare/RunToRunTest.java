package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunToRunTest {
    private static final double ASSUMED = 0.05;

    private final Simulated simulated = new Simulated(3);

    @Test
    void of_aThirdChanged_shiftIsThatOfTheOthers() {
        List<Estimate> differences = differences(300, /* shift= */ 0.2, /* spread= */ 0.1);
        for (int i = 0; i < 100; i++) {
            differences.add(new Estimate(2, 0.001, 1_000));
        }

        RunToRun run = RunToRun.of(differences, ASSUMED, /* withShift= */ true);

        assertThat(run.shift()).isCloseTo(0.2, within(0.1));
        assertThat(run.spread()).isBetween(0.08, 0.2);
    }

    @Test
    void of_fewStatements_noShiftAndTheAssumedSpread() {
        RunToRun run = RunToRun.of(List.of(new Estimate(0.8, 0.001, 500)), ASSUMED, /* withShift= */ true);

        assertThat(run.shift()).isZero();
        assertThat(run.spread()).isBetween(ASSUMED, 6 * ASSUMED);
        assertThat(RunToRun.of(List.of(), ASSUMED, /* withShift= */ true).spread())
                .isEqualTo(ASSUMED);
    }

    @Test
    void of_noMoreThanTheirOwnChance_nextToNoSpread() {
        RunToRun run = RunToRun.of(differences(1_000, /* shift= */ 0, /* spread= */ 0), ASSUMED, /* withShift= */ true);

        assertThat(run.spread()).isLessThan(0.015);
    }

    @Test
    void judged_difference_lessTheShiftAndLessCertain() {
        RunToRun run =
                RunToRun.of(differences(500, /* shift= */ 0.3, /* spread= */ 0.1), ASSUMED, /* withShift= */ true);

        Estimate judged = run.judged(new Estimate(0.5, 0.001, 1_000));

        assertThat(judged.value()).isCloseTo(0.2, within(0.02));
        assertThat(judged.variance()).isCloseTo(0.011, within(0.003));
    }

    /** The fifteen probabilities of Benjamini and Hochberg's own example, of which four are called real at 5 %. */
    @Test
    void adjusted_theirExample_fourAreReal() {
        double[] probabilities = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1
        };

        double[] adjusted = RunToRun.adjusted(probabilities);

        assertThat(adjusted[0]).isCloseTo(0.0015, within(1e-9));
        assertThat(adjusted[3]).isCloseTo(0.0095 * 15 / 4, within(1e-9));
        assertThat(adjusted[3]).isLessThan(0.05);
        assertThat(adjusted[4]).isGreaterThan(0.05);
        assertThat(adjusted).isSorted();
    }

    private List<Estimate> differences(int statements, double shift, double spread) {
        List<Estimate> differences = new ArrayList<>();
        for (int i = 0; i < statements; i++) {
            double deviation = simulated.between(0.01, 0.1);
            double seen = shift + simulated.normal(spread) + simulated.normal(deviation);
            differences.add(new Estimate(seen, deviation * deviation, 1_000));
        }
        return differences;
    }
}
