package io.querytap.core.detect.watch;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import org.jspecify.annotations.Nullable;

/** What was told of one cause: transactions of one kind of work. For one thread. */
final class Told {
    private final String cause;
    private final @Nullable PatternStats pattern;
    private long occurrences;
    private int ongoing;
    private long longestNanos;
    private boolean exact;
    private @Nullable CallSite site;
    private String doing = "";

    /** @param pattern which stands for the cause from now on */
    Told(String cause, @Nullable PatternStats pattern) {
        this.cause = cause;
        this.pattern = pattern;
    }

    /** One more begins to be told. */
    void begins() {
        occurrences++;
        ongoing++;
    }

    void ends() {
        ongoing--;
    }

    /**
     * One of them lasted, or lasts already, for so long.
     *
     * @param known whether that is its whole duration
     * @return whether that is the longest
     */
    boolean lasted(long nanos, boolean known) {
        if (nanos < longestNanos) {
            return false;
        }
        longestNanos = nanos;
        exact = known;
        return true;
    }

    /** Where the holder was seen; the first sight stays. */
    void seenAt(CallSite where, String holderDoes) {
        if (site == null && where.site() != null) {
            site = where;
        }
        if (doing.isEmpty()) {
            doing = holderDoes;
        }
    }

    String cause() {
        return cause;
    }

    @Nullable
    PatternStats pattern() {
        return pattern;
    }

    long occurrences() {
        return occurrences;
    }

    /** How many of them last still. */
    int ongoing() {
        return ongoing;
    }

    long longestNanos() {
        return longestNanos;
    }

    /** Whether {@link #longestNanos} is a whole duration; else it was at least that. */
    boolean isExact() {
        return exact;
    }

    @Nullable
    CallSite site() {
        return site;
    }

    /** What the holder did when it was looked at; empty where it was not. */
    String doing() {
        return doing;
    }
}
