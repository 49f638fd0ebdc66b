package io.querytap.core.timeline;

import io.querytap.core.stats.Octaves;

/**
 * How long executions were under way in each slot. They are counted when they end; one that took longer than a slot has filled earlier
 * ones too, and a slot that had all of it would show more at once than there ever were. It is taken to have ended in the middle of
 * the slot. Not thread-safe.
 */
final class BusyTime {
    /** The middle of an octave, as a multiple of where it begins. */
    private static final double MIDDLE = 1.5;

    private final SlotValues nanos = SlotValues.sums();

    /** So many executions ended in the slot, which took so long together; each is taken to have been like the others. */
    void add(int slot, long stepNanos, long executions, long allNanos) {
        if (executions > 0) {
            spread(slot, stepNanos, allNanos / executions, allNanos);
        }
    }

    /**
     * Executions ended in the slot, which took so long together.
     *
     * @param before durations when this was last asked, of which those of {@code now} are more
     */
    void add(int slot, long stepNanos, long allNanos, HeatCells before, Octaves now) {
        if (allNanos <= stepNanos) {
            nanos.add(slot, allNanos);
            return;
        }
        double estimated = 0;
        for (int octave = Octaves.FIRST; octave <= Octaves.LAST; octave++) {
            estimated += before.added(octave, now) * middle(octave);
        }
        long left = allNanos;
        for (int octave = Octaves.LAST; octave >= Octaves.FIRST && left > 0; octave--) {
            double ofOctave = before.added(octave, now) * middle(octave);
            if (ofOctave > 0) {
                double scale = allNanos / estimated;
                long exact = Math.min(left, Math.round(ofOctave * scale));
                spread(slot, stepNanos, Math.round(middle(octave) * scale), exact);
                left -= exact;
            }
        }
        nanos.add(slot, left); // what rounding left
    }

    private static double middle(int octave) {
        return MIDDLE * (1L << octave);
    }

    /** Spreads time over the slots that executions of such a duration have filled. */
    private void spread(int slot, long stepNanos, long durationNanos, long allNanos) {
        long halfStep = stepNanos / 2;
        if (durationNanos <= stepNanos) {
            nanos.add(slot, allNanos);
            return;
        }
        double share = (double) allNanos / durationNanos; // how many were under way at once
        long left = allNanos;
        long inSlot = Math.min(left, Math.round(halfStep * share));
        for (int at = slot; at > 0 && left > 0; at--) {
            nanos.add(at, inSlot);
            left -= inSlot;
            inSlot = Math.min(left, Math.round(stepNanos * share));
        }
        nanos.add(0, left);
    }

    void halve() {
        nanos.halve();
    }

    long[] copy(int slots) {
        return nanos.copy(slots);
    }
}
