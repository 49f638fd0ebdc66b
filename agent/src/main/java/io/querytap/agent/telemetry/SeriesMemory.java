package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was last reported of each series, for those that report differences. Bounded: {@link #admits} says whether a series fits.
 * What a collection learns is kept only when it is complete, so that one that fails in the middle loses nothing.
 *
 * <p>Not thread-safe: used by {@link SnapshotMetrics} under its lock.
 */
final class SeriesMemory {
    /** Series remembered per metric; the same bound as for series reported, as each reported one is remembered. */
    private static final int MAX_SERIES = MetricCollection.MAX_SERIES;

    private final Map<Metric, Map<Attributes, Reported>> reported = new EnumMap<>(Metric.class);
    private final Map<Metric, Map<Attributes, Reported>> learnt = new EnumMap<>(Metric.class);

    boolean admits(Metric metric, Attributes series) {
        Map<Attributes, Reported> known = reported.getOrDefault(metric, Map.of());
        return known.containsKey(series)
                || known.size() + learnt.getOrDefault(metric, Map.of()).size() < MAX_SERIES;
    }

    @Nullable
    Reported last(Metric metric, Attributes series) {
        return reported.getOrDefault(metric, Map.of()).get(series);
    }

    void learn(Metric metric, Attributes series, Reported state) {
        learnt.computeIfAbsent(metric, it -> new HashMap<>()).put(series, state);
    }

    /** Keeps what was learnt since the last call. */
    void keep() {
        learnt.forEach((metric, series) ->
                reported.computeIfAbsent(metric, it -> new HashMap<>()).putAll(series));
        learnt.clear();
    }

    /** Forgets what was learnt since the last {@link #keep}. */
    void forget() {
        learnt.clear();
    }

    /** Totals of one series when it was reported; the buckets of one shape or of none. Immutable. */
    static final class Reported {
        final long total;
        final long @Nullable [] explicit;
        final @Nullable ExponentialCounts exponential;

        /** @param total the value of a counter, or the sum of a histogram in recorded units */
        Reported(long total, long @Nullable [] explicit, @Nullable ExponentialCounts exponential) {
            this.total = total;
            this.explicit = explicit;
            this.exponential = exponential;
        }
    }
}
