package io.querytap.instrumentation.jdbc;

/**
 * Reads the offset that a text has written out: {@code OFFSET 2000 ROWS}, {@code LIMIT 10 OFFSET 2000}, {@code LIMIT 2000, 10}.
 * To be asked only of a text whose facts say that there is one. It stands at the end, so it is looked for from there; a text in
 * which a comment or a quote could be taken for it says nothing.
 */
final class LiteralOffset {
    /** What is returned where nothing is certain. */
    static final long UNKNOWN = -1;

    private static final int UNKNOWN_POSITION = -1;

    /** Digits of the largest offset that is read. */
    private static final int MAX_DIGITS = 18;

    /** Characters at the end of a text in which the offset is looked for. */
    private static final int MAX_TAIL = 256;

    private LiteralOffset() {}

    static long in(String sql) {
        int from = Math.max(0, sql.length() - MAX_TAIL);
        int offset = UNKNOWN_POSITION;
        int limit = UNKNOWN_POSITION;
        for (int i = from; i < sql.length(); i++) {
            if (isWord(sql, i, "OFFSET")) {
                offset = i + "OFFSET".length();
            } else if (isWord(sql, i, "LIMIT")) {
                limit = i + "LIMIT".length();
            }
        }
        int start = offset != UNKNOWN_POSITION ? offset : limit;
        if (start == UNKNOWN_POSITION || !isPlain(sql, start) || mayHaveComment(sql)) {
            return UNKNOWN;
        }
        int digits = skipSpace(sql, start);
        int end = digits;
        while (end < sql.length() && isDigit(sql.charAt(end))) {
            end++;
        }
        if (end == digits || end - digits > MAX_DIGITS) {
            return UNKNOWN;
        }
        int next = skipSpace(sql, end);
        boolean comma = next < sql.length() && sql.charAt(next) == ',';
        boolean expected = offset != UNKNOWN_POSITION ? endsValue(sql, end) && !comma : comma;
        return expected ? Long.parseLong(sql, digits, end, 10) : UNKNOWN;
    }

    private static boolean isWord(String sql, int at, String word) {
        return sql.regionMatches(/* ignoreCase= */ true, at, word, 0, word.length())
                && (at == 0 || !Character.isJavaIdentifierPart(sql.charAt(at - 1)))
                && at + word.length() < sql.length()
                && !Character.isJavaIdentifierPart(sql.charAt(at + word.length()));
    }

    private static boolean endsValue(String sql, int end) {
        return end == sql.length() || Character.isWhitespace(sql.charAt(end)) || sql.charAt(end) == ';';
    }

    /** Whether what is left consists of words and numbers, which may then be followed by nothing that changes what they mean. */
    private static boolean isPlain(String sql, int from) {
        for (int i = from; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !isDigit(c) && !Character.isWhitespace(c) && ",;?".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayHaveComment(String sql) {
        return sql.indexOf('#') >= 0 || sql.contains("--") || sql.contains("/*");
    }

    private static int skipSpace(String sql, int from) {
        int at = from;
        while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
