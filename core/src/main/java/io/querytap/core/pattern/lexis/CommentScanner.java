package io.querytap.core.pattern.lexis;

/** Finds the ends of comments. */
final class CommentScanner {
    /** Not a comment, or one whose content counts. */
    static final int NONE = -1;

    private String sql = "";
    private DialectRules rules = DialectRules.UNKNOWN;

    /** The first end of a block at or after where it was last looked for, so that no part of the text is searched twice. */
    private int nextClose = -1;

    private boolean noCloseLeft;

    void begin(String text, DialectRules dialectRules) {
        sql = text;
        rules = dialectRules;
        nextClose = -1;
        noCloseLeft = false;
    }

    /**
     * The position after the comment that begins here, or {@link #NONE}. Past the end of the text where a block comment is not
     * closed, or where it is not known what closes it.
     *
     * @param first one of {@code - / #}
     * @param hintPossible the place is one where an optimiser hint may stand
     */
    int end(int start, char first, boolean hintPossible) {
        char second = at(start + 1);
        if (first == '/' && second == '*') {
            return isMark(start, hintPossible) ? NONE : endOfBlock(start);
        }
        if (first == '-') {
            boolean comment = second == '-'
                    && (!rules.mysqlLexis || start + 2 >= sql.length() || DialectRules.isBlank(sql.charAt(start + 2)));
            return comment ? endOfLine(start) : NONE;
        }
        boolean comment = first == '#' ? rules.mysqlLexis : second == '/' && rules.slashComments;
        return comment ? endOfLine(start) : NONE;
    }

    /** An optimiser hint or MySQL's version comment; only one that is closed, else the rest of the text would be read as code. */
    private boolean isMark(int start, boolean hintPossible) {
        char third = at(start + 2);
        if (third == '+') {
            int close = hintPossible && rules.hints ? closeAfter(start + 3) : -1;
            return close >= 0 && !holdsComment(start + 3, close);
        }
        boolean version = rules.mysqlLexis && third == '!'
                || rules.dialect == Dialect.MARIADB && third == 'M' && at(start + 3) == '!';
        return version && closeAfter(start + 3) >= 0;
    }

    /** The position of the delimiter that closes a hint, or -1. */
    int endOfHint(int start) {
        return closeAfter(start + 3);
    }

    private int closeAfter(int from) {
        if (nextClose < from && !noCloseLeft) {
            nextClose = sql.indexOf("*/", from);
            noCloseLeft = nextClose < 0;
        }
        return nextClose < from ? -1 : nextClose;
    }

    /** A comment in a hint would have its words shown. */
    private boolean holdsComment(int from, int to) {
        for (int p = from; p + 1 < to; p++) {
            char c = sql.charAt(p);
            if ((c == '/' || c == '-') && sql.charAt(p + 1) == (c == '/' ? '*' : '-')) {
                return true;
            }
        }
        return false;
    }

    private int endOfLine(int start) {
        int p = start;
        while (p < sql.length() && sql.charAt(p) != '\n') {
            if (sql.charAt(p) == '\r' && !rules.returnIsPlain) {
                boolean endsLine = rules.returnEndsLine || p + 1 == sql.length() || sql.charAt(p + 1) == '\n';
                return endsLine ? p : sql.length() + 1;
            }
            p++;
        }
        return p;
    }

    private int endOfBlock(int start) {
        int depth = 1;
        int p = start + 2;
        while (p < sql.length()) {
            char c = sql.charAt(p++);
            if (c == '*' && at(p) == '/') {
                p++;
                if (--depth == 0) {
                    return p;
                }
            } else if (c == '/' && at(p) == '*' && rules.nestedComments) {
                p++;
                depth++;
            }
        }
        return sql.length() + 1;
    }

    private char at(int index) {
        return index < sql.length() ? sql.charAt(index) : ' ';
    }
}
