package io.querytap.core.pattern.lexis;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The lexical rules of a dialect. Where a server has modes that change them and the mode is not known here, the reading that
 * hides more is taken: a lost identifier costs readability, a wrongly read string shows data.
 */
public final class DialectRules {
    /** What a backslash in an ordinary string means. */
    public enum Backslash {
        /** Nothing, unless the server was configured otherwise (standard_conforming_strings=off). */
        LITERAL_BY_DEFAULT,
        /** Escapes, unless the server was configured otherwise (NO_BACKSLASH_ESCAPES). */
        ESCAPE_BY_DEFAULT,
        ESCAPE,
        LITERAL,
        UNKNOWN
    }

    /** What double quotes enclose. */
    public enum DoubleQuote {
        IDENTIFIER,
        STRING,
        /** A name where only a name can stand, else taken as a string. */
        EITHER
    }

    /** What square brackets are. */
    public enum Bracket {
        /** Arrays and subscripts. */
        SYMBOL,
        QUOTE,
        /** A quote where an operand may stand and the content is a plain name, else an array. */
        EITHER
    }

    /** Made when first asked for; two threads may both make one, which costs nothing but the work. */
    private static final AtomicReferenceArray<DialectRules> ALL =
            new AtomicReferenceArray<>(Dialect.values().length * SqlModes.COMBINATIONS);

    /** Of an unknown server in unknown modes. */
    public static final DialectRules UNKNOWN = of(Dialect.OTHER, SqlModes.UNKNOWN);

    public final Dialect dialect;
    public final Backslash backslash;
    public final DoubleQuote doubleQuote;
    public final Bracket bracket;

    /** {@code /* /* *}{@code / *}{@code /} is one comment. Unknown servers: nested, which hides more. */
    public final boolean nestedComments;

    /** Servers of this dialect can be switched between the two meanings of a backslash. */
    public final boolean backslashModes;

    /** {@code /*+} behind a verb begins an optimiser hint; elsewhere it is a comment like any other. */
    public final boolean hints;

    /** So does one that begins a statement (pg_hint_plan). */
    public final boolean leadingHints;

    /** {@code #} begins a comment, {@code --} only before white space, {@code /*!} is code, {@code _utf8'x'} one literal. */
    public final boolean mysqlLexis;

    /** A carriage return alone ends a line, and with it a comment. */
    public final boolean returnEndsLine;

    /** A carriage return alone is a character like any other in a comment. Where neither is known the rest is left out. */
    public final boolean returnIsPlain;

    /** Three quotes in a row may begin a string that only three more end. */
    public final boolean tripleQuotes;

    /** {@code #} may begin a comment or a name; it is taken as a name only where one is expected. */
    public final boolean hashUnsure;

    /** {@code //} begins a comment. */
    public final boolean slashComments;

    /** {@code q'[it's]'}. */
    public final boolean qQuotes;

    /** {@code E'it\'s'}. */
    public final boolean escapeStrings;

    /** {@code @name} is one token; in PostgreSQL {@code @} is an operator. */
    public final boolean atNames;

    /** {@code $name} is a bind. */
    public final boolean dollarBinds;

    /** {@code $1.50} is an amount of money; elsewhere {@code $1} is a bind. */
    public final boolean money;

    /** {@code EXEC p @x = word}: the word is a string. */
    public final boolean bareArguments;

    /** {@code INSERT INTO t FORMAT CSV 1,"x"}: data follow the statement. */
    public final boolean inlineData;

    /** A common table expression sees itself without the word RECURSIVE. */
    public final boolean implicitRecursion;

    /** SELECT INTO makes a table; elsewhere it reads into variables. */
    public final boolean selectIntoCreates;

    /** A backslash escapes in quoted names too. */
    public final boolean escapesInNames;

    /** It may or may not. */
    public final boolean escapesInNamesUnsure;

    /** By ASCII character; above, everything that is not blank may be part of a name. */
    private final boolean[] startsName = new boolean[0x80];

    /** By ASCII character: its lower case if it may be inside a name, else 0. */
    private final byte[] insideName = new byte[0x80];

    private DialectRules(Dialect dialect, SqlModes modes) {
        boolean mysql = dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
        boolean postgresql = dialect == Dialect.POSTGRESQL;
        boolean sqlServer = dialect == Dialect.SQLSERVER;
        boolean other = dialect == Dialect.OTHER;
        this.dialect = dialect;
        backslash = backslash(dialect, modes.backslashes());
        doubleQuote = doubleQuote(dialect, modes.doubleQuotes());
        bracket = sqlServer || dialect == Dialect.SQLITE ? Bracket.QUOTE : other ? Bracket.EITHER : Bracket.SYMBOL;
        nestedComments = postgresql
                || sqlServer
                || dialect == Dialect.DB2
                || dialect == Dialect.DERBY
                || dialect == Dialect.H2
                || dialect == Dialect.CLICKHOUSE
                || dialect == Dialect.SNOWFLAKE
                || other;
        backslashModes = mysql || postgresql;
        hints = mysql || postgresql || dialect == Dialect.ORACLE || other;
        leadingHints = postgresql || other;
        mysqlLexis = mysql;
        returnEndsLine = postgresql;
        returnIsPlain = mysql || dialect == Dialect.SQLITE || dialect == Dialect.CLICKHOUSE;
        tripleQuotes = other;
        hashUnsure = other;
        slashComments = dialect == Dialect.SNOWFLAKE;
        qQuotes = dialect == Dialect.ORACLE || other;
        escapeStrings = postgresql || other;
        atNames = !postgresql;
        dollarBinds = dialect == Dialect.SQLITE;
        money = sqlServer;
        bareArguments = sqlServer || other;
        inlineData = dialect == Dialect.CLICKHOUSE || other;
        implicitRecursion =
                sqlServer || dialect == Dialect.ORACLE || dialect == Dialect.DB2 || dialect == Dialect.SNOWFLAKE;
        selectIntoCreates = postgresql || sqlServer || other;
        escapesInNames = dialect == Dialect.CLICKHOUSE;
        escapesInNamesUnsure = dialect == Dialect.SNOWFLAKE || other;
        boolean hashStartsNames = sqlServer || dialect == Dialect.DB2 || other;
        boolean hashInNames = hashStartsNames || dialect == Dialect.ORACLE || dialect == Dialect.DERBY;
        for (char c = 0; c < 0x80; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            startsName[c] = letter || c == '#' && hashStartsNames;
            if (letter || isDigit(c) || c == '$' || c == '#' && hashInNames) {
                insideName[c] = (byte) PatternHash.fold(c);
            }
        }
    }

    /** The rules of a dialect on a server in these modes. */
    public static DialectRules of(Dialect dialect, SqlModes modes) {
        int index = dialect.ordinal() * SqlModes.COMBINATIONS + modes.index();
        DialectRules rules = ALL.get(index);
        if (rules == null) {
            rules = new DialectRules(dialect, modes);
            ALL.set(index, rules);
        }
        return rules;
    }

    private static DoubleQuote doubleQuote(Dialect dialect, SqlModes.DoubleQuotes mode) {
        if (mode != SqlModes.DoubleQuotes.UNKNOWN) {
            return mode == SqlModes.DoubleQuotes.NAMES ? DoubleQuote.IDENTIFIER : DoubleQuote.STRING;
        }
        switch (dialect) {
            case MYSQL:
            case MARIADB:
                return DoubleQuote.STRING;
            case SQLITE:
            case SQLSERVER:
            case OTHER:
                return DoubleQuote.EITHER;
            default:
                return DoubleQuote.IDENTIFIER;
        }
    }

    private static Backslash backslash(Dialect dialect, SqlModes.Backslashes mode) {
        if (mode != SqlModes.Backslashes.UNKNOWN) {
            return mode == SqlModes.Backslashes.ESCAPES ? Backslash.ESCAPE : Backslash.LITERAL;
        }
        switch (dialect) {
            case MYSQL:
            case MARIADB:
                return Backslash.ESCAPE_BY_DEFAULT;
            case CLICKHOUSE:
            case SNOWFLAKE:
                return Backslash.ESCAPE;
            case OTHER:
                return Backslash.UNKNOWN;
            default:
                return Backslash.LITERAL_BY_DEFAULT;
        }
    }

    /** A backslash outside of quotes that means something: NULL in MySQL, division in some others; else the text is broken. */
    boolean isPlainBackslash(char next) {
        return mysqlLexis ? next == 'N' : dialect == Dialect.OTHER && isBlank(next);
    }

    /** A character that may begin an unquoted name; {@code @} and {@code $} have rules of their own. */
    public boolean startsName(char c) {
        return c < 0x80 ? startsName[c] : !isBlank(c) && !isTypographicQuote(c);
    }

    public boolean continuesName(char c) {
        return foldedInName(c) != 0;
    }

    /** The lower case of a character that may be inside an unquoted name, else 0. */
    public int foldedInName(char c) {
        return c < 0x80 ? insideName[c] : isBlank(c) || isTypographicQuote(c) ? 0 : c;
    }

    public static boolean isBlank(char c) {
        return c <= ' '
                || c >= 0x7f && (c == 0x7f || c == 0xfeff || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /**
     * A quotation mark that is none to any server, but was meant as one by whoever wrote the text: what is behind it is a value as
     * likely as not.
     */
    public static boolean isTypographicQuote(char c) {
        switch (c) {
            case '\u00ab':
            case '\u00b4':
            case '\u00bb':
            case '\u2039':
            case '\u203a':
            case '\u300c':
            case '\u300d':
            case '\u300e':
            case '\u300f':
            case '\uff02':
            case '\uff07':
            case '\uff40':
                return true;
            default:
                return c >= '\u2018' && c <= '\u201f' || c >= '\u2032' && c <= '\u2036';
        }
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
