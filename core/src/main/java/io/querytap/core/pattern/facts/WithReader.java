package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;

/** Reads WITH: the common table expressions, and under which names they are known from where on. */
final class WithReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;

    WithReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
    }

    /** WITH, up to the statement behind the common table expressions. */
    void read() {
        c.next();
        boolean recursive = readers.rules.implicitRecursion;
        boolean forward = false;
        if (c.is(Keyword.RECURSIVE) && !c.is(c.at + 1, Keyword.AS)) {
            c.next();
            recursive = true;
            forward = true;
        }
        if (c.is(Keyword.FUNCTION) || c.is(Keyword.PROCEDURE)) {
            facts.unparsed();
            while (!c.atEnd() && !c.is(Keyword.SELECT)) {
                c.next();
            }
            return;
        }
        if (forward) {
            declareAll();
        }
        do {
            common(recursive);
        } while (c.skip(','));
    }

    /** All names are visible in all expressions where WITH is RECURSIVE. */
    private void declareAll() {
        int i = c.at;
        while (c.isName(i)) {
            scope.addCommon(c.simpleHash(i));
            i++;
            i = c.is(i, '(') ? c.close(i) + 1 : i;
            if (!c.is(i, Keyword.AS)) {
                return;
            }
            i++;
            while (c.is(i, Keyword.NOT) || c.is(i, Keyword.MATERIALIZED)) {
                i++;
            }
            if (!c.is(i, '(')) {
                return;
            }
            i = c.close(i) + 1;
            if (!c.is(i, ',')) {
                return;
            }
            i++;
        }
    }

    private void common(boolean recursive) {
        boolean named = c.isName(c.at) && (c.is(c.at + 1, '(') || c.is(c.at + 1, Keyword.AS) && isBody(c.at + 2));
        if (!named) { // WITH expression AS name, of ClickHouse
            readers.expressions.list();
            return;
        }
        long name = c.simpleHash(c.at);
        c.next();
        if (c.is('(')) {
            c.skipBrackets();
        }
        if (!c.skip(Keyword.AS)) {
            facts.unparsed();
            return;
        }
        while (c.is(Keyword.NOT) || c.is(Keyword.MATERIALIZED)) {
            c.next();
        }
        if (!c.is('(')) {
            facts.unparsed();
            return;
        }
        if (recursive) {
            scope.addCommon(name);
        }
        body(name, recursive);
        while (c.is(Keyword.SEARCH) || c.isWord(c.at, "cycle")) { // how recursion proceeds
            c.next();
            while (!c.is(',')
                    && !c.is(Keyword.SELECT)
                    && !c.is(Keyword.SEARCH)
                    && !c.isWord(c.at, "cycle")
                    && !c.atLevelEnd()
                    && !readers.queries.isChange()) {
                boolean listed = c.isName(c.at)
                        && c.is(c.at + 1, ',')
                        && c.isName(c.at + 2)
                        && !c.is(c.at + 3, Keyword.AS)
                        && !c.is(c.at + 3, '(');
                c.at += listed ? 2 : 1;
            }
        }
    }

    private boolean isBody(int index) {
        return c.is(index, '(') || c.is(index, Keyword.NOT) || c.is(index, Keyword.MATERIALIZED);
    }

    private void body(long name, boolean recursive) {
        c.next();
        int reads = facts.readCount();
        readers.queries.enterCommonTable();
        int sources = scope.beginQuery();
        readers.statements.inBrackets();
        scope.endQuery(sources);
        readers.queries.leaveCommonTable();
        if (!c.skip(')')) {
            facts.unparsed();
        }
        if (!recursive) {
            scope.addCommon(name);
        }
        scope.commonTable(name, facts.onlyReadSince(reads));
    }
}
