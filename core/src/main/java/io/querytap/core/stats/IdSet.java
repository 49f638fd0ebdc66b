package io.querytap.core.stats;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** A bounded set of ids that only grows: no boxes, no locks. Past the bound nothing is added. Thread-safe. */
final class IdSet {
    /** An empty slot; the id 0 is kept as {@link #ZERO}. */
    private static final long EMPTY = 0;

    private static final long ZERO = 0x9e3779b97f4a7c15L;

    private final int maxIds;
    private final AtomicLongArray slots;
    private final AtomicInteger size = new AtomicInteger();

    IdSet(int maxIds) {
        this.maxIds = maxIds;
        this.slots = new AtomicLongArray(Integer.highestOneBit(maxIds) * 2);
    }

    boolean contains(long id) {
        long kept = id == EMPTY ? ZERO : id;
        return slots.get(slotOf(kept)) == kept;
    }

    /** Adds the id if there is room. */
    void add(long id) {
        long kept = id == EMPTY ? ZERO : id;
        if (size.incrementAndGet()
                > maxIds) { // the place is taken before the slot, so that an empty slot always remains
            size.decrementAndGet();
            return;
        }
        while (true) {
            int slot = slotOf(kept);
            if (slots.get(slot) == kept) {
                size.decrementAndGet();
                return;
            }
            if (slots.compareAndSet(slot, EMPTY, kept)) {
                return;
            }
        }
    }

    boolean isFull() {
        return size.get() >= maxIds;
    }

    int size() {
        return Math.min(size.get(), maxIds);
    }

    /** The slot that holds the id, or the empty one where it belongs. */
    private int slotOf(long id) {
        int mask = slots.length() - 1;
        int slot = (int) ((id * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (true) {
            long there = slots.get(slot);
            if (there == id || there == EMPTY) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}
