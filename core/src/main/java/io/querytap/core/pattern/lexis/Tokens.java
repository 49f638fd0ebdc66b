package io.querytap.core.pattern.lexis;

import java.util.Arrays;

/**
 * The tokens of one text in its normal form: comments and hints are gone, folded lists hold their first element. Read by whoever
 * looks for facts, with as much look-ahead as wanted. For use by one thread at a time; reused from text to text.
 *
 * <p>A token is a code, the position where it begins in the text, and one more number whose meaning depends on the code: the
 * position behind a name, variable or operator; the number of a JDBC parameter; the index of the bracket that closes this one.
 *
 * <p>Memory is bounded by {@link #MAX_TOKENS}. A longer text keeps the first of them and is {@link #isComplete incomplete}.
 */
public final class Tokens {
    /** A statement of a megabyte has fewer, once its lists are folded; 1.3 MB of memory. */
    public static final int MAX_TOKENS = 1 << 17;

    /** Capacity that is kept for the next text: enough for a list of 8,000 values; 160 KiB. */
    private static final int MAX_KEPT_TOKENS = 1 << 14;

    private static final int INITIAL_TOKENS = 256;

    // codes; from 1 to the number of keywords it is the ordinal of the keyword
    /** Behind the last token. */
    public static final int END = 0;

    private static final int FIRST_KIND = 1_000;

    /** An unquoted name that is no keyword, or not in a place where one could be. */
    public static final int WORD = FIRST_KIND;

    /** A quoted name. */
    public static final int QUOTED = FIRST_KIND + 1;

    /** {@code @name}, {@code @@name}, {@code $name}. */
    public static final int VARIABLE = FIRST_KIND + 2;

    /** A string literal, or whatever was masked as a value. */
    public static final int STRING = FIRST_KIND + 3;

    /** A string literal that PostgreSQL reads as a time that passes: {@code 'now'}, {@code 'today'}. */
    public static final int TIME_STRING = FIRST_KIND + 4;

    /** A number, or a boolean or NULL that was written as a value. */
    public static final int NUMBER = FIRST_KIND + 5;

    /** A parameter. */
    public static final int BIND = FIRST_KIND + 6;

    /** {@code ::}. */
    public static final int CAST = FIRST_KIND + 7;

    /** An operator of more than one character, or of one that is not ASCII. */
    public static final int OPERATOR = FIRST_KIND + 8;

    /** In place of the closing bracket's index where there is none. */
    public static final int UNCLOSED = -1;

    /** Added to an ASCII character: that symbol. */
    private static final int SYMBOL = 2_000;

    private static final Keyword[] KEYWORDS = Keyword.values();

    private short[] codes = new short[INITIAL_TOKENS];
    private int[] starts = new int[INITIAL_TOKENS];
    private int[] extras = new int[INITIAL_TOKENS];

    /** Of all that was added, also past what can be held. */
    private int size;

    /** Index behind the last token that can be read. */
    private int limit;

    /** Forgets all tokens, and memory beyond what a usual text needs. */
    public void clear() {
        size = 0;
        limit = 0;
        if (codes.length > MAX_KEPT_TOKENS) {
            codes = new short[INITIAL_TOKENS];
            starts = new int[INITIAL_TOKENS];
            extras = new int[INITIAL_TOKENS];
        }
    }

    public void add(int code, int start, int extra) {
        int index = size++;
        if (index == codes.length && index < MAX_TOKENS) {
            codes = Arrays.copyOf(codes, index * 2);
            starts = Arrays.copyOf(starts, index * 2);
            extras = Arrays.copyOf(extras, index * 2);
        }
        if (index < codes.length) {
            codes[index] = (short) code;
            starts[index] = start;
            extras[index] = extra;
        }
    }

    /** Links a bracket that was added with the one that is added next. */
    public void closeAtEnd(int open) {
        if (open < codes.length) {
            extras[open] = size;
        }
    }

    /** All tokens were added; only now they can be read. */
    public void seal() {
        limit = Math.min(size, codes.length);
    }

    /** Forgets the tokens from this index on. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Number of tokens, also of those that could not be kept. */
    public int size() {
        return size;
    }

    /** All tokens were kept. */
    public boolean isComplete() {
        return size <= codes.length;
    }

    /** The code of a token, {@link #END} behind the last one. */
    public int code(int index) {
        return index < limit ? codes[index] : END;
    }

    /** The keyword, {@link Keyword#NONE} where the token is none. */
    public Keyword keyword(int index) {
        int code = code(index);
        return code < FIRST_KIND ? KEYWORDS[code] : Keyword.NONE;
    }

    public int start(int index) {
        return starts[index];
    }

    public int extra(int index) {
        return extras[index];
    }

    /** The code of an ASCII symbol. */
    public static int symbol(char symbol) {
        return symbol < 0x80 ? SYMBOL + symbol : OPERATOR;
    }

    /** The keyword of a code. */
    public static Keyword keywordOf(int code) {
        return code < FIRST_KIND ? KEYWORDS[code] : Keyword.NONE;
    }

    public static boolean isKeyword(int code) {
        return code > END && code < FIRST_KIND;
    }

    /** Literals and parameters. */
    public static boolean isValue(int code) {
        return code >= STRING && code <= BIND;
    }
}
