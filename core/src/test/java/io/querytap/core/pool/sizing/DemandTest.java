package io.querytap.core.pool.sizing;

import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DemandTest {
    @Test
    void of_arrivalsAtRandom_isLoadAndItsNinetyNinthPercentile() {
        Demand demand = Demand.of(Arrivals.poisson(100_000, 200, 0.025, 0, 5));

        assertThat(demand.offeredLoad()).isCloseTo(5, within(0.15));
        assertThat(demand.p99()).isBetween(11, 12); // with itself: the Poisson distribution's 10 or 11, and one
        assertThat(demand.busiestOfferedLoad()).isBetween(5.5, 7.5);
    }

    /** Two at once in each of 59 seconds, 20 in the last: the mean is 2.3, the busiest second has 20. */
    @Test
    void of_oneBusySecond_isSeenInIt() {
        Stretch.Builder builder = Stretch.builder(200);
        for (int second = 0; second < 60; second++) {
            long asked = second * NANOS_PER_SECOND;
            for (int i = 0; i < (second == 59 ? 20 : 2); i++) {
                builder.lease(asked, asked, asked + NANOS_PER_SECOND, Stretch.UNKNOWN, 0);
            }
        }

        Demand demand = Demand.of(builder.build(0, 60 * NANOS_PER_SECOND));

        assertThat(demand.offeredLoad()).isCloseTo((59 * 2 + 20) / 60.0, within(1e-9));
        assertThat(demand.busiestOfferedLoad()).isCloseTo(20, within(1e-9));
        assertThat(demand.peak()).isEqualTo(20);
    }

    /** Both asked at once; that one waited for the other makes no more than two. */
    @Test
    void of_leasesThatWaited_countsThemFromWhenTheyWereAskedFor() {
        Stretch stretch = Stretch.builder(0)
                .lease(0, 0, 100, Stretch.UNKNOWN, 0)
                .lease(0, 100, 200, Stretch.UNKNOWN, 0)
                .lease(150, 200, 300, Stretch.UNKNOWN, 0)
                .build(0, 300);

        assertThat(Demand.of(stretch).peak()).isEqualTo(2);
        assertThat(Demand.of(stretch).offeredLoad()).isCloseTo(1, within(1e-9));
        assertThat(stretch.meanInUse()).isCloseTo(1, within(1e-9));
        assertThat(stretch.waitedNanos()).isEqualTo(150);
    }

    @Test
    void of_nothing_isNothing() {
        Demand demand = Demand.of(Stretch.builder(0).build(0, 0));

        assertThat(demand.offeredLoad()).isZero();
        assertThat(demand.peak()).isZero();
        assertThat(demand.p99()).isZero();
    }
}
