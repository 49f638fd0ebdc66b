package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Tokens;

/**
 * Tells a word that begins a clause from a column or alias of the same name. Hardly one of these words is reserved in all
 * dialects, so the tokens beside it decide.
 */
final class Clauses {
    /** How many words may stand before JOIN, as in {@code GLOBAL ANY LEFT OUTER JOIN}; one more than any dialect has. */
    private static final int MAX_JOIN_WORDS = 5;

    /** By keyword: it may end an expression in some place, so it is worth a look. */
    private static final boolean[] MAY_END = new boolean[Keyword.values().length];

    static {
        Keyword[] words = {
            Keyword.FROM,
            Keyword.UNION,
            Keyword.EXCEPT,
            Keyword.INTERSECT,
            Keyword.ON,
            Keyword.USING,
            Keyword.WHERE,
            Keyword.PREWHERE,
            Keyword.HAVING,
            Keyword.QUALIFY,
            Keyword.RETURNING,
            Keyword.INTO,
            Keyword.SELECT,
            Keyword.MINUS,
            Keyword.VALUES,
            Keyword.INSERT,
            Keyword.UPDATE,
            Keyword.DELETE,
            Keyword.MERGE,
            Keyword.GROUP,
            Keyword.ORDER,
            Keyword.SORT,
            Keyword.CLUSTER,
            Keyword.DISTRIBUTE,
            Keyword.CONNECT,
            Keyword.START,
            Keyword.LIMIT,
            Keyword.OFFSET,
            Keyword.FETCH,
            Keyword.FOR,
            Keyword.WINDOW,
            Keyword.LOCK,
            Keyword.OPTION,
            Keyword.SETTINGS,
            Keyword.FORMAT,
            Keyword.MODEL,
            Keyword.OUTPUT,
            Keyword.WITH,
            Keyword.SET,
            // before JOIN
            Keyword.JOIN,
            Keyword.STRAIGHT_JOIN,
            Keyword.APPLY,
            Keyword.NATURAL,
            Keyword.INNER,
            Keyword.LEFT,
            Keyword.RIGHT,
            Keyword.FULL,
            Keyword.CROSS,
            Keyword.OUTER,
            Keyword.SEMI,
            Keyword.ANTI,
            Keyword.ASOF,
            Keyword.ANY,
            Keyword.ALL,
            Keyword.GLOBAL,
            Keyword.LOCAL,
            Keyword.ARRAY,
            // of the next statement in a batch
            Keyword.EXEC,
            Keyword.EXECUTE,
            Keyword.DECLARE,
            Keyword.TRUNCATE,
            Keyword.COMMIT,
            Keyword.ROLLBACK,
            Keyword.CREATE,
            Keyword.DROP,
            Keyword.ALTER,
            Keyword.BEGIN,
            Keyword.IF,
            Keyword.RETURN,
            // of MERGE
            Keyword.WHEN,
            Keyword.THEN
        };
        for (Keyword word : words) {
            MAY_END[word.ordinal()] = true;
        }
    }

    private Clauses() {}

    /** Most keywords never end an expression. */
    static boolean mayEndExpression(Keyword keyword) {
        return MAY_END[keyword.ordinal()];
    }

    /** The keyword at the cursor, outside of brackets of its own, ends the expression before it. */
    static boolean endsExpression(Cursor c, Keyword keyword) {
        int next = c.at + 1;
        switch (keyword) {
            case FROM:
                return !c.is(next, ',') && !isDistinctFrom(c) && !(c.is(next + 1, Keyword.OVER) && c.is(c.at - 1, ')'));
            case UNION:
            case EXCEPT:
            case INTERSECT:
            case ON:
            case USING:
                return true;
            case WHERE:
            case PREWHERE:
            case HAVING:
            case QUALIFY:
            case RETURNING:
            case INTO:
            case SELECT:
                return !isOperandPlace(c, c.at) || !c.is(next, ',') && !c.is(next, Keyword.FROM);
            case MINUS:
            case VALUES:
            case INSERT:
            case UPDATE:
            case DELETE:
            case MERGE:
                return !isOperandPlace(c, c.at)
                        && !c.is(next, '.')
                        && !c.is(next, ',')
                        && (keyword == Keyword.VALUES || !c.is(next, '('));
            case GROUP:
                return c.is(next, Keyword.BY) || c.is(next, Keyword.ALL);
            case ORDER:
                return c.is(next, Keyword.BY) || c.is(next, Keyword.SIBLINGS);
            case SORT:
            case CLUSTER:
            case DISTRIBUTE:
            case CONNECT:
                return c.is(next, Keyword.BY);
            case START:
                return c.is(next, Keyword.WITH);
            case LIMIT:
            case OFFSET:
                return !isOperandPlace(c, c.at)
                        && (Tokens.isValue(c.code(next))
                                || c.is(next, '(')
                                || c.is(next, '-')
                                || c.code(next) == Tokens.VARIABLE
                                || c.isName(next) && !c.is(next, Keyword.FROM) && !c.is(next, Keyword.AS));
            case FETCH:
                return c.is(next, Keyword.FIRST)
                        || c.is(next, Keyword.NEXT)
                        || Tokens.isValue(c.code(next)) && !isOperandPlace(c, c.at);
            case FOR:
                return !isOperandPlace(c, c.at);
            case WINDOW:
                return c.isName(next) && c.is(next + 1, Keyword.AS);
            case LOCK:
                return c.is(next, Keyword.IN);
            case OPTION:
                return c.is(next, '(') && !isOperandPlace(c, c.at);
            case SETTINGS:
                return c.isName(next) && c.is(next + 1, '=');
            case FORMAT:
                return c.isName(next) && !isOperandPlace(c, c.at);
            case MODEL:
                return !isOperandPlace(c, c.at)
                        && c.isName(next)
                        && !c.is(next, Keyword.FROM)
                        && !c.is(next, Keyword.AS);
            case OUTPUT:
                return c.isName(next) && c.is(next + 1, '.');
            case WITH:
            case SET:
                return !isOperandPlace(c, c.at);
            default:
                return joinAt(c, c.at) >= 0;
        }
    }

    /** {@code IS [NOT] DISTINCT FROM}. */
    static boolean isDistinctFrom(Cursor c) {
        return c.is(c.at - 1, Keyword.DISTINCT) && (c.is(c.at - 2, Keyword.IS) || c.is(c.at - 2, Keyword.NOT));
    }

    /** An operand is missing before the index, so a word there is one. */
    static boolean isOperandPlace(Cursor c, int index) {
        int before = index - 1;
        if (before < 0) {
            return false;
        }
        int code = c.code(before);
        if (Tokens.isKeyword(code)) {
            Keyword keyword = Tokens.keywordOf(code);
            return keyword.beforeOperand && keyword != Keyword.ALL && !c.is(before - 1, '.');
        }
        return code > Tokens.OPERATOR
                        && code != Tokens.symbol(')')
                        && code != Tokens.symbol(']')
                        && code != Tokens.symbol('}')
                        && code != Tokens.symbol('*')
                || code == Tokens.OPERATOR;
    }

    /** Index of the JOIN or APPLY that begins with the word at the index, or -1. */
    static int joinAt(Cursor c, int index) {
        for (int i = index; i < index + MAX_JOIN_WORDS; i++) {
            switch (c.keyword(i)) {
                case JOIN:
                case STRAIGHT_JOIN:
                case APPLY:
                    return i;
                case NATURAL:
                case INNER:
                case LEFT:
                case RIGHT:
                case FULL:
                case CROSS:
                case OUTER:
                case SEMI:
                case ANTI:
                case ASOF:
                case ANY:
                case ALL:
                case GLOBAL:
                case LOCAL:
                case ARRAY:
                    break;
                case MERGE:
                    break;
                default:
                    if (c.code(i) != Tokens.WORD || !c.is(i + 1, Keyword.JOIN) || !isJoinWord(c, i)) {
                        return -1;
                    }
                    break;
            }
        }
        return -1;
    }

    /** Words before JOIN that mean something only there. */
    private static boolean isJoinWord(Cursor c, int index) {
        return c.isWord(index, "paste")
                || c.isWord(index, "positional")
                || c.isWord(index, "hash")
                || c.isWord(index, "loop")
                || c.isWord(index, "remote")
                || c.isWord(index, "exception")
                || c.isWord(index, "directed");
    }

    /** A statement may begin with the keyword, also where the one before it was not ended by a semicolon. */
    static boolean beginsStatement(Cursor c) {
        Keyword keyword = c.keyword();
        int next = c.at + 1;
        if (keyword == Keyword.NONE || isOperandPlace(c, c.at) || c.code(next) == Tokens.END || c.is(next, ')')) {
            return keyword == Keyword.COMMIT || keyword == Keyword.ROLLBACK;
        }
        switch (keyword) {
            case SELECT:
            case INSERT:
            case DELETE:
            case UPDATE:
            case MERGE:
            case EXEC:
            case EXECUTE:
            case DECLARE:
            case TRUNCATE:
            case COMMIT:
            case ROLLBACK:
            case CREATE:
            case DROP:
            case ALTER:
            case BEGIN:
            case IF:
            case RETURN:
            case SET:
                return !c.is(next, '.') && !c.is(next, ',') && !c.is(next, '=');
            case WITH:
                return c.isName(next) && (c.is(next + 1, Keyword.AS) || c.is(next + 1, '('));
            default:
                return false;
        }
    }
}
