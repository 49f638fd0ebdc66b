package io.querytap.core.detect;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which findings are looked for, and from where on something is one. Immutable. */
public final class FindingRules {
    /** What limits hold that nobody has set. */
    public enum Profile {
        /** For applications at work: what matters. */
        PROD,
        /** For tests: few repeats are enough, and time does not count. */
        TEST
    }

    /** Distinct parameters without which repeats are not an N+1. */
    public static final int N_PLUS_ONE_DISTINCT = 3;

    private static final long DEFAULT_SLOW_QUERY_NANOS = 500_000_000L;

    /** Found in what units of work, connections and leases did; all others need only counts of patterns. */
    private static final Set<Finding.Kind> IN_UNITS = EnumSet.of(
            Finding.Kind.N_PLUS_ONE,
            Finding.Kind.WRITE_LOOP,
            Finding.Kind.REDUNDANT_QUERY,
            Finding.Kind.LONG_TRANSACTION,
            Finding.Kind.IDLE_IN_TRANSACTION,
            Finding.Kind.UNCOMMITTED_RETURN,
            Finding.Kind.CONNECTION_HELD_IDLE,
            Finding.Kind.POOL_WAIT,
            Finding.Kind.POOL_TIMEOUT,
            Finding.Kind.NESTED_ACQUISITION,
            Finding.Kind.CONNECTION_LEAK,
            Finding.Kind.AUTOCOMMIT_CHATTER,
            Finding.Kind.STATEMENT_NOT_CLOSED);

    private final Set<Finding.Kind> off;
    private final long[] limits;
    private final long slowQueryNanos;
    private final List<String> mayTransactLong;

    private FindingRules(Builder from) {
        off = EnumSet.copyOf(from.off);
        limits = from.limits.clone();
        slowQueryNanos = from.slowQueryNanos;
        mayTransactLong = List.copyOf(from.mayTransactLong);
    }

    /** The defaults of a profile, everything on. */
    public static FindingRules of(Profile profile) {
        return builder(profile).build();
    }

    /** Begins with the defaults of a profile. */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** Whether findings of that kind are wanted. */
    public boolean isOn(Finding.Kind kind) {
        return !off.contains(kind);
    }

    /** Whether any kind is. */
    public boolean anyIsOn() {
        return off.size() < Finding.Kind.values().length;
    }

    /** Whether any kind is that is found in units of work. */
    public boolean needsUnits() {
        return !off.containsAll(IN_UNITS);
    }

    /**
     * Executions of one pattern in one unit from which on the unit is to be looked at: the least that any rule wants. Executions with the
     * same parameters are looked at from two fewer on.
     */
    public int repeats() {
        long least = Math.min(limit(Threshold.N_PLUS_ONE_REPEATS), limit(Threshold.WRITE_LOOP_REPEATS));
        return (int) Math.min(least, limit(Threshold.REDUNDANT_QUERY_REPEATS) + 2);
    }

    /** The limit: a number, percent, or nanoseconds. */
    public long limit(Threshold threshold) {
        return limits[threshold.ordinal()];
    }

    /** A percentage as a share of 1. */
    public double share(Threshold threshold) {
        return limit(threshold) / 100.0;
    }

    /** An execution of this duration is a slow query. */
    public long slowQueryNanos() {
        return slowQueryNanos;
    }

    /** Whether units of that name are meant to have long transactions, as batch jobs are. */
    public boolean mayTransactLong(String unitName) {
        for (int i = 0; i < mayTransactLong.size(); i++) {
            if (matches(mayTransactLong.get(i), 0, unitName, 0)) {
                return true;
            }
        }
        return false;
    }

    /** A pattern with {@code *} for any text. Patterns are short and the user's own, so that going back over the text may be slow. */
    private static boolean matches(String pattern, int inPattern, String name, int inName) {
        int star = pattern.indexOf('*', inPattern);
        if (star < 0) {
            return name.substring(inName).equals(pattern.substring(inPattern));
        }
        if (!name.startsWith(pattern.substring(inPattern, star), inName)) {
            return false;
        }
        for (int rest = inName + star - inPattern; rest <= name.length(); rest++) {
            if (matches(pattern, star + 1, name, rest)) {
                return true;
            }
        }
        return false;
    }

    /** Collects rules; for one use by one thread. */
    public static final class Builder {
        private final EnumSet<Finding.Kind> off = EnumSet.noneOf(Finding.Kind.class);
        private final long[] limits = new long[Threshold.values().length];

        private long slowQueryNanos = DEFAULT_SLOW_QUERY_NANOS;
        private List<String> mayTransactLong = List.of();

        private Builder(Profile profile) {
            Threshold[] all = Threshold.values();
            for (int i = 0; i < all.length; i++) { // no lambda: this runs in premain
                limits[i] = all[i].defaultOf(profile);
            }
        }

        /** Sets a limit; a time in nanoseconds. */
        public Builder limit(Threshold threshold, long value) {
            limits[threshold.ordinal()] = value;
            return this;
        }

        /** Findings of these kinds are not wanted. */
        public Builder off(Collection<Finding.Kind> kinds) {
            off.addAll(kinds);
            return this;
        }

        public Builder slowQueryNanos(long value) {
            slowQueryNanos = value;
            return this;
        }

        /** Names of units that may have long transactions; {@code *} stands for any text. */
        public Builder mayTransactLong(List<String> names) {
            mayTransactLong = names;
            return this;
        }

        public FindingRules build() {
            return new FindingRules(this);
        }
    }
}
