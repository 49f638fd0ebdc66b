package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of the result cache, by rule. A rule that is gone from its file keeps its counts; there are as many series as rules, which
 * are bounded, times the outcomes and reasons that occurred.
 */
final class CacheMetrics {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private CacheMetrics() {}

    static void collect(MetricCollection collection, CacheFigures cache) {
        for (RuleFigures rule : cache.rules()) {
            Attributes series = Attributes.of(Keys.CACHE_RULE, rule.rule());
            addRequests(collection, series, rule);
            addComparisons(collection, series, rule);
            collection.counter(Metric.CACHE_FILLS, series, rule.fills());
            collection.counter(Metric.CACHE_INVALIDATIONS, series, rule.invalidations());
            collection.counter(Metric.CACHE_SAVED_TIME, series, Math.round(rule.savedSeconds() * NANOS_PER_SECOND));
            collection.counter(Metric.CACHE_SERVED, series, rule.servedBytes());
            collection.ages(Metric.CACHE_ANSWER_AGE, series, rule.answerAges());
            collection.ages(Metric.CACHE_STALE_AGE, series, rule.staleAges());
            collection.level(Metric.CACHE_WITHDRAWN, series, rule.isWithdrawn() ? 1L : 0L);
            collection.level(Metric.CACHE_SIZE, series, rule.heldBytes());
        }
        collection.level(Metric.CACHE_ENTRIES, Attributes.empty(), cache.entries());
        collection.counter(Metric.CACHE_EVICTIONS, Attributes.empty(), cache.evictions());
        collection.counter(Metric.CACHE_FENCES, Attributes.empty(), cache.fences());
        SharedStatus shared = cache.shared();
        if (shared != null) {
            addShared(collection, shared);
        }
    }

    private static void addRequests(MetricCollection collection, Attributes rule, RuleFigures figures) {
        collection.counter(Metric.CACHE_REQUESTS, outcome(rule, "hit_local"), figures.localHits());
        collection.counter(Metric.CACHE_REQUESTS, outcome(rule, "hit_shared"), figures.sharedHits());
        collection.counter(Metric.CACHE_REQUESTS, outcome(rule, "hit_followed"), figures.followed());
        collection.counter(Metric.CACHE_REQUESTS, outcome(rule, "miss"), figures.misses());
        figures.refusals()
                .forEach((reason, count) -> collection.counter(
                        Metric.CACHE_REFUSALS,
                        rule.toBuilder().put(Keys.CACHE_REFUSAL, reason.label()).build(),
                        count));
    }

    private static Attributes outcome(Attributes rule, String outcome) {
        return rule.toBuilder().put(Keys.CACHE_OUTCOME, outcome).build();
    }

    private static void addComparisons(MetricCollection collection, Attributes rule, RuleFigures figures) {
        collection.counter(Metric.CACHE_COMPARISONS, comparison(rule, "true_hit"), figures.shadowHits());
        collection.counter(
                Metric.CACHE_COMPARISONS, comparison(rule, "false_invalidation"), figures.falseInvalidations());
        collection.counter(Metric.CACHE_COMPARISONS, comparison(rule, "silent_change"), figures.silentChanges());
        collection.counter(Metric.CACHE_COMPARISONS, comparison(rule, "not_compared"), figures.notCompared());
    }

    private static Attributes comparison(Attributes rule, String result) {
        return rule.toBuilder().put(Keys.CACHE_COMPARISON, result).build();
    }

    private static void addShared(MetricCollection collection, SharedStatus shared) {
        Attributes all = Attributes.empty();
        collection.level(Metric.CACHE_SHARED_REACHABLE, all, shared.isReachable() ? 1.0 : 0.0);
        collection.level(Metric.CACHE_SHARED_UNSENT, all, shared.unsentInvalidations());
        collection.level(Metric.CACHE_SHARED_OLDEST_UNSENT, all, shared.oldestUnsentSeconds());
        collection.counter(Metric.CACHE_SHARED_TIMEOUTS, all, shared.timeouts());
        collection.counter(Metric.CACHE_SHARED_DROPPED_PUTS, all, shared.droppedPuts());
        collection.counter(Metric.CACHE_SHARED_RECONNECTS, all, shared.reconnects());
    }
}
