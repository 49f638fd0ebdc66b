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
    private final TableSuffixes suffixes;

    /** Tables of a query are part of the summary; those of FROM in UPDATE and DELETE are not. */
    private boolean summarized;

    TableReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
        suffixes = new TableSuffixes(readers, this);
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
        if (c.is(Keyword.AS) || c.isName(c.at) && Clauses.joinAt(c, c.at) < 0 && !suffixes.isBehindTable()) {
            alias(Cursor.NO_NAME, null);
        } else {
            suffixes.read();
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
        if (c.is('(') && !suffixes.isHint(c.at + 1)) {
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
        if (summarized) {
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

    /** Functions that read tables of other servers, or of this one by names in strings. */
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
        suffixes.read();
        alias(to - 1, common ? null : name);
    }

    /** A source that is no table; its alias hides tables of that name. */
    private void derived() {
        suffixes.read();
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
        suffixes.read();
    }

    /** PIVOT gives what it makes of a table a name of its own. */
    void aliasOfPivot() {
        if (c.is(Keyword.AS) || isAlias()) {
            c.skip(Keyword.AS);
            if (c.isName(c.at)) {
                scope.addSource(c.simpleHash(c.at), null);
                c.next();
            }
            columns();
        }
    }

    private void columns() {
        if (c.is('(') && !suffixes.isHint(c.at + 1)) {
            c.skipBrackets();
        }
    }

    private boolean isAlias() {
        int code = c.code();
        if (code == Tokens.WORD || code == Tokens.QUOTED) {
            return !suffixes.isBehindTable();
        }
        return Tokens.isKeyword(code)
                && !suffixes.isBehindTable()
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
}
