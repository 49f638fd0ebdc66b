package example.stub;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How long the executions of one text really took. Every duration is kept. */
public final class RawDurations {
    /** Guarded by itself. */
    private static final Map<String, RawDurations> BY_TEXT = new TreeMap<>();

    private long[] nanos = new long[1 << 14];
    private int count;

    private RawDurations() {}

    /** Those of one text. */
    static RawDurations of(String text) {
        synchronized (BY_TEXT) {
            return BY_TEXT.computeIfAbsent(text, unused -> new RawDurations());
        }
    }

    /** Copies of all, by text. */
    public static Map<String, long[]> all() {
        synchronized (BY_TEXT) {
            Map<String, long[]> copies = new TreeMap<>();
            BY_TEXT.forEach((text, durations) -> copies.put(text, durations.copy()));
            return copies;
        }
    }

    synchronized void add(long elapsedNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = elapsedNanos;
    }

    private synchronized long[] copy() {
        return Arrays.copyOf(nanos, count);
    }
}
