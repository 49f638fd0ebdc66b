package io.querytap.cache.shadow;

import java.time.Instant;

/** A proven difference between an entry and the live answer, without any value. Immutable. */
public final class Evidence {
    /** {@link #row()} or {@link #column()} where it could not be told. */
    public static final int UNKNOWN = -1;

    private final Instant when;
    private final String rule;
    private final long patternId;
    private final String keyDigest;
    private final int row;
    private final int column;
    private final long ageMillis;
    private final boolean isBeyondBound;

    public Evidence(
            Instant when,
            String rule,
            long patternId,
            String keyDigest,
            int row,
            int column,
            long ageMillis,
            boolean isBeyondBound) {
        this.when = when;
        this.rule = rule;
        this.patternId = patternId;
        this.keyDigest = keyDigest;
        this.row = row;
        this.column = column;
        this.ageMillis = ageMillis;
        this.isBeyondBound = isBeyondBound;
    }

    public Instant when() {
        return when;
    }

    public String rule() {
        return rule;
    }

    /** Id of the statement's pattern. */
    public long patternId() {
        return patternId;
    }

    /** Digest of the key, in hexadecimal: tells whether two differences are about the same parameters, and no value. */
    public String keyDigest() {
        return keyDigest;
    }

    /** The first row that differs, counted from 1; {@link #UNKNOWN} where it could not be told. */
    public int row() {
        return row;
    }

    /** The first column of that row that differs, counted from 1; {@link #UNKNOWN} where it could not be told. */
    public int column() {
        return column;
    }

    /** How old the entry was. */
    public long ageMillis() {
        return ageMillis;
    }

    /** Whether the entry was older than the rule allows answers to be. */
    public boolean isBeyondBound() {
        return isBeyondBound;
    }

    @Override
    public String toString() {
        return "rule " + rule + ", entry " + keyDigest.substring(0, Math.min(16, keyDigest.length())) + ", " + ageMillis
                + " ms old, differs from the live answer"
                + (row == UNKNOWN ? "" : " at row " + row + (column == UNKNOWN ? "" : ", column " + column))
                + " although no write was seen";
    }
}
