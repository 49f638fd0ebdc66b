package io.querytap.core.detect;

import io.querytap.core.pattern.SqlPattern;
import java.util.List;
import java.util.Locale;

/** How findings write figures and names, so that they all read alike. */
public final class Words {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Durations from here on are written in seconds, shorter ones in milliseconds. */
    private static final long IN_SECONDS_FROM_NANOS = 1_000_000_000L;

    private static final long WHOLE_MILLIS_FROM_NANOS = 10_000_000L;
    private static final double SHARE_DIGITS = 10_000;

    private Words() {}

    /** How a pattern is called. */
    public static String name(SqlPattern pattern) {
        String summary = pattern.summary();
        return summary == null ? pattern.text() : summary;
    }

    /** Seconds for evidence, to the microsecond. */
    public static double seconds(long nanos) {
        return Math.round((double) nanos / NANOS_PER_MICRO) / MICROS_PER_SECOND;
    }

    /** A share of 1 for evidence, to four digits. */
    public static double share(double value) {
        return Math.round(value * SHARE_DIGITS) / SHARE_DIGITS;
    }

    /** A duration in a sentence. */
    public static String time(long nanos) {
        if (nanos >= IN_SECONDS_FROM_NANOS) {
            return String.format(Locale.ROOT, "%,.1f s", nanos / NANOS_PER_SECOND);
        }
        return String.format(
                Locale.ROOT, nanos >= WHOLE_MILLIS_FROM_NANOS ? "%.0f ms" : "%.1f ms", nanos / NANOS_PER_MILLI);
    }

    /** A share in a sentence. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", Math.floor(share * 100));
    }

    /** {@code 1 execution}, {@code 2,000 executions}. */
    public static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }

    /** {@code a, b and c}. */
    public static String list(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.get(items.size() - 1);
    }
}
