package io.querytap.cache.stats;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shadow.Evidence;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one rule did up to a moment. Immutable. */
public final class RuleFigures {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String rule;
    private final @Nullable CacheRule definition;
    private final boolean isWithdrawn;
    private final long localHits;
    private final long sharedHits;
    private final long followed;
    private final long misses;
    private final long fills;
    private final long invalidations;
    private final double savedSeconds;
    private final long servedBytes;
    private final long heldBytes;
    private final long shadowHits;
    private final long falseInvalidations;
    private final long silentChanges;
    private final long notCompared;
    private final AgeSnapshot answerAges;
    private final AgeSnapshot staleAges;
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final List<Evidence> evidence;

    /**
     * Takes the figures of this moment.
     *
     * @param definition the rule as it holds now; null if it is not among those that do
     * @param evidence the differences that were proven, oldest first
     */
    public RuleFigures(
            String rule,
            RuleStats stats,
            long heldBytes,
            @Nullable CacheRule definition,
            boolean isWithdrawn,
            List<Evidence> evidence) {
        this.rule = rule;
        this.definition = definition;
        this.isWithdrawn = isWithdrawn;
        localHits = stats.localHits.sum();
        sharedHits = stats.sharedHits.sum();
        followed = stats.followed.sum();
        misses = stats.misses.sum();
        fills = stats.fills.sum();
        invalidations = stats.invalidations.sum();
        savedSeconds = stats.savedNanos.sum() / NANOS_PER_SECOND;
        servedBytes = stats.servedBytes.sum();
        this.heldBytes = heldBytes;
        shadowHits = stats.shadowHits.sum();
        falseInvalidations = stats.falseInvalidations.sum();
        silentChanges = stats.silentChanges.sum();
        notCompared = stats.notCompared.sum();
        answerAges = stats.answerAges.snapshot();
        staleAges = stats.staleAges.snapshot();
        for (Refusal refusal : Refusal.values()) {
            long count = stats.refusals(refusal);
            if (count > 0) {
                refusals.put(refusal, count);
            }
        }
        this.evidence = List.copyOf(evidence);
    }

    public String rule() {
        return rule;
    }

    /** Whether the rule is among those that hold now. */
    public boolean isActive() {
        return definition != null;
    }

    /** The rule as it holds now; null if it does not any more, or if these are the figures of several. */
    public @Nullable CacheRule definition() {
        return definition;
    }

    /** Whether it took itself out of service. */
    public boolean isWithdrawn() {
        return isWithdrawn;
    }

    public long localHits() {
        return localHits;
    }

    public long sharedHits() {
        return sharedHits;
    }

    /** Answers of an execution of another thread that was under way already. */
    public long followed() {
        return followed;
    }

    public long misses() {
        return misses;
    }

    public long fills() {
        return fills;
    }

    public long invalidations() {
        return invalidations;
    }

    public double savedSeconds() {
        return savedSeconds;
    }

    public long servedBytes() {
        return servedBytes;
    }

    public long heldBytes() {
        return heldBytes;
    }

    public long shadowHits() {
        return shadowHits;
    }

    public long falseInvalidations() {
        return falseInvalidations;
    }

    public long silentChanges() {
        return silentChanges;
    }

    public long notCompared() {
        return notCompared;
    }

    /** How long before it was answered an answer was known to be right. */
    public AgeSnapshot answerAges() {
        return answerAges;
    }

    /** How old the entries were whose live answer differed. */
    public AgeSnapshot staleAges() {
        return staleAges;
    }

    /** Reasons with their counts, none of 0. */
    public Map<Refusal, Long> refusals() {
        return Map.copyOf(refusals);
    }

    public List<Evidence> evidence() {
        return evidence;
    }
}
