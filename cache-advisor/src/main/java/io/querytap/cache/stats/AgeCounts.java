package io.querytap.cache.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How old answers were, in classes that double from one millisecond on. Thread-safe; counts without a lock. */
public final class AgeCounts {
    /** Classes: below 1 ms, 2 ms, 4 ms, … 2^26 ms (18 hours), and older. */
    static final int CLASSES = 28;

    private final LongAdder[] counts = new LongAdder[CLASSES];
    private final LongAdder sumNanos = new LongAdder();

    AgeCounts() {
        for (int i = 0; i < CLASSES; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void record(long ageNanos) {
        counts[classOf(TimeUnit.NANOSECONDS.toMillis(ageNanos))].increment();
        sumNanos.add(ageNanos);
    }

    private static int classOf(long millis) {
        return millis <= 0 ? 0 : Math.min(CLASSES - 1, Long.SIZE - Long.numberOfLeadingZeros(millis));
    }

    AgeSnapshot snapshot() {
        long[] copy = new long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            copy[i] = counts[i].sum();
        }
        return new AgeSnapshot(copy, sumNanos.sum());
    }
}
