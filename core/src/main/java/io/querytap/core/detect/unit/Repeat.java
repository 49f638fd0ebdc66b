package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.KeyUse;
import org.jspecify.annotations.Nullable;

/** One query that a unit repeated with ever new parameters, and what is known of where they come from. Immutable. */
final class Repeat {
    /** What shows that the repeats are one for each row. */
    enum Proof {
        NONE,
        /** As many repeats as the source had rows, and the values could not be followed. */
        ROWS,
        /** The parameters are values of the source. */
        VALUES
    }

    final KeyUse key;

    /** Executions that did not fail. */
    final long count;

    final RepeatSites sites;
    final Proof proof;

    /** Where the parameters come from; without a {@link #proof} only the query whose rows fit. */
    final @Nullable PatternStats source;

    /** Rows of the source that fit; 0 where that is not known. */
    final long sourceRows;

    /** Column of the source, from 1; 0 where that is not known. */
    final int sourceColumn;

    /** Long or often enough to be told. */
    final boolean matters;

    Repeat(
            KeyUse key,
            long count,
            RepeatSites sites,
            ValueTracing.@Nullable Origin origin,
            @Nullable RowsMatch match,
            boolean rowsProve,
            boolean matters) {
        this.key = key;
        this.count = count;
        this.sites = sites;
        this.matters = matters;
        if (origin != null) {
            proof = Proof.VALUES;
            source = origin.source;
            sourceColumn = origin.column;
        } else {
            proof = match != null && rowsProve ? Proof.ROWS : Proof.NONE;
            source = match == null ? null : match.source().pattern();
            sourceColumn = 0;
        }
        sourceRows = match != null && match.source().pattern() == source ? match.rows() : 0;
    }

    PatternStats pattern() {
        return key.pattern();
    }

    @Nullable
    CallSite site() {
        return sites.main();
    }

    /** What all executions but the longest took. */
    long savedNanos() {
        return key.durationNanos() - key.maxNanos();
    }

    /** Share of the executions in the connection checkout that had most. */
    double shareInOneLease() {
        return (double) key.mostInOneLease() / key.count();
    }
}
