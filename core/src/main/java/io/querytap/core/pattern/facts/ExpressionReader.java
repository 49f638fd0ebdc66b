package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;
import java.util.Arrays;

/**
 * Passes over expressions: finds the functions they call, the queries in them, and what makes their value depend on more than
 * the rows. It does not check them, because the server does; it only wants to miss nothing. Brackets are counted, not recursed
 * into, so a long chain of them costs no stack.
 */
final class ExpressionReader {
    /** So many operands in a row without an operator are no expression. */
    private static final int MAX_ADJACENT_OPERANDS = 4;

    private static final int NO_TYPE = -1;

    // flags of an open bracket
    private static final int CALL = 1;
    private static final int OR = 2;
    private static final int NEGATED = 4;

    private final Cursor c;
    private final FactsCollector facts;
    private final Readers readers;
    private final PredicateReader predicates;

    private byte[] flags = new byte[16];
    private int[] marks = new int[16];
    private int depth;

    /** In the arguments of a table function, which are a language of their own. */
    private boolean tolerant;

    /** Where CONVERT has a type among its arguments. */
    private int typeAt = NO_TYPE;

    /** CUBE, ROLLUP and GROUPING SETS are no functions here. */
    private boolean inGrouping;

    ExpressionReader(Readers readers) {
        this.readers = readers;
        c = readers.cursor;
        facts = readers.facts;
        predicates = new PredicateReader(readers);
    }

    void clear() {
        depth = 0;
        tolerant = false;
        inGrouping = false;
        typeAt = NO_TYPE;
    }

    /** Reads expressions and the commas between them, up to the next clause, closing bracket, or end of the statement. */
    void list() {
        read(/* conditions= */ false, /* commas= */ true);
    }

    /** Reads one condition that rows must meet, up to a comma too, and notes the columns that are compared with values. */
    void condition() {
        read(/* conditions= */ true, /* commas= */ false);
    }

    /** As {@link #list}, behind GROUP BY. */
    void grouping() {
        inGrouping = true;
        list();
        inGrouping = false;
    }

    /** From an opening bracket to behind its closing one. */
    void inBrackets() {
        c.next();
        boolean outer = tolerant;
        tolerant = true;
        if (c.is(Keyword.SELECT) || c.is(Keyword.WITH)) {
            readers.queries.subquery();
        } else {
            list();
        }
        while (!c.atLevelEnd()) { // a word that would end an expression elsewhere
            c.next();
            list();
        }
        tolerant = outer;
        if (!c.skip(')')) {
            facts.unparsed();
        }
    }

    private void read(boolean conditions, boolean commas) {
        int base = depth;
        push(0);
        int cases = 0;
        int braces = 0;
        int adjacent = 0;
        boolean boundary = true;
        for (; ; ) {
            int code = c.code();
            if (Tokens.isValue(code)) {
                if (boundary && conditions && cases == 0) {
                    predicates.afterValue();
                }
                if (code == Tokens.TIME_STRING) {
                    facts.obstacle(Obstacle.TIME_LITERAL);
                }
                adjacent++;
                boundary = false;
                c.next();
            } else if (Tokens.isKeyword(code) && !c.is(c.at + 1, '.')) {
                Keyword keyword = Tokens.keywordOf(code);
                adjacent = 0;
                if (depth == base + 1 && cases == 0 && endsHere(keyword)) {
                    break;
                }
                switch (keyword) {
                    case AND:
                        boundary = true;
                        c.next();
                        continue;
                    case OR:
                    case XOR:
                        flags[depth - 1] |= OR;
                        boundary = true;
                        c.next();
                        continue;
                    case CASE:
                        cases++;
                        c.next();
                        break;
                    case END:
                        if (cases == 0 && depth == base + 1) {
                            pop();
                            return;
                        }
                        cases -= cases > 0 ? 1 : 0;
                        c.next();
                        break;
                    case SELECT:
                    case WITH:
                        if (c.is(c.at + 1, ',') || keyword == Keyword.WITH && !Clauses.beginsStatement(c)) {
                            c.next();
                        } else {
                            facts.unparsed();
                            readers.queries.subquery();
                        }
                        break;
                    case FROM:
                        if (depth > base + 1 && (flags[depth - 1] & CALL) == 0 && !Clauses.isDistinctFrom(c)) {
                            facts.unparsed();
                        }
                        c.next();
                        break;
                    case AS:
                        c.next();
                        alias(/* type= */ depth > base + 1, Tokens.STRING == c.code(c.at - 2) && c.is(c.at - 3, '('));
                        break;
                    default:
                        boolean column = boundary && conditions && cases == 0;
                        keyword(keyword, column);
                        break;
                }
                boundary = false;
            } else if (code == Tokens.WORD || code == Tokens.QUOTED || Tokens.isKeyword(code)) {
                name(boundary && conditions && cases == 0);
                boundary = false;
                if (++adjacent >= MAX_ADJACENT_OPERANDS && !tolerant && depth == base + 1) {
                    facts.unparsed();
                }
            } else if (code == Tokens.symbol('(')) {
                boundary = open(conditions, boundary);
                adjacent = 0;
            } else if (code == Tokens.symbol(')')) {
                if (depth == base + 1) {
                    break;
                }
                pop();
                adjacent = 0;
                boundary = false;
                c.next();
            } else if (code == Tokens.symbol(',') && !commas && depth == base + 1) {
                break;
            } else if (code == Tokens.END || code == Tokens.symbol(';')) {
                if (depth > base + 1) {
                    facts.unparsed();
                }
                break;
            } else if (code == Tokens.symbol('{') || code == Tokens.symbol('}')) {
                braces += code == Tokens.symbol('{') ? 1 : -1;
                if (braces < 0) {
                    break;
                }
                boundary = false;
                adjacent = 0;
                c.next();
            } else if (code == Tokens.symbol('.') && !isAccess()) {
                facts.unparsed();
                c.next();
            } else if (code == Tokens.VARIABLE) {
                facts.obstacle(Obstacle.VARIABLE);
                adjacent++;
                boundary = false;
                c.next();
            } else if (code == Tokens.CAST) {
                c.next();
                type(/* ofLiteral= */ c.code(c.at - 2) == Tokens.STRING);
                adjacent = 0;
                boundary = false;
            } else {
                if (code == Tokens.symbol('@') && readers.rules.atNames && c.code(c.at + 1) == Tokens.QUOTED) {
                    facts.obstacle(Obstacle.VARIABLE); // @`my variable`
                }
                adjacent = 0;
                boundary = false;
                c.next();
            }
        }
        while (depth > base) {
            pop();
        }
    }

    /** A dot behind a bracket, as in {@code (a).b}. */
    private boolean isAccess() {
        int before = c.code(c.at - 1);
        int next = c.code(c.at + 1);
        return c.at > 0
                && (before == Tokens.symbol(')') || before == Tokens.symbol(']') || Tokens.isValue(next))
                && (c.isName(c.at + 1) || c.is(c.at + 1, '*') || Tokens.isValue(next));
    }

    private boolean endsHere(Keyword keyword) {
        if (!Clauses.mayEndExpression(keyword)) {
            return false;
        }
        return keyword == Keyword.WHEN
                || keyword == Keyword.THEN
                || Clauses.endsExpression(c, keyword)
                || readers.batches && !c.is(c.at + 1, '(') && Clauses.beginsStatement(c);
    }

    /** An opening bracket; true if a condition may begin behind it. */
    private boolean open(boolean conditions, boolean boundary) {
        boolean negated = c.is(c.at - 1, Keyword.NOT);
        boolean call = isCall(c.at) && !c.isOuterJoinSign(c.at);
        Keyword first = c.keyword(c.at + 1);
        if ((first == Keyword.SELECT
                        || first == Keyword.WITH
                        || first == Keyword.VALUES && c.is(c.at + 2, '(')
                        || first == Keyword.TABLE && c.isName(c.at + 2)
                        || first == Keyword.FROM && !call)
                && !c.is(c.at + 2, ',')) {
            c.next();
            readers.queries.subquery();
            if (!c.skip(')')) {
                facts.unparsed();
            }
            return false;
        }
        push(call ? CALL : negated ? NEGATED : 0);
        c.next();
        return conditions && boundary && !call && !negated;
    }

    /** Behind a name a bracket holds arguments. */
    private boolean isCall(int open) {
        int before = c.code(open - 1);
        return open > 0
                && (before == Tokens.WORD
                        || before == Tokens.QUOTED
                        || Tokens.isKeyword(before) && isFunction(open - 1));
    }

    private void keyword(Keyword keyword, boolean column) {
        int next = c.at + 1;
        if (column && (c.is(next, '=') || c.is(next, '<') || c.is(next, '>'))) { // a column called limit
            name(/* column= */ true);
            return;
        }
        if (c.is(next, '(') && isFunction(c.at)) {
            call(c.at, next);
            return;
        }
        if (keyword.bareFunction && readers.pseudo.isBareFunction(keyword)) {
            facts.function(new FunctionCall(c.name(c.at, next), 0));
            c.next();
            return;
        }
        switch (keyword) {
            case USER:
                if (readers.userIsFunction) {
                    facts.function(new FunctionCall(c.name(c.at, next), 0));
                }
                c.next();
                break;
            case CURRENT:
                current();
                break;
            case TIME:
            case TIMESTAMP:
                zonedLiteral();
                break;
            case TIMESTAMPTZ:
                if (Tokens.isValue(c.code(next))) {
                    readers.pseudo.cast(c.at, next, /* ofLiteral= */ true);
                }
                c.next();
                break;
            case ANY:
                if (readers.rules.dialect == Dialect.CLICKHOUSE && c.is(next, '(') && !c.is(next + 1, Keyword.SELECT)) {
                    call(c.at, next);
                } else {
                    c.next();
                }
                break;
            case NEXT:
            case PREVIOUS:
                if (c.is(next, Keyword.VALUE) && c.is(next + 1, Keyword.FOR)) {
                    facts.obstacle(Obstacle.SEQUENCE);
                    c.at = next + 2;
                    c.at = c.isName(c.at) ? c.endOfName(c.at) : c.at;
                } else {
                    c.next();
                }
                break;
            case IN:
                c.next();
                if ((flags[depth - 1] & CALL) == 0) {
                    behindIn();
                }
                break;
            case NEXTVAL:
            case CURRVAL:
                if (c.is(next, Keyword.FOR)) {
                    facts.obstacle(Obstacle.SEQUENCE);
                    c.next();
                }
                c.next();
                break;
            case OVER:
            case COLLATE:
                c.next();
                if (c.isName(c.at)) {
                    c.at = c.endOfName(c.at);
                }
                break;
            default:
                if (column && !keyword.beforeOperand) {
                    name(/* column= */ true);
                } else {
                    c.next();
                }
                break;
        }
    }

    /** A name behind IN is a table in ClickHouse and SQLite; in a server that is not known it may be an array. */
    private void behindIn() {
        int code = c.code();
        if (code != Tokens.WORD && code != Tokens.QUOTED || c.is(c.endOfName(c.at), '(')) {
            return;
        }
        if (readers.rules.dialect == Dialect.SQLITE || readers.rules.dialect == Dialect.CLICKHOUSE) {
            readers.tables.mentioned();
        } else if (readers.rules.dialect == Dialect.OTHER) {
            facts.unparsed();
        }
    }

    /** TIMESTAMP WITH TIME ZONE '...', a column of that name, or a plain literal. */
    private void zonedLiteral() {
        int next = c.at + 1;
        if (c.isWord(next + 1, "time") && c.is(next + 2, Keyword.ZONE)) {
            if (c.is(next, Keyword.WITH)) {
                readers.pseudo.cast(c.at, next, /* ofLiteral= */ false);
            }
            c.at = next + 3;
        } else {
            c.next();
        }
    }

    /** CURRENT DATE and so on of DB2, CURRENT ROW of a window frame, CURRENT OF a cursor. */
    private void current() {
        int next = c.at + 1;
        switch (c.keyword(next)) {
            case VALUE: // CURRENT VALUE FOR s of H2
                facts.obstacle(Obstacle.SEQUENCE);
                c.at = next + 1;
                c.skip(Keyword.FOR);
                break;
            case DATE:
            case TIME:
            case TIMESTAMP:
            case SCHEMA:
            case USER:
                facts.function(new FunctionCall(c.name(c.at, next) + ' ' + c.name(next, next + 1), 0));
                c.at = next + 1;
                break;
            default:
                if (c.isWord(next, "timezone")
                        || c.isWord(next, "sqlid")
                        || c.isWord(next, "server")
                        || c.isWord(next, "path")) {
                    facts.function(new FunctionCall(c.name(c.at, next) + ' ' + c.name(next, next + 1), 0));
                    c.next();
                }
                c.next();
                break;
        }
    }

    private void name(boolean column) {
        int from = c.at;
        int to = c.endOfName(from);
        if (from == typeAt) {
            type(/* ofLiteral= */ false);
            return;
        }
        if (c.is(to, '(') && !c.isOuterJoinSign(to)) {
            call(from, to);
            return;
        }
        if (to - from > 2) {
            readers.pseudo.qualifiedColumn(from, to);
        } else if (to - from == 1) {
            readers.pseudo.column(from);
        }
        if (column) {
            predicates.afterColumn(from, to);
        }
        c.at = to;
    }

    /** Notes a function; its arguments are read as what they are, expressions. */
    private void call(int from, int open) {
        c.at = open;
        if (inGrouping && (c.isWord(from, "cube") || c.isWord(from, "rollup") || c.isWord(from, "sets"))) {
            return;
        }
        if (open - from == 1 && readers.pseudo.isPseudoFunction(from)) {
            facts.obstacle(Obstacle.PSEUDO_COLUMN);
            return;
        }
        String name = c.name(from, open);
        if (readers.pseudo.isSequenceFunction(open - 1)) {
            facts.obstacle(Obstacle.SEQUENCE);
        }
        facts.function(new FunctionCall(name, arguments(open)));
        if (open - from == 1 && (c.is(from, Keyword.CONVERT) || c.isWord(from, "try_convert"))) {
            typeAt = typeOfConversion(open);
        }
    }

    /** The type is the first argument in SQL Server, the last in MySQL. */
    private int typeOfConversion(int open) {
        if (readers.batches) {
            return open + 1;
        }
        int close = c.close(open);
        for (int i = open + 1; i < close; i = c.is(i, '(') ? c.close(i) + 1 : i + 1) {
            if (c.is(i, ',')) {
                return i + 1;
            }
        }
        return NO_TYPE;
    }

    /** Number of arguments: commas at the level of the bracket, and one. */
    int arguments(int open) {
        int close = c.close(open);
        int i = open + 1;
        if (i >= close) {
            return 0;
        }
        int count = 1;
        while (i < close) {
            if (c.is(i, ',')) {
                count++;
            }
            i = c.is(i, '(') || c.is(i, '[') ? c.close(i) + 1 : i + 1;
        }
        return count;
    }

    /** Behind AS: a type in the brackets of CAST, else the name of a column. */
    private void alias(boolean type, boolean ofLiteral) {
        if (type) {
            type(ofLiteral);
        } else if (c.isName(c.at) || Tokens.isValue(c.code())) {
            c.next();
        }
    }

    /** The name of a type, behind {@code ::} or AS. */
    private void type(boolean ofLiteral) {
        if (!c.isName(c.at)) {
            return;
        }
        int from = c.at;
        int to = c.endOfName(from);
        readers.pseudo.cast(from, to, ofLiteral);
        c.at = to;
        if (c.is('(')) {
            c.skipBrackets();
        }
    }

    /**
     * The keyword in front of a bracket names a function: it does where an operand is missing before it, unless it is one of those
     * that belong to the grammar there. What we don't know must count as a function, because it may be anything.
     */
    private boolean isFunction(int index) {
        Keyword keyword = c.keyword(index);
        if (keyword.bareFunction) {
            return true;
        }
        switch (keyword) {
            case ARRAY:
            case CASE:
            case INTERVAL:
            case ROW:
                return false;
            case FIRST:
            case INSERT:
            case MOD:
            case NEXT:
            case REPLACE:
            case TRUNCATE:
                break;
            default:
                if (keyword.beforeOperand) {
                    return false;
                }
                break;
        }
        return Clauses.isOperandPlace(c, index) || index > 0 && c.isWord(index - 1, "fn"); // {fn USER()}
    }

    private void push(int newFlags) {
        if (depth == flags.length) {
            flags = Arrays.copyOf(flags, depth * 2);
            marks = Arrays.copyOf(marks, depth * 2);
        }
        flags[depth] = (byte) newFlags;
        marks[depth] = facts.columnUseCount();
        depth++;
    }

    private void pop() {
        depth--;
        if (flags[depth] != 0) {
            facts.forgetColumnUses(marks[depth]);
        }
    }
}
