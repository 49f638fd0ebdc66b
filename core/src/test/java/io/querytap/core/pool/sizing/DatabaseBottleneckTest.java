package io.querytap.core.pool.sizing;

import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_MILLI;
import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DatabaseBottleneckTest {
    /** A database of two processors: of so many leases at once each gets its share of them, so that work takes longer. */
    @Test
    void in_busyTimeThatGrowsWithWhatIsInUse_isFound() {
        DatabaseBottleneck found = DatabaseBottleneck.in(waves(inUse -> 10 * Math.max(1, inUse / 2.0)));

        assertThat(found).isNotNull();
        assertThat(found.rankCorrelation()).isGreaterThan(0.7);
        assertThat(found.busyNanosAtMany()).isGreaterThan(2 * found.busyNanosAtFew());
        assertThat(found.manyInUse()).isGreaterThan(2 * found.fewInUse());
        assertThat(found.leases()).isGreaterThan(1_000);
    }

    @Test
    void in_busyTimeThatStaysAsItIs_isNotFound() {
        assertThat(DatabaseBottleneck.in(waves(inUse -> 10))).isNull();
    }

    @Test
    void in_arrivalsAtRandomWithLeasesOfAllLengths_isNotFound() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(DatabaseBottleneck.in(Arrivals.poisson(5_000, 200, 0.025, 0.2, seed)))
                    .as("seed %d", seed)
                    .isNull();
        }
    }

    /** Costly work comes in waves, light work in between: leases get longer the more there are, but none gets slower. */
    @Test
    void in_costlyWorkInBursts_isNotFound() {
        Random random = new Random(8);
        Stretch.Builder builder = Stretch.builder(4_000);
        for (int second = 0; second < 60; second++) {
            boolean isCostly = second % 2 == 0;
            int arrivals = isCostly ? 50 : 20;
            for (int i = 0; i < arrivals; i++) {
                long asked = second * NANOS_PER_SECOND + random.nextInt(900) * NANOS_PER_MILLI;
                long held = (isCostly ? 200 + random.nextInt(20) : 10 + random.nextInt(3)) * NANOS_PER_MILLI;
                builder.lease(asked, asked, asked + held, held, isCostly ? 1 : 2);
            }
        }

        assertThat(DatabaseBottleneck.in(builder.build(0, 60 * NANOS_PER_SECOND)))
                .isNull();
    }

    @Test
    void in_fewLeases_isNotFound() {
        Stretch.Builder builder = Stretch.builder(100);
        for (int i = 0; i < 100; i++) {
            long asked = i / 10 * NANOS_PER_SECOND;
            long held = (1 + i % 10) * 10 * NANOS_PER_MILLI;
            builder.lease(asked, asked, asked + held, held, 1);
        }

        assertThat(DatabaseBottleneck.in(builder.build(0, 10 * NANOS_PER_SECOND)))
                .isNull();
    }

    @Test
    void in_driverNotMeasured_isNotFound() {
        Stretch.Builder builder = Stretch.builder(1_000);
        for (int i = 0; i < 1_000; i++) {
            long asked = i / 10 * NANOS_PER_SECOND;
            builder.lease(asked, asked, asked + (1 + i / 10) * NANOS_PER_MILLI, Stretch.UNKNOWN, 1);
        }

        assertThat(DatabaseBottleneck.in(builder.build(0, 100 * NANOS_PER_SECOND)))
                .isNull();
    }

    private interface BusyMillis {
        double at(int inUse);
    }

    /** Every 200 ms a wave of one to twenty leases at once, all with the same work to do, and a little noise. */
    private static Stretch waves(BusyMillis busy) {
        Random random = new Random(6);
        Stretch.Builder builder = Stretch.builder(4_000);
        for (int wave = 0; wave < 200; wave++) {
            int inUse = 1 + random.nextInt(20);
            for (int i = 0; i < inUse; i++) {
                long asked = wave * 200 * NANOS_PER_MILLI + i;
                long held = Math.round(busy.at(inUse) * (0.9 + 0.2 * random.nextDouble()) * NANOS_PER_MILLI);
                builder.lease(asked, asked, asked + held, held, 1);
            }
        }
        return builder.build(0, 40 * NANOS_PER_SECOND);
    }
}
