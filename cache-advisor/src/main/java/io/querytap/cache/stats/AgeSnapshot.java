package io.querytap.cache.stats;

/** How old answers were at one moment, in classes. Immutable. */
public final class AgeSnapshot {
    private final long[] counts;
    private final long sumNanos;

    AgeSnapshot(long[] counts, long sumNanos) {
        this.counts = counts;
        this.sumNanos = sumNanos;
    }

    public int classes() {
        return counts.length;
    }

    /** Ages of this class are below this many milliseconds; of the last one they have no bound. */
    public long belowMillis(int index) {
        return index == counts.length - 1 ? Long.MAX_VALUE : 1L << index;
    }

    public long count(int index) {
        return counts[index];
    }

    /** All ages added up. */
    public long sumNanos() {
        return sumNanos;
    }

    /** All that were counted. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** An age, in milliseconds, that no more than the share {@code 1 - quantile} reached; 0 if none was counted. */
    public long quantileBelowMillis(double quantile) {
        long wanted = (long) Math.ceil(quantile * total());
        long seen = 0;
        for (int i = 0; i < counts.length && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return belowMillis(i);
            }
        }
        return 0;
    }
}
