package io.querytap.core.timeline;

import io.querytap.core.stats.Octaves;
import java.util.Arrays;

/**
 * How many durations of which octave fell into which slot; only what is not zero takes room, 8 bytes each. A cell is one word: slot,
 * octave, count, from the highest bits on, so that sorting words sorts cells. Not thread-safe.
 */
final class HeatCells {
    private static final int COUNT_BITS = 51; // room for a million a second in a slot of years
    private static final int OCTAVE_BITS = 6;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long OCTAVE_MASK = (1L << OCTAVE_BITS) - 1;
    private static final int FIRST_LENGTH = 8;
    private static final long[] NONE = {};

    private final Octaves before = new Octaves();
    private long[] cells = NONE;
    private int size;

    /** From here on all that is counted is new. */
    void startAt(Octaves now) {
        before.set(now);
    }

    /** By how many an octave has become more since {@link #add} was last called. */
    long added(int octave, Octaves now) {
        return Math.max(0, now.count(octave) - before.count(octave));
    }

    /** What has become more since this was last called belongs to the slot; slots come in order. */
    void add(int slot, Octaves now) {
        for (int octave = Octaves.FIRST; octave <= Octaves.LAST; octave++) {
            long added = added(octave, now);
            if (added > 0) {
                add(slot, octave, added);
            }
        }
        before.set(now);
    }

    private void add(int slot, int octave, long count) {
        for (int i = size - 1; i >= 0 && slot(cells[i]) == slot; i--) {
            if (octave(cells[i]) == octave) {
                cells[i] += count;
                return;
            }
        }
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, Math.max(FIRST_LENGTH, size + size / 2));
        }
        cells[size++] = cell(slot, octave, count);
    }

    private static long cell(int slot, int octave, long count) {
        return ((long) slot << OCTAVE_BITS | octave) << COUNT_BITS | Math.min(count, COUNT_MASK);
    }

    private static int slot(long cell) {
        return (int) (cell >>> COUNT_BITS + OCTAVE_BITS);
    }

    private static int octave(long cell) {
        return (int) (cell >>> COUNT_BITS & OCTAVE_MASK);
    }

    private static long count(long cell) {
        return cell & COUNT_MASK;
    }

    /** Two slots each become one. */
    void halve() {
        for (int i = 0; i < size; i++) {
            cells[i] = cell(slot(cells[i]) / 2, octave(cells[i]), count(cells[i]));
        }
        Arrays.sort(cells, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            boolean same = kept > 0 && cells[kept - 1] >>> COUNT_BITS == cells[i] >>> COUNT_BITS;
            if (same) {
                cells[kept - 1] += count(cells[i]);
            } else {
                cells[kept++] = cells[i];
            }
        }
        size = kept;
    }

    /** By slot, then octave. */
    Heat snapshot(int knownFrom) {
        long[] sorted = Arrays.copyOf(cells, size);
        Arrays.sort(sorted);
        int[] slots = new int[size];
        int[] octaves = new int[size];
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            slots[i] = slot(sorted[i]);
            octaves[i] = octave(sorted[i]);
            counts[i] = count(sorted[i]);
        }
        return new Heat(knownFrom, slots, octaves, counts);
    }
}
