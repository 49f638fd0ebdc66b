package io.querytap.core.timeline;

import org.jspecify.annotations.Nullable;

/** One pool over time, by slot: what it said of itself when it was asked, twice a second. Immutable: the arrays are not to be written to. */
public final class PoolTimeline {
    private final String name;
    private final int max;
    private final long[] samples;
    private final long[] used;
    private final long[] mostUsed;
    private final long @Nullable [] mostPending;

    PoolTimeline(String name, int max, long[] samples, long[] used, long[] mostUsed, long @Nullable [] mostPending) {
        this.name = name;
        this.max = max;
        this.samples = samples;
        this.used = used;
        this.mostUsed = mostUsed;
        this.mostPending = mostPending;
    }

    /** Its name among all pools of the JVM. */
    public String name() {
        return name;
    }

    /** How many connections it may have; -1 if that is not known. */
    public int max() {
        return max;
    }

    /** Whether it was asked in the slot, and answered. */
    public boolean isKnown(int slot) {
        return samples[slot] > 0;
    }

    /** Connections in use, on the average; only of a slot that {@link #isKnown}. */
    public double meanUsed(int slot) {
        return (double) used[slot] / samples[slot];
    }

    /** The most connections in use. */
    public long mostUsed(int slot) {
        return mostUsed[slot];
    }

    /** Whether the pool tells how many threads wait. */
    public boolean tellsPending() {
        return mostPending != null;
    }

    /** The most threads that waited for a connection; 0 where the pool does not tell. */
    public long mostPending(int slot) {
        return mostPending == null ? 0 : mostPending[slot];
    }
}
