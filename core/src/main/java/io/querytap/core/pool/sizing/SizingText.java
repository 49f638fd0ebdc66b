package io.querytap.core.pool.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a study comes to, in sentences. */
public final class SizingText {
    /** A pool that was that full has no reserve for the next minute. */
    public static final double TIGHT = 0.7;

    /** A pool that was that full served what it could, and not what was wanted. */
    private static final double FULL = 0.95;

    /** Idle time worth speaking of. */
    private static final double MUCH_IDLE = 0.2;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long WHOLE_MILLIS_FROM_NANOS = 10_000_000L;

    /** Less is no wait that anybody could measure. */
    private static final long NOTHING_NANOS = 50_000L;

    private final SizingStudy study;
    private final double peakUtilisation;
    private final List<String> sentences = new ArrayList<>();

    private SizingText(SizingStudy study, double peakUtilisation) {
        this.study = study;
        this.peakUtilisation = peakUtilisation;
    }

    /**
     * The most important first; at least one.
     *
     * @param peakUtilisation of the pool, in its busiest minute; negative if not known
     */
    public static List<String> of(SizingStudy study, double peakUtilisation) {
        SizingText text = new SizingText(study, peakUtilisation);
        text.verdict();
        text.bounds();
        text.howFull();
        text.basis();
        return text.sentences;
    }

    private void verdict() {
        DatabaseBottleneck bottleneck = study.bottleneck();
        if (bottleneck != null) {
            add(
                    "The database is the bottleneck, not the pool: with %s connections in use the same work takes %s, with %s only"
                            + " %s (rank correlation %.2f over %,d leases). A smaller pool may be faster than a larger one.",
                    number(bottleneck.manyInUse()),
                    time(bottleneck.busyNanosAtMany()),
                    number(bottleneck.fewInUse()),
                    time(bottleneck.busyNanosAtFew()),
                    bottleneck.rankCorrelation(),
                    bottleneck.leases());
        }
        int current = study.currentMax();
        int recommended = study.recommended().size();
        SizingStudy.Row now = study.row(current);
        SizingStudy.Row then = study.row(recommended);
        if (now == null || then == null) {
            add("%s would do: one borrower in a hundred would wait.", connections(recommended));
        } else if (recommended > current) {
            add(
                    "%d → %s: p99 wait %s%s.",
                    current, connections(recommended), change(now.asHeld(), then.asHeld()), orLessHeld(current, now));
        } else if (recommended == current) {
            add(
                    "%s: p99 wait %s%s.",
                    connections(current) + (current == 1 ? " is" : " are") + " right",
                    time(now.asHeld().p99Nanos()),
                    orLessHeld(current, now));
        } else {
            add(
                    "%s would have been enough: p99 wait %s; the other %d are reserve.",
                    connections(recommended), change(now.asHeld(), then.asHeld()), current - recommended);
        }
    }

    private static String change(Replay.Waits before, Replay.Waits after) {
        return change(before.p99Nanos(), after.p99Nanos());
    }

    /** {@code 180 → 3 ms}. */
    private static String change(long before, long after) {
        String from = time(before);
        String to = time(after);
        String unit = unitOf(to);
        return (from.endsWith(unit) ? from.substring(0, from.length() - unit.length()) : from) + " → " + to;
    }

    private static String unitOf(String time) {
        return time.substring(time.indexOf(' '));
    }

    /** The other way out, where there is one: connections that nobody works with are not held. */
    private String orLessHeld(int current, SizingStudy.Row now) {
        Replay.Waits less = now.withoutIdle();
        if (less == null
                || study.stretch().idleShare() < MUCH_IDLE
                || now.asHeld().p99Nanos() < NOTHING_NANOS
                || less.p99Nanos() > now.asHeld().p99Nanos() / 2) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "; or keep %d and hold %s only while the database works: %s",
                current,
                current == 1 ? "it" : "them",
                change(now.asHeld(), less));
    }

    private void bounds() {
        for (SizeBound bound : study.recommended().bounds()) {
            add("%s.", capitalized(bound.why()));
        }
        int safe = study.nesting().minSize();
        if (study.currentMax() > 0 && safe > study.currentMax()) {
            add(
                    "Deadlock hazard: %d threads need %d connections each at once, and %d of them are safe from %d connections on.",
                    study.nesting().threads(),
                    study.nesting().connectionsEach(),
                    study.nesting().threads(),
                    safe);
        }
    }

    private void howFull() {
        if (peakUtilisation >= FULL) {
            add(
                    "The pool was %.0f %% full in its busiest minute: who waits cannot ask for more, so more may be wanted than was"
                            + " seen.",
                    Math.min(1, peakUtilisation) * 100);
        } else if (peakUtilisation >= TIGHT) {
            add(
                    "The pool was %.0f %% full in its busiest minute; from %.0f %% on there is little left for the next burst.",
                    peakUtilisation * 100, TIGHT * 100);
        }
    }

    private void basis() {
        Stretch stretch = study.stretch();
        add(
                "Played again from %,d arrivals in %.0f s, as if leases lasted as long with any size, and connections were there"
                        + " without being made.",
                stretch.arrivals(), Math.max(1, stretch.nanos() / NANOS_PER_SECOND));
        if (stretch.timeouts() > 0) {
            add(
                    "%,d of them timed out; each counts as if it had led to a lease like the one before it.",
                    stretch.timeouts());
        }
    }

    private void add(String format, Object... values) {
        sentences.add(String.format(Locale.ROOT, format, values));
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String connections(int count) {
        return count == 1 ? "1 connection" : String.format(Locale.ROOT, "%,d connections", count);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String time(long nanos) {
        if (nanos < NOTHING_NANOS) {
            return "0 ms";
        }
        if (nanos >= NANOS_PER_SECOND) {
            return String.format(Locale.ROOT, "%,.1f s", nanos / NANOS_PER_SECOND);
        }
        return String.format(
                Locale.ROOT, nanos >= WHOLE_MILLIS_FROM_NANOS ? "%.0f ms" : "%.1f ms", nanos / NANOS_PER_MILLI);
    }
}
