package io.querytap.core.pattern.lexis;

import io.querytap.core.pattern.lexis.DialectRules.Backslash;

/**
 * Finds the ends of quoted things. All methods take the position of the opening quote and return the position after the closing
 * one, or -1 where there is none.
 */
final class QuoteScanner {
    /** SQL Server's and Access' longest name; a longer thing in brackets is an array. */
    private static final int MAX_BRACKETED_NAME = 128;

    private static final int TRIPLE = 3;

    private final CommentScanner comments;
    private String sql = "";
    private DialectRules rules = DialectRules.UNKNOWN;

    /** The look-ahead for a server in an unusual mode was done, once per text. */
    private boolean modeChecked;

    /** The look-ahead for quotes that do not pair up was done, once per text. */
    private boolean restChecked;

    QuoteScanner(CommentScanner comments) {
        this.comments = comments;
    }

    void begin(String text, DialectRules dialectRules) {
        sql = text;
        rules = dialectRules;
        modeChecked = false;
        restChecked = false;
    }

    /**
     * What follows a string can be read as SQL. An apostrophe that nobody escaped turns all strings behind it inside out, and what
     * was meant as data would be shown, so nothing behind the first string is trusted then. Looked at once per text.
     */
    boolean isRestReadable(int from) {
        if (restChecked) {
            return true;
        }
        restChecked = true;
        return pairs().readsOutside(
                        from, rules.backslash == Backslash.ESCAPE || rules.backslash == Backslash.ESCAPE_BY_DEFAULT);
    }

    /**
     * A string in the quotes at that position, in which a backslash means what the dialect says.
     *
     * <p>A backslash before a quote reads differently in the server's other mode, or to whoever wrote the text, and the wrong
     * reading turns strings inside out. So where the mode is unknown nothing after such a quote is trusted; where there is a
     * usual mode it is taken if the rest of the text can be read in it and, where servers do have two modes, not in the other
     * one. {@code ESCAPE '\'} is not ambiguous: it is only written where a backslash is literal.
     */
    int endOfString(int open, int limit, boolean afterEscape) {
        Backslash backslash = rules.backslash;
        char quote = sql.charAt(open);
        if (backslash == Backslash.ESCAPE) {
            return endOfEscaped(open, limit, quote);
        }
        if (backslash == Backslash.LITERAL) {
            return endOfPlain(open, limit, quote);
        }
        if (afterEscape && isLoneBackslash(open, limit)) {
            return open + 3;
        }
        int close = endInDefaultMode(open, limit, quote);
        return rules.tripleQuotes && isTriple(open, limit) ? endOfTriple(open, close) : close;
    }

    private int endInDefaultMode(int open, int limit, char quote) {
        int p = open + 1;
        while (p < limit) {
            char c = sql.charAt(p);
            if (c != '\\' && c != quote) {
                p++;
                continue;
            }
            char next = p + 1 < limit ? sql.charAt(p + 1) : ' ';
            if (c == quote) {
                if (next != quote) {
                    return p + 1;
                }
                p += 2;
            } else if (next == quote) {
                if (!isUsualMode(p + 1, quote)) {
                    return -1;
                }
                p += rules.backslash == Backslash.ESCAPE_BY_DEFAULT ? 2 : 1;
            } else {
                p += next == '\\' ? 2 : 1;
            }
        }
        return -1;
    }

    private QuotePairs pairs() {
        return new QuotePairs(sql, rules, this, comments);
    }

    private boolean isUsualMode(int quoteAfterBackslash, char quote) {
        if (rules.backslash == Backslash.UNKNOWN) {
            return false;
        }
        if (modeChecked) {
            return true;
        }
        modeChecked = true;
        restChecked = true;
        boolean escapes = rules.backslash == Backslash.ESCAPE_BY_DEFAULT;
        QuotePairs pairs = pairs();
        return pairs.readsInside(quoteAfterBackslash, quote, escapes)
                && !(rules.backslashModes && pairs.readsInside(quoteAfterBackslash, quote, !escapes));
    }

    /** {@code '\'}, the escape character of LIKE. */
    boolean isLoneBackslash(int open, int limit) {
        return open + 2 < limit && sql.charAt(open + 1) == '\\' && sql.charAt(open + 2) == sql.charAt(open);
    }

    /** Three quotes that do not make a string by themselves. */
    private boolean isTriple(int open, int limit) {
        char quote = sql.charAt(open);
        return open + TRIPLE < limit
                && sql.charAt(open + 1) == quote
                && sql.charAt(open + 2) == quote
                && sql.charAt(open + TRIPLE) != quote;
    }

    /** If three quotes, looked for behind them, close elsewhere than the string would, nobody knows where it ends. */
    private int endOfTriple(int open, int close) {
        int triple = sql.indexOf(sql.substring(open, open + TRIPLE), open + TRIPLE);
        return triple < 0 || triple + TRIPLE == close ? close : -1;
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
        if (close == ']' || !rules.escapesInNames && !rules.escapesInNamesUnsure) {
            return endOfPlain(open, limit, close);
        }
        int end = endOfEscaped(open, limit, close);
        return rules.escapesInNames || end < 0 || end == endOfPlain(open, limit, close) ? end : -1;
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
            if (!rules.continuesName(c) && c != ' ' && c != '-' && c != '.' && c != '\\') {
                return -1;
            }
        }
        return -1;
    }
}
