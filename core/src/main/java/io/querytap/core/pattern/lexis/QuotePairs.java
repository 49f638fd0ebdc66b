package io.querytap.core.pattern.lexis;

import io.querytap.core.pattern.lexis.DialectRules.Backslash;
import io.querytap.core.pattern.lexis.DialectRules.Bracket;
import io.querytap.core.pattern.lexis.DialectRules.DoubleQuote;

/**
 * Looks ahead to the end of the text whether its quotes can be read the way they are about to be: each has its partner, no word
 * sticks to the end of a string or a string to a number, and no backslash stands outside of quotes. What is read inside out
 * fails one of these, because values touch their quotes.
 */
final class QuotePairs {
    private static final String ESCAPE = "ESCAPE";

    private final String sql;
    private final DialectRules rules;
    private final QuoteScanner quotes;
    private final CommentScanner comments;

    /** Where the string before ended, -1 if there was none. */
    private int stringEnd;

    private boolean afterEscape;

    QuotePairs(String sql, DialectRules rules, QuoteScanner quotes, CommentScanner comments) {
        this.sql = sql;
        this.rules = rules;
        this.quotes = quotes;
        this.comments = comments;
    }

    /**
     * From a position inside of a string.
     *
     * @param quoteAfterBackslash the first quote of that string that a backslash stands before
     */
    boolean readsInside(int quoteAfterBackslash, char quote, boolean escapes) {
        int p = escapes
                ? quotes.endOfEscaped(quoteAfterBackslash, sql.length(), quote)
                : quotes.endOfPlain(quoteAfterBackslash - 1, sql.length(), quote);
        return p >= 0 && readsOutside(p, escapes);
    }

    /** From the end of a string. */
    boolean readsOutside(int from, boolean escapes) {
        int limit = sql.length();
        int p = from;
        stringEnd = from;
        afterEscape = false;
        while (p >= 0 && p < limit) {
            char c = sql.charAt(p);
            if (c == ' ' || c == ',') {
                p++;
            } else if (c == '\'') {
                p = string(p, escapes);
            } else if (rules.startsName(c) || DialectRules.isDigit(c)) {
                p = word(p, limit, escapes);
            } else {
                p = other(p, c, limit, escapes);
            }
        }
        return p >= 0;
    }

    /** The position after a word or number, or after the string whose prefix it is; -1 where it cannot stand. */
    private int word(int start, int limit, boolean escapes) {
        int p = start + 1;
        while (p < limit && rules.continuesName(sql.charAt(p))) {
            p++;
        }
        if (start == stringEnd && Keyword.of(PatternHash.folded(sql, start, p)) == Keyword.NONE) {
            return -1;
        }
        int length = p - start;
        afterEscape = length == ESCAPE.length() && sql.regionMatches(/* ignoreCase= */ true, start, ESCAPE, 0, length);
        if (p == limit || sql.charAt(p) != '\'') {
            return p;
        }
        char first = PatternHash.fold(sql.charAt(start));
        if (DialectRules.isDigit(first)) {
            return -1;
        }
        if (rules.escapeStrings && length == 1 && first == 'e') {
            return ended(quotes.endOfEscaped(p, limit, '\''));
        }
        char last = PatternHash.fold(sql.charAt(p - 1));
        if (rules.qQuotes && last == 'q' && (length == 1 || length == 2 && first == 'n')) {
            return ended(quotes.endOfQQuote(p, limit));
        }
        return string(p, escapes);
    }

    private int string(int open, boolean escapes) {
        if (open == stringEnd) {
            return -1;
        }
        int limit = sql.length();
        boolean lone = afterEscape
                && rules.backslash != Backslash.ESCAPE
                && rules.backslash != Backslash.LITERAL
                && quotes.isLoneBackslash(open, limit);
        if (lone) {
            return ended(open + 3);
        }
        char quote = sql.charAt(open);
        return ended(escapes ? quotes.endOfEscaped(open, limit, quote) : quotes.endOfPlain(open, limit, quote));
    }

    private int ended(int position) {
        stringEnd = position;
        return position;
    }

    private int other(int p, char c, int limit, boolean escapes) {
        switch (c) {
            case '"':
                return rules.doubleQuote == DoubleQuote.IDENTIFIER
                        ? quotes.endOfQuoted(p, limit, c)
                        : string(p, escapes);
            case '`':
                return quotes.endOfQuoted(p, limit, c);
            case '[':
                boolean name = rules.bracket == Bracket.QUOTE && p + 1 < limit && sql.charAt(p + 1) != '\'';
                return name ? quotes.endOfQuoted(p, limit, ']') : p + 1;
            case '$':
                int tagEnd = quotes.endOfDollarTag(p, limit);
                return tagEnd < 0 ? p + 1 : ended(quotes.endOfDollarQuote(p, tagEnd, limit));
            case '-':
            case '/':
            case '#':
                int end = comments.end(p, c, /* hintPossible= */ false);
                return end == CommentScanner.NONE ? p + 1 : end;
            case '\\':
                return rules.isPlainBackslash(p + 1 < limit ? sql.charAt(p + 1) : ' ') ? p + 1 : -1;
            default:
                return p + 1;
        }
    }
}
