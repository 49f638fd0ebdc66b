package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads DELETE. */
final class DeleteReader {
    /** Targets of one statement that are kept until FROM says what they are. */
    private static final int MAX_TARGETS = 16;

    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private final Scope scope;
    private final ChangeClauses clauses;

    DeleteReader(Readers readers, ChangeClauses clauses) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        scope = readers.scope;
        this.clauses = clauses;
    }

    void delete() {
        clauses.begin(Keyword.DELETE);
        clauses.modifiers();
        if (c.isWord(c.at, "history") && c.is(c.at + 1, Keyword.FROM)) {
            c.next();
        }
        boolean from = c.skip(Keyword.FROM);
        c.skip(Keyword.ONLY);
        int sources = scope.beginQuery();
        if (c.is('(') && clauses.isQueryBracket(c.at)) {
            clauses.writtenQuery();
        } else if (c.code() == Tokens.VARIABLE) {
            facts.obstacle(Obstacle.VARIABLE);
            c.next();
        } else if (c.isName(c.at)) {
            deleteTargets(from);
        } else {
            facts.unparsed();
        }
        scope.endQuery(sources);
    }

    private void deleteTargets(boolean from) {
        int[] targets = new int[MAX_TARGETS];
        int count = 0;
        do {
            if (!c.isName(c.at)) {
                facts.unparsed();
                break;
            }
            if (count == MAX_TARGETS) {
                facts.unparsed();
            } else {
                targets[count++] = c.at;
            }
            facts.summarize(c.name(c.at, clauses.endOfTarget(c.at)));
            c.at = c.endOfName(c.at);
        } while (c.skip(','));
        clauses.targetSuffixes();
        long alias = c.simpleHash(clauses.endOfTarget(targets[0]) - 1);
        boolean aliased = false;
        if (c.skip(Keyword.AS) || c.code() == Tokens.WORD || c.code() == Tokens.QUOTED) {
            if (c.isName(c.at)) {
                alias = c.simpleHash(c.at);
                aliased = true;
                c.next();
            }
        }
        clauses.targetSuffixes();
        boolean known = !clauses.sourcesAhead();
        for (int i = 0; known && i < count; i++) {
            clauses.writesTo(targets[i], clauses.endOfTarget(targets[i]));
        }
        if (c.is(Keyword.OUTPUT)) {
            clauses.output();
        }
        boolean tables = c.is(Keyword.FROM) || c.is(Keyword.USING);
        if (tables) {
            boolean using = c.is(Keyword.USING);
            if (using && count == 1) {
                scope.addSource(alias, c.name(targets[0], clauses.endOfTarget(targets[0])));
            }
            c.next();
            readers.tables.list(/* inSummary= */ false);
        } else if (Clauses.joinAt(c, c.at) >= 0 && from) { // DELETE FROM a JOIN b, as some write it
            facts.unparsed();
            c.at = Clauses.joinAt(c, c.at) + 1;
            readers.tables.list(/* inSummary= */ false);
        }
        for (int i = 0; !known && i < count; i++) {
            int end = clauses.endOfTarget(targets[i]);
            if (tables && !aliased && end - targets[i] == 1) {
                clauses.resolve(targets[i], end);
            } else {
                clauses.writesTo(targets[i], end);
            }
        }
        if (!tables) {
            scope.addSource(alias, c.name(targets[0], clauses.endOfTarget(targets[0])));
        }
        clauses.tail();
    }
}
