package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/** Reads what dialects hang on a table besides its alias: hints, samples, partitions, points in time, PIVOT. */
final class TableSuffixes {
    private final Readers readers;
    private final TableReader tables;
    private final Cursor c;
    private final FactsCollector facts;

    TableSuffixes(Readers readers, TableReader tables) {
        this.readers = readers;
        this.tables = tables;
        c = readers.cursor;
        facts = readers.facts;
    }

    /** A clause of a table follows, not its alias. */
    boolean isBehindTable() {
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
    void read() {
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
        tables.aliasOfPivot();
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
    boolean isHint(int index) {
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
