package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.facts.ColumnUse.Kind;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Finds, by looking ahead, the columns that a condition compares with a value or with another column. */
final class PredicateReader {
    /** How far a value is followed to be sure that it holds no column. */
    private static final int MAX_VALUE_TOKENS = 32;

    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    PredicateReader(Readers readers) {
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    /** A condition begins with the name of a column. */
    void afterColumn(int from, int endOfColumn) {
        int to = behind(from, endOfColumn);
        Keyword keyword = c.keyword(to);
        switch (keyword) {
            case IN:
                if (c.is(to + 1, '(')) {
                    use(from, endOfColumn, Kind.EQUALITY);
                }
                return;
            case IS:
                boolean same = c.is(to + 1, Keyword.NOT) && c.is(to + 2, Keyword.DISTINCT) && isValue(to + 4);
                if (same || c.is(to + 1, Keyword.NULL)) {
                    use(from, endOfColumn, Kind.EQUALITY);
                }
                return;
            case BETWEEN:
                if (isValue(to + 1)) {
                    use(from, endOfColumn, Kind.RANGE);
                }
                return;
            case LIKE:
            case ILIKE:
                if (Tokens.isValue(c.code(to + 1))) {
                    use(from, endOfColumn, Kind.RANGE);
                }
                return;
            default:
                break;
        }
        int end = endOfComparison(to);
        if (end < 0) {
            return;
        }
        boolean equality = isEquality(to, end);
        if (!equality && !isRange(to)) {
            return;
        }
        if (isValue(end)) {
            use(from, endOfColumn, equality ? Kind.EQUALITY : Kind.RANGE);
        } else if (equality && c.isName(end)) {
            int endOfOther = c.endOfName(end);
            if (isColumn(end)
                    && isBoundary(behind(end, endOfOther))
                    && !isOneTable(from, endOfColumn, end, endOfOther)) {
                use(from, endOfColumn, Kind.JOIN);
                use(end, endOfOther, Kind.JOIN);
            }
        }
    }

    /** Index behind a column and the bracket around it, or Oracle's sign of an outer join. */
    private int behind(int from, int to) {
        if (c.isOuterJoinSign(to)) {
            return to + 3;
        }
        return c.is(from - 1, '(') && c.is(to, ')') ? to + 1 : to;
    }

    private boolean isOneTable(int from, int to, int otherFrom, int otherTo) {
        if (to - from >= 3 && otherTo - otherFrom >= 3) {
            return c.simpleHash(to - 3) == c.simpleHash(otherTo - 3);
        }
        String table = scope.tableOfColumn(c, from, to);
        return table != null && table.equals(scope.tableOfColumn(c, otherFrom, otherTo));
    }

    /** A condition begins with a value, as in {@code ? < a}. */
    void afterValue() {
        int operator = c.at + 1;
        int end = endOfComparison(operator);
        if (end < 0 || !c.isName(end)) {
            return;
        }
        int to = c.endOfName(end);
        boolean equality = isEquality(operator, end);
        if (isBoundary(to) && (equality || isRange(operator))) {
            use(end, to, equality ? Kind.EQUALITY : Kind.RANGE);
        }
    }

    /** Index behind an operator of comparison that begins at the index, or -1. */
    private int endOfComparison(int index) {
        int end = index;
        while (end < index + 3 && (c.is(end, '=') || c.is(end, '<') || c.is(end, '>'))) {
            end++;
        }
        return end == index ? -1 : end;
    }

    /** {@code =}, {@code ==} and {@code <=>}. */
    private boolean isEquality(int from, int to) {
        return c.is(from, '=') || to - from == 3;
    }

    private boolean isRange(int from) {
        return (c.is(from, '<') || c.is(from, '>')) && !c.is(from + 1, '>');
    }

    /** From here to the end of the condition there is a value, and no column. */
    private boolean isValue(int index) {
        if (c.is(index, '(') && c.is(index + 1, Keyword.SELECT)) {
            return true;
        }
        boolean found = false;
        int depth = 0;
        for (int i = index; i < index + MAX_VALUE_TOKENS; i++) {
            int code = c.code(i);
            if (Tokens.isValue(code) || code == Tokens.VARIABLE) {
                found = true;
            } else if (c.isOuterJoinSign(i)) {
                i += 2;
            } else if (code == Tokens.symbol('(')) {
                depth++;
            } else if (depth > 0 && code == Tokens.symbol(')')) {
                depth--;
            } else if (depth == 0 && isBoundary(i)) {
                return found;
            } else if (code == Tokens.WORD || code == Tokens.QUOTED) {
                if (isColumn(i)) {
                    return false;
                }
            } else if (Tokens.isKeyword(code)) {
                Keyword keyword = Tokens.keywordOf(code);
                found |= keyword.bareFunction;
                if (keyword == Keyword.CASE || keyword == Keyword.SELECT) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Neither a function, nor a type, nor the unit of an interval. */
    private boolean isColumn(int index) {
        int before = c.code(index - 1);
        int code = c.code(index);
        return (code == Tokens.WORD || code == Tokens.QUOTED || c.is(index + 1, '.'))
                && !Tokens.isValue(before)
                && before != Tokens.CAST
                && before != Keyword.AS.ordinal()
                && (!c.is(c.endOfName(index), '(') || c.isOuterJoinSign(c.endOfName(index)));
    }

    private boolean isBoundary(int index) {
        int code = c.code(index);
        if (code == Tokens.END
                || code == Tokens.symbol(')')
                || code == Tokens.symbol(';')
                || code == Tokens.symbol(',')
                || code == Tokens.symbol('}')) {
            return true;
        }
        if (!Tokens.isKeyword(code)) {
            return false;
        }
        Keyword keyword = Tokens.keywordOf(code);
        return keyword == Keyword.AND
                || keyword == Keyword.OR
                || keyword.endsFrom
                || keyword.setOperator
                || keyword == Keyword.LEFT
                || keyword == Keyword.RIGHT
                || keyword == Keyword.INNER
                || keyword == Keyword.FULL
                || keyword == Keyword.CROSS
                || keyword == Keyword.NATURAL
                || keyword == Keyword.JOIN
                || keyword == Keyword.WHEN
                || keyword == Keyword.THEN
                || keyword == Keyword.WITH
                || keyword == Keyword.START
                || keyword == Keyword.CONNECT
                || keyword == Keyword.LOCK
                || keyword == Keyword.SET;
    }

    private void use(int from, int to, Kind kind) {
        if (c.is(to - 1, '*')) {
            return;
        }
        facts.columnUse(new ColumnUse(scope.tableOfColumn(c, from, to), c.name(to - 1, to), kind));
    }
}
