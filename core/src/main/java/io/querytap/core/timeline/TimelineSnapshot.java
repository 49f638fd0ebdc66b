package io.querytap.core.timeline;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened when, up to one moment. Immutable: the arrays are not to be written to. */
public final class TimelineSnapshot {
    private final long stepNanos;
    private final int slots;
    private final long lastSlotNanos;
    private final long[] executions;
    private final long[] errors;
    private final long[] nanos;
    private final List<PoolTimeline> pools;
    private final Map<DatabaseIdentity, Map<Long, PatternTimeline>> patterns;

    TimelineSnapshot(
            long stepNanos,
            int slots,
            long lastSlotNanos,
            PatternLine.Sums sums,
            List<PoolTimeline> pools,
            Map<DatabaseIdentity, Map<Long, PatternTimeline>> patterns) {
        this.stepNanos = stepNanos;
        this.slots = slots;
        this.lastSlotNanos = lastSlotNanos;
        this.executions = sums.executions.copy(slots);
        this.errors = sums.errors.copy(slots);
        this.nanos = sums.busy.copy(slots);
        this.pools = List.copyOf(pools);
        this.patterns = new HashMap<>(patterns);
    }

    /** How long a slot is; the first one begins with the recording. */
    public long stepNanos() {
        return stepNanos;
    }

    /** How many slots there are, the last one perhaps not over yet. */
    public int slots() {
        return slots;
    }

    /** How much of the last slot has passed. */
    public long lastSlotNanos() {
        return lastSlotNanos;
    }

    /** Executions of all patterns by slot, failed ones included. */
    public long[] executions() {
        return executions;
    }

    /** Failed executions by slot. */
    public long[] errors() {
        return errors;
    }

    /**
     * Time of all executions that have ended, by the slots in which they were under way as far as their durations tell; of several at once,
     * more than has passed.
     */
    public long[] nanos() {
        return nanos;
    }

    /** Pools in the order in which they were first seen. */
    public List<PoolTimeline> pools() {
        return pools;
    }

    /** One pattern; null if it was first executed after the timeline was last read. */
    public @Nullable PatternTimeline of(PatternSnapshot pattern) {
        Map<Long, PatternTimeline> ofDatabase = patterns.get(pattern.database());
        return ofDatabase == null ? null : ofDatabase.get(pattern.pattern().id());
    }
}
