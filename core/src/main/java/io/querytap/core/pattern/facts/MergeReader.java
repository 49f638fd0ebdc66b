package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;

/** Reads MERGE. */
final class MergeReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;
    private final ChangeClauses clauses;

    MergeReader(Readers readers, ChangeClauses clauses) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
        this.clauses = clauses;
    }

    void merge() {
        clauses.begin(Keyword.MERGE);
        clauses.modifiers();
        c.skip(Keyword.INTO);
        c.skip(Keyword.ONLY);
        int sources = scope.beginQuery();
        mergeTarget();
        if (c.skip(Keyword.USING)) {
            readers.tables.list(/* inSummary= */ false);
            whens();
        } else { // H2 and HSQLDB: MERGE INTO t (columns) KEY (columns) VALUES
            readers.inserts.body();
        }
        scope.endQuery(sources);
    }

    private void mergeTarget() {
        if (!c.isName(c.at)) {
            if (c.is('(') && clauses.isQueryBracket(c.at)) {
                clauses.writtenQuery();
            } else {
                facts.unparsed();
            }
            if (c.isName(c.at) && !c.is(Keyword.USING)) {
                c.next();
            }
            return;
        }
        int from = c.at;
        int to = c.endOfName(from);
        facts.summarize(c.name(from, to));
        c.at = to;
        clauses.targetSuffixes();
        long alias = c.simpleHash(to - 1);
        c.skip(Keyword.AS);
        if (c.isName(c.at)
                && !c.is(Keyword.USING)
                && !c.is(Keyword.KEY)
                && !c.is(Keyword.VALUES)
                && !c.is(Keyword.SELECT)
                && !c.is(Keyword.WITH)) {
            alias = c.simpleHash(c.at);
            c.next();
        }
        clauses.targetSuffixes();
        clauses.writesTo(from, to);
        scope.addSource(alias, c.name(from, to));
        if (c.is('(') && !clauses.isQueryBracket(c.at)) {
            c.skipBrackets();
        }
        if (c.is(Keyword.KEY)) {
            c.next();
            if (c.is('(')) {
                c.skipBrackets();
            }
        }
    }

    /** The branches of MERGE: whatever they do, they do it to the target. */
    private void whens() {
        while (!c.atLevelEnd()) {
            int before = c.at;
            switch (c.keyword()) {
                case WHEN:
                case THEN:
                case WHERE:
                case SET:
                case DELETE:
                case UPDATE:
                case INSERT:
                case VALUES:
                case BY:
                case NOTHING:
                case DEFAULT:
                    c.next();
                    if (c.is(before, Keyword.INSERT) && c.is('(')) {
                        c.skipBrackets();
                    }
                    c.skip('*');
                    break;
                case OUTPUT:
                    clauses.output();
                    break;
                case RETURNING:
                    clauses.returning();
                    break;
                case OPTION:
                    c.next();
                    if (c.is('(')) {
                        c.skipBrackets();
                    }
                    break;
                default:
                    if (c.isWord(c.at, "do")
                            || c.isWord(c.at, "matched")
                            || c.isWord(c.at, "source")
                            || c.isWord(c.at, "target")) {
                        c.next();
                    } else if (c.isWord(c.at, "log") && c.isWord(c.at + 1, "errors")) {
                        while (!c.atLevelEnd()) {
                            c.next();
                        }
                    } else {
                        readers.expressions.list();
                    }
                    break;
            }
            if (c.at == before) {
                return;
            }
        }
    }
}
