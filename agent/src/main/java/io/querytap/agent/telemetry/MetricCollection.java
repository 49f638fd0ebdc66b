package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.resources.Resource;
import io.querytap.agent.telemetry.SeriesMemory.Reported;
import io.querytap.cache.stats.AgeSnapshot;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Settings.HistogramAggregation;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers the points of one collection; made for one, used by one thread. */
final class MetricCollection {
    /** Series per metric and collection; 10,000 histogram points are about 3 MB on the wire. The costliest patterns come first. */
    static final int MAX_SERIES = 10_000;

    private final AggregationTemporalitySelector temporality;
    private final HistogramAggregation shape;
    private final SeriesMemory memory;
    private final long startNanos;
    private final long lastNanos;
    private final long nowNanos;
    private final Map<Metric, List<PointData>> points = new EnumMap<>(Metric.class);

    /**
     * All times in nanoseconds since the epoch.
     *
     * @param startNanos when recording began, the start of totals
     * @param lastNanos when the last collection was made, the start of differences
     */
    MetricCollection(
            AggregationTemporalitySelector temporality,
            HistogramAggregation shape,
            SeriesMemory memory,
            long startNanos,
            long lastNanos,
            long nowNanos) {
        this.temporality = temporality;
        this.shape = shape;
        this.memory = memory;
        this.startNanos = startNanos;
        this.lastNanos = lastNanos;
        this.nowNanos = nowNanos;
    }

    /** Adds the present value of an up-down counter, or nothing if it is unknown, that is, negative. */
    void level(Metric metric, Attributes series, long value) {
        if (value >= 0 && hasRoom(metric)) {
            add(metric, LongPointData.create(startNanos, nowNanos, series, value));
        }
    }

    /** Adds the present value of a gauge, or of an up-down counter of seconds. */
    void level(Metric metric, Attributes series, double seconds) {
        if (hasRoom(metric)) {
            add(metric, DoublePointData.create(startNanos, nowNanos, series, seconds, /* exemplars= */ List.of()));
        }
    }

    /** Adds a counter by its total, one of time by its total in nanoseconds. */
    void counter(Metric metric, Attributes series, long total) {
        if (!hasRoom(metric)) {
            return;
        }
        if (!isDelta(metric)) {
            add(metric, counted(metric, series, startNanos, total));
        } else if (fits(metric, series)) {
            Reported last = memory.last(metric, series);
            long before = last == null || last.total > total ? 0 : last.total;
            if (last == null || total > before) {
                add(metric, counted(metric, series, lastNanos, total - before));
            }
            memory.learn(metric, series, new Reported(total, null, null));
        }
    }

    private PointData counted(Metric metric, Attributes series, long fromNanos, long value) {
        return metric.isDuration()
                ? DoublePointData.create(
                        fromNanos, nowNanos, series, value / metric.divisor(), /* exemplars= */ List.of())
                : LongPointData.create(fromNanos, nowNanos, series, value);
    }

    /** Adds a histogram without exemplars. */
    void histogram(Metric metric, Attributes series, DistributionSnapshot distribution) {
        histogram(metric, series, distribution, /* exemplars= */ List.of());
    }

    /** Adds a histogram by all its values so far; an empty one is left out. */
    void histogram(
            Metric metric, Attributes series, DistributionSnapshot distribution, List<DoubleExemplarData> exemplars) {
        if (distribution.isEmpty() || !hasRoom(metric)) {
            return;
        }
        boolean exponential = shape == HistogramAggregation.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM;
        if (!isDelta(metric)) {
            add(
                    metric,
                    exponential
                            ? exponential(metric, series, distribution, exemplars)
                            : ExemplarPoint.of(explicit(metric, series, distribution), exemplars));
        } else if (fits(metric, series)) {
            if (exponential) {
                addExponentialDelta(metric, series, distribution, exemplars);
            } else {
                addExplicitDelta(metric, series, distribution, exemplars);
            }
        }
    }

    /** Adds a histogram of ages by all that were counted so far; an empty one is left out. */
    void ages(Metric metric, Attributes series, AgeSnapshot ages) {
        if (ages.total() == 0 || !hasRoom(metric)) {
            return;
        }
        long[] counts = new long[metric.bounds().size() + 1];
        for (int i = 0; i < ages.classes(); i++) {
            counts[metric.bucketOfAge(ages.belowMillis(i))] += ages.count(i);
        }
        if (!isDelta(metric)) {
            add(metric, agePoint(metric, series, startNanos, ages.sumNanos(), counts));
        } else if (fits(metric, series)) {
            Reported last = memory.last(metric, series);
            long[] difference = counts.clone();
            for (int i = 0; last != null && last.explicit != null && i < difference.length; i++) {
                difference[i] -= last.explicit[i];
            }
            if (!Arrays.equals(difference, new long[difference.length])) {
                long before = last == null ? 0 : last.total;
                add(metric, agePoint(metric, series, lastNanos, ages.sumNanos() - before, difference));
            }
            memory.learn(metric, series, new Reported(ages.sumNanos(), counts, null));
        }
    }

    /** Neither the least nor the greatest age is known. */
    private PointData agePoint(Metric metric, Attributes series, long fromNanos, long sumNanos, long[] counts) {
        return HistogramPointData.create(
                fromNanos,
                nowNanos,
                series,
                sumNanos / metric.divisor(),
                /* hasMin= */ false,
                0,
                /* hasMax= */ false,
                0,
                metric.bounds(),
                boxed(counts));
    }

    private HistogramPointData explicit(Metric metric, Attributes series, DistributionSnapshot distribution) {
        return HistogramPointData.create(
                startNanos,
                nowNanos,
                series,
                distribution.sum() / metric.divisor(),
                /* hasMin= */ true,
                distribution.min() / metric.divisor(),
                /* hasMax= */ true,
                distribution.max() / metric.divisor(),
                metric.bounds(),
                boxed(explicitCounts(metric, distribution)));
    }

    /** A difference has a minimum and a maximum of its own, which nobody recorded: it has none here. */
    private void addExplicitDelta(
            Metric metric, Attributes series, DistributionSnapshot distribution, List<DoubleExemplarData> exemplars) {
        long[] counts = explicitCounts(metric, distribution);
        Reported last = memory.last(metric, series);
        long[] before = last == null || last.explicit == null ? new long[counts.length] : last.explicit;
        long sumBefore = last == null ? 0 : last.total;
        long[] difference = new long[counts.length];
        long differenceCount = 0;
        for (int i = 0; i < counts.length; i++) {
            difference[i] = counts[i] - before[i];
            differenceCount += difference[i];
            if (difference[i] < 0) {
                startAnew(metric, series, new Reported(distribution.sum(), counts, null));
                return;
            }
        }
        if (differenceCount > 0) {
            add(
                    metric,
                    ExemplarPoint.of(
                            HistogramPointData.create(
                                    lastNanos,
                                    nowNanos,
                                    series,
                                    (distribution.sum() - sumBefore) / metric.divisor(),
                                    /* hasMin= */ false,
                                    0,
                                    /* hasMax= */ false,
                                    0,
                                    metric.bounds(),
                                    boxed(difference)),
                            exemplars));
        }
        memory.learn(metric, series, new Reported(distribution.sum(), counts, null));
    }

    private PointData exponential(
            Metric metric, Attributes series, DistributionSnapshot distribution, List<DoubleExemplarData> exemplars) {
        ExponentialCounts counts = ExponentialCounts.of(metric, distribution);
        return ExponentialHistogramPointData.create(
                counts.scale(),
                distribution.sum() / metric.divisor(),
                counts.zeroCount(),
                /* hasMin= */ true,
                distribution.min() / metric.divisor(),
                /* hasMax= */ true,
                distribution.max() / metric.divisor(),
                counts.positive(),
                counts.negative(),
                startNanos,
                nowNanos,
                series,
                exemplars);
    }

    private void addExponentialDelta(
            Metric metric, Attributes series, DistributionSnapshot distribution, List<DoubleExemplarData> exemplars) {
        ExponentialCounts counts = ExponentialCounts.of(metric, distribution);
        Reported last = memory.last(metric, series);
        ExponentialCounts before = last == null ? null : last.exponential;
        long sumBefore = last == null ? 0 : last.total;
        ExponentialCounts difference = before == null ? counts : counts.minus(before);
        if (difference == null) {
            startAnew(metric, series, new Reported(distribution.sum(), null, counts));
            return;
        }
        if (difference.zeroCount() + difference.positive().getTotalCount() > 0) {
            add(
                    metric,
                    ExponentialHistogramPointData.create(
                            difference.scale(),
                            (distribution.sum() - sumBefore) / metric.divisor(),
                            difference.zeroCount(),
                            /* hasMin= */ false,
                            0,
                            /* hasMax= */ false,
                            0,
                            difference.positive(),
                            difference.negative(),
                            lastNanos,
                            nowNanos,
                            series,
                            exemplars));
        }
        memory.learn(metric, series, new Reported(distribution.sum(), null, counts));
    }

    /** Totals that fell cannot be: {@link Cells} keeps every value in its bucket. Counts on from here rather than report nonsense. */
    private void startAnew(Metric metric, Attributes series, Reported state) {
        Diagnostics.dropped("a difference of " + metric.exportedName() + " whose totals fell");
        memory.learn(metric, series, state);
    }

    /** The metrics that have points. */
    Collection<MetricData> metrics(Resource resource, InstrumentationScopeInfo scope) {
        List<MetricData> metrics = new ArrayList<>(points.size());
        points.forEach((metric, its) ->
                metrics.add(new MetricPoints(resource, scope, metric, typeOf(metric), dataOf(metric, its))));
        return metrics;
    }

    private MetricDataType typeOf(Metric metric) {
        if (metric.isGauge()) {
            return MetricDataType.DOUBLE_GAUGE;
        }
        if (metric.instrument() != InstrumentType.HISTOGRAM) {
            return metric.isDuration() ? MetricDataType.DOUBLE_SUM : MetricDataType.LONG_SUM;
        }
        return shape == HistogramAggregation.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM && !metric.isOfAges()
                ? MetricDataType.EXPONENTIAL_HISTOGRAM
                : MetricDataType.HISTOGRAM;
    }

    @SuppressWarnings("unchecked") // a metric has points of one kind, that of its type
    private Data<?> dataOf(Metric metric, List<? extends PointData> its) {
        AggregationTemporality chosen = temporality.getAggregationTemporality(metric.instrument());
        switch (typeOf(metric)) {
            case HISTOGRAM:
                return HistogramData.create(chosen, (List<HistogramPointData>) its);
            case EXPONENTIAL_HISTOGRAM:
                return ExponentialHistogramData.create(chosen, (List<ExponentialHistogramPointData>) its);
            case DOUBLE_GAUGE:
                return GaugeData.createDoubleGaugeData((List<DoublePointData>) its);
            case DOUBLE_SUM:
                return SumData.createDoubleSumData(isMonotonic(metric), chosen, (List<DoublePointData>) its);
            default:
                return SumData.createLongSumData(isMonotonic(metric), chosen, (List<LongPointData>) its);
        }
    }

    private static boolean isMonotonic(Metric metric) {
        return metric.instrument() != InstrumentType.UP_DOWN_COUNTER;
    }

    private void add(Metric metric, PointData point) {
        points.computeIfAbsent(metric, it -> new ArrayList<>()).add(point);
    }

    private boolean isDelta(Metric metric) {
        return temporality.getAggregationTemporality(metric.instrument()) == AggregationTemporality.DELTA;
    }

    private boolean hasRoom(Metric metric) {
        return points.getOrDefault(metric, List.of()).size() < MAX_SERIES || sayFull(metric);
    }

    private boolean fits(Metric metric, Attributes series) {
        return memory.admits(metric, series) || sayFull(metric);
    }

    private static boolean sayFull(Metric metric) {
        Diagnostics.sayOnce(
                "series of " + metric,
                metric.exportedName() + " has more than " + MAX_SERIES
                        + " series; the cheapest patterns are left out of the export (the report has them)");
        return false;
    }

    private static long[] explicitCounts(Metric metric, DistributionSnapshot distribution) {
        long[] counts = new long[metric.bounds().size() + 1];
        Cells cells = Cells.of(metric);
        distribution.forEachCell((shown, count) -> counts[metric.bucketOf(cells.lowerEdge(shown))] += count);
        return counts;
    }

    private static List<Long> boxed(long[] counts) {
        List<Long> boxed = new ArrayList<>(counts.length);
        for (long count : counts) {
            boxed.add(count);
        }
        return boxed;
    }
}
