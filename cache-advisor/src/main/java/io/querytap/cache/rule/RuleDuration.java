package io.querytap.cache.rule;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as rules have them: a whole number and its unit. */
public final class RuleDuration {
    /** What a time to live may be, for messages. */
    public static final String ACCEPTED_TIME_TO_LIVE = "1ms to 7d, such as \"60s\"";

    static final long MIN_NANOS = 1_000_000L;
    static final long MAX_TTL_NANOS = 7 * 86_400_000_000_000L;

    /** What is no duration, or out of bounds. */
    static final long NONE = -1;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private RuleDuration() {}

    /** A time to live; null if it is none that a rule may have. */
    public static @Nullable Duration timeToLive(String text) {
        long nanos = nanos(text, MAX_TTL_NANOS);
        return nanos == NONE ? null : Duration.ofNanos(nanos);
    }

    static long nanos(String text, long maxNanos) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return NONE;
        }
        long count = Long.parseLong(matcher.group(1));
        long unit = nanosPer(matcher.group(2));
        boolean within = count <= maxNanos / unit && count * unit >= MIN_NANOS;
        return within ? count * unit : NONE;
    }

    private static long nanosPer(String unit) {
        switch (unit) {
            case "ms":
                return 1_000_000L;
            case "s":
                return 1_000_000_000L;
            case "m":
                return 60_000_000_000L;
            case "h":
                return 3_600_000_000_000L;
            default:
                return 86_400_000_000_000L;
        }
    }
}
