package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.Exemplar;
import io.querytap.core.stats.PatternSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The exemplars of one collection: of each pattern its slowest execution in a trace since the last one. For one use by one thread. */
final class SlowTraced {
    private final EpochClock clock = new EpochClock();
    private final long nowNanos;
    private final List<Exemplar> used = new ArrayList<>();

    /** @param nowNanos when the counts were taken, in nanoseconds since the epoch */
    SlowTraced(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** That of the pattern's series of successes, if it is of them. */
    List<DoubleExemplarData> ofSuccesses(PatternSnapshot pattern) {
        Exemplar exemplar = pattern.exemplar();
        if (exemplar != null) {
            used.add(exemplar); // also one of failures that have no series of their own
        }
        return of(pattern, /* errorType= */ null);
    }

    /** That of the pattern's series of failures of one type; most have none. */
    List<DoubleExemplarData> ofFailures(PatternSnapshot pattern, String errorType) {
        return of(pattern, errorType);
    }

    private List<DoubleExemplarData> of(PatternSnapshot pattern, @Nullable String errorType) {
        Exemplar exemplar = pattern.exemplar();
        if (exemplar == null || !Objects.equals(exemplar.errorType(), errorType)) {
            return List.of();
        }
        return List.of(DoubleExemplarData.create(
                Attributes.empty(),
                // The clocks may differ by a hair; an exemplar is never younger than its point.
                Math.min(nowNanos, clock.epochNanos(exemplar.endNanos())),
                AppSpans.spanOf(exemplar.traceId(), exemplar.spanId(), /* sampled= */ true),
                exemplar.durationNanos() / DistributionSnapshot.NANOS_PER_SECOND));
    }

    /** The collection is complete: others may take the places of those that were used. */
    void tell() {
        used.forEach(Exemplar::tell);
    }
}
