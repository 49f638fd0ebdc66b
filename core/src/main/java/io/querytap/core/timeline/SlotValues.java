package io.querytap.core.timeline;

import java.util.Arrays;

/**
 * One number for each slot, kept from the first slot that has one to the last: what ran only once at the start takes a few words. Not
 * thread-safe.
 */
final class SlotValues {
    private static final long[] NONE = {};
    private static final int FIRST_LENGTH = 4;

    private final boolean largest;
    private long[] values = NONE;
    private int from;

    private SlotValues(boolean largest) {
        this.largest = largest;
    }

    /** What is added to a slot adds up. */
    static SlotValues sums() {
        return new SlotValues(/* largest= */ false);
    }

    /** Of what is added to a slot the largest stays. */
    static SlotValues largest() {
        return new SlotValues(/* largest= */ true);
    }

    void add(int slot, long value) {
        if (value <= 0) {
            return;
        }
        if (values.length == 0) {
            from = slot;
            values = new long[Math.min(FIRST_LENGTH, Timeline.MAX_SLOTS - slot)];
        }
        if (slot < from) {
            long[] longer = new long[values.length + from - slot];
            System.arraycopy(values, 0, longer, from - slot, values.length);
            values = longer;
            from = slot;
        }
        int index = slot - from;
        if (index >= values.length) {
            int room = Math.min(2 * values.length, Timeline.MAX_SLOTS - from);
            values = Arrays.copyOf(values, Math.max(index + 1, room));
        }
        values[index] = combined(values[index], value);
    }

    private long combined(long one, long other) {
        return largest ? Math.max(one, other) : one + other;
    }

    long at(int slot) {
        int index = slot - from;
        return index < 0 || index >= values.length ? 0 : values[index];
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    /** Two slots each become one. */
    void halve() {
        if (values.length == 0) {
            return;
        }
        int first = from / 2;
        long[] halved = new long[(from + values.length - 1) / 2 - first + 1];
        for (int i = 0; i < values.length; i++) {
            int index = (from + i) / 2 - first;
            halved[index] = combined(halved[index], values[i]);
        }
        from = first;
        values = halved;
    }

    /** The first slots. */
    long[] copy(int slots) {
        long[] copy = new long[slots];
        for (int slot = 0; slot < slots; slot++) {
            copy[slot] = at(slot);
        }
        return copy;
    }
}
