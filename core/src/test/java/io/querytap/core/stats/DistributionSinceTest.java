package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionSinceTest {
    /** What was recorded between two snapshots, against a distribution of nothing else. */
    @ParameterizedTest
    @CsvSource({"0,5", "5,1", "5,20", "20,12", "20,40", "32,1", "33,1", "40,3", "1000,1", "1000,5000", "31,5000"})
    void since_anySizes_isWhatWasAdded(int before, int added) {
        Random random = new Random(before * 31L + added);
        Distribution all = new Distribution(Distribution.Kind.DURATION);
        for (int i = 0; i < before; i++) {
            all.record(1_000L + random.nextInt(2_000_000_000));
        }
        DistributionSnapshot earlier = all.snapshot();
        Distribution alone = new Distribution(Distribution.Kind.DURATION);
        for (int i = 0; i < added; i++) {
            long value = 1_000L + random.nextInt(2_000_000_000);
            all.record(value);
            alone.record(value);
        }

        DistributionSnapshot since = all.snapshot().since(earlier);

        DistributionSnapshot expected = alone.snapshot();
        assertThat(since.count()).isEqualTo(added);
        assertThat(since.sum()).isEqualTo(expected.sum());
        for (double percentile : new double[] {1, 50, 90, 95, 99, 100}) {
            assertThat((double) since.valueAtPercentile(percentile))
                    .isCloseTo(expected.valueAtPercentile(percentile), Percentage.withPercentage(1));
        }
        assertThat((double) since.max()).isCloseTo(expected.max(), Percentage.withPercentage(1));
        assertThat((double) since.min()).isCloseTo(expected.min(), Percentage.withPercentage(1));
    }

    @Test
    void since_fewEqualValues_keepsHowManyThereAre() {
        Distribution all = new Distribution(Distribution.Kind.COUNT);
        all.record(7);
        all.record(7);
        DistributionSnapshot earlier = all.snapshot();
        all.record(3);
        all.record(7);
        all.record(9);

        List<Long> values = new ArrayList<>();
        all.snapshot().since(earlier).forEachCell((value, count) -> values.add(value));

        assertThat(values).containsExactly(3L, 7L, 9L);
    }

    @Test
    void since_nothingAdded_isEmpty() {
        Distribution all = new Distribution(Distribution.Kind.COUNT);
        all.record(7);

        assertThat(all.snapshot().since(all.snapshot()).isEmpty()).isTrue();
    }

    @Test
    void since_valuesPastTheLastCell_areTakenOutOfIt() {
        Distribution all = new Distribution(Distribution.Kind.DURATION);
        long days = 500_000_000_000_000L;
        for (int i = 0; i < 10; i++) {
            all.record(days);
        }
        DistributionSnapshot earlier = all.snapshot();
        for (int i = 0; i < 50; i++) {
            all.record(5_000_000);
        }

        DistributionSnapshot since = all.snapshot().since(earlier);

        assertThat(since.count()).isEqualTo(50);
        assertThat(since.valueAtPercentile(100)).isLessThan(5_100_000);
    }
}
