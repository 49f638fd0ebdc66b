package io.querytap.core.stats;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many distinct values a stream of 64-bit hashes has: exact while they all fit, an estimate afterwards.
 *
 * <p><b>How.</b> Only the k smallest hashes are kept, in order. While there are fewer than k, they are all there is. Once full,
 * the k-th smallest says how densely the hashes lie, and so how many there are: with k of 1,024 the estimate is off by 3 % as a
 * rule (one standard deviation is 1/√(k−2)), with k of 128 by 9 %. A value seen again is found among the kept ones or is larger
 * than all of them, so nothing is counted twice however often it comes.
 *
 * <p>Not thread-safe.
 */
final class DistinctHashes {
    /** Up to so many distinct values the count is exact, where there is room: 8 KiB. */
    static final int MAX_KEPT = 1_024;

    /** Kept where the budget for larger sets is used up: 1 KiB. */
    static final int MIN_KEPT = 128;

    private static final int FIRST_KEPT = 4;

    /** 2 to the 64th. */
    private static final double ALL_HASHES = 0x1p64;

    /** Ascending as unsigned numbers. */
    private long[] smallest = new long[FIRST_KEPT];

    private int size;
    private int limit = MAX_KEPT;

    /**
     * Adds one.
     *
     * @param largerSets how many more sets may grow past {@link #MIN_KEPT}
     * @return whether it may be new; false if it was surely seen before
     */
    boolean add(long hash, AtomicInteger largerSets) {
        int at = indexOf(hash);
        if (at < size && smallest[at] == hash) {
            return false;
        }
        if (size == limit) {
            if (at == size) {
                return true; // larger than all that are kept: seen or not, the estimate rests on the kept ones
            }
            System.arraycopy(smallest, at, smallest, at + 1, size - 1 - at);
            smallest[at] = hash;
            return true;
        }
        if (size == smallest.length) {
            smallest = Arrays.copyOf(smallest, size * 2);
        }
        System.arraycopy(smallest, at, smallest, at + 1, size - at);
        smallest[at] = hash;
        size++;
        if (size == MIN_KEPT && !takeOne(largerSets)) {
            limit = MIN_KEPT;
        }
        return true;
    }

    /** Exact if {@link #isExact}, else an estimate. */
    long count() {
        if (size < limit) {
            return size;
        }
        long largest = smallest[size - 1];
        double share = ((largest >>> 1) * 2.0 + 1) / ALL_HASHES;
        return Math.max(size, Math.round((size - 1) / share));
    }

    /** Whether {@link #count} is exact: a set that is just full counts as an estimate. */
    boolean isExact() {
        return size < limit;
    }

    /** Where the hash is, or where it belongs. */
    private int indexOf(long hash) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(smallest[middle], hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean takeOne(AtomicInteger budget) {
        if (budget.decrementAndGet() >= 0) {
            return true;
        }
        budget.incrementAndGet();
        return false;
    }
}
