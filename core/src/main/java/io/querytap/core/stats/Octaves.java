package io.querytap.core.stats;

import java.util.Arrays;

/**
 * Counts durations by powers of two: an octave {@code b} holds values of 2^b up to, not including, 2^(b+1) nanoseconds. Coarse, but exact:
 * the borders are borders of cells of {@link Distribution} as well. What lies outside of what a distribution tells apart is in the first or
 * the last one. Not thread-safe.
 */
public final class Octaves {
    /** The first octave; holds all that is shorter too. A distribution's first cell ends with it, at 512 ns. */
    public static final int FIRST = 8;

    /** The last octave; holds all that is longer too: an hour is in it. */
    public static final int LAST = 41;

    /** How many there are. */
    public static final int COUNT = LAST - FIRST + 1;

    private final long[] counts = new long[COUNT];

    /** The octave of a value. */
    public static int of(long nanos) {
        return Math.max(FIRST, Math.min(LAST, Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, nanos))));
    }

    /** Values of an octave from {@link #FIRST} to {@link #LAST}. */
    public long count(int octave) {
        return counts[octave - FIRST];
    }

    void add(int octave, long count) {
        counts[octave - FIRST] += count;
    }

    /** Becomes a copy of the other. */
    public void set(Octaves other) {
        System.arraycopy(other.counts, 0, counts, 0, COUNT);
    }

    void clear() {
        Arrays.fill(counts, 0);
    }
}
