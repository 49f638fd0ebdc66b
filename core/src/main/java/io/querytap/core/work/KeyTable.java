package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@link KeyUse} of each pattern of one unit: open addressing by pattern, in the order of first use, bounded. The entries are
 * used again by the next unit. Written by the thread of the unit.
 */
final class KeyTable {
    /** Patterns kept apart; of further ones only the executions are counted. About 400 bytes each. */
    static final int MAX_KEYS = 256;

    private static final int FIRST_KEYS = 8;
    private static final int FIRST_SLOTS = 16;
    private static final int GROWTH = 4;

    private int count;
    private long others;
    private @Nullable KeyUse[] keys = new KeyUse[FIRST_KEYS];
    /** Its length is a power of two and at least twice the keys. */
    private @Nullable KeyUse[] slots = new KeyUse[FIRST_SLOTS];

    private @Nullable KeyUse last;

    void clear() {
        if (count > 0) {
            Arrays.fill(slots, null);
        }
        count = 0;
        others = 0;
        last = null;
    }

    int count() {
        return count;
    }

    /** Room that is kept for the next unit. */
    int capacity() {
        return keys.length;
    }

    /** Executions of patterns that found no room. */
    long others() {
        return others;
    }

    KeyUse at(int index) {
        KeyUse key = index < count ? keys[index] : null;
        if (key == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return key;
    }

    /** The entry of a pattern that executes now; null if there is no room, which is counted. */
    @Nullable
    KeyUse obtain(PatternStats pattern, long nowNanos) {
        KeyUse key = last;
        if (key != null && key.isOf(pattern)) {
            return key;
        }
        key = find(pattern);
        if (key == null) {
            if (count == MAX_KEYS) {
                others++;
                return null;
            }
            key = append(pattern, nowNanos);
        }
        last = key;
        return key;
    }

    /** The entry of a pattern; null if there is none. */
    @Nullable
    KeyUse find(PatternStats pattern) {
        int mask = slots.length - 1;
        for (int slot = pattern.slotHash() & mask; ; slot = slot + 1 & mask) {
            KeyUse key = slots[slot];
            if (key == null || key.isOf(pattern)) {
                return key;
            }
        }
    }

    private KeyUse append(PatternStats pattern, long nowNanos) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, Math.min(MAX_KEYS, keys.length * GROWTH));
        }
        KeyUse key = keys[count];
        if (key == null) {
            key = new KeyUse();
            keys[count] = key;
        }
        key.begin(pattern, nowNanos);
        count++;
        if (count * 2 > slots.length) {
            rehash(slots.length * GROWTH);
        } else {
            place(key);
        }
        return key;
    }

    private void rehash(int length) {
        slots = new KeyUse[length];
        for (int i = 0; i < count; i++) {
            place(at(i));
        }
    }

    private void place(KeyUse key) {
        int mask = slots.length - 1;
        int slot = key.pattern().slotHash() & mask;
        while (slots[slot] != null) {
            slot = slot + 1 & mask;
        }
        slots[slot] = key;
    }

    /** Adds what another part of the same unit did; returns whether a pattern among that {@link KeyUse#isRepeated}. */
    boolean absorb(KeyTable other, int repeats) {
        boolean repeated = false;
        for (int i = 0; i < other.count; i++) {
            KeyUse theirs = other.at(i);
            KeyUse ours = find(theirs.pattern());
            if (ours == null && count < MAX_KEYS) {
                ours = append(theirs.pattern(), theirs.firstStartNanos());
            }
            if (ours == null) {
                others += theirs.count();
            } else {
                ours.merge(theirs);
                repeated |= ours.isRepeated(repeats);
            }
        }
        others += other.others;
        return repeated;
    }
}
