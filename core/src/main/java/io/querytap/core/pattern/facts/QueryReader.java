package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads queries: WITH, SELECT and its relatives, set operations, and the clauses in between and behind. */
final class QueryReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    private int nesting;

    /** Depth of common table expressions: what they do is not what the statement does. */
    private int commons;

    /** The query whose rows are the result of the statement. */
    private boolean outermost;

    /** Behind a set operator: an order is that of the whole, whose columns belong to no table. */
    private boolean combined;

    /** Where the list behind the last SELECT begins. */
    private int selectList;

    QueryReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    void clear() {
        nesting = 0;
        commons = 0;
        outermost = false;
        combined = false;
        selectList = 0;
    }

    /** False where the nesting is too deep: then everything up to the closing bracket was passed over. */
    boolean enter() {
        if (nesting == Readers.MAX_NESTING) {
            facts.unparsed();
            c.skipLevel();
            return false;
        }
        nesting++;
        return true;
    }

    void leave() {
        nesting--;
    }

    /** The rows of the query that is read are the result of the statement. */
    boolean isOutermost() {
        return outermost;
    }

    /** Behind a set operator. */
    boolean isCombined() {
        return combined;
    }

    /** Index of the token where the list behind the last SELECT begins. */
    int selectList() {
        return selectList;
    }

    void enterCommonTable() {
        commons++;
    }

    void leaveCommonTable() {
        commons--;
    }

    boolean inCommonTable() {
        return commons > 0;
    }

    /** The query that is the statement. */
    void statement() {
        boolean outer = outermost;
        outermost = facts.inFirstStatement() && commons == 0;
        query();
        outermost = outer;
    }

    /** A query within something else, up to the bracket that closes around it. */
    void subquery() {
        boolean outer = outermost;
        outermost = false;
        query();
        outermost = outer;
    }

    private void query() {
        if (!enter()) {
            return;
        }
        int common = scope.commonMark();
        int sources = scope.beginQuery();
        if (c.is(Keyword.WITH)) {
            readers.withs.read();
        }
        if (isChange()) {
            facts.obstacle(Obstacle.CHANGES_DATA);
            readers.statements.statement();
        } else {
            terms();
        }
        scope.endQuery(sources);
        scope.forgetCommons(common);
        leave();
    }

    boolean isChange() {
        switch (c.keyword()) {
            case INSERT:
            case UPDATE:
            case DELETE:
            case MERGE:
            case REPLACE:
                return true;
            default:
                return false;
        }
    }

    /** Queries with set operators between them. */
    private void terms() {
        boolean wasOutermost = outermost;
        boolean wasCombined = combined;
        int outerList = selectList;
        for (boolean first = true; ; first = false) {
            combined = !first;
            term(first);
            readers.clauses.read();
            if (!c.keyword().setOperator) {
                break;
            }
            c.next();
            while (c.is(Keyword.ALL) || c.is(Keyword.DISTINCT)) {
                c.next();
            }
            if (c.is(Keyword.BY) || c.isWord(c.at, "corresponding")) {
                c.next();
                c.skipWord("name");
                if (c.skip(Keyword.BY) || c.is('(')) {
                    c.skipBrackets();
                }
            }
            scope.forgetSources();
        }
        outermost = wasOutermost;
        combined = wasCombined;
        selectList = outerList;
    }

    private void term(boolean first) {
        switch (c.keyword()) {
            case SELECT:
                verb(Keyword.SELECT);
                select();
                break;
            case VALUES:
                if (commons == 0) {
                    facts.operation(Keyword.VALUES);
                }
                if (first && nesting == 1 && commons == 0) {
                    facts.summarize(c.name(c.at, c.at + 1));
                }
                c.next();
                readers.expressions.list();
                break;
            case TABLE:
                facts.summarize(c.name(c.at, c.at + 1));
                c.next();
                c.skip(Keyword.ONLY);
                readers.tables.list(/* inSummary= */ true);
                break;
            case FROM:
                fromFirst();
                break;
            case WITH:
                readers.withs.read();
                term(first);
                break;
            default:
                if (c.is('(')) {
                    bracket(first);
                } else {
                    facts.unparsed();
                    c.skipLevel();
                }
                break;
        }
    }

    private void verb(Keyword keyword) {
        if (commons == 0) {
            facts.operation(keyword);
        }
        facts.summarize(c.sql(), c.start(c.at), c.extra(c.at));
        c.next();
    }

    private void bracket(boolean first) {
        boolean isAll = first && !c.keyword(c.close(c.at) + 1).setOperator;
        c.next();
        boolean outer = outermost;
        outermost &= isAll;
        query();
        outermost = outer;
        if (!c.skip(')')) {
            facts.unparsed();
        }
    }

    /** FROM t [SELECT ...], of DuckDB, Hive and HQL. */
    private void fromFirst() {
        if (commons == 0) {
            facts.operation(Keyword.SELECT);
        }
        boolean lowerCase = c.sql().charAt(c.start(c.at)) == 'f';
        facts.summarize(lowerCase ? "select" : "SELECT");
        c.next();
        readers.tables.list(/* inSummary= */ true);
        if (c.is(Keyword.SELECT)) {
            c.next();
            select();
        }
    }

    /** Behind SELECT, up to the first clause. */
    private void select() {
        for (; ; ) {
            Keyword keyword = c.keyword();
            int next = c.at + 1;
            if (c.is(next, '.') || c.is(next, ',') || c.is(next, Keyword.FROM)) {
                break;
            }
            switch (keyword) {
                case SQL_CALC_FOUND_ROWS:
                    facts.obstacle(Obstacle.PSEUDO_COLUMN);
                    c.next();
                    continue;
                case ALL:
                case DISTINCTROW:
                case UNIQUE:
                case HIGH_PRIORITY:
                case STRAIGHT_JOIN:
                case SQL_BIG_RESULT:
                case SQL_BUFFER_RESULT:
                case SQL_CACHE:
                case SQL_NO_CACHE:
                case SQL_SMALL_RESULT:
                    c.next();
                    continue;
                case DISTINCT:
                    c.next();
                    if (c.skip(Keyword.ON) && c.is('(')) {
                        readers.expressions.inBrackets();
                    }
                    continue;
                case TOP:
                    top();
                    continue;
                case FIRST:
                case SKIP:
                case LIMIT:
                    if (Tokens.isValue(c.code(next))) { // Firebird, Informix
                        c.next();
                        if (keyword == Keyword.LIMIT && Tokens.isValue(c.code(c.at + 1))) { // HSQLDB: LIMIT skip count
                            readers.clauses.rowLimit(RowLimit.Kind.OFFSET);
                        }
                        readers.clauses.rowLimit(keyword == Keyword.SKIP ? RowLimit.Kind.OFFSET : RowLimit.Kind.COUNT);
                        continue;
                    }
                    break;
                case AS:
                    if (c.isWord(next, "struct") || c.is(next, Keyword.VALUE)) {
                        c.at += 2;
                        continue;
                    }
                    break;
                default:
                    break;
            }
            break;
        }
        selectList = c.at;
        readers.expressions.list();
    }

    /** TOP 10, TOP (?) PERCENT WITH TIES. */
    private void top() {
        c.next();
        boolean bracket = c.skip('(');
        if (bracket && !Tokens.isValue(c.code())) {
            readers.expressions.list();
        } else {
            readers.clauses.rowLimit(RowLimit.Kind.COUNT);
        }
        if (bracket && !c.skip(')')) {
            facts.unparsed();
        }
        c.skip(Keyword.PERCENT);
        if (c.is(Keyword.WITH) && c.is(c.at + 1, Keyword.TIES)) {
            c.at += 2;
        }
    }
}
