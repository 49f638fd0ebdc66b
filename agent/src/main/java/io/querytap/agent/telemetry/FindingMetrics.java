package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.querytap.core.detect.Finding;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the findings that are known at the moment. Every series that was once sent is sent again, as zero if need be: a finding may
 * become surer, or be retracted, and nobody may go on seeing it where it was. Series are bounded by the kinds, confidences and
 * severities that there are.
 *
 * <p>Not thread-safe: used by {@link SnapshotMetrics} under its lock.
 */
final class FindingMetrics {
    private final Map<Attributes, Long> counts = new HashMap<>();
    private final Map<Attributes, Long> occurrences = new HashMap<>();
    private final Map<Attributes, Long> impactNanos = new HashMap<>();

    void collect(MetricCollection collection, List<Finding> findings) {
        counts.replaceAll((series, before) -> 0L);
        occurrences.replaceAll((series, before) -> 0L);
        impactNanos.replaceAll((series, before) -> 0L);
        for (Finding finding : findings) {
            Attributes kind = Attributes.of(Keys.FINDING_KIND, finding.kind().id());
            Attributes rank = kind.toBuilder()
                    .put(Keys.FINDING_CONFIDENCE, FindingLogs.id(finding.confidence()))
                    .put(Keys.FINDING_SEVERITY, FindingLogs.id(finding.severity()))
                    .build();
            counts.merge(rank, 1L, Long::sum);
            occurrences.merge(kind, finding.occurrences(), Long::sum);
            finding.impactNanos().ifPresent(it -> impactNanos.merge(kind, it, Long::sum));
        }
        counts.forEach((series, count) -> collection.level(Metric.FINDING_COUNT, series, count));
        occurrences.forEach((series, count) -> collection.level(Metric.FINDING_OCCURRENCES, series, count));
        impactNanos.forEach((series, nanos) ->
                collection.level(Metric.FINDING_IMPACT, series, nanos / DistributionSnapshot.NANOS_PER_SECOND));
    }
}
