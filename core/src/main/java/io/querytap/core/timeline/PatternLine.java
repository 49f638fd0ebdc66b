package io.querytap.core.timeline;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.PatternTally;
import org.jspecify.annotations.Nullable;

/** One pattern over time, while it is being written. Not thread-safe. */
final class PatternLine {
    private final PatternStats stats;
    private final SlotValues executions = SlotValues.sums();
    private final SlotValues nanos = SlotValues.sums();
    private @Nullable SlotValues errors; // most patterns have none
    private @Nullable Followed followed;

    private long roughCount;
    private long executionsBefore;
    private long errorsBefore;
    private long nanosBefore;

    PatternLine(PatternStats stats) {
        this.stats = stats;
    }

    boolean isFollowed() {
        return followed != null;
    }

    /** Time of all its executions so far. */
    long nanos() {
        return nanosBefore;
    }

    /** Whether anything may have been counted since this was asked last. */
    boolean hasNews() {
        long now = stats.roughCount();
        boolean news = now != roughCount;
        roughCount = now;
        return news;
    }

    /** All durations from now on are kept, and nothing has been counted yet. */
    void follow() {
        followed = new Followed(/* knownFrom= */ 0);
    }

    /** All durations from the slot on are kept. */
    void followFrom(int slot, PatternTally tally) {
        Followed begun = new Followed(slot);
        stats.tally(tally, /* withOctaves= */ true);
        begun.durations.startAt(tally.durations());
        begun.fetches.startAt(tally.fetches());
        followed = begun;
    }

    void followNoMore() {
        followed = null;
    }

    /**
     * What has been counted since the last time belongs to the slot, here and in the sums of all patterns.
     *
     * @param stepNanos how long a slot is
     */
    void read(int slot, long stepNanos, PatternTally tally, Sums all) {
        Followed kept = followed;
        stats.tally(tally, kept != null);
        long more = tally.executions() - executionsBefore;
        long moreNanos = tally.nanos() - nanosBefore;
        long moreErrors = tally.errors() - errorsBefore;
        executions.add(slot, more);
        nanos.add(slot, moreNanos);
        if (moreErrors > 0) {
            errors().add(slot, moreErrors);
        }
        all.executions.add(slot, more);
        all.errors.add(slot, moreErrors);
        if (kept == null) {
            all.busy.add(slot, stepNanos, more, moreNanos);
        } else {
            all.busy.add(slot, stepNanos, moreNanos, kept.durations, tally.durations());
        }
        executionsBefore = Math.max(executionsBefore, tally.executions());
        nanosBefore = Math.max(nanosBefore, tally.nanos());
        errorsBefore = Math.max(errorsBefore, tally.errors());
        if (kept != null) {
            kept.durations.add(slot, tally.durations());
            kept.fetches.add(slot, tally.fetches());
        }
    }

    private SlotValues errors() {
        SlotValues known = errors;
        if (known == null) {
            known = SlotValues.sums();
            errors = known;
        }
        return known;
    }

    void halve() {
        executions.halve();
        nanos.halve();
        if (errors != null) {
            errors.halve();
        }
        if (followed != null) {
            followed.halve();
        }
    }

    PatternTimeline snapshot(int slots) {
        SlotValues failed = errors;
        Followed kept = followed;
        return new PatternTimeline(
                executions.copy(slots),
                nanos.copy(slots),
                failed == null ? null : failed.copy(slots),
                kept == null ? null : kept.durations.snapshot(kept.knownFrom),
                kept == null ? null : kept.fetches.snapshot(kept.knownFrom));
    }

    /** What is kept of a pattern whose durations are. */
    private static final class Followed {
        private final HeatCells durations = new HeatCells();
        private final HeatCells fetches = new HeatCells();
        private int knownFrom;

        Followed(int knownFrom) {
            this.knownFrom = knownFrom;
        }

        void halve() {
            durations.halve();
            fetches.halve();
            knownFrom = (knownFrom + 1) / 2; // half known is not known
        }
    }

    /** The same of all patterns together. */
    static final class Sums {
        final SlotValues executions = SlotValues.sums();
        final SlotValues errors = SlotValues.sums();
        final BusyTime busy = new BusyTime();

        void halve() {
            executions.halve();
            busy.halve();
            errors.halve();
        }
    }
}
