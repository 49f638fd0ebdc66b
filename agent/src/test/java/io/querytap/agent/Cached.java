package io.querytap.agent;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.cache.stats.RuleStats;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a result cache did that is made up: a rule that serves, one in shadow, one that was withdrawn, one that is gone. */
public final class Cached {
    /** What was proven against the rule that was withdrawn. */
    public static final Evidence PROVEN = new Evidence(
            Instant.parse("2026-11-21T09:30:00.250Z"),
            "prices",
            0xabcL,
            "0123456789abcdef0123456789abcdef",
            3,
            2,
            61_500,
            /* isBeyondBound= */ true);

    /** Of a shared tier that cannot be reached. */
    public static final SharedStatus CUT_OFF = new SharedStatus(false, 4, 2.5, 6, 7, 8);

    private Cached() {}

    /** The figures, with a shared tier that cannot be reached. */
    public static CacheFigures figures() {
        return of(List.of(items(), prices(), settings(), gone()), CUT_OFF);
    }

    /** Figures of these rules. */
    public static CacheFigures of(List<RuleFigures> rules, SharedStatus shared) {
        return new CacheFigures(
                /* isOn= */ true,
                /* isHeapFull= */ false,
                new CacheFigures.StoreFigures(
                        /* entries= */ 12, /* heldBytes= */ 4_096, /* maxBytes= */ 1 << 20, /* evictions= */ 5),
                /* fences= */ 9,
                /* droppedTasks= */ 1,
                rules,
                List.of("postgresql 42.7: results can be replayed"),
                shared);
    }

    /** A rule that serves. */
    public static RuleFigures items() {
        RuleStats stats = new RuleStats();
        stats.localHits.add(70);
        stats.sharedHits.add(20);
        stats.followed.add(10);
        stats.misses.add(25);
        stats.fills.add(24);
        stats.invalidations.add(11);
        stats.savedNanos.add(TimeUnit.MILLISECONDS.toNanos(1_500));
        stats.servedBytes.add(123_456);
        stats.falseInvalidations.add(2);
        stats.answerAges.record(0);
        stats.answerAges.record(TimeUnit.MILLISECONDS.toNanos(3));
        stats.answerAges.record(TimeUnit.SECONDS.toNanos(2));
        stats.refused(Refusal.FENCED);
        stats.refused(Refusal.IN_TRANSACTION);
        stats.refused(Refusal.IN_TRANSACTION);
        CacheRule rule = CacheRule.named("items")
                .tables(Set.of("item", "brand"))
                .stalenessNanos(TimeUnit.SECONDS.toNanos(5))
                .state(CacheRule.State.SERVE)
                .build();
        return new RuleFigures("items", stats, 4_096, rule, /* isWithdrawn= */ false, List.of());
    }

    private static RuleFigures prices() {
        RuleStats stats = new RuleStats();
        stats.localHits.add(3);
        stats.misses.add(1);
        stats.shadowHits.add(5);
        stats.silentChanges.add(1);
        stats.staleAges.record(TimeUnit.MILLISECONDS.toNanos(61_500));
        stats.refused(Refusal.WITHDRAWN);
        CacheRule rule = CacheRule.named("prices")
                .patternId(PROVEN.patternId())
                .state(CacheRule.State.SERVE)
                .build();
        return new RuleFigures("prices", stats, 0, rule, /* isWithdrawn= */ true, List.of(PROVEN));
    }

    private static RuleFigures settings() {
        RuleStats stats = new RuleStats();
        stats.shadowHits.add(40);
        stats.notCompared.add(2);
        stats.misses.add(4);
        CacheRule rule = CacheRule.named("settings").tables(Set.of("setting")).build();
        return new RuleFigures("settings", stats, 100, rule, /* isWithdrawn= */ false, List.of());
    }

    private static RuleFigures gone() {
        return new RuleFigures("old", new RuleStats(), 0, /* definition= */ null, /* isWithdrawn= */ false, List.of());
    }
}
