package io.querytap.cache.stats;

import io.querytap.cache.eligibility.Refusal;
import java.util.concurrent.atomic.LongAdder;

/** What one rule did, from its first appearance on, also over changes of the file. Thread-safe. */
public final class RuleStats {
    public final LongAdder localHits = new LongAdder();
    public final LongAdder sharedHits = new LongAdder();
    /** Answers of another execution of this JVM that was under way already; not among the hits. */
    public final LongAdder followed = new LongAdder();

    public final LongAdder misses = new LongAdder();
    public final LongAdder fills = new LongAdder();
    /** Entries found but outdated by a write. */
    public final LongAdder invalidations = new LongAdder();
    /** Nanoseconds that the hits would have taken in the database, less what they took. */
    public final LongAdder savedNanos = new LongAdder();
    /** Bytes answered. */
    public final LongAdder servedBytes = new LongAdder();
    /** Nanoseconds of the executions that filled. */
    public final LongAdder liveNanos = new LongAdder();

    /** Live answers compared with the entry that would have answered, and equal. */
    public final LongAdder shadowHits = new LongAdder();
    /** Entries outdated by a write although the live answer was the same. */
    public final LongAdder falseInvalidations = new LongAdder();
    /** Live answers that differ although no write was seen. */
    public final LongAdder silentChanges = new LongAdder();
    /** Comparisons that proved nothing: a table was written meanwhile, the result came in another form, or too much was waiting. */
    public final LongAdder notCompared = new LongAdder();

    /** How long before it was answered an answer was known to be right. */
    public final AgeCounts answerAges = new AgeCounts();
    /** How old the entries of {@link #silentChanges} were. */
    public final AgeCounts staleAges = new AgeCounts();

    private final LongAdder[] refusals = new LongAdder[Refusal.values().length]; // by ordinal

    public RuleStats() {
        for (int i = 0; i < refusals.length; i++) {
            refusals[i] = new LongAdder();
        }
    }

    public void refused(Refusal why) {
        refusals[why.ordinal()].increment();
    }

    /** How often so far. */
    public long refusals(Refusal why) {
        return refusals[why.ordinal()].sum();
    }

    /** What a live execution takes, on average of all fills; 0 before the first. */
    public long averageLiveNanos() {
        long count = fills.sum();
        return count == 0 ? 0 : liveNanos.sum() / count;
    }
}
