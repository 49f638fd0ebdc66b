package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads CREATE, ALTER, DROP, TRUNCATE and their relatives. */
final class DefinitionReader {
    /** Words that we do not know between CREATE and TABLE. */
    private static final int MAX_KIND_WORDS = 2;

    private final Readers readers;
    private final Cursor c;
    private final FactsCollector facts;

    DefinitionReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
    }

    private void begin(Keyword verb) {
        if (!readers.queries.inCommonTable()) {
            facts.operation(verb);
        }
        summarizeToken();
    }

    private void summarizeToken() {
        facts.summarize(c.sql(), c.start(c.at), c.extra(c.at));
        c.next();
    }

    /** The kind of object behind the verb; NONE where it is none that we know. */
    private Keyword kind() {
        while (c.keyword().definitionModifier || c.is(Keyword.OR) || c.is(Keyword.REPLACE)) {
            c.next();
        }
        for (int i = c.at + 1; !c.keyword().objectKind && i <= c.at + MAX_KIND_WORDS; i++) {
            if (c.is(i, Keyword.TABLE) || c.is(i, Keyword.VIEW)) {
                c.at = i; // CREATE CACHED TABLE and whatever comes
            }
        }
        Keyword kind = c.keyword();
        if (c.isName(c.at)) {
            summarizeToken();
        }
        return kind.objectKind ? kind : Keyword.NONE;
    }

    /** IF NOT EXISTS and other words between the kind and the name. */
    private void beforeName() {
        while (c.is(Keyword.IF)
                || c.is(Keyword.NOT)
                || c.is(Keyword.EXISTS)
                || c.is(Keyword.CONCURRENTLY)
                || c.is(Keyword.ONLY)) {
            c.next();
        }
    }

    void create() {
        begin(Keyword.CREATE);
        Keyword kind = kind();
        switch (kind) {
            case TABLE:
            case VIEW:
                beforeName();
                target();
                body();
                break;
            case INDEX:
                beforeName();
                if (!c.is(Keyword.ON)) {
                    name();
                }
                rest();
                break;
            case FUNCTION:
            case PROCEDURE:
            case PROC:
            case TRIGGER:
            case PACKAGE:
                beforeName();
                name();
                facts.unparsed(); // what it does, it does when it is called
                rest();
                break;
            case NONE:
                facts.unparsed();
                rest();
                break;
            default:
                beforeName();
                name();
                rest();
                break;
        }
    }

    private void name() {
        if (c.isName(c.at)) {
            int to = c.endOfName(c.at);
            facts.summarize(c.name(c.at, to));
            c.at = to;
        }
    }

    /** DECLARE GLOBAL TEMPORARY TABLE t: from the name on. */
    void declared() {
        target();
        body();
    }

    /** The table or view that is defined. */
    private void target() {
        if (!c.isName(c.at)) {
            facts.unparsed();
            return;
        }
        int to = c.endOfName(c.at);
        String name = c.name(c.at, to);
        facts.summarize(name);
        facts.writes(name);
        c.at = to;
    }

    /** What follows the name of a table or view: columns, options, perhaps a query. */
    private void body() {
        while (!c.atEnd()) {
            if (c.is('(')) {
                if (isQuery(c.at + 1)) {
                    readers.queries.subquery();
                } else {
                    c.skipBrackets();
                }
            } else if (isQuery(c.at)) {
                readers.queries.subquery();
            } else if (c.isWord(c.at, "clone") && c.isName(c.at + 1)) { // of Snowflake
                c.next();
                int to = c.endOfName(c.at);
                facts.reads(c.name(c.at, to));
                c.at = to;
            } else if (c.is(Keyword.EXECUTE) || c.is(Keyword.EXEC)) {
                facts.unparsed();
                c.next();
            } else {
                c.next();
            }
        }
    }

    private boolean isQuery(int index) {
        int i = index;
        while (c.is(i, '(')) {
            i++;
        }
        if (c.is(i, Keyword.SELECT)) {
            return true;
        }
        boolean behindAs = i > index || c.is(index - 1, Keyword.AS) || c.is(index - 1, '(');
        return behindAs
                && (c.is(i, Keyword.WITH) && c.isName(i + 1) && (c.is(i + 2, Keyword.AS) || c.is(i + 2, '('))
                        || c.is(i, Keyword.WITH) && c.is(i + 1, Keyword.RECURSIVE)
                        || c.is(i, Keyword.VALUES) && c.is(i + 1, '(')
                        || c.is(i, Keyword.TABLE) && c.is(index - 1, Keyword.AS));
    }

    /** To the end of the statement, reading the queries in it. */
    private void rest() {
        while (!c.atEnd()) {
            if (c.is(Keyword.SELECT) && !c.is(c.at - 1, ',') && !c.is(c.at - 1, Keyword.ON)) {
                readers.queries.subquery();
            } else {
                c.next();
            }
        }
    }

    void alter() {
        begin(Keyword.ALTER);
        Keyword kind = kind();
        beforeName();
        switch (kind) {
            case TABLE:
            case VIEW:
                target();
                alterations();
                break;
            case NONE:
                facts.unparsed();
                rest();
                break;
            case FUNCTION:
            case PROCEDURE:
            case PROC:
            case TRIGGER:
            case PACKAGE:
            case SCHEMA:
            case DATABASE:
                name();
                facts.unparsed();
                rest();
                break;
            default:
                name();
                rest();
                break;
        }
    }

    private void alterations() {
        while (!c.atEnd()) {
            if (c.is(Keyword.PARTITION) && c.is(c.at - 1, Keyword.ATTACH)
                    || c.isWord(c.at, "exchange")
                    || c.isWord(c.at, "switch")
                    || c.isWord(c.at, "swap")
                    || c.isWord(c.at, "inherit")) {
                facts.unparsed(); // another table takes part
            }
            boolean renamed = c.is(Keyword.RENAME) && c.is(c.at + 1, Keyword.TO) && c.isName(c.at + 2);
            if (renamed) {
                int to = c.endOfName(c.at + 2);
                facts.writes(c.name(c.at + 2, to));
                c.at = to;
            } else if (isQuery(c.at) && c.is(c.at - 1, Keyword.AS) || c.is(c.at - 1, '(') && c.is(Keyword.SELECT)) {
                readers.queries.subquery();
            } else {
                c.next();
            }
        }
    }

    void drop() {
        begin(Keyword.DROP);
        Keyword kind = kind();
        beforeName();
        switch (kind) {
            case TABLE:
            case VIEW:
                targets();
                break;
            case SCHEMA:
            case DATABASE:
            case NONE:
                name();
                facts.unparsed(); // and all that is in it
                break;
            default:
                name();
                break;
        }
        rest();
    }

    /** The first one is part of the summary. */
    private void targets() {
        target();
        while (!c.atEnd()) {
            if (c.is(Keyword.CASCADE) && !c.isWord(c.at + 1, "constraints")) {
                facts.unparsed(); // and all that depends on it
            }
            if (c.skip(',')) {
                c.skip(Keyword.ONLY);
                if (c.isName(c.at)) {
                    int to = c.endOfName(c.at);
                    facts.writes(c.name(c.at, to));
                    c.at = to;
                    continue;
                }
            }
            if (!c.atEnd()) {
                c.next();
            }
        }
    }

    void truncate() {
        begin(Keyword.TRUNCATE);
        if (c.is(Keyword.TABLE) && c.isName(c.at + 1) || c.is(Keyword.TABLES)) {
            summarizeToken();
        }
        beforeName();
        targets();
    }

    void rename() {
        facts.operation(Keyword.RENAME);
        c.next();
        if (!c.skip(Keyword.TABLE) && !c.skip(Keyword.TABLES)) {
            facts.unparsed();
        }
        while (!c.atEnd()) {
            if (c.isName(c.at) && !c.is(Keyword.TO)) {
                int to = c.endOfName(c.at);
                facts.writes(c.name(c.at, to));
                c.at = to;
            } else {
                c.next();
            }
        }
    }

    /** REFRESH MATERIALIZED VIEW v. */
    void refresh() {
        facts.operation(Keyword.REFRESH);
        c.next();
        if (c.skip(Keyword.MATERIALIZED) && c.skip(Keyword.VIEW)) {
            beforeName();
            if (c.code() == Tokens.END) {
                facts.unparsed();
            } else {
                int to = c.endOfName(c.at);
                facts.writes(c.name(c.at, to));
                c.at = to;
            }
        } else if (!c.is(Keyword.TABLE)) {
            facts.unparsed();
        }
        while (!c.atEnd()) {
            c.next();
        }
    }
}
