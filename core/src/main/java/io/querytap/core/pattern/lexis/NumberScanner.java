package io.querytap.core.pattern.lexis;

/** Finds the ends of numbers, and what else begins like one. */
final class NumberScanner {
    private static final int UUID_LENGTH = 36;

    private String sql = "";
    private DialectRules rules = DialectRules.UNKNOWN;

    void begin(String text, DialectRules dialectRules) {
        sql = text;
        rules = dialectRules;
    }

    /**
     * The position after digits and whatever sticks to them: fraction, exponent, suffix, hex digits, separators. More than any
     * dialect allows, so that no part of a number is left over.
     */
    int end(int start, int limit) {
        char second = at(start + 1, limit);
        boolean decimal = sql.charAt(start) != '0' || second == '.' || (second | 0x20) < 'a' || (second | 0x20) == 'e';
        int p = start + 1;
        while (p < limit) {
            char c = sql.charAt(p);
            if (c == '.') {
                if (at(p + 1, limit) == '.' || !decimal) {
                    break;
                }
            } else if (c == '+' || c == '-') {
                if (!decimal || (sql.charAt(p - 1) | 0x20) != 'e' || !DialectRules.isDigit(at(p + 1, limit))) {
                    break;
                }
                decimal = false;
            } else if (!rules.continuesName(c) || c == '$' && beginsDollarQuote(p, limit)) {
                break;
            } else if (!DialectRules.isDigit(c) && c != '_' && (c | 0x20) != 'e') {
                decimal = false;
            }
            p++;
        }
        return p;
    }

    /** {@code $tag$} directly behind a number; any other dollar sticks to it. */
    private boolean beginsDollarQuote(int dollar, int limit) {
        int p = dollar + 1;
        while (p < limit && sql.charAt(p) != '$' && rules.continuesName(sql.charAt(p))) {
            p++;
        }
        return at(p, limit) == '$';
    }

    /** Digits and then letters, but neither {@code 0x7F} nor {@code 1e7}: MySQL's names may begin with a digit. */
    boolean mayBeName(int start, int end) {
        for (int p = start; p < end; p++) {
            if (!DialectRules.isDigit(sql.charAt(p))) {
                char letter = (char) (sql.charAt(p) | 0x20);
                boolean ofNumber = letter == 'x' || letter == 'b' || letter == 'e';
                return rules.startsName(sql.charAt(p))
                        && (rules.startsName(at(p + 1, end)) || p + 1 == end && !ofNumber);
            }
        }
        return false;
    }

    /** The position after a UUID without quotes, or -1. One that is cut off by the end of the text counts. */
    int endOfUuid(int start, int limit) {
        int end = Math.min(start + UUID_LENGTH, limit);
        if (end < limit && rules.continuesName(sql.charAt(end))) {
            return -1;
        }
        for (int i = 0; i < end - start; i++) {
            char c = sql.charAt(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0) {
                return -1;
            }
        }
        return end;
    }

    private char at(int index, int limit) {
        return index < limit ? sql.charAt(index) : ' ';
    }
}
