package io.querytap.core.pattern.lexis;

/** Finds the ends of comments. */
final class CommentScanner {
    /** Not a comment, or one whose content counts. */
    static final int NONE = -1;

    private final String sql;
    private final DialectRules rules;

    CommentScanner(String sql, DialectRules rules) {
        this.sql = sql;
        this.rules = rules;
    }

    /**
     * The position after the comment that begins here, or {@link #NONE}. Past the end of the text where a block comment is not
     * closed.
     *
     * @param first one of {@code - / #}
     */
    int end(int start, char first) {
        char second = at(start + 1);
        if (first == '/' && second == '*') {
            return isMark(start) ? NONE : endOfBlock(start);
        }
        if (first == '-') {
            boolean comment = second == '-'
                    && (!rules.mysqlLexis || start + 2 >= sql.length() || DialectRules.isBlank(sql.charAt(start + 2)));
            return comment ? endOfLine(start) : NONE;
        }
        boolean comment = first == '#' ? rules.mysqlLexis : second == '/' && rules.slashComments;
        return comment ? endOfLine(start) : NONE;
    }

    /** An optimiser hint that is closed, or MySQL's version comment. */
    private boolean isMark(int start) {
        char third = at(start + 2);
        return third == '+' && endOfHint(start) >= 0
                || rules.mysqlLexis && (third == '!' || third == 'M' && at(start + 3) == '!');
    }

    /** The position of the closing delimiter, or -1. */
    int endOfHint(int start) {
        return sql.indexOf("*/", start + 3);
    }

    private int endOfLine(int start) {
        int p = start;
        while (p < sql.length() && sql.charAt(p) != '\n' && sql.charAt(p) != '\r') {
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
