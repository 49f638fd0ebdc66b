package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** What INSERT, UPDATE, DELETE and MERGE share: words before the target, the target itself, OUTPUT, RETURNING and what stands behind. */
final class ChangeClauses {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    ChangeClauses(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    void begin(Keyword verb) {
        if (!readers.queries.inCommonTable()) {
            facts.operation(verb);
        }
        facts.summarize(c.sql(), c.start(c.at), c.extra(c.at));
        c.next();
    }

    /** Words between the verb and its target. */
    void modifiers() {
        for (; ; ) {
            int next = c.at + 1;
            switch (c.keyword()) {
                case INSERT:
                case IGNORE:
                case LOW_PRIORITY:
                case HIGH_PRIORITY:
                case QUICK:
                    if (!isTargetBefore(next)) {
                        c.next();
                        continue;
                    }
                    return;
                case ONLY:
                    c.next();
                    continue;
                case OR: // OR REPLACE of SQLite
                    c.at += 2;
                    continue;
                case TOP:
                    c.next();
                    if (c.is('(')) {
                        readers.expressions.inBrackets();
                    } else {
                        c.next();
                    }
                    c.skip(Keyword.PERCENT);
                    continue;
                default:
                    if (c.isWord(c.at, "delayed") && c.isName(next)) {
                        c.next();
                        continue;
                    }
                    return;
            }
        }
    }

    private boolean isTargetBefore(int next) {
        return c.is(next, Keyword.SET) || c.is(next, '.') || c.is(next, '(') || c.is(next, Keyword.WHERE);
    }

    /** {@code (SELECT}, {@code ((SELECT}. */
    boolean isQueryBracket(int open) {
        int i = open + 1;
        while (c.is(i, '(')) {
            i++;
        }
        return c.is(i, Keyword.SELECT) || c.is(i, Keyword.WITH) || c.is(i, Keyword.VALUES) && c.is(i + 1, '(');
    }

    /** UPDATE (SELECT ... FROM t): the one table of the query is the target. */
    void writtenQuery() {
        int reads = facts.readCount();
        c.next();
        readers.queries.subquery();
        if (!c.skip(')')) {
            facts.unparsed();
        }
        facts.unparsed(); // which of its tables, and whether through a view, the text does not tell for certain
        String table = facts.onlyReadSince(reads);
        if (table != null) {
            facts.writes(table);
        }
    }

    void returning() {
        c.next();
        readers.expressions.list();
        if (c.skip(Keyword.INTO)) {
            while (!c.atLevelEnd() && !c.keyword().verb) {
                c.next();
            }
        }
    }

    /** OUTPUT inserted.a INTO t (columns). */
    void output() {
        c.next();
        readers.expressions.list();
        if (!c.skip(Keyword.INTO)) {
            return;
        }
        if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            readers.pseudo.table(c.at, to);
            facts.writes(c.name(c.at, to));
            c.at = to;
        } else if (c.code() == Tokens.VARIABLE) {
            c.next();
        } else {
            facts.unparsed();
        }
        if (c.is('(') && !isQueryBracket(c.at)) {
            c.skipBrackets();
        }
    }

    /** Hints and partitions behind a target. */
    void targetSuffixes() {
        if (c.is(Keyword.INDEXED) && c.is(c.at + 1, Keyword.BY)) {
            c.at += 3;
        } else if (c.is(Keyword.NOT) && c.is(c.at + 1, Keyword.INDEXED)) {
            c.at += 2;
        }
        if (c.is(Keyword.WITH) && c.is(c.at + 1, '(') || c.is(Keyword.PARTITION) && c.is(c.at + 1, '(')) {
            c.next();
            c.skipBrackets();
        }
        if (c.is(Keyword.FOR)) { // PORTION OF
            while (!c.atLevelEnd() && !c.is(Keyword.SET) && !c.is(Keyword.WHERE)) {
                c.next();
            }
        }
    }

    /** FROM or USING follows. */
    boolean sourcesAhead() {
        int i = c.at;
        while (c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, ')') && !c.is(i, Keyword.WHERE) && c.mayLook()) {
            if (c.is(i, Keyword.FROM) || c.is(i, Keyword.USING)) {
                return true;
            }
            i = c.is(i, '(') ? c.close(i) + 1 : i + 1;
        }
        return false;
    }

    /** The FROM behind this target names it as a table or an alias. */
    boolean namesSourceAhead(int target) {
        long name = c.simpleHash(target);
        int i = c.at;
        while (c.code(i) != Tokens.END
                && !c.is(i, ';')
                && !c.is(i, ')')
                && !c.is(i, Keyword.FROM)
                && !c.is(i, Keyword.WHERE)
                && c.mayLook()) {
            i = c.is(i, '(') ? c.close(i) + 1 : i + 1;
        }
        if (!c.is(i, Keyword.FROM) || c.is(i - 1, Keyword.DISTINCT)) {
            return false;
        }
        for (i++;
                c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, ')') && !c.is(i, Keyword.WHERE) && c.mayLook();
                i++) {
            if (c.isName(i) && !c.is(i + 1, '.') && c.simpleHash(i) == name && !c.is(i - 1, '=')) {
                return true;
            }
            i = c.is(i, '(') ? c.close(i) : i;
        }
        return false;
    }

    /** What was called a target turns out to be the alias of a table of FROM. */
    void resolve(int from, int to) {
        long name = c.simpleHash(to - 1);
        String table = scope.tableOf(name);
        if (table != null) {
            facts.writes(table);
        } else if (scope.isSource(name)) {
            facts.unparsed(); // a query in FROM
        } else {
            writesTo(from, to);
        }
    }

    /** The target by its name, which may be that of a common table expression. */
    void writesTo(int from, int to) {
        long hash = c.simpleHash(to - 1);
        if (to - from == 1 && scope.isCommon(hash)) {
            String table = scope.tableOfCommon(hash);
            if (table == null) {
                facts.unparsed();
            } else {
                facts.writes(table);
            }
            return;
        }
        readers.pseudo.table(from, to);
        facts.writes(c.name(from, to));
    }

    /** Without the {@code .*} that MySQL allows behind a target. */
    int endOfTarget(int from) {
        int to = c.endOfName(from);
        return c.is(to - 1, '*') ? to - 2 : to;
    }

    /** WHERE, ORDER BY, LIMIT, RETURNING behind a change. */
    void tail() {
        for (; ; ) {
            int before = c.at;
            switch (c.keyword()) {
                case WHERE:
                case PREWHERE:
                    c.next();
                    if (c.is(Keyword.CURRENT) && c.is(c.at + 1, Keyword.OF)) {
                        c.at += 3;
                        break;
                    }
                    readers.expressions.condition();
                    break;
                case ORDER:
                    c.at += 2;
                    readers.expressions.list();
                    break;
                case LIMIT:
                case OFFSET:
                    c.next();
                    readers.expressions.list();
                    break;
                case FETCH:
                    while (!c.atLevelEnd() && !c.is(Keyword.ONLY)) {
                        c.next();
                    }
                    c.skip(Keyword.ONLY);
                    break;
                case RETURNING:
                case RETURN:
                    returning();
                    break;
                case OUTPUT:
                    output();
                    break;
                case OPTION:
                    c.next();
                    if (c.is('(')) {
                        c.skipBrackets();
                    }
                    break;
                case SETTINGS:
                    c.next();
                    readers.expressions.list();
                    break;
                case WITH: // DB2's isolation
                    if (c.isWord(c.at + 1, "ur")
                            || c.isWord(c.at + 1, "cs")
                            || c.isWord(c.at + 1, "rs")
                            || c.isWord(c.at + 1, "rr")) {
                        c.at += 2;
                    }
                    break;
                default:
                    if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }
}
