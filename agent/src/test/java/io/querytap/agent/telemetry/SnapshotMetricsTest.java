package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.resources.Resource;
import io.querytap.core.Snapshot;
import io.querytap.core.pool.HolderState;
import io.querytap.core.settings.Settings.HistogramAggregation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotMetricsTest {
    private static final int ROUNDS = 40;

    private final Observed observed = new Observed();

    @ParameterizedTest
    @EnumSource(HistogramAggregation.class)
    void deltas_addUpToCumulative(HistogramAggregation shape) {
        SnapshotMetrics deltas = metrics(AggregationTemporalitySelector.deltaPreferred(), shape, observed::snapshot);
        SnapshotMetrics totals = metrics(AggregationTemporalitySelector.alwaysCumulative(), shape, observed::snapshot);
        Random random = new Random(7);
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Double> sums = new TreeMap<>();

        for (int round = 0; round < ROUNDS; round++) {
            recordSomething(random, round);
            for (MetricData metric : collect(deltas)) {
                addUp(metric, counts, sums);
            }
        }

        Map<String, Long> totalCounts = new TreeMap<>();
        Map<String, Double> totalSums = new TreeMap<>();
        collect(totals).forEach(metric -> addUp(metric, totalCounts, totalSums));
        assertThat(counts).isEqualTo(totalCounts);
        assertThat(sums.keySet()).isEqualTo(totalSums.keySet());
        sums.forEach((series, sum) -> assertThat(sum).as(series).isCloseTo(totalSums.get(series), within(1e-6)));
    }

    /**
     * A count that falls reads as a restart of the process. 0.9998 ms and 1 ms share a cell of the histogram whose middle is above
     * 1 ms: when a histogram takes the place of the first values, they must stay at or below 1 ms.
     */
    @Test
    void cumulativeBuckets_doNotFall_whenValuesBecomeCells() {
        assertBucketsNeverFall(20, 999_800, 60, 7_000_000);
    }

    /** 5.01 ms lies in a cell with a middle below 5 ms, and is shown as itself only while it is the minimum. */
    @Test
    void cumulativeBuckets_doNotFall_whenTheMinimumDoes() {
        assertBucketsNeverFall(60, 5_010_000, 5, 2_000_000);
    }

    private void assertBucketsNeverFall(int firstCount, long firstNanos, int thenCount, long thenNanos) {
        SnapshotMetrics totals = metrics(
                AggregationTemporalitySelector.alwaysCumulative(),
                HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM,
                observed::snapshot);
        List<Long> before = List.of();
        for (int i = 0; i < firstCount + thenCount; i++) {
            observed.select.recordSuccess(observed.hint, i < firstCount ? firstNanos : thenNanos);
            List<Long> counts = select(collect(totals)).getCounts();
            for (int bucket = 0; bucket < before.size(); bucket++) {
                assertThat(counts.get(bucket)).isGreaterThanOrEqualTo(before.get(bucket));
            }
            before = counts;
        }
    }

    /** As limits and fetch sizes are: 1000 rows lie in a cell with a middle of 1002. */
    @Test
    void valueOnABound_countsThere_howeverManyThereAre() {
        SnapshotMetrics totals = metrics(
                AggregationTemporalitySelector.alwaysCumulative(),
                HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM,
                observed::snapshot);
        int bucketOf1000 = Metric.RETURNED_ROWS.bounds().indexOf(1000.0);
        observed.select.recordSuccess(observed.hint, 1);
        observed.select.recordResult(observed.hint, 1, 1);
        observed.select.recordResult(observed.hint, 100_000, 1);

        for (int i = 1; i <= 100; i++) {
            observed.select.recordResult(observed.hint, 1000, 1);
            HistogramPointData point = named(collect(totals), Metric.RETURNED_ROWS)
                    .getHistogramData()
                    .getPoints()
                    .iterator()
                    .next();
            assertThat(point.getCounts().get(bucketOf1000)).isEqualTo(i);
        }
    }

    @Test
    void differences_claimNoMinimumOrMaximum() {
        SnapshotMetrics deltas = metrics(
                AggregationTemporalitySelector.deltaPreferred(),
                HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM,
                observed::snapshot);
        observed.select.recordSuccess(observed.hint, Observed.MILLI);

        HistogramPointData point = select(collect(deltas));

        assertThat(point.hasMin()).isFalse();
        assertThat(point.hasMax()).isFalse();
        assertThat(named(collect(deltas), Metric.OPERATION_DURATION)).isNull();
    }

    @Test
    void intervals_joinWithoutAGap() {
        SnapshotMetrics deltas = metrics(
                AggregationTemporalitySelector.deltaPreferred(),
                HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM,
                observed::snapshot);
        observed.select.recordSuccess(observed.hint, Observed.MILLI);
        HistogramPointData first = select(collect(deltas));
        observed.select.recordSuccess(observed.hint, Observed.MILLI);
        HistogramPointData second = select(collect(deltas));

        assertThat(second.getStartEpochNanos()).isEqualTo(first.getEpochNanos());
    }

    @Test
    void lowMemory_givesHistogramsAsDifferencesAndOwnCountersAsTotals() {
        SnapshotMetrics metrics = metrics(
                AggregationTemporalitySelector.lowMemory(),
                HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM,
                observed.work()::snapshot);

        Collection<MetricData> collected = collect(metrics);

        assertThat(named(collected, Metric.OPERATION_DURATION)
                        .getHistogramData()
                        .getAggregationTemporality())
                .isEqualTo(AggregationTemporality.DELTA);
        assertThat(named(collected, Metric.CONNECTION_TIMEOUTS).getLongSumData().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.DELTA);
        assertThat(named(collected, Metric.SELF_ERRORS).getLongSumData().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.CUMULATIVE);
    }

    @Test
    void snapshotThatFails_givesAnEmptyCollection_andLosesNothing() {
        boolean[] broken = {false};
        SnapshotMetrics deltas = metrics(
                AggregationTemporalitySelector.deltaPreferred(), HistogramAggregation.EXPLICIT_BUCKET_HISTOGRAM, () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("pool closed");
                    }
                    return observed.snapshot();
                });
        observed.select.recordSuccess(observed.hint, Observed.MILLI);
        broken[0] = true;
        assertThat(collect(deltas)).isEmpty();

        broken[0] = false;

        assertThat(select(collect(deltas)).getCount()).isEqualTo(1);
    }

    private void recordSomething(Random random, int round) {
        for (int i = 0; i < round; i++) {
            observed.select.recordSuccess(observed.hint, (long) (Math.exp(random.nextDouble() * 20) * 100));
            observed.select.recordResult(observed.hint, random.nextInt(3000), random.nextInt(2_000_000));
        }
        if (round % 3 == 0) {
            observed.select.recordFailure(observed.hint, random.nextInt(1_000_000_000), "57014", -1);
            observed.pool.recordTimeout(observed.hint, /* askedNanos= */ 0, Observed.MILLI * round);
            observed.insert.recordBatchSuccess(observed.hint, 0, round);
        }
        observed.pool.recordWait(observed.hint, Observed.MILLI * round);
        observed.pool.blame().add(Observed.EXPORT, HolderState.RUNNING, (double) Observed.MILLI * round);
        if (round % 7 == 0) {
            observed.transactions.recordCommitted(observed.hint, 3_700_000_000_000L + round);
        }
    }

    private static SnapshotMetrics metrics(
            AggregationTemporalitySelector temporality, HistogramAggregation shape, Supplier<Snapshot> snapshots) {
        return new SnapshotMetrics(
                snapshots, () -> null, () -> 0, temporality, shape, InstrumentationScopeInfo.create("test"));
    }

    private static Collection<MetricData> collect(SnapshotMetrics metrics) {
        return metrics.produce(Resource.empty());
    }

    private static MetricData named(Collection<MetricData> metrics, Metric metric) {
        return metrics.stream()
                .filter(it -> it.getName().equals(metric.exportedName()))
                .findAny()
                .orElse(null);
    }

    private HistogramPointData select(Collection<MetricData> metrics) {
        Attributes series =
                Keys.pattern(Observed.SHOP, observed.select.pattern()).build();
        return named(metrics, Metric.OPERATION_DURATION).getHistogramData().getPoints().stream()
                .filter(it -> it.getAttributes().equals(series))
                .findAny()
                .orElseThrow();
    }

    /** Adds the buckets, counts and sums of all points but those of up-down counters to what is known by series. */
    private static void addUp(MetricData metric, Map<String, Long> counts, Map<String, Double> sums) {
        switch (metric.getType()) {
            case HISTOGRAM:
                for (HistogramPointData point : metric.getHistogramData().getPoints()) {
                    String series = metric.getName() + point.getAttributes();
                    List<Long> buckets = point.getCounts();
                    for (int i = 0; i < buckets.size(); i++) {
                        assertThat(buckets.get(i)).isNotNegative();
                        counts.merge(series + i, buckets.get(i), Long::sum);
                    }
                    sums.merge(series, point.getSum(), Double::sum);
                }
                break;
            case EXPONENTIAL_HISTOGRAM:
                for (ExponentialHistogramPointData point :
                        metric.getExponentialHistogramData().getPoints()) {
                    String series = metric.getName() + point.getAttributes();
                    counts.merge(series, point.getCount(), Long::sum);
                    atScale(point, -1).forEach((index, count) -> counts.merge(series + index, count, Long::sum));
                    sums.merge(series, point.getSum(), Double::sum);
                }
                break;
            case DOUBLE_SUM:
                if (metric.getDoubleSumData().isMonotonic()) {
                    for (DoublePointData point : metric.getDoubleSumData().getPoints()) {
                        String series = metric.getName() + point.getAttributes();
                        boolean delta =
                                metric.getDoubleSumData().getAggregationTemporality() == AggregationTemporality.DELTA;
                        sums.merge(series, point.getValue(), delta ? Double::sum : (before, now) -> now);
                    }
                }
                break;
            case DOUBLE_GAUGE:
                break;
            default:
                if (metric.getLongSumData().isMonotonic()) {
                    for (LongPointData point : metric.getLongSumData().getPoints()) {
                        String series = metric.getName() + point.getAttributes();
                        boolean delta =
                                metric.getLongSumData().getAggregationTemporality() == AggregationTemporality.DELTA;
                        counts.merge(series, point.getValue(), delta ? Long::sum : (before, now) -> now);
                    }
                }
        }
    }

    /** The buckets at a coarse scale that every point can be brought to. */
    private static Map<Integer, Long> atScale(ExponentialHistogramPointData point, int scale) {
        Map<Integer, Long> coarse = new TreeMap<>();
        assertThat(point.getScale()).isGreaterThanOrEqualTo(scale);
        List<Long> counts = new ArrayList<>(point.getPositiveBuckets().getBucketCounts());
        for (int i = 0; i < counts.size(); i++) {
            assertThat(counts.get(i)).isNotNegative();
            int index = point.getPositiveBuckets().getOffset() + i >> point.getScale() - scale;
            if (counts.get(i) > 0) {
                coarse.merge(index, counts.get(i), Long::sum);
            }
        }
        return coarse;
    }
}
