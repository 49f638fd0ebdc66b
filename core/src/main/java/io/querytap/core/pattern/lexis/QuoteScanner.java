package io.querytap.core.pattern.lexis;

import io.querytap.core.pattern.lexis.DialectRules.Backslash;

/**
 * Finds the ends of quoted things. All methods take the position of the opening quote and return the position after the closing
 * one, or -1 where there is none.
 */
final class QuoteScanner {
    /** SQL Server's and Access' longest name; a longer thing in brackets is an array. */
    private static final int MAX_BRACKETED_NAME = 128;

    private final String sql;
    private final DialectRules rules;

    /** The look-ahead for a server in an unusual mode, once per text. */
    private boolean modeChecked;

    QuoteScanner(String sql, DialectRules rules) {
        this.sql = sql;
        this.rules = rules;
    }

    /**
     * An ordinary string, in which a backslash means what the dialect says.
     *
     * <p>A backslash before a quote reads differently in the server's other mode, or to whoever wrote the text, and the wrong
     * reading turns strings inside out. So where the mode is unknown nothing after such a quote is trusted; where there is a
     * usual mode it is taken as long as the rest of the text has its quotes in pairs under it. {@code ESCAPE '\'} is not
     * ambiguous: it is only written where a backslash is literal.
     */
    int endOfString(int open, int limit, boolean afterEscape) {
        Backslash backslash = rules.backslash;
        if (backslash == Backslash.ESCAPE) {
            return endOfEscaped(open, limit, '\'');
        }
        if (backslash == Backslash.LITERAL) {
            return endOfPlain(open, limit, '\'');
        }
        if (afterEscape && open + 2 < limit && sql.charAt(open + 1) == '\\' && sql.charAt(open + 2) == '\'') {
            return open + 3;
        }
        int p = open + 1;
        while (p < limit) {
            char c = sql.charAt(p);
            char next = p + 1 < limit ? sql.charAt(p + 1) : ' ';
            if (c == '\\' && next == '\'') {
                if (!isUsualMode(p + 1, limit)) {
                    return -1;
                }
                p += backslash == Backslash.ESCAPE_BY_DEFAULT ? 2 : 1;
            } else if (c == '\\' && next == '\\') {
                p += 2;
            } else if (c != '\'') {
                p++;
            } else if (next == '\'') {
                p += 2;
            } else {
                return p + 1;
            }
        }
        return -1;
    }

    private boolean isUsualMode(int quoteAfterBackslash, int limit) {
        if (rules.backslash == Backslash.UNKNOWN) {
            return false;
        }
        if (modeChecked) {
            return true;
        }
        modeChecked = true;
        boolean escapes = rules.backslash == Backslash.ESCAPE_BY_DEFAULT;
        boolean inside = true;
        int p = escapes ? quoteAfterBackslash + 1 : quoteAfterBackslash;
        while (p < limit) {
            char c = sql.charAt(p);
            if (c == '\'') {
                inside = !inside;
            } else if (c == '\\' && escapes && inside) {
                p++;
            }
            p++;
        }
        return !inside;
    }

    /** Only a doubled quote stands for itself. */
    int endOfPlain(int open, int limit, char quote) {
        int p = open + 1;
        while (p < limit) {
            if (sql.charAt(p) != quote) {
                p++;
            } else if (p + 1 < limit && sql.charAt(p + 1) == quote) {
                p += 2;
            } else {
                return p + 1;
            }
        }
        return -1;
    }

    int endOfEscaped(int open, int limit, char quote) {
        int p = open + 1;
        while (p < limit) {
            char c = sql.charAt(p);
            if (c == '\\' || c == quote && p + 1 < limit && sql.charAt(p + 1) == quote) {
                p += 2;
            } else if (c == quote) {
                return p + 1;
            } else {
                p++;
            }
        }
        return -1;
    }

    /** A quoted name; the closing character is given. */
    int endOfQuoted(int open, int limit, char close) {
        return rules.escapesInNames && close != ']' ? endOfEscaped(open, limit, close) : endOfPlain(open, limit, close);
    }

    /** {@code q'[...]'}, with any delimiter; the position is that of the quote. */
    int endOfQQuote(int open, int limit) {
        if (open + 1 >= limit) {
            return -1;
        }
        char delimiter = sql.charAt(open + 1);
        int pair = "[{<(".indexOf(delimiter);
        char close = pair < 0 ? delimiter : "]}>)".charAt(pair);
        for (int p = open + 2; p + 1 < limit; p++) {
            if (sql.charAt(p) == close && sql.charAt(p + 1) == '\'') {
                return p + 2;
            }
        }
        return -1;
    }

    /** The position after {@code $tag$}, or -1 where the dollar begins no quote. */
    int endOfDollarTag(int dollar, int limit) {
        int p = dollar + 1;
        while (p < limit) {
            char c = sql.charAt(p);
            if (c == '$') {
                return p + 1;
            }
            if (!rules.continuesName(c) || c == '#') {
                return -1;
            }
            p++;
        }
        return -1;
    }

    /** A tag holds no dollar, so no character is compared twice. */
    int endOfDollarQuote(int dollar, int tagEnd, int limit) {
        int length = tagEnd - dollar;
        int p = sql.indexOf('$', tagEnd);
        while (p >= 0 && p + length <= limit) {
            if (sql.regionMatches(dollar, sql, p, length)) {
                return p + length;
            }
            p = sql.indexOf('$', p + 1);
        }
        return -1;
    }

    /** {@code [my table]} in a dialect that is not known: letters, digits, and what Access allows between them. */
    int endOfBracketedName(int open, int limit) {
        int bound = Math.min(limit, open + MAX_BRACKETED_NAME + 2);
        if (open + 1 >= bound || !rules.startsName(sql.charAt(open + 1))) {
            return -1;
        }
        for (int p = open + 2; p < bound; p++) {
            char c = sql.charAt(p);
            if (c == ']') {
                return p + 1;
            }
            if (!rules.continuesName(c) && c != ' ' && c != '-' && c != '.') {
                return -1;
            }
        }
        return -1;
    }
}
