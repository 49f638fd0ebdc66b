package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.Snapshot;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpectrumTest {
    private final Observed observed = new Observed();

    @Test
    void points_nothingRecorded_none() {
        assertThat(pointsOf(DistributionSnapshot.empty())).isEmpty();
    }

    @Test
    void points_oneValue_minimumAndMaximum() {
        observed.succeeded("SELECT 1", 1, 7 * Observed.MILLI);

        assertThat(pointsOf(duration()))
                .containsExactly(new double[] {0, 7 * Observed.MILLI}, new double[] {100, 7 * Observed.MILLI});
    }

    @Test
    void points_fewValues_noFurtherThanTheyCanTell() {
        for (int i = 1; i <= 10; i++) {
            observed.succeeded("SELECT 1", 1, i * Observed.MILLI);
        }

        List<double[]> points = pointsOf(duration());

        assertThat(points.get(points.size() - 2)[0]).isLessThan(90);
        assertThat(points.get(points.size() - 1)).containsExactly(100, 10 * Observed.MILLI);
        assertThat(points).extracting(it -> it[1]).isSorted();
    }

    @Test
    void points_manyValues_endAt99999AndStayFew() {
        observed.succeeded("SELECT 1", 150_000, Observed.MILLI);
        observed.succeeded("SELECT 1", 1, Observed.SECOND);

        List<double[]> points = pointsOf(duration());

        assertThat(points).hasSizeLessThan(80);
        assertThat(points.get(points.size() - 1)[0]).isEqualTo(99.999);
        assertThat(points).extracting(it -> it[0]).isSorted().doesNotHaveDuplicates();
    }

    private DistributionSnapshot duration() {
        Snapshot snapshot = observed.snapshot();
        return snapshot.patterns().get(0).duration();
    }

    private static List<double[]> pointsOf(DistributionSnapshot distribution) {
        List<double[]> points = new ArrayList<>();
        Spectrum.<RuntimeException>points(
                Percentiles.of(distribution), (percentile, value) -> points.add(new double[] {percentile, value}));
        return points;
    }
}
