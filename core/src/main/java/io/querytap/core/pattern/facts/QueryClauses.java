package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads the clauses behind the list of SELECT: FROM, WHERE, ORDER BY, limits, locks and the rest. */
final class QueryClauses {
    /** So far a select list is searched for the alias that ORDER BY names. */
    private static final int MAX_LIST_TOKENS = 512;

    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    QueryClauses(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    /** Clauses in any order, up to a set operator, the closing bracket or the end of the statement. */
    void read() {
        for (; ; ) {
            int before = c.at;
            if (c.atLevelEnd() || c.keyword().setOperator || !clause() || c.at == before) {
                return;
            }
        }
    }

    /** False where what stands here is no clause of a query. */
    private boolean clause() {
        int next = c.at + 1;
        switch (c.keyword()) {
            case FROM:
                c.next();
                readers.tables.list(/* inSummary= */ true);
                return true;
            case INTO:
                into();
                return true;
            case WHERE:
            case PREWHERE:
                c.next();
                if (c.is(Keyword.CURRENT) && c.is(c.at + 1, Keyword.OF)) {
                    c.at += 3;
                    return true;
                }
                readers.expressions.condition();
                return true;
            case HAVING:
            case QUALIFY:
                c.next();
                readers.expressions.list();
                return true;
            case GROUP:
                c.at = next + 1;
                readers.expressions.grouping();
                return true;
            case SORT:
            case CLUSTER:
            case DISTRIBUTE:
                c.at = next + 1;
                readers.expressions.list();
                return true;
            case CONNECT:
            case START:
                c.at = next + 1;
                readers.expressions.list();
                return true;
            case ORDER:
                order();
                return true;
            case WINDOW:
                c.next();
                readers.expressions.list();
                return true;
            case LIMIT:
                limit();
                return true;
            case OFFSET:
                c.next();
                rowLimit(RowLimit.Kind.OFFSET);
                c.skip(Keyword.ROWS);
                c.skip(Keyword.ROW);
                return true;
            case FETCH:
                c.next();
                if (!c.skip(Keyword.FIRST)) {
                    c.skip(Keyword.NEXT);
                }
                if (!c.is(Keyword.ROW) && !c.is(Keyword.ROWS)) {
                    rowLimit(RowLimit.Kind.COUNT);
                } else if (readers.queries.isOutermost()) { // of one row
                    facts.rowLimit(new RowLimit(
                            RowLimit.Kind.COUNT, RowLimit.NO_PARAMETER, readers.parameters, c.start(c.at)));
                }
                c.skip(Keyword.PERCENT);
                c.skip(Keyword.ROW);
                c.skip(Keyword.ROWS);
                if (!c.skip(Keyword.ONLY) && c.skip(Keyword.WITH)) {
                    c.skip(Keyword.TIES);
                }
                return true;
            case FOR:
                c.next();
                purpose();
                return true;
            case LOCK:
                facts.obstacle(Obstacle.LOCKING);
                c.at = next + 1;
                c.skip(Keyword.SHARE);
                c.skip(Keyword.MODE);
                return true;
            case WITH:
                return withOption();
            case OPTION:
                if (!c.is(next, '(')) {
                    return false;
                }
                c.next();
                c.skipBrackets();
                return true;
            case SETTINGS:
                c.next();
                readers.expressions.list();
                return true;
            case FORMAT:
                c.at = next + 1;
                return true;
            case MODEL:
                facts.unparsed();
                c.next();
                while (!c.atLevelEnd() && !c.is(Keyword.ORDER)) {
                    if (c.is('(')) {
                        readers.expressions.inBrackets();
                    } else {
                        c.next();
                    }
                }
                return true;
            case LATERAL: // LATERAL VIEW [OUTER] explode(x) t AS a, b
                c.at = c.is(next + 1, Keyword.OUTER) ? next + 2 : next + 1;
                facts.obstacle(Obstacle.TABLE_FUNCTION);
                readers.expressions.list();
                return true;
            case SELECT:
                return false;
            default:
                return otherClause();
        }
    }

    private boolean otherClause() {
        if (c.is(Keyword.USING) && c.is(c.at + 1, Keyword.INDEX)) { // of HSQLDB
            c.at += 2;
            return true;
        }
        if (c.isWord(c.at, "procedure") && c.isWord(c.at + 1, "analyse")) {
            c.at += 2;
            return true;
        }
        if (c.isWord(c.at, "rows") && Tokens.isValue(c.code(c.at + 1))) { // Firebird
            c.next();
            readers.expressions.list();
            return true;
        }
        return false;
    }

    private boolean withOption() {
        int next = c.at + 1;
        boolean isolation =
                c.isWord(next, "ur") || c.isWord(next, "cs") || c.isWord(next, "rs") || c.isWord(next, "rr");
        if (isolation) {
            if (c.isWord(next, "ur")) {
                facts.obstacle(Obstacle.DIRTY_READ);
            }
            c.at = next + 1;
            if (c.is(Keyword.USE)) { // AND KEEP UPDATE LOCKS
                facts.obstacle(Obstacle.LOCKING);
                while (!c.atLevelEnd() && !c.isWord(c.at, "locks")) {
                    c.next();
                }
                c.next();
            }
            return true;
        }
        if (c.isWord(next, "fill")) { // of ClickHouse: FROM 1 TO 10 STEP 1
            c.at = next + 1;
            while (!c.atLevelEnd() && (c.is(Keyword.FROM) || c.is(Keyword.TO) || c.isWord(c.at, "step"))) {
                c.next();
                readers.expressions.list();
            }
            return true;
        }
        if (c.isWord(next, "rollup")
                || c.isWord(next, "cube")
                || c.isWord(next, "totals")
                || c.is(next, Keyword.TIES)) {
            c.at = next + 1;
            return true;
        }
        if (c.isWord(next, "data")
                || c.is(next, Keyword.NO)
                || c.isWord(next, "check")
                || c.is(next, Keyword.READ)
                || c.isWord(next, "local")
                || c.isWord(next, "cascaded")) {
            while (!c.atLevelEnd()) { // of a definition around the query
                c.next();
            }
            return true;
        }
        return false;
    }

    private void into() {
        facts.obstacle(Obstacle.INTO);
        c.next();
        if (c.isWord(c.at, "outfile") || c.isWord(c.at, "dumpfile")) {
            while (!c.atLevelEnd() && !c.is(Keyword.FROM)) {
                c.next();
            }
            return;
        }
        boolean modified = false;
        while ((c.is(Keyword.TEMP)
                        || c.is(Keyword.TEMPORARY)
                        || c.is(Keyword.UNLOGGED)
                        || c.is(Keyword.TABLE)
                        || c.is(Keyword.LOCAL)
                        || c.is(Keyword.GLOBAL)
                        || c.isWord(c.at, "strict"))
                && c.isName(c.at + 1)
                && !c.is(c.at + 1, Keyword.FROM)) {
            modified = true;
            c.next();
        }
        if (c.isName(c.at) && (readers.rules.selectIntoCreates || modified)) {
            int to = c.endOfName(c.at);
            if (c.is(to, ',')) {
                facts.unparsed();
            } else {
                readers.pseudo.table(c.at, to);
                facts.writes(c.name(c.at, to));
            }
            c.at = to;
        }
        while (c.isName(c.at) && !Clauses.endsExpression(c, c.keyword()) && !c.keyword().setOperator
                || c.is(',')
                || c.is('.')
                || c.is(':')
                || c.code() == Tokens.VARIABLE
                || Tokens.isValue(c.code())) {
            c.next();
        }
    }

    private void order() {
        c.next();
        c.skip(Keyword.SIBLINGS);
        if (c.skip(Keyword.BY)) {
            noteOrder(c.at);
            readers.expressions.list();
        }
    }

    /** Columns of ORDER BY, as far as they are nothing but columns. */
    private void noteOrder(int from) {
        if (readers.queries.isCombined()) {
            return;
        }
        int i = from;
        for (; ; ) {
            if (!c.isName(i) || c.keyword(i) == Keyword.CASE) {
                return;
            }
            int to = c.endOfName(i);
            int behind = to;
            boolean descending = c.is(behind, Keyword.DESC);
            behind += descending || c.isWord(behind, "asc") ? 1 : 0;
            behind += c.isWord(behind, "nulls") ? 2 : 0;
            boolean last = !c.is(behind, ',');
            if (c.is(to, '(') || last && behind == to && !isEndOfOrder(behind)) {
                return;
            }
            if (to - i == 1 && isDefinedInList(c.simpleHash(i))) {
                if (last) {
                    return;
                }
                i = behind + 1;
                continue;
            }
            facts.columnUse(new ColumnUse(
                    scope.tableOfColumn(c, i, to),
                    c.name(to - 1, to),
                    descending ? ColumnUse.Kind.ORDER_DESCENDING : ColumnUse.Kind.ORDER_ASCENDING));
            if (last) {
                return;
            }
            i = behind + 1;
        }
    }

    /** The select list gives this name to something. */
    private boolean isDefinedInList(long name) {
        int list = readers.queries.selectList();
        int end = Math.min(c.at, list + MAX_LIST_TOKENS);
        for (int i = list + 1; i < end && !c.is(i, Keyword.FROM); i++) {
            if (c.is(i, '(')) {
                i = c.close(i);
            } else if (c.isName(i)
                    && !c.is(i - 1, '.')
                    && !c.is(i - 1, ',')
                    && !c.is(i + 1, '.')
                    && c.simpleHash(i) == name) {
                return true;
            }
        }
        return false;
    }

    private boolean isEndOfOrder(int index) {
        int code = c.code(index);
        return code == Tokens.END
                || code == Tokens.symbol(')')
                || code == Tokens.symbol(';')
                || Tokens.isKeyword(code)
                        && c.keyword(index) != Keyword.COLLATE
                        && c.keyword(index) != Keyword.IS
                        && c.keyword(index) != Keyword.USING;
    }

    /** LIMIT n, LIMIT skip, n, LIMIT n BY column. */
    private void limit() {
        c.next();
        if (c.skip(Keyword.ALL)) {
            return;
        }
        int value = c.at;
        if (Tokens.isValue(c.code(value)) && c.is(value + 1, ',')) {
            rowLimit(RowLimit.Kind.OFFSET);
            c.next();
        }
        if (c.is(value + 1, Keyword.BY) || c.is(c.at + 1, Keyword.BY)) {
            c.at += 2;
            readers.expressions.list();
            return;
        }
        rowLimit(RowLimit.Kind.COUNT);
        if (c.skip(Keyword.BY)) {
            readers.expressions.list();
        }
        if (c.is(Keyword.WITH) && c.is(c.at + 1, Keyword.TIES)) {
            c.at += 2;
        }
        c.skip(Keyword.PERCENT);
        if (c.is(Keyword.ROWS) && c.isWord(c.at + 1, "examined")) { // of MariaDB
            c.at += 3;
        }
    }

    /** The value of a bound, and the bound if it is one of the result. */
    void rowLimit(RowLimit.Kind kind) {
        if (c.isName(c.at) && c.is(c.at + 1, Keyword.ROWS)) {
            c.next();
            return;
        }
        int code = c.code();
        boolean value = Tokens.isValue(code) && (code == Tokens.BIND || code == Tokens.NUMBER);
        if (readers.queries.isOutermost()) {
            int parameter = code == Tokens.BIND ? c.extra(c.at) : RowLimit.NO_PARAMETER;
            boolean alone = value && !isArithmetic(c.at + 1);
            facts.rowLimit(
                    new RowLimit(kind, alone ? parameter : RowLimit.NO_PARAMETER, readers.parameters, c.start(c.at)));
        }
        if (value && !isArithmetic(c.at + 1)) {
            c.next();
        } else {
            readers.expressions.list();
        }
    }

    private boolean isArithmetic(int index) {
        return c.is(index, '+')
                || c.is(index, '-')
                || c.is(index, '*')
                || c.is(index, '/')
                || c.code(index) == Tokens.CAST
                || c.code(index) == Tokens.OPERATOR;
    }

    /** What FOR is for: locks, output as XML, and so on. */
    private void purpose() {
        switch (c.keyword()) {
            case UPDATE:
            case SHARE:
            case NO:
            case KEY:
                facts.obstacle(Obstacle.LOCKING);
                break;
            default:
                break;
        }
        while (!c.atLevelEnd()
                && !c.keyword().setOperator
                && !c.is(Keyword.LIMIT)
                && !c.is(Keyword.OFFSET)
                && !c.is(Keyword.ORDER)
                && !c.is(Keyword.FOR)
                && !c.is(Keyword.WITH)
                && !c.is(Keyword.OPTION)
                && !c.is(Keyword.FETCH)
                && !c.is(Keyword.INTO)
                && !(c.is(Keyword.LOCK) && c.is(c.at + 1, Keyword.IN))) {
            if (c.is('(')) {
                c.skipBrackets();
            } else {
                c.next();
            }
        }
    }
}
