package io.querytap.core.pattern.lexis;

/**
 * The modes of a server, or of one session, that change what a SQL text means, as far as the connection says them. Immutable;
 * one object for each combination, so they may be compared by identity.
 */
public final class SqlModes {
    /** What double quotes enclose: ANSI_QUOTES of MySQL, QUOTED_IDENTIFIER of SQL Server. */
    public enum DoubleQuotes {
        UNKNOWN,
        NAMES,
        STRINGS
    }

    /** What a backslash in an ordinary string means: NO_BACKSLASH_ESCAPES of MySQL, standard_conforming_strings of PostgreSQL. */
    public enum Backslashes {
        UNKNOWN,
        LITERAL,
        ESCAPES
    }

    private static final int BACKSLASH_MODES = Backslashes.values().length;

    /** How many combinations there are. */
    static final int COMBINATIONS = DoubleQuotes.values().length * BACKSLASH_MODES;

    private static final SqlModes[] ALL = new SqlModes[COMBINATIONS];

    static {
        for (DoubleQuotes doubleQuotes : DoubleQuotes.values()) {
            for (Backslashes backslashes : Backslashes.values()) {
                SqlModes modes = new SqlModes(doubleQuotes, backslashes);
                ALL[modes.index()] = modes;
            }
        }
    }

    /** The connection says nothing: the usual mode of the dialect, and where the text contradicts it the reading that hides more. */
    public static final SqlModes UNKNOWN = of(DoubleQuotes.UNKNOWN, Backslashes.UNKNOWN);

    private final DoubleQuotes doubleQuotes;
    private final Backslashes backslashes;

    private SqlModes(DoubleQuotes doubleQuotes, Backslashes backslashes) {
        this.doubleQuotes = doubleQuotes;
        this.backslashes = backslashes;
    }

    /** The modes with these values. */
    public static SqlModes of(DoubleQuotes doubleQuotes, Backslashes backslashes) {
        return ALL[doubleQuotes.ordinal() * BACKSLASH_MODES + backslashes.ordinal()];
    }

    public DoubleQuotes doubleQuotes() {
        return doubleQuotes;
    }

    public Backslashes backslashes() {
        return backslashes;
    }

    /** Position among all combinations, from 0 to {@link #COMBINATIONS} - 1. */
    int index() {
        return doubleQuotes.ordinal() * BACKSLASH_MODES + backslashes.ordinal();
    }

    @Override
    public String toString() {
        return "double quotes " + doubleQuotes + ", backslashes " + backslashes;
    }
}
