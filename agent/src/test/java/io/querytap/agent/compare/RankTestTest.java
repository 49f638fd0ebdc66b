package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankTestTest {
    private final Cells low = cells(new double[] {0, 10, 20}, 4, 10, 6);

    @Test
    void moreThanHalf_sameTimes_nothing() {
        Estimate same = test(low, cells(new double[] {0, 10, 20}, 4, 10, 6));

        assertThat(same.value()).isCloseTo(0, within(1e-12));
        assertThat(same.probability()).isCloseTo(1, within(1e-9));
    }

    @Test
    void moreThanHalf_ties_countHalfAsInAllPairs() {
        Cells high = cells(new double[] {10, 20, 30}, 3, 5, 2);

        // Of 200 pairs: each of the later against each of the earlier, by hand.
        double longer = 3 * (4 + 5) + 5 * (14 + 3) + 2 * 20;
        assertThat(test(low, high).value()).isCloseTo(longer / 200 - 0.5, within(1e-12));
        assertThat(test(high, low).value()).isCloseTo(0.5 - longer / 200, within(1e-12));
    }

    @Test
    void moreThanHalf_runsThatDoNotOverlap_certainAndFinite() {
        Estimate apart = test(low, cells(new double[] {500, 510, 520}, 5, 5, 5));

        assertThat(apart.value()).isEqualTo(0.5);
        assertThat(apart.variance()).isPositive();
        assertThat(apart.probability()).isLessThan(1e-6);
    }

    @Test
    void moreThanHalf_oneOfThemStretched_cellsAreCutAtTheEdgesOfBoth() {
        Cells one = cells(new double[] {0}, 100);

        // Evenly in 0 to 10 against evenly in 0 to 20: three quarters are longer.
        assertThat(test(one, one.stretched(2)).value()).isCloseTo(0.25, within(1e-12));
    }

    private static Estimate test(Cells before, Cells after) {
        return new RankTest(before, after).moreThanHalf(Widening.NONE, Widening.NONE);
    }

    /** Cells ten wide. */
    private static Cells cells(double[] lower, double... counts) {
        double[] upper = lower.clone();
        for (int i = 0; i < upper.length; i++) {
            upper[i] += 10;
        }
        return new Cells(lower, upper, counts);
    }
}
