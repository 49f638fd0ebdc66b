package io.querytap.agent.report;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.stats.RuleFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How a rule of the result cache stands, and sums of its figures. */
enum RuleState {
    /** The cache answers. */
    SERVE("serve"),
    /** The live answer is given, and compared. */
    SHADOW("shadow"),
    /** It took itself out of service. */
    WITHDRAWN("withdrawn"),
    /** It is not among the rules any more. */
    GONE("gone");

    private final String id;

    RuleState(String id) {
        this.id = id;
    }

    /** As it is written in reports. */
    String id() {
        return id;
    }

    static RuleState of(RuleFigures rule) {
        CacheRule definition = rule.definition();
        if (definition == null) {
            return GONE;
        }
        if (rule.isWithdrawn()) {
            return WITHDRAWN;
        }
        return definition.state() == CacheRule.State.SERVE ? SERVE : SHADOW;
    }

    /** Executions that were answered, wherever the answer came from. */
    static long hits(RuleFigures rule) {
        return rule.localHits() + rule.sharedHits() + rule.followed();
    }

    /** Reasons with their counts, the most frequent first. */
    static List<Map.Entry<Refusal, Long>> refusals(RuleFigures rule) {
        List<Map.Entry<Refusal, Long>> sorted = new ArrayList<>(rule.refusals().entrySet());
        sorted.sort(Map.Entry.<Refusal, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return sorted;
    }
}
