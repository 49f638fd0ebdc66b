package io.querytap.core.timeline;

/** How long something took, by slot and octave. Immutable. */
public final class Heat {
    private final int knownFrom;
    private final int[] slots;
    private final int[] octaves;
    private final long[] counts;

    Heat(int knownFrom, int[] slots, int[] octaves, long[] counts) {
        this.knownFrom = knownFrom;
        this.slots = slots;
        this.octaves = octaves;
        this.counts = counts;
    }

    /** The first slot of which anything is known: before, the pattern was not among those that are followed. */
    public int knownFrom() {
        return knownFrom;
    }

    /** Whether nothing was counted. */
    public boolean isEmpty() {
        return slots.length == 0;
    }

    /** How many cells there are; none has the count 0. */
    public int cells() {
        return slots.length;
    }

    /** The slot of a cell; it does not become smaller from one cell to the next. */
    public int slot(int cell) {
        return slots[cell];
    }

    /** The octave of a cell, see {@link io.querytap.core.stats.Octaves}; ascending within a slot. */
    public int octave(int cell) {
        return octaves[cell];
    }

    public long count(int cell) {
        return counts[cell];
    }
}
