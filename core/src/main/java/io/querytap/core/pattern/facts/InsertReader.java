package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads INSERT and its relatives. */
final class InsertReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;
    private final ChangeClauses clauses;

    InsertReader(Readers readers, ChangeClauses clauses) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
        this.clauses = clauses;
    }

    void insert(Keyword verb) {
        clauses.begin(verb);
        clauses.modifiers();
        if ((c.is(Keyword.ALL) || c.is(Keyword.FIRST))
                && (c.is(c.at + 1, Keyword.INTO) || c.is(c.at + 1, Keyword.WHEN))) {
            insertAll();
            return;
        }
        boolean certain = c.skip(Keyword.INTO);
        if (c.skip(Keyword.OVERWRITE)) {
            c.skip(Keyword.INTO);
            c.skip(Keyword.LOCAL);
            certain = true;
        }
        if (c.is(Keyword.TABLE) && c.isName(c.at + 1) && !isBehindTarget(c.at + 1)) {
            c.next();
        }
        if (!certain && c.isName(c.at) && !isBehindTarget(c.endOfName(c.at))) {
            facts.unparsed();
            return;
        }
        int sources = scope.beginQuery();
        target();
        body();
        scope.endQuery(sources);
    }

    /** INSERT ALL of Oracle: several targets, then a query. */
    private void insertAll() {
        c.next();
        while (!c.atLevelEnd()) {
            if (c.skip(Keyword.WHEN)) {
                readers.expressions.list();
                c.skip(Keyword.THEN);
            } else if (c.skip(Keyword.INTO)) {
                target();
                if (c.skip(Keyword.VALUES)) {
                    readers.expressions.list();
                }
            } else if (c.is(Keyword.ELSE)) {
                c.next();
            } else {
                break;
            }
        }
        readers.queries.subquery();
    }

    /** What may follow the target of an INSERT. */
    private boolean isBehindTarget(int index) {
        switch (c.keyword(index)) {
            case AS:
            case DEFAULT:
            case EXEC:
            case EXECUTE:
            case OUTPUT:
            case PARTITION:
            case SELECT:
            case SET:
            case TABLE:
            case VALUE:
            case VALUES:
            case WHERE:
            case WITH:
                return true;
            default:
                return c.is(index, '(');
        }
    }

    /** The table that is inserted into, with its alias and columns. */
    private void target() {
        if (c.isName(c.at) && !c.is(Keyword.FUNCTION)) {
            int from = c.at;
            int to = c.endOfName(from);
            String name = c.name(from, to);
            readers.pseudo.table(from, to);
            facts.summarize(name);
            facts.writes(name);
            scope.addSource(c.simpleHash(to - 1), name);
            c.at = to;
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
        } else if (c.is('(') && c.is(c.at + 1, Keyword.SELECT)) { // Oracle: a view made on the spot
            clauses.writtenQuery();
        } else {
            facts.unparsed();
        }
        while (!c.atLevelEnd()) {
            if (c.is(Keyword.AS) && !c.is(c.at + 1, Keyword.SELECT) && !c.is(c.at + 1, Keyword.WITH)) {
                c.at += 2;
            } else if (c.code() == Tokens.WORD && !c.isWord(c.at, "locate") || c.code() == Tokens.QUOTED) {
                c.next(); // an alias
            } else if (c.is(Keyword.PARTITION)) {
                c.next();
            } else if (c.is('(') && !clauses.isQueryBracket(c.at)) {
                c.skipBrackets();
            } else if (c.is(Keyword.WITH) && c.is(c.at + 1, '(')) {
                c.next();
                c.skipBrackets();
            } else if (c.is(Keyword.KEY) && c.is(c.at + 1, '(')) { // of H2's MERGE
                c.next();
            } else if (c.is(Keyword.IF) && c.is(c.at + 1, Keyword.NOT)) {
                c.at += 3;
            } else {
                return;
            }
        }
    }

    void body() {
        boolean filled = false;
        for (; ; ) {
            int before = c.at;
            switch (c.keyword()) {
                case OVERRIDING:
                    c.at += 3;
                    break;
                case OUTPUT:
                    clauses.output();
                    break;
                case VALUES:
                case VALUE:
                    c.next();
                    readers.expressions.list();
                    filled = true;
                    break;
                case DEFAULT:
                    c.next();
                    c.skip(Keyword.VALUES);
                    filled = true;
                    break;
                case SET:
                    if (filled) {
                        return;
                    }
                    c.next();
                    readers.expressions.list();
                    filled = true;
                    break;
                case AS:
                    c.next();
                    if (!c.is(Keyword.SELECT) && !c.is(Keyword.WITH) && !c.is('(')) { // VALUES (1) AS new
                        c.next();
                        if (c.is('(')) {
                            c.skipBrackets();
                        }
                    }
                    break;
                case SELECT:
                case TABLE:
                case FROM:
                case WITH:
                    if (filled) {
                        return; // the next statement of a batch
                    }
                    readers.queries.subquery();
                    filled = true;
                    break;
                case EXEC:
                case EXECUTE:
                case CALL:
                    facts.unparsed();
                    readers.statements.statement();
                    return;
                case ON:
                    onConflict();
                    break;
                case RETURNING:
                    clauses.returning();
                    break;
                case FORMAT:
                case SETTINGS:
                    c.next();
                    readers.expressions.list();
                    break;
                case WHERE: // of an UPDATE behind ON CONFLICT
                    c.next();
                    readers.expressions.list();
                    break;
                default:
                    if (c.is('(') && clauses.isQueryBracket(c.at)) {
                        readers.queries.subquery();
                    } else if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    } else {
                        return;
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }

    /** ON DUPLICATE KEY UPDATE a = 1, ON CONFLICT (a) WHERE b DO UPDATE SET c = 2 WHERE d. */
    private void onConflict() {
        c.next();
        while (!c.atLevelEnd() && !c.is(Keyword.UPDATE) && !c.is(Keyword.NOTHING)) {
            if (c.is('(')) {
                readers.expressions.inBrackets();
            } else {
                c.next();
            }
        }
        if (c.skip(Keyword.UPDATE)) {
            c.skip(Keyword.SET);
            readers.expressions.list();
        } else {
            c.skip(Keyword.NOTHING);
        }
    }
}
