package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private final Observed observed = new Observed();

    @Test
    void of_severalSnapshots_likeOneThatHoldsAllValues() {
        PatternStats odd = observed.pattern("SELECT a FROM odd");
        PatternStats even = observed.pattern("SELECT b FROM even");
        PatternStats all = observed.pattern("SELECT c FROM every");
        for (int i = 1; i <= 5_000; i++) {
            (i % 2 == 0 ? even : odd).recordSuccess(observed.hint, i * Observed.MICRO);
            all.recordSuccess(observed.hint, i * Observed.MICRO);
        }

        Percentiles merged = Percentiles.of(List.of(of(odd), DistributionSnapshot.empty(), of(even)));
        Percentiles whole = Percentiles.of(of(all));

        assertThat(merged.count()).isEqualTo(whole.count());
        assertThat(merged.sum()).isEqualTo(whole.sum());
        assertThat(merged.min()).isEqualTo(whole.min());
        assertThat(merged.max()).isEqualTo(whole.max());
        assertThat(merged.mean()).isEqualTo(whole.mean());
        for (double percentile : new double[] {0, 50, 90, 95, 99, 99.9, 100}) {
            assertThat((double) merged.valueAt(percentile))
                    .isCloseTo(whole.valueAt(percentile), within(0.011 * whole.valueAt(percentile)));
        }
    }

    @Test
    void of_noSnapshots_zero() {
        Percentiles nothing = Percentiles.of(List.of());

        assertThat(nothing.count()).isZero();
        assertThat(nothing.mean()).isZero();
        assertThat(nothing.valueAt(99)).isZero();
    }

    private DistributionSnapshot of(PatternStats stats) {
        return observed.snapshot().patterns().stream()
                .filter(it -> it.pattern() == stats.pattern())
                .findFirst()
                .orElseThrow()
                .duration();
    }
}
