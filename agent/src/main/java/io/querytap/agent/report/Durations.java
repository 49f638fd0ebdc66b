package io.querytap.agent.report;

import java.util.Locale;

/** Durations for people: three significant digits and the unit that needs no leading zeros. */
public final class Durations {
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};
    private static final double SECONDS_PER_MINUTE = 60;

    private Durations() {}

    /** For example {@code 0}, {@code 850 ns}, {@code 12.3 µs}, {@code 1.00 s}, {@code 2m 05s}, {@code 3h 07m}. */
    public static String format(long nanos) {
        if (nanos <= 0) {
            return "0";
        }
        double value = nanos;
        int unit = 0;
        while (unit < UNITS.length - 1 && value >= 999.5) {
            value /= 1000;
            unit++;
        }
        boolean isSeconds = unit == UNITS.length - 1;
        if (isSeconds && value >= SECONDS_PER_MINUTE - 0.05) {
            return minutes(Math.round(value));
        }
        if (unit == 0) {
            return nanos + " ns";
        }
        return threeDigits(value) + ' ' + UNITS[unit];
    }

    private static String minutes(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds % 3600 / 60);
    }

    private static String threeDigits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
