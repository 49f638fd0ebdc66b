package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void of_growsInAnyShape_isOne() {
        assertThat(RankCorrelation.of(new long[] {1, 2, 3, 4}, new long[] {1, 10, 1_000, 1_001}))
                .isEqualTo(1);
    }

    @Test
    void of_falls_isMinusOne() {
        assertThat(RankCorrelation.of(new long[] {1, 2, 3}, new long[] {9, 5, 1}))
                .isEqualTo(-1);
    }

    @Test
    void of_alwaysTheSame_isZero() {
        assertThat(RankCorrelation.of(new long[] {7, 7, 7}, new long[] {1, 2, 3}))
                .isZero();
        assertThat(RankCorrelation.of(new long[] {1, 2, 3}, new long[] {7, 7, 7}))
                .isZero();
    }

    /** A textbook example: ranks by the mean of ties. */
    @Test
    void of_ties_shareTheirRank() {
        assertThat(RankCorrelation.of(new long[] {1, 2, 2, 3}, new long[] {1, 2, 3, 4}))
                .isEqualTo(0.9487, within(1e-4));
    }
}
