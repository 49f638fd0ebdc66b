package io.querytap.cache.stats;

import io.querytap.cache.eligibility.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one rule did, from its first appearance on, also over changes of the file. Thread-safe. */
public final class RuleStats {
    public final LongAdder localHits = new LongAdder();
    public final LongAdder sharedHits = new LongAdder();
    public final LongAdder misses = new LongAdder();
    public final LongAdder fills = new LongAdder();
    /** Entries found but outdated by a write. */
    public final LongAdder invalidations = new LongAdder();
    /** Nanoseconds that the hits would have taken in the database, less what they took. */
    public final LongAdder savedNanos = new LongAdder();
    /** Bytes answered. */
    public final LongAdder servedBytes = new LongAdder();

    public final LongAdder shadowHits = new LongAdder();
    public final LongAdder falseInvalidations = new LongAdder();
    /** Live answers that differ although no write was seen. */
    public final LongAdder silentChanges = new LongAdder();

    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

    public RuleStats() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    public void refused(Refusal why) {
        refusals.get(why).increment();
    }

    /** How often so far. */
    public long refusals(Refusal why) {
        return refusals.get(why).sum();
    }
}
