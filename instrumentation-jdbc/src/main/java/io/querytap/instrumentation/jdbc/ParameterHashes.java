package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.Paging;
import io.querytap.core.work.RecordedExecution;
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

    /**
     * The hash of all parameters as they are set now; 0 where none is. Named ones begin anew with the next execution.
     *
     * @param paging says which parameters only choose the page; they do not count
     */
    long combine(Paging paging) {
        long[] hashes = byPosition;
        long combined = named;
        named = 0;
        if (hashes != null) {
            boolean bounds = paging.hasParameters();
            for (int i = 0; i < positions; i++) {
                if (!bounds || !paging.isBound(positions - 1 - i)) {
                    combined = ValueHash.mix(combined ^ hashes[i]);
                }
            }
        }
        return combined;
    }

    /** What {@link #set} was given for the parameter that so many others follow; -1 where that is not kept. */
    long hashBefore(int behind) {
        long[] hashes = byPosition;
        int slot = positions - 1 - behind;
        return hashes == null || slot < 0 || positions == MAX_POSITIONS ? -1 : hashes[slot];
    }

    /** Hands the parameters by position to the record of an execution. */
    void tell(RecordedExecution execution) {
        long[] hashes = byPosition;
        if (hashes != null && positions > 0) {
            execution.parametersBound(hashes, positions);
        }
    }

    void clear() {
        if (byPosition != null) {
            Arrays.fill(byPosition, 0, positions, 0);
        }
        positions = 0;
        named = 0;
    }
}
