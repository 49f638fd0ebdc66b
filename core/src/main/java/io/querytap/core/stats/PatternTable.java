package io.querytap.core.stats;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of one database by id: a look-up boxes nothing and takes no lock. Open addressing with linear probing over slots
 * that are written once; entries are never removed. Thread-safe.
 */
final class PatternTable {
    private static final int FIRST_CAPACITY = 64;

    /** Its length is a power of two, and at least a third of its slots is empty. */
    private volatile AtomicReferenceArray<PatternStats> slots = new AtomicReferenceArray<>(FIRST_CAPACITY);

    private int size;

    @Nullable
    PatternStats get(long id) {
        AtomicReferenceArray<PatternStats> all = slots;
        int mask = all.length() - 1;
        for (int slot = spread(id) & mask; ; slot = (slot + 1) & mask) {
            PatternStats there = all.get(slot);
            if (there == null || there.pattern().id() == id) {
                return there;
            }
        }
    }

    /**
     * Adds what {@code maker} makes, unless the id is there already. One thread at a time; a thread that waits for another waits
     * for one small object to be made, once a pattern.
     *
     * @param maker may make null, and then nothing is added
     */
    @Nullable
    synchronized PatternStats getOrAdd(long id, Maker maker) {
        PatternStats known = get(id);
        if (known != null) {
            return known;
        }
        PatternStats made = maker.make();
        if (made == null) {
            return null;
        }
        if ((size + 1) * 3L > slots.length() * 2L) {
            grow();
        }
        place(slots, made);
        size++;
        return made;
    }

    void forEach(Consumer<PatternStats> reader) {
        AtomicReferenceArray<PatternStats> all = slots;
        for (int slot = 0; slot < all.length(); slot++) {
            PatternStats there = all.get(slot);
            if (there != null) {
                reader.accept(there);
            }
        }
    }

    /** Readers of the old slots miss what is added from now on, and then come to {@link #getOrAdd}. */
    private void grow() {
        AtomicReferenceArray<PatternStats> larger = new AtomicReferenceArray<>(slots.length() * 2);
        forEach(stats -> place(larger, stats));
        slots = larger;
    }

    private static void place(AtomicReferenceArray<PatternStats> all, PatternStats stats) {
        int mask = all.length() - 1;
        int slot = spread(stats.pattern().id()) & mask;
        while (all.get(slot) != null) {
            slot = (slot + 1) & mask;
        }
        all.set(slot, stats);
    }

    /** Ids are hashes; their lower bits would do, but an id is also what a caller makes up. */
    private static int spread(long id) {
        long mixed = id * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }

    /** Makes the entry of an id that is not there. */
    @FunctionalInterface
    interface Maker {
        @Nullable
        PatternStats make();
    }
}
