package io.querytap.core.detect.unit;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import org.jspecify.annotations.Nullable;

/** An earlier query of the same unit that returned about as many rows as there were repeats. Immutable. */
final class RowsMatch {
    /** Repeats for each row, at least: some rows have no reference, and some reference what is known already. */
    static final double ENOUGH = 0.8;

    private final KeyUse source;
    private final long rows;
    private final boolean nearest;

    private RowsMatch(KeyUse source, long rows, boolean nearest) {
        this.source = source;
        this.rows = rows;
        this.nearest = nearest;
    }

    /** The match nearest before the first repeat, one of exactly as many rows before others; null if there is none. */
    static @Nullable RowsMatch of(FinishedUnit unit, KeyUse repeated, long repeats) {
        RowsMatch best = null;
        KeyUse last = null;
        for (KeyUse candidate : unit.keys()) {
            if (!canBeSource(candidate, repeated, unit)) {
                continue;
            }
            if (last == null || candidate.firstStartNanos() - last.firstStartNanos() > 0) {
                last = candidate;
            }
            long rows = matchingRows(unit, candidate, repeated, repeats);
            if (rows > 0 && (best == null || isBetter(candidate, rows, best, repeats))) {
                best = new RowsMatch(candidate, rows, /* nearest= */ false);
            }
        }
        return best == null ? null : new RowsMatch(best.source, best.rows, best.source == last);
    }

    private static boolean isBetter(KeyUse candidate, long rows, RowsMatch than, long repeats) {
        boolean exact = rows == repeats;
        boolean otherExact = than.rows == repeats;
        return exact == otherExact ? candidate.firstStartNanos() - than.source.firstStartNanos() > 0 : exact;
    }

    /** A query that began before the first repeat and returned several rows. */
    private static boolean canBeSource(KeyUse candidate, KeyUse repeated, FinishedUnit unit) {
        return candidate != repeated
                && candidate.results() > 0
                && candidate.rows() >= 2
                && RepeatShape.isQuery(candidate.pattern().pattern().facts())
                && candidate.firstStartNanos() - unit.startNanos() < repeated.firstStartNanos() - unit.startNanos();
    }

    /** The rows of all its results or of one of them, as far as they match; 0 if none does. */
    private static long matchingRows(FinishedUnit unit, KeyUse candidate, KeyUse repeated, long repeats) {
        if (matches(candidate.rows(), repeats)) {
            return candidate.rows();
        }
        if (candidate.count() == 1) {
            return 0;
        }
        PatternStats pattern = candidate.pattern();
        long found = 0;
        for (Execution execution : unit.executions()) {
            boolean before = execution.startNanos() - repeated.firstStartNanos() < 0;
            if (before && execution.pattern() == pattern && matches(execution.rows(), repeats)) {
                found = execution.rows() == repeats ? execution.rows() : Math.max(found, execution.rows());
            }
        }
        return found;
    }

    private static boolean matches(long rows, long repeats) {
        return rows >= 2 && repeats <= rows && repeats >= ENOUGH * rows;
    }

    KeyUse source() {
        return source;
    }

    long rows() {
        return rows;
    }

    /** Whether no other query with several rows stands between it and the repeats. */
    boolean isNearest() {
        return nearest;
    }
}
