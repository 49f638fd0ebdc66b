package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads UPDATE. */
final class UpdateReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;
    private final ChangeClauses clauses;

    UpdateReader(Readers readers, ChangeClauses clauses) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
        this.clauses = clauses;
    }

    void update() {
        clauses.begin(Keyword.UPDATE);
        clauses.modifiers();
        int sources = scope.beginQuery();
        int from = c.at;
        if (c.isWord(c.at, "statistics") && c.isName(c.at + 1) && !c.is(c.at + 1, Keyword.SET)) {
            facts.unparsed(); // of SQL Server's optimiser: changes no row
            while (!c.atEnd()) {
                c.next();
            }
        } else if (c.is(Keyword.TABLE) && c.is(c.at + 1, '(')) {
            c.next();
            clauses.writtenQuery();
            c.skipLevel();
        } else if (c.is('(') && clauses.isQueryBracket(c.at)) {
            clauses.writtenQuery();
            while (c.isName(c.at) && !c.is(Keyword.SET)) {
                c.next();
            }
            set(/* from= */ -1, /* to= */ -1);
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
            set(/* from= */ -1, /* to= */ -1);
        } else if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            int behind = to;
            while (behind < to + 8
                    && c.code(behind) != Tokens.END
                    && !c.is(behind, Keyword.SET)
                    && !c.is(behind, ',')
                    && Clauses.joinAt(c, behind) < 0
                    && !c.is(behind, ';')) {
                behind = c.is(behind, '(') ? c.close(behind) + 1 : behind + 1;
            }
            if (c.is(behind, ',') || Clauses.joinAt(c, behind) >= 0) {
                updateMany();
            } else {
                c.at = to;
                set(from, to);
            }
        } else {
            facts.unparsed();
        }
        scope.endQuery(sources);
    }

    /** UPDATE t [alias] SET ... FROM ...: the target may be the alias of a table of FROM. */
    private void set(int from, int to) {
        boolean known = from >= 0;
        if (known) {
            facts.summarize(c.name(from, to));
        }
        long alias = known ? c.simpleHash(to - 1) : 0;
        clauses.targetSuffixes();
        if (c.is(Keyword.AS)) {
            c.next();
        }
        if (c.isName(c.at) && !c.is(Keyword.SET) && !c.is(Keyword.NOT)) {
            alias = c.simpleHash(c.at);
            c.next();
        }
        clauses.targetSuffixes();
        boolean simple = known && to - from == 1;
        int mark = scope.sourceCount();
        if (known && !(simple && clauses.namesSourceAhead(from))) {
            clauses.writesTo(from, to);
            scope.addSource(alias, c.name(from, to));
            mark = -1;
        }
        if (!c.skip(Keyword.SET)) {
            facts.unparsed();
        }
        readers.expressions.list();
        if (c.is(Keyword.OUTPUT)) {
            clauses.output();
        }
        if (c.skip(Keyword.FROM)) {
            readers.tables.list(/* inSummary= */ false);
        }
        if (mark >= 0 && known) {
            clauses.resolve(from, to);
        }
        clauses.tail();
    }

    /** UPDATE a JOIN b SET a.x = 1 of MySQL: those are written whose columns are set. */
    private void updateMany() {
        int reads = facts.readCount();
        int first = c.at;
        facts.summarize(c.name(first, c.endOfName(first)));
        readers.tables.list(/* inSummary= */ false);
        if (!c.skip(Keyword.SET)) {
            facts.unparsed();
        }
        int readsOfList = facts.readCount();
        boolean written = false;
        boolean unknown = false;
        boolean targetNext = true;
        for (int i = c.at; c.code(i) != Tokens.END && !c.is(i, ';') && !c.is(i, Keyword.WHERE) && c.mayLook(); i++) {
            if (c.is(i, '(')) {
                i = c.close(i);
            } else if (c.is(i, ',')) {
                targetNext = true;
            } else if (targetNext) {
                targetNext = false;
                int to = c.isName(i) ? c.endOfName(i) : i;
                String table = to - i >= 3 ? scope.tableOf(c.simpleHash(to - 3)) : null;
                if (table == null) {
                    unknown = true;
                } else {
                    written = true;
                    facts.writesInsteadOfReads(table, reads, readsOfList);
                }
                i = Math.max(i, to - 1);
            }
        }
        if (unknown || !written) {
            facts.unparsed();
            if (!written) {
                String only = facts.onlyReadSince(reads);
                facts.writes(only != null ? only : c.name(first, c.endOfName(first)));
            }
        }
        readers.expressions.list();
        clauses.tail();
    }
}
