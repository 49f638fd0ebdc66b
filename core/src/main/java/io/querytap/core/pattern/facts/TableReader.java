package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads the tables of FROM, USING and the like, with their joins, aliases, hints and whatever else a dialect hangs on them. */
final class TableReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    /** Tables of a query are part of the summary; those of FROM in UPDATE and DELETE are not. */
    private boolean summarized;

    TableReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    /** Reads a list of tables, up to the next clause. */
    void list(boolean inSummary) {
        boolean outer = summarized;
        summarized = inSummary;
        do {
            joined();
        } while (c.skip(','));
        summarized = outer;
    }

    /** One table, and those that are joined to it. */
    private void joined() {
        primary();
        for (; ; ) {
            int join = Clauses.joinAt(c, c.at);
            if (join >= 0) {
                boolean array = join > 0 && c.is(join - 1, Keyword.ARRAY);
                c.at = join + 1;
                if (array) { // of ClickHouse: unfolds columns
                    readers.expressions.list();
                } else {
                    primary();
                }
            } else if (c.is(Keyword.ON)) {
                if (c.is(c.at + 1, Keyword.DUPLICATE) || c.is(c.at + 1, Keyword.CONFLICT)) {
                    return;
                }
                c.next();
                readers.expressions.condition();
            } else if (c.is(Keyword.USING) && (c.is(c.at + 1, '(') || readers.rules.dialect == Dialect.CLICKHOUSE)) {
                c.next();
                if (c.is('(')) {
                    c.skipBrackets();
                } else {
                    c.next();
                }
                if (c.is(Keyword.AS)) {
                    c.at += 2;
                }
            } else {
                return;
            }
        }
    }

    private void primary() {
        while (c.is(Keyword.LATERAL) && c.keyword(c.at + 1) != Keyword.VIEW
                || c.is(Keyword.ONLY) && !c.is(c.at + 1, '.') && (c.isName(c.at + 1) || c.is(c.at + 1, '('))) {
            c.next();
        }
        int code = c.code();
        if (code == Tokens.symbol('(')) {
            bracket();
        } else if (code == Tokens.symbol('{')) { // {oj a left outer join b on ...}
            if (readers.queries.enter()) {
                c.next();
                c.skipWord("oj");
                joined();
                readers.queries.leave();
            }
            if (!c.skip('}')) {
                facts.unparsed();
            }
        } else if (c.is(Keyword.VALUES) && (c.is(c.at + 1, '(') || c.is(c.at + 1, Keyword.ROW))) {
            c.next();
            readers.expressions.list();
            derived();
        } else if (c.is(Keyword.ROWS) && c.is(c.at + 1, Keyword.FROM) && c.is(c.at + 2, '(')) {
            facts.obstacle(Obstacle.TABLE_FUNCTION);
            c.at += 2;
            readers.expressions.inBrackets();
            ordinality();
            derived();
        } else if (isChanged(c.at)) { // FINAL TABLE (INSERT ...)
            c.at += 2;
            bracket();
        } else if (c.is(Keyword.TABLE) && c.is(c.at + 1, '(')) {
            c.next();
            c.next();
            collection();
        } else if (c.isName(c.at)) {
            named();
        } else if (code == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            if (readers.rules.dialect == Dialect.SNOWFLAKE || c.sql().charAt(c.start(c.at)) == '$') {
                facts.unparsed(); // a stage, or what a tool is to put in place
            }
            c.next();
            if (c.is('(')) {
                c.skipBrackets();
            }
            derived();
        } else {
            facts.unparsed(); // a parameter or a file's name, or broken
            if (Tokens.isValue(code)) {
                c.next();
                derived();
            }
        }
    }

    /** A query or joined tables in brackets. */
    private void bracket() {
        int first = c.at + 1;
        while (c.is(first, '(')) {
            first++;
        }
        boolean query = beginsQuery(first);
        if (query && first > c.at + 1) {
            query = isQueryInBrackets(c.at);
        }
        if (query) {
            c.next();
            readers.queries.subquery();
            if (!c.skip(')')) {
                facts.unparsed();
            }
            derived();
            return;
        }
        if (!readers.queries.enter()) {
            return;
        }
        c.next();
        boolean outer = summarized;
        do {
            joined();
        } while (c.skip(','));
        summarized = outer;
        readers.queries.leave();
        if (c.keyword().setOperator) {
            facts.unparsed();
            c.next();
            readers.queries.subquery();
        }
        if (!c.skip(')')) {
            facts.unparsed();
            c.skipLevel();
            c.skip(')');
        }
        if (c.is(Keyword.AS) || c.isName(c.at) && Clauses.joinAt(c, c.at) < 0 && !isBehindTable()) {
            alias(Cursor.NO_NAME, null);
        } else {
            suffixes();
        }
    }

    private boolean beginsQuery(int index) {
        switch (c.keyword(index)) {
            case SELECT:
            case VALUES:
            case FROM:
            case WITH:
            case INSERT:
            case UPDATE:
            case DELETE:
            case MERGE:
                return true;
            case TABLE:
                return c.isName(index + 1);
            default:
                return false;
        }
    }

    /** DB2's and H2's name for the rows that a statement changes. */
    private boolean isChanged(int index) {
        return (c.is(index, Keyword.FINAL) || c.isWord(index, "old") || c.isWord(index, "new"))
                && c.is(index + 1, Keyword.TABLE)
                && c.is(index + 2, '(');
    }

    /** A table outside of FROM, as behind IN. */
    void mentioned() {
        int to = c.endOfName(c.at);
        boolean common = to - c.at == 1 && scope.isCommon(c.simpleHash(c.at));
        if (!common) {
            readers.pseudo.table(c.at, to);
            facts.reads(c.name(c.at, to));
        }
        c.at = to;
    }

    /** {@code ((SELECT ...) UNION (SELECT ...))}, and not {@code ((SELECT ...) a JOIN b)}. */
    private boolean isQueryInBrackets(int open) {
        int inner = open + 1;
        if (!c.is(inner, '(')) {
            return true;
        }
        int behind = c.close(inner) + 1;
        return c.keyword(behind).setOperator
                || c.is(behind, ')') && isQueryInBrackets(inner)
                || c.is(behind, Keyword.ORDER)
                || c.is(behind, Keyword.LIMIT);
    }

    /** TABLE(f(1)), TABLE(t), TABLE(SELECT ...): the brackets are open. */
    private void collection() {
        if (c.is(Keyword.SELECT) || c.is(Keyword.WITH)) {
            readers.queries.subquery();
        } else if (c.isName(c.at)) {
            facts.obstacle(Obstacle.TABLE_FUNCTION);
            readers.expressions.list();
        } else {
            facts.obstacle(Obstacle.TABLE_FUNCTION);
            facts.unparsed();
            c.skipLevel();
        }
        if (!c.skip(')')) {
            facts.unparsed();
        }
        derived();
    }

    private void named() {
        int from = c.at;
        int to = c.endOfName(from);
        c.at = to;
        if (c.is('(') && !isHint(c.at + 1)) {
            function(from, to);
        } else if (to - from == 1 && c.keyword(from).bareFunction) {
            facts.obstacle(Obstacle.TABLE_FUNCTION);
            facts.function(new FunctionCall(c.name(from, to), 0));
            derived();
        } else {
            table(from, to);
        }
    }

    private void function(int from, int to) {
        String name = c.name(from, to);
        if (summarized && !isUnnesting(from)) {
            facts.summarize(name);
        }
        if (c.isWord(from, "identifier")) { // a table by a name that is computed
            facts.unparsed();
        } else {
            facts.obstacle(Obstacle.TABLE_FUNCTION);
            facts.function(new FunctionCall(name, readers.expressions.arguments(to)));
        }
        if (isRemoteFunction(from, to)) {
            facts.unparsed();
        }
        readers.expressions.inBrackets();
        ordinality();
        if (c.is(Keyword.WITH) && c.is(c.at + 1, '(')) { // OPENJSON(...) WITH (columns)
            c.next();
            c.skipBrackets();
        }
        derived();
    }

    private void ordinality() {
        if (c.is(Keyword.WITH) && c.is(c.at + 1, Keyword.ORDINALITY)) {
            c.at += 2;
        }
    }

    private boolean isUnnesting(int name) {
        return c.is(name, Keyword.TABLE);
    }

    private boolean isRemoteFunction(int from, int to) {
        int last = to - 1;
        return c.isWord(last, "openquery")
                || c.isWord(last, "openrowset")
                || c.isWord(last, "opendatasource")
                || c.isWord(last, "dblink")
                || c.isWord(from, "remote")
                || c.isWord(from, "remotesecure")
                || c.isWord(from, "cluster")
                || c.isWord(from, "mysql")
                || c.isWord(from, "postgresql")
                || c.isWord(from, "url")
                || c.isWord(from, "s3")
                || c.isWord(from, "file")
                || c.isWord(from, "merge")
                || c.isWord(from, "external_query");
    }

    /** A table, view or common table expression; its alias and what else belongs to it. */
    private void table(int from, int to) {
        long hash = c.simpleHash(to - 1);
        boolean common = to - from == 1 && scope.isCommon(hash);
        String name = common ? scope.tableOfCommon(hash) : c.name(from, to);
        if (!common && to - from == 1 && scope.isOuterDerived(hash)) {
            // Most servers look for a table of that name, some for what the query around calls so.
            facts.unparsed();
        } else if (!common && name != null) {
            readers.pseudo.table(from, to);
            if (summarized) {
                facts.summarize(name);
            }
            facts.reads(name);
        }
        suffixes();
        alias(to - 1, common ? null : name);
    }

    /** A source that is no table; its alias hides tables of that name. */
    private void derived() {
        suffixes();
        alias(Cursor.NO_NAME, null);
    }

    /**
     * An alias with its columns, and what may follow it.
     *
     * @param name index of the last part of the name, {@link Cursor#NO_NAME} where there is none
     */
    private void alias(int name, @Nullable String table) {
        long hash = name == Cursor.NO_NAME ? 0 : c.simpleHash(name);
        if (c.is(Keyword.AS) && !c.is(c.at + 1, Keyword.OF)) {
            c.next();
            if (c.isName(c.at) || c.code() == Tokens.STRING) {
                hash = c.isName(c.at) ? c.simpleHash(c.at) : hash;
                c.next();
            }
            columns();
        } else if (isAlias()) {
            hash = c.simpleHash(c.at);
            c.next();
            columns();
        }
        scope.addSource(hash, table);
        suffixes();
    }

    private void columns() {
        if (c.is('(') && !isHint(c.at + 1)) {
            c.skipBrackets();
        }
    }

    private boolean isAlias() {
        int code = c.code();
        if (code == Tokens.WORD || code == Tokens.QUOTED) {
            return !isBehindTable();
        }
        return Tokens.isKeyword(code)
                && !isBehindTable()
                && !Clauses.endsExpression(c, c.keyword())
                && !(readers.batches && Clauses.beginsStatement(c))
                && isSoft(c.keyword());
    }

    /** Words that may be aliases though they have a meaning elsewhere. */
    private static boolean isSoft(Keyword keyword) {
        if (keyword.setOperator
                || keyword.endsFrom
                || keyword.beforeOperand
                        && keyword != Keyword.FIRST
                        && keyword != Keyword.NEXT
                        && keyword != Keyword.MOD) {
            return false;
        }
        switch (keyword) {
            case WITH:
            case SET:
            case END:
            case CASE:
            case SELECT:
            case CROSS:
            case INNER:
            case NATURAL:
            case PARTITION:
            case OUTPUT:
            case OVERRIDING:
            case WHEN:
                return false;
            default:
                return true;
        }
    }

    /** A clause of a table follows, not its alias. */
    private boolean isBehindTable() {
        int next = c.at + 1;
        switch (c.keyword()) {
            case USE:
            case FORCE:
            case IGNORE:
                return c.is(next, Keyword.INDEX) || c.is(next, Keyword.KEY);
            case PARTITION:
            case PIVOT:
            case UNPIVOT:
            case MATCH_RECOGNIZE:
                return c.is(next, '(') || c.is(next, Keyword.FOR) || c.is(next, Keyword.EXCLUDE) || c.isName(next);
            case TABLESAMPLE:
                return true;
            case SAMPLE:
                return c.is(next, '(') || Tokens.isValue(c.code(next)) || c.isName(next) && c.is(next + 1, '(');
            case FINAL:
                return readers.rules.dialect == Dialect.CLICKHOUSE || readers.rules.dialect == Dialect.OTHER;
            case INDEXED:
                return c.is(next, Keyword.BY);
            case NOT:
                return c.is(next, Keyword.INDEXED);
            case AT:
                return c.is(next, '(');
            case SEARCH:
                return false;
            default:
                if (c.code() != Tokens.WORD
                        || !c.is(next, '(') && !c.is(next, Keyword.FOR) && !c.is(next, Keyword.BETWEEN)) {
                    return false;
                }
                return c.isWord(c.at, "before") && c.is(next, '(')
                        || c.isWord(c.at, "subpartition") && (c.is(next, '(') || c.is(next, Keyword.FOR))
                        || c.isWord(c.at, "versions") && c.is(next, Keyword.BETWEEN)
                        || c.isWord(c.at, "changes") && c.is(next, '(');
        }
    }

    /** Hints, samples, partitions and points in time behind a table. */
    private void suffixes() {
        for (; ; ) {
            int next = c.at + 1;
            switch (c.keyword()) {
                case WITH:
                    if (!c.is(next, '(')) {
                        return;
                    }
                    c.next();
                    hints();
                    break;
                case USE:
                case FORCE:
                case IGNORE:
                    if (!c.is(next, Keyword.INDEX) && !c.is(next, Keyword.KEY)) {
                        return;
                    }
                    c.at += 2;
                    while (!c.is('(') && !c.atLevelEnd()) { // FOR JOIN, FOR ORDER BY
                        c.next();
                    }
                    skipOptionalBrackets();
                    if (c.is(',')
                            && (c.is(c.at + 1, Keyword.USE)
                                    || c.is(c.at + 1, Keyword.FORCE)
                                    || c.is(c.at + 1, Keyword.IGNORE))) {
                        c.next();
                    }
                    break;
                case TABLESAMPLE:
                case SAMPLE:
                    if (!isBehindTable()) {
                        return;
                    }
                    sample();
                    break;
                case FINAL:
                    if (!isBehindTable()) {
                        return;
                    }
                    c.next();
                    break;
                case PARTITION:
                    if (!c.is(next, '(') && !c.is(next, Keyword.FOR)) {
                        return;
                    }
                    c.at = c.is(next, '(') ? next : next + 1;
                    skipOptionalBrackets();
                    break;
                case PIVOT:
                case UNPIVOT:
                case MATCH_RECOGNIZE:
                    if (!isBehindTable()) {
                        return;
                    }
                    pivot();
                    break;
                case INDEXED:
                    if (!c.is(next, Keyword.BY)) {
                        return;
                    }
                    c.at += 3;
                    break;
                case NOT:
                    if (!c.is(next, Keyword.INDEXED)) {
                        return;
                    }
                    c.at += 2;
                    break;
                case FOR:
                    if (!c.is(next, Keyword.SYSTEM_TIME)
                            && !c.isWord(next, "business_time")
                            && !c.isWord(next, "version")
                            && !c.is(next, Keyword.TIMESTAMP)) {
                        return;
                    }
                    c.at += 2;
                    period();
                    break;
                case AS:
                    if (!c.is(next, Keyword.OF)) {
                        return;
                    }
                    c.at += 2;
                    period();
                    break;
                case AT:
                    if (!c.is(next, '(')) {
                        return;
                    }
                    facts.obstacle(Obstacle.PSEUDO_COLUMN);
                    c.next();
                    c.skipBrackets();
                    break;
                default:
                    if (c.is('(') && isHint(next)) {
                        hints();
                    } else if (isBehindTable()) {
                        c.next();
                        if (c.is('(') || c.is(c.at + 1, '(') && c.skip(Keyword.FOR)) {
                            c.skipBrackets();
                        } else {
                            period();
                        }
                        facts.obstacle(Obstacle.PSEUDO_COLUMN);
                    } else if (c.is('*') && c.code(c.at - 1) <= Tokens.QUOTED) { // descendants of a table in PostgreSQL
                        c.next();
                    } else {
                        return;
                    }
                    break;
            }
        }
    }

    /** A point or span of time: one expression up to the alias. */
    private void period() {
        facts.obstacle(Obstacle.PSEUDO_COLUMN);
        while (c.is(Keyword.AS)
                || c.is(Keyword.OF)
                || c.is(Keyword.FROM)
                || c.is(Keyword.TO)
                || c.is(Keyword.BETWEEN)
                || c.is(Keyword.AND)
                || c.is(Keyword.TIMESTAMP)
                || c.is(Keyword.DATE)
                || c.is(Keyword.ALL)
                || c.isWord(c.at, "scn")
                || c.isWord(c.at, "minvalue")
                || c.isWord(c.at, "maxvalue")
                || c.isWord(c.at, "contained")
                || c.is(Keyword.IN)
                || Tokens.isValue(c.code())
                || c.is('(')
                || c.code() == Tokens.VARIABLE
                || c.is('-')
                || c.is('+')
                || c.is(Keyword.INTERVAL)
                || c.is(Keyword.CAST)
                || c.keyword().bareFunction
                || c.isName(c.at) && c.is(c.at + 1, '(')
                || c.isName(c.at) && isIntervalUnit()) {
            if (c.is('(')) {
                readers.expressions.inBrackets();
            } else {
                c.next();
            }
        }
    }

    private boolean isIntervalUnit() {
        return Tokens.isValue(c.code(c.at - 1)) && c.is(c.at - 2, Keyword.INTERVAL);
    }

    private void sample() {
        facts.obstacle(Obstacle.SAMPLING);
        c.next();
        while (c.isName(c.at) && !c.is('(') && c.is(c.at + 1, '(') || c.isWord(c.at, "block")) {
            c.next();
        }
        if (c.is('(')) {
            c.skipBrackets();
        } else {
            while (Tokens.isValue(c.code()) || c.is('/')) {
                c.next();
            }
        }
        c.skip(Keyword.PERCENT);
        c.skip(Keyword.ROWS);
        if (c.isWord(c.at, "repeatable") || c.isWord(c.at, "seed")) {
            c.next();
            skipOptionalBrackets();
        } else if (c.skip(Keyword.OFFSET)) {
            while (Tokens.isValue(c.code()) || c.is('/')) {
                c.next();
            }
        }
    }

    private void pivot() {
        c.next();
        while (!c.is('(') && !c.atLevelEnd()) {
            c.next();
        }
        if (c.is('(')) {
            if (c.is(c.at - 1, Keyword.MATCH_RECOGNIZE)) {
                facts.unparsed();
                c.skipBrackets();
            } else {
                readers.expressions.inBrackets();
            }
        }
        if (c.is(Keyword.AS) || isAlias()) {
            c.skip(Keyword.AS);
            if (c.isName(c.at)) {
                scope.addSource(c.simpleHash(c.at), null);
                c.next();
            }
            columns();
        }
    }

    /** Hints in brackets, behind WITH or not. */
    private void hints() {
        int close = c.close(c.at);
        for (int i = c.at + 1; i < close; i++) {
            if (c.isWord(i, "updlock")
                    || c.isWord(i, "xlock")
                    || c.isWord(i, "tablockx")
                    || c.isWord(i, "holdlock")
                    || c.isWord(i, "serializable")
                    || c.isWord(i, "repeatableread")
                    || c.isWord(i, "tablock")) {
                facts.obstacle(Obstacle.LOCKING);
            } else if (c.isWord(i, "nolock") || c.isWord(i, "readuncommitted") || c.isWord(i, "readpast")) {
                facts.obstacle(Obstacle.DIRTY_READ);
            }
        }
        c.skipBrackets();
    }

    /** The word behind a bracket is a table hint of SQL Server. */
    private boolean isHint(int index) {
        if (!readers.batches) {
            return false;
        }
        return c.isWord(index, "nolock")
                || c.isWord(index, "readuncommitted")
                || c.isWord(index, "updlock")
                || c.isWord(index, "holdlock")
                || c.isWord(index, "rowlock")
                || c.isWord(index, "tablock")
                || c.isWord(index, "tablockx")
                || c.isWord(index, "paglock")
                || c.isWord(index, "xlock")
                || c.isWord(index, "readpast")
                || c.isWord(index, "readcommitted")
                || c.isWord(index, "repeatableread")
                || c.isWord(index, "serializable")
                || c.isWord(index, "noexpand")
                || c.isWord(index, "forceseek")
                || c.isWord(index, "nowait")
                || c.isWord(index, "snapshot")
                || c.is(index, Keyword.INDEX) && (c.is(index + 1, '(') || c.is(index + 1, '='));
    }

    private void skipOptionalBrackets() {
        if (c.is('(')) {
            c.skipBrackets();
        }
    }
}
