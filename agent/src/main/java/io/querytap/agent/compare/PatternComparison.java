package io.querytap.agent.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One statement in two recordings: in both of them, or in one. Immutable. */
final class PatternComparison {
    /** What became of a statement, in the order in which a reader wants to know. */
    enum Verdict {
        SLOWER,
        MIXED,
        FASTER,
        NEW,
        GONE,
        NOT_SHOWN,
        TOO_FEW,
        PERCENTILES_ONLY;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final @Nullable RecordedPattern before;
    private final @Nullable RecordedPattern after;
    private final @Nullable TimesComparison duration;
    private final @Nullable TimesComparison fetch;
    private final ErrorShare.@Nullable Result errors;
    private final Frequency frequency;

    PatternComparison(
            @Nullable RecordedPattern before,
            @Nullable RecordedPattern after,
            @Nullable TimesComparison duration,
            @Nullable TimesComparison fetch,
            ErrorShare.@Nullable Result errors,
            Frequency frequency) {
        this.before = before;
        this.after = after;
        this.duration = duration;
        this.fetch = fetch;
        this.errors = errors;
        this.frequency = frequency;
    }

    /** Of the execution; {@link #fetch()} has its own. */
    Verdict verdict() {
        if (before == null) {
            return Verdict.NEW;
        }
        if (after == null || duration == null) {
            return Verdict.GONE;
        }
        return Verdict.valueOf(duration.change().name());
    }

    /** Whether typical or slow executions or fetches were shown to take longer. */
    boolean isSlower() {
        return isSlower(duration) || isSlower(fetch);
    }

    private static boolean isSlower(@Nullable TimesComparison times) {
        Judgement judgement = times == null ? null : times.judgement();
        return judgement != null && (judgement.typical() == Change.SLOWER || judgement.tail() == Change.SLOWER);
    }

    /** The recording that has it; the second, where both do. */
    RecordedPattern pattern() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a statement of neither recording");
    }

    @Nullable
    RecordedPattern before() {
        return before;
    }

    @Nullable
    RecordedPattern after() {
        return after;
    }

    /** Null where the statement is in one recording only. */
    @Nullable
    TimesComparison duration() {
        return duration;
    }

    /** Null where the statement is in one recording only. */
    @Nullable
    TimesComparison fetch() {
        return fetch;
    }

    /** Null where there were too few errors to tell. */
    ErrorShare.@Nullable Result errors() {
        return errors;
    }

    Frequency frequency() {
        return frequency;
    }

    /**
     * Seconds in the second run that are laid to the change: longer executions, or all of a new statement's; negative where it is less. What a
     * statement that is gone would have taken in a run as long as the second.
     */
    double impactSeconds() {
        if (duration != null) {
            return duration.impactSeconds();
        }
        return after != null ? after.duration().seconds() : -frequency.secondsOfGone();
    }
}
