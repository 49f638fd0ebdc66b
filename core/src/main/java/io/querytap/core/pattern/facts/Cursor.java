package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;
import io.querytap.core.pattern.lexis.Tokens;

/** A place in the tokens of a text, and what stands there. Names are read here, because they are more than one token. */
final class Cursor {
    /** Stands for the index of a name where there is none. */
    static final int NO_NAME = -1;

    /** Which quoted names are the same as unquoted ones. */
    private enum QuotedCase {
        ANY,
        UPPER,
        LOWER
    }

    /** Index of the token that is looked at. */
    int at;

    /** What long look-aheads may pass over for each token of the text: looking for FROM behind each of many verbs is quadratic. */
    private static final int LOOKS_PER_TOKEN = 8;

    private int looksLeft;
    private Tokens tokens = new Tokens();
    private String sql = "";
    private QuotedCase quotedCase = QuotedCase.ANY;

    void begin(Tokens newTokens, String text, Dialect dialect) {
        tokens = newTokens;
        quotedCase = quotedCase(dialect);
        sql = text;
        at = 0;
        looksLeft = newTokens.size() * LOOKS_PER_TOKEN;
    }

    /** A long look-ahead may pass over one more token; false once there were too many in this text. */
    boolean mayLook() {
        return looksLeft-- > 0;
    }

    /** Long look-aheads had to be cut short. */
    boolean looksAreExhausted() {
        return looksLeft < 0;
    }

    private static QuotedCase quotedCase(Dialect dialect) {
        switch (dialect) {
            case POSTGRESQL:
                return QuotedCase.LOWER;
            case ORACLE:
            case DB2:
            case H2:
            case HSQLDB:
            case DERBY:
            case SNOWFLAKE:
                return QuotedCase.UPPER;
            default:
                return QuotedCase.ANY;
        }
    }

    String sql() {
        return sql;
    }

    int code() {
        return tokens.code(at);
    }

    int code(int index) {
        return tokens.code(index);
    }

    Keyword keyword() {
        return tokens.keyword(at);
    }

    Keyword keyword(int index) {
        return index < 0 ? Keyword.NONE : tokens.keyword(index);
    }

    boolean is(Keyword keyword) {
        return tokens.code(at) == keyword.ordinal();
    }

    boolean is(char symbol) {
        return tokens.code(at) == Tokens.symbol(symbol);
    }

    boolean is(int index, Keyword keyword) {
        return index >= 0 && tokens.code(index) == keyword.ordinal();
    }

    boolean is(int index, char symbol) {
        return index >= 0 && tokens.code(index) == Tokens.symbol(symbol);
    }

    /** The statement ends here. */
    boolean atEnd() {
        int code = tokens.code(at);
        return code == Tokens.END || code == Tokens.symbol(';');
    }

    /** The statement or the bracket around it ends here. */
    boolean atLevelEnd() {
        return atEnd() || is(')');
    }

    void next() {
        at++;
    }

    boolean skip(Keyword keyword) {
        if (is(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    boolean skip(char symbol) {
        if (is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    /** A word that is no keyword of ours, whatever its case. */
    boolean isWord(int index, String lowerCase) {
        int code = tokens.code(index);
        if (code == Tokens.END || code == Tokens.QUOTED || code >= Tokens.VARIABLE) {
            return false;
        }
        int start = tokens.start(index);
        int length = tokens.extra(index) - start;
        return length == lowerCase.length()
                && (sql.charAt(start) | 0x20) == (lowerCase.charAt(0) | 0x20) // settles it nearly always
                && sql.regionMatches(/* ignoreCase= */ true, start, lowerCase, 0, length);
    }

    boolean skipWord(String lowerCase) {
        if (isWord(at, lowerCase)) {
            at++;
            return true;
        }
        return false;
    }

    int start(int index) {
        return tokens.start(index);
    }

    int extra(int index) {
        return tokens.extra(index);
    }

    /** Index of the bracket that closes the one at the index, or of the end of the text. */
    int close(int open) {
        int close = tokens.extra(open);
        return close == Tokens.UNCLOSED ? tokens.size() : close;
    }

    /** From an opening bracket to behind its closing one. */
    void skipBrackets() {
        at = close(at) + 1;
    }

    /** To the bracket that closes this level, or to the end of the statement. */
    void skipLevel() {
        while (!atLevelEnd()) {
            at = is('(') ? close(at) + 1 : at + 1;
        }
    }

    /** The first character of a token, letters in lower case. */
    char initial(int index) {
        char first = sql.charAt(tokens.start(index));
        return first >= 'A' && first <= 'Z' ? (char) (first | 0x20) : first;
    }

    /** {@code (+)} of Oracle. */
    boolean isOuterJoinSign(int index) {
        return is(index, '(') && is(index + 1, '+') && is(index + 2, ')');
    }

    /** A word or a quoted name. */
    boolean isName(int index) {
        int code = tokens.code(index);
        return code > Tokens.END && code <= Tokens.QUOTED;
    }

    /** Index behind the name of one or more parts that begins at the index: {@code a.b}, {@code db..t}, {@code t@link}, {@code t.*}. */
    int endOfName(int index) {
        int end = index + 1;
        while (is(end, '.')) {
            if (isName(end + 1) || is(end + 1, '*')) {
                end += 2;
            } else if (is(end + 1, '.') && isName(end + 2)) {
                end += 3;
            } else {
                return end;
            }
        }
        if (tokens.code(end) == Tokens.VARIABLE && tokens.start(end) == tokens.extra(end - 1)) {
            end++; // a link to another server, which may have parts too
            while (is(end, '.') && isName(end + 1)) {
                end += 2;
            }
        }
        return end;
    }

    /** The name as written, without the white space between its parts. */
    String name(int from, int to) {
        int start = tokens.start(from);
        int end = tokens.extra(to - 1);
        int length = 0;
        for (int i = from; i < to; i++) {
            length += tokens.extra(i) - tokens.start(i);
        }
        if (length == end - start) {
            return sql.substring(start, end);
        }
        StringBuilder name = new StringBuilder(length);
        for (int i = from; i < to; i++) {
            name.append(sql, tokens.start(i), tokens.extra(i));
        }
        return name.toString();
    }

    /** Hash under which {@code "a"}, {@code `A`} and {@code a} are one name; good enough to find aliases. */
    long simpleHash(int index) {
        int start = tokens.start(index);
        int end = tokens.extra(index);
        char first = sql.charAt(start);
        boolean quoted = end - start > 1 && (first == '"' || first == '`' || first == '[');
        if (!quoted) {
            return PatternHash.folded(sql, start, end);
        }
        return quotedCase == QuotedCase.ANY || quotedCase == QuotedCase.UPPER && isUpperCase(start, end)
                ? PatternHash.folded(sql, start + 1, end - 1)
                : PatternHash.exact(sql, start + 1, end - 1);
    }

    private boolean isUpperCase(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = sql.charAt(i);
            if (c >= 'a' && c <= 'z') {
                return false;
            }
        }
        return true;
    }
}
