package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.DurationRecorder;
import io.querytap.core.stats.StripeHint;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialCountsTest {
    private final DurationRecorder durations = new DurationRecorder();
    private final StripeHint hint = new StripeHint();

    @ParameterizedTest
    @ValueSource(doubles = {2, 6, 12})
    void percentiles_areReproducedWithinTheWidthOfABucket(double spread) {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            durations.record(hint, (long) (100_000 * Math.exp(random.nextDouble() * spread)));
        }
        DistributionSnapshot distribution = durations.snapshot();

        ExponentialCounts counts = ExponentialCounts.of(Metric.OPERATION_DURATION, distribution);

        assertThat(counts.positive().getBucketCounts()).hasSizeLessThanOrEqualTo(ExponentialCounts.MAX_BUCKETS);
        double bucketWidth = Math.pow(2, Math.pow(2, -counts.scale())) - 1;
        for (double percentile : new double[] {1, 25, 50, 90, 99, 99.9}) {
            double exact = distribution.valueAtPercentile(percentile) / 1e9;
            assertThat(valueAt(counts, percentile))
                    .as("p%s at scale %s", percentile, counts.scale())
                    .isBetween(exact * (1 - bucketWidth - 0.01), exact * (1 + bucketWidth + 0.01));
        }
    }

    @Test
    void fewBuckets_haveTheFinestScale_wideRangesACoarserOne() {
        durations.record(hint, 1_000_000);
        assertThat(ExponentialCounts.of(Metric.OPERATION_DURATION, durations.snapshot())
                        .scale())
                .isEqualTo(ExponentialCounts.MAX_SCALE);

        durations.record(hint, 3_600_000_000_000L);
        ExponentialCounts wide = ExponentialCounts.of(Metric.OPERATION_DURATION, durations.snapshot());
        // 21.8 octaves in 160 buckets: 2^2 buckets an octave fit, 2^3 do not.
        assertThat(wide.scale()).isEqualTo(2);
        assertThat(wide.positive().getTotalCount()).isEqualTo(2);
    }

    @Test
    void zero_isCountedApart() {
        durations.record(hint, 0);
        durations.record(hint, 5_000);

        ExponentialCounts counts = ExponentialCounts.of(Metric.OPERATION_DURATION, durations.snapshot());

        assertThat(counts.zeroCount()).isEqualTo(1);
        assertThat(counts.positive().getTotalCount()).isEqualTo(1);
    }

    @Test
    void index_hasTheLowerBoundExcludedAndTheUpperIncluded() {
        int perOctave = 1 << ExponentialCounts.MAX_SCALE;

        assertThat(ExponentialCounts.indexAtMaxScale(1)).isEqualTo(-1);
        assertThat(ExponentialCounts.indexAtMaxScale(Math.nextUp(1d))).isZero();
        assertThat(ExponentialCounts.indexAtMaxScale(2)).isEqualTo(perOctave - 1);
        assertThat(ExponentialCounts.indexAtMaxScale(4)).isEqualTo(2 * perOctave - 1);
        assertThat(ExponentialCounts.indexAtMaxScale(0.5)).isEqualTo(-perOctave - 1);
        assertThat(ExponentialCounts.indexAtMaxScale(Math.nextDown(2d))).isEqualTo(perOctave - 1);
        for (double value = 1e-6; value < 4000; value *= 1.37) {
            int index = ExponentialCounts.indexAtMaxScale(value);
            assertThat(value)
                    .isGreaterThan(Math.pow(2, (double) index / perOctave) * (1 - 1e-12))
                    .isLessThanOrEqualTo(Math.pow(2, (index + 1d) / perOctave) * (1 + 1e-12));
        }
    }

    @Test
    void difference_ofUnrelatedStates_isNone() {
        durations.record(hint, 5_000_000);
        ExponentialCounts later = ExponentialCounts.of(Metric.OPERATION_DURATION, durations.snapshot());
        DurationRecorder others = new DurationRecorder();
        others.record(hint, 9_000_000);

        assertThat(later.minus(ExponentialCounts.of(Metric.OPERATION_DURATION, others.snapshot())))
                .isNull();
    }

    /** Middle of the bucket in which the percentile lies, as a receiver would estimate it. */
    private static double valueAt(ExponentialCounts counts, double percentile) {
        ExponentialHistogramBuckets buckets = counts.positive();
        long rank = (long) Math.ceil(percentile / 100 * buckets.getTotalCount());
        long seen = 0;
        for (int i = 0; i < buckets.getBucketCounts().size(); i++) {
            seen += buckets.getBucketCounts().get(i);
            if (seen >= rank) {
                return Math.pow(2, (buckets.getOffset() + i + 0.5) * Math.pow(2, -counts.scale()));
            }
        }
        throw new AssertionError("rank past the end");
    }
}
