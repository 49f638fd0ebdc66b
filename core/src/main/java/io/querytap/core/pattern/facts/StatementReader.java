package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads the statements of a text one after the other, each by its first word. */
final class StatementReader {
    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;
    private boolean inRest;

    StatementReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
    }

    /** The whole text. */
    void text() {
        inRest = false;
        while (c.code() != Tokens.END) {
            if (c.skip(';')) {
                continue;
            }
            facts.statement();
            topLevel();
            if (!c.atEnd() && !c.is(Keyword.SELECT) && !Clauses.beginsStatement(c)) {
                facts.unparsed();
                rest();
            }
        }
    }

    private void topLevel() {
        int common = readers.scope.commonMark();
        int sources = readers.scope.beginQuery();
        int before = c.at;
        prefix();
        if (!isQuery()) {
            facts.obstacle(Obstacle.NOT_A_QUERY);
        }
        statement();
        if (c.at == before) {
            c.next();
        }
        readers.scope.endQuery(sources);
        readers.scope.forgetCommons(common);
    }

    /** The list of parameters that SQL Server's drivers put before a statement, and the start of a call by JDBC's escape. */
    private void prefix() {
        if (c.is('(') && c.code(c.at + 1) == Tokens.VARIABLE) {
            c.skipBrackets();
        }
        if (c.skip('{')) {
            if (Tokens.isValue(c.code())) {
                c.next();
            }
            c.skip('=');
        }
    }

    private boolean isQuery() {
        switch (c.keyword()) {
            case SELECT:
            case WITH:
            case VALUES:
            case FROM:
                return true;
            case TABLE:
                return c.isName(c.at + 1);
            default:
                return c.is('(');
        }
    }

    /** What is left of a statement that was not understood: queries in it are still read. */
    private void rest() {
        if (inRest) {
            return; // the one that is under way goes on
        }
        inRest = true;
        while (!c.atEnd()) {
            int before = c.at;
            readers.expressions.list();
            if (c.at == before) {
                if (c.is(Keyword.SELECT) || Clauses.beginsStatement(c)) {
                    statement();
                }
                if (c.at == before) {
                    c.next();
                }
            }
        }
        inRest = false;
    }

    /** A statement inside brackets, as of a common table expression; up to the closing bracket. */
    void inBrackets() {
        if (!readers.queries.enter()) {
            return;
        }
        statement();
        if (!c.is(')')) {
            facts.unparsed();
            c.skipLevel();
        }
        readers.queries.leave();
    }

    /** One statement, by its first word. */
    void statement() {
        Keyword verb = c.keyword();
        switch (verb) {
            case WITH:
                withStatement();
                break;
            case SELECT:
            case VALUES:
            case FROM:
                readers.queries.statement();
                break;
            case TABLE:
                if (c.isName(c.at + 1)) {
                    readers.queries.statement();
                } else {
                    unknown();
                }
                break;
            case INSERT:
            case REPLACE:
            case UPSERT:
                changes();
                readers.inserts.insert(verb);
                break;
            case UPDATE:
                changes();
                readers.updates.update();
                break;
            case DELETE:
                changes();
                readers.deletes.delete();
                break;
            case MERGE:
                changes();
                readers.merges.merge();
                break;
            case CREATE:
                readers.definitions.create();
                break;
            case ALTER:
                readers.definitions.alter();
                break;
            case DROP:
                readers.definitions.drop();
                break;
            case TRUNCATE:
                readers.definitions.truncate();
                break;
            case RENAME:
                readers.definitions.rename();
                break;
            case REFRESH:
                readers.definitions.refresh();
                break;
            case EXPLAIN:
            case DESCRIBE:
            case DESC:
                explain(verb);
                break;
            case COPY:
                operation(verb, /* summarized= */ false);
                copy();
                break;
            case LOAD:
                operation(verb, /* summarized= */ false);
                load();
                break;
            case LOCK:
            case USE:
                operation(verb, /* summarized= */ true);
                named();
                break;
            case BEGIN:
                begin();
                break;
            case COMMIT:
            case ROLLBACK:
                operation(verb, /* summarized= */ true);
                if (c.is(Keyword.TRANSACTION)) {
                    facts.summarize(c.name(c.at, c.at + 1));
                }
                if (c.isWord(c.at, "prepared")) {
                    facts.unparsed();
                }
                skip();
                break;
            case GRANT:
            case REVOKE:
            case SHOW:
                operation(verb, /* summarized= */ true);
                skipAll();
                break;
            case CALL:
            case EXEC:
            case EXECUTE:
                operation(verb, /* summarized= */ true);
                call();
                break;
            case SET:
                operation(verb, /* summarized= */ false);
                set();
                break;
            case ANALYZE:
            case ATTACH:
            case CHECKPOINT:
            case CLOSE:
            case CLUSTER:
            case COMMENT:
            case CONNECT:
            case DEALLOCATE:
            case DETACH:
            case DISCARD:
            case FLUSH:
            case KILL:
            case LISTEN:
            case NOTIFY:
            case OPTIMIZE:
            case PRAGMA:
            case REINDEX:
            case RELEASE:
            case RESET:
            case SAVE:
            case SAVEPOINT:
            case START:
            case UNLISTEN:
            case UNLOCK:
            case VACUUM:
            case END:
                operation(verb, /* summarized= */ false);
                skip();
                break;
            case DECLARE:
            case PREPARE:
                operation(verb, /* summarized= */ false);
                prepared();
                break;
            case FETCH:
            case MOVE:
            case HANDLER:
                operation(verb, /* summarized= */ false);
                facts.unparsed(); // of which query, another statement said
                skipAll();
                break;
            default:
                if (c.is('(')) {
                    readers.queries.statement();
                } else {
                    unknown();
                }
                break;
        }
    }

    private void changes() {
        facts.obstacle(Obstacle.CHANGES_DATA);
    }

    private void operation(Keyword verb, boolean summarized) {
        if (!readers.queries.inCommonTable()) {
            facts.operation(verb);
        }
        if (summarized) {
            facts.summarize(c.name(c.at, c.at + 1));
        }
        c.next();
    }

    private void unknown() {
        facts.operation(c.keyword().verb ? c.keyword() : null);
        facts.unparsed();
        if (!c.atLevelEnd()) {
            c.next();
        }
    }

    private void withStatement() {
        if (!readers.queries.enter()) {
            return;
        }
        int common = readers.scope.commonMark();
        readers.withs.read();
        if (c.is(Keyword.WITH)) {
            facts.unparsed();
            c.skipLevel();
        } else if (!c.atLevelEnd()) {
            if (!isQuery()) {
                facts.obstacle(Obstacle.NOT_A_QUERY);
            }
            statement();
        } else {
            facts.unparsed();
        }
        readers.scope.forgetCommons(common);
        readers.queries.leave();
    }

    private void skipAll() {
        while (!c.atEnd()) {
            c.next();
        }
    }

    /** The words of a statement that touches no table. */
    private void skip() {
        while (!c.atEnd() && !(readers.batches && Clauses.beginsStatement(c) && !c.is(Keyword.SET))) {
            c.next();
        }
    }

    private void explain(Keyword verb) {
        operation(verb, /* summarized= */ verb == Keyword.EXPLAIN);
        while (!c.atEnd()) {
            switch (c.keyword()) {
                case SELECT:
                case INSERT:
                case UPDATE:
                case DELETE:
                case MERGE:
                case REPLACE:
                case WITH:
                case VALUES:
                case TABLE:
                case CREATE:
                case EXECUTE:
                case CALL:
                    statement();
                    return;
                default:
                    if (c.is('(') && (c.is(c.at + 1, Keyword.SELECT) || c.is(c.at + 1, Keyword.WITH))) {
                        statement();
                        return;
                    }
                    if (c.skip(Keyword.INTO) && c.isName(c.at)) { // EXPLAIN PLAN INTO t FOR
                        int to = c.endOfName(c.at);
                        facts.writes(c.name(c.at, to));
                        c.at = to;
                    } else {
                        c.next();
                    }
                    break;
            }
        }
    }

    /** LOCK TABLE a, USE b: named in the summary. */
    private void named() {
        if (c.is(Keyword.TABLE) || c.is(Keyword.TABLES)) {
            facts.summarize(c.name(c.at, c.at + 1));
            c.next();
        }
        c.skip(Keyword.ONLY);
        if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            facts.summarize(c.name(c.at, to));
            c.at = to;
        }
        skip();
    }

    /** A transaction, or a block of a procedural language. */
    private void begin() {
        operation(Keyword.BEGIN, /* summarized= */ true);
        if (c.is(Keyword.TRANSACTION)) {
            facts.summarize(c.name(c.at, c.at + 1));
            skip();
        } else if (c.is(Keyword.TRAN)
                || c.is(Keyword.WORK)
                || c.isWord(c.at, "isolation")
                || c.is(Keyword.READ)
                || c.isWord(c.at, "immediate")
                || c.isWord(c.at, "deferred")
                || c.isWord(c.at, "exclusive")
                || c.isWord(c.at, "concurrent")) {
            skip();
        } else if (!c.atEnd()) {
            facts.unparsed();
            rest();
        }
    }

    private void call() {
        if (c.is(Keyword.NEXT) && c.is(c.at + 1, Keyword.VALUE)) { // Derby's way to ask for an identity
            c.at += 2;
            c.skip(Keyword.FOR);
        }
        int target = c.at;
        if (c.code() == Tokens.VARIABLE && c.is(c.at + 1, '=')) {
            target += 2;
        }
        if (c.isName(target)) {
            int to = c.endOfName(target);
            facts.summarize(c.name(target, to));
            c.at = to;
        }
        facts.unparsed(); // a procedure does what it wants
        rest();
    }

    private void set() {
        int before = c.at;
        while (!c.atEnd() && !(readers.batches && c.at > before + 1 && endsSetting())) {
            if (c.is('(')) {
                readers.expressions.inBrackets();
            } else {
                c.next();
            }
        }
    }

    /** The next statement of a batch, also behind ON and OFF, which look as if more had to come. */
    private boolean endsSetting() {
        return Clauses.beginsStatement(c) && !c.is(Keyword.SET)
                || c.is(c.at - 1, Keyword.ON)
                        && (c.is(Keyword.SELECT)
                                || c.is(Keyword.INSERT)
                                || c.is(Keyword.UPDATE)
                                || c.is(Keyword.DELETE));
    }

    /** COPY t FROM, COPY t TO, COPY (query) TO, COPY INTO t. */
    private void copy() {
        if (c.is('(')) {
            c.next();
            statement();
            if (!c.skip(')')) {
                facts.unparsed();
            }
            skip();
            return;
        }
        boolean into = c.skip(Keyword.INTO);
        if (!c.isName(c.at)) {
            facts.unparsed();
            rest();
            return;
        }
        int to = c.endOfName(c.at);
        String table = c.name(c.at, to);
        c.at = to;
        if (c.is('(')) {
            c.skipBrackets();
        }
        if (into || c.is(Keyword.FROM)) {
            facts.writes(table);
        } else if (c.is(Keyword.TO)) {
            facts.reads(table);
        } else {
            facts.unparsed();
        }
        if (into && c.is(Keyword.FROM) && c.is(c.at + 1, '(')) {
            c.next();
            readers.expressions.inBrackets();
        }
        skip();
    }

    /** LOAD DATA ... INTO TABLE t. */
    private void load() {
        while (!c.atEnd()) {
            if (c.skip(Keyword.INTO) && c.skip(Keyword.TABLE) && c.isName(c.at)) {
                int to = c.endOfName(c.at);
                facts.writes(c.name(c.at, to));
                c.at = to;
                skip();
                return;
            }
            c.next();
        }
        facts.unparsed();
    }

    /** PREPARE s AS statement, DECLARE c CURSOR FOR query; and DECLARE of variables. */
    private void prepared() {
        while (!c.atEnd()) {
            if (c.is(Keyword.SELECT)
                    || c.is(Keyword.INSERT)
                    || c.is(Keyword.UPDATE)
                    || c.is(Keyword.DELETE)
                    || c.is(Keyword.MERGE)
                    || c.is(Keyword.WITH) && Clauses.beginsStatement(c)) {
                if (c.is(c.at - 1, Keyword.AS) || c.is(c.at - 1, Keyword.FOR)) {
                    statement();
                }
                return;
            }
            if (c.is('(')) {
                readers.expressions.inBrackets();
            } else if (c.is(Keyword.TABLE) && (c.is(c.at - 1, Keyword.TEMPORARY) || c.is(c.at - 1, Keyword.TEMP))) {
                c.next();
                readers.definitions.declared();
                return;
            } else if (c.is(Keyword.FROM)) { // PREPARE p FROM 'text'
                facts.unparsed();
                c.next();
            } else if (readers.batches && Clauses.beginsStatement(c)) {
                return;
            } else if (c.is(Keyword.BEGIN)) { // of a block
                facts.unparsed();
                rest();
                return;
            } else {
                c.next();
            }
        }
    }
}
