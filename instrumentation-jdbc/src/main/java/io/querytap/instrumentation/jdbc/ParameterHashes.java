package io.querytap.instrumentation.jdbc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The hashes of the parameters of one statement. Used by the thread that uses the statement; a race only blurs a hash. */
final class ParameterHashes {
    /** Positions kept apart; further ones are folded onto them (a setter called twice with other values then counts twice). */
    private static final int MAX_POSITIONS = 256;

    private static final int FIRST_POSITIONS = 8;

    private long @Nullable [] byPosition;
    private int positions;
    private long named;

    void set(int position, long valueHash) {
        int slot = (position - 1) & (MAX_POSITIONS - 1);
        long[] hashes = byPosition;
        if (hashes == null || slot >= hashes.length) {
            hashes = grow(hashes, slot);
        }
        hashes[slot] = position <= MAX_POSITIONS ? valueHash : hashes[slot] * 31 + valueHash;
        if (slot >= positions) {
            positions = slot + 1;
        }
    }

    void set(String name, long valueHash) {
        named += ValueHash.mix(name.hashCode() ^ ValueHash.mix(valueHash));
    }

    private long[] grow(long @Nullable [] hashes, int slot) {
        int capacity = Math.min(MAX_POSITIONS, Math.max(FIRST_POSITIONS, Integer.highestOneBit(slot) * 2));
        long[] grown = hashes == null ? new long[capacity] : Arrays.copyOf(hashes, capacity);
        byPosition = grown;
        return grown;
    }

    /** The hash of all parameters as they are set now; 0 where none is. Named ones begin anew with the next execution. */
    long combine() {
        long[] hashes = byPosition;
        long combined = named;
        named = 0;
        if (hashes != null) {
            for (int i = 0; i < positions; i++) {
                combined = ValueHash.mix(combined ^ hashes[i]);
            }
        }
        return combined;
    }

    void clear() {
        if (byPosition != null) {
            Arrays.fill(byPosition, 0, positions, 0);
        }
        positions = 0;
        named = 0;
    }
}
