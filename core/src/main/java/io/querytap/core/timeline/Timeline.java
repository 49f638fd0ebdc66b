package io.querytap.core.timeline;

import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.PatternTally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened when. The run is divided into at most {@link #MAX_SLOTS} slots of half a second; when they are used up, two each become one
 * and a slot is twice as long, so that a minute and a month both have 31 to 60. At the end of a slot the agent's thread reads what has
 * been counted of each pattern since the start and keeps the difference; the application's threads do nothing for it. The longer a run
 * lasts, the less is read: sixty times in the first half minute, then thirty times as often as its length doubles.
 *
 * <p>What was counted between two readings belongs to the slot in which half of that time had passed; so where the agent's thread comes
 * late, a little of one slot is in its neighbour. Nothing is lost and nothing is counted twice.
 *
 * <p>Memory: at most three times {@link #MAX_SLOTS} numbers for each pattern, as a rule a third of that, and for each of
 * {@link #MAX_FOLLOWED} patterns 8 bytes for each octave that occurs in a slot, about 5 KiB each. Thread-safe; never used by the
 * application's threads.
 */
public final class Timeline {
    /** Slots at most; even. */
    static final int MAX_SLOTS = 60;

    /** The first length of a slot, and how often pools are asked. */
    static final long FIRST_STEP_NANOS = 500_000_000L;

    /** Patterns of which it is known how long executions took in each slot; of all others how many there were, and their sum. */
    static final int MAX_FOLLOWED = 200;

    /** By how much a pattern must have cost more than one that is followed to take its place: they should not take turns. */
    private static final int COSTLIER = 2;

    private final PatternRegistry patterns;
    private final PoolRegistry pools;
    private final long startNanos;

    private final Map<PatternStats, PatternLine> lines = new IdentityHashMap<>();
    private final Map<PoolStats, PoolLine> poolLines = new IdentityHashMap<>();
    private final PatternLine.Sums sums = new PatternLine.Sums();
    private final PatternTally tally = new PatternTally();
    private int followed;
    private long stepNanos = FIRST_STEP_NANOS;
    private long readNanos;
    private volatile long nextLookNanos;

    /** @param startNanos {@link System#nanoTime()} when recording began */
    public Timeline(PatternRegistry patterns, PoolRegistry pools, long startNanos) {
        this.patterns = patterns;
        this.pools = pools;
        this.startNanos = startNanos;
        this.readNanos = startNanos;
        this.nextLookNanos = startNanos;
    }

    /** When {@link #look} is to be called next: {@link System#nanoTime()}. */
    public long nextLookNanos() {
        return nextLookNanos;
    }

    /** Asks the pools, and reads the patterns if a slot is over. */
    public synchronized void look(long nowNanos) {
        nextLookNanos = nowNanos + FIRST_STEP_NANOS - (nowNanos - startNanos) % FIRST_STEP_NANOS;
        makeRoom(nowNanos);
        askPools(nowNanos);
        if (slotAt(nowNanos) != slotAt(readNanos)) {
            readPatterns(nowNanos);
        }
    }

    /** Everything up to now. */
    public synchronized TimelineSnapshot snapshot(long nowNanos) {
        makeRoom(nowNanos);
        readPatterns(nowNanos);
        long ranNanos = Math.max(0, nowNanos - startNanos);
        int slots = (int) Math.max(1, (ranNanos + stepNanos - 1) / stepNanos);
        List<PoolTimeline> ofPools = new ArrayList<>();
        pools.forEach((name, pool) -> {
            PoolLine line = poolLines.get(pool);
            if (line != null) {
                ofPools.add(line.snapshot(name, slots));
            }
        });
        Map<DatabaseIdentity, Map<Long, PatternTimeline>> ofPatterns = new HashMap<>();
        lines.forEach((stats, line) -> ofPatterns
                .computeIfAbsent(stats.database(), database -> new HashMap<>())
                .put(stats.pattern().id(), line.snapshot(slots)));
        return new TimelineSnapshot(stepNanos, slots, ranNanos - (slots - 1) * stepNanos, sums, ofPools, ofPatterns);
    }

    private void makeRoom(long nowNanos) {
        while (nowNanos - startNanos > MAX_SLOTS * stepNanos) {
            stepNanos *= 2;
            sums.halve();
            lines.values().forEach(PatternLine::halve);
            poolLines.values().forEach(PoolLine::halve);
        }
    }

    private int slotAt(long nanos) {
        return (int) Math.max(0, Math.min(MAX_SLOTS - 1, (nanos - startNanos) / stepNanos));
    }

    private void askPools(long nowNanos) {
        int slot = slotAt(nowNanos);
        for (PoolStats pool : pools.all()) {
            poolLines.computeIfAbsent(pool, it -> new PoolLine()).add(slot, pool.read());
        }
    }

    private void readPatterns(long nowNanos) {
        int slot = slotAt(readNanos + (nowNanos - readNanos) / 2);
        readNanos = nowNanos;
        patterns.forEachCounted(stats -> read(stats, slot));
        if (followed < lines.size()) {
            followCostlier(slot + 1);
        }
    }

    private void read(PatternStats stats, int slot) {
        PatternLine line = lines.get(stats);
        if (line == null) {
            if (stats.roughCount() == 0) {
                return; // prepared and not executed
            }
            line = new PatternLine(stats);
            lines.put(stats, line);
            if (followed < MAX_FOLLOWED) {
                followed++;
                line.follow();
            }
        }
        if (line.hasNews()) {
            line.read(slot, stepNanos, tally, sums);
        }
    }

    /** Patterns that cost more than followed ones take their places; what was before that is not known of them. */
    private void followCostlier(int slot) {
        List<PatternLine> candidates = new ArrayList<>();
        List<PatternLine> present = new ArrayList<>();
        for (PatternLine line : lines.values()) {
            (line.isFollowed() ? present : candidates).add(line);
        }
        present.sort(Comparator.comparingLong(PatternLine::nanos));
        candidates.sort(Comparator.comparingLong(PatternLine::nanos).reversed());
        int places = Math.min(present.size(), candidates.size());
        for (int i = 0; i < places; i++) {
            PatternLine leaves = present.get(i);
            PatternLine comes = candidates.get(i);
            if (comes.nanos() / COSTLIER <= leaves.nanos()) {
                return;
            }
            leaves.followNoMore();
            comes.followFrom(slot, tally);
        }
    }
}
