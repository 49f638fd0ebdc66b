package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.Keyword;
import java.util.Arrays;

/**
 * Knows whether only a name can stand where the text is now, for dialects in which double quotes may hold either. Looks at the
 * few places in which tables and columns are named: behind FROM, JOIN, INTO, AS and so on, and in the lists that follow them.
 */
final class NamePositions {
    /** FROM at this level introduces tables; in the arguments of EXTRACT it does not. */
    private static final int QUERY = 1;

    /** In a list of tables. */
    private static final int TABLES = 2;

    /** In a list of columns behind a table. */
    private static final int COLUMNS = 4;

    private byte[] levels = new byte[8];
    private int depth;
    private boolean nameNext;

    /** A bracket that comes now holds the columns of the target that was just named. */
    private boolean columnsNext;

    private Keyword previous = Keyword.NONE;

    void restart() {
        depth = 0;
        levels[0] = QUERY;
        nameNext = false;
        columnsNext = false;
        previous = Keyword.NONE;
    }

    boolean expectsName() {
        return nameNext;
    }

    /** A word, {@link Keyword#NONE} also for quoted names. */
    void word(Keyword keyword) {
        boolean nameBefore = nameNext;
        nameNext = false;
        switch (keyword) {
            case NONE:
                columnsNext &= nameBefore;
                break;
            case SELECT:
                flags(QUERY);
                columnsNext = false;
                break;
            case FROM:
            case USING:
                columnsNext = false;
                nameNext = has(QUERY) && previous != Keyword.DISTINCT;
                levels[depth] |= nameNext ? TABLES : 0;
                break;
            case JOIN:
            case STRAIGHT_JOIN:
            case APPLY:
            case LATERAL:
            case ONLY:
            case UPDATE:
            case DELETE:
            case TRUNCATE:
                levels[depth] |= TABLES;
                nameNext = true;
                break;
            case CALL:
            case EXEC:
            case EXECUTE:
                levels[depth] &= ~TABLES; // a bracket that comes now holds a text
                nameNext = true;
                break;
            case INTO:
            case TABLE:
                columnsNext = true;
                nameNext = true;
                break;
            case AS:
            case WITH:
            case RECURSIVE:
                nameNext = true;
                break;
            case EXISTS:
                nameNext = previous == Keyword.IF || previous == Keyword.NOT && has(QUERY) && !has(TABLES);
                break;
            case ON:
            case SET:
            case VALUES:
                levels[depth] &= ~TABLES;
                columnsNext = false;
                break;
            default:
                nameNext = keyword.objectKind;
                if (keyword.endsFrom) {
                    levels[depth] &= ~TABLES;
                }
                break;
        }
        previous = keyword;
    }

    void value() {
        nameNext = false;
        columnsNext = false;
        previous = Keyword.NONE;
    }

    void symbol(char symbol) {
        switch (symbol) {
            case '(':
                open();
                break;
            case ')':
                if (depth > 0) {
                    depth--;
                }
                nameNext = false;
                columnsNext = false;
                break;
            case ',':
                nameNext = has(TABLES) || has(COLUMNS);
                break;
            case '.':
                break;
            case ';':
                restart();
                return;
            default:
                nameNext = false;
                columnsNext = false;
                break;
        }
        previous = Keyword.NONE;
    }

    private void open() {
        boolean columns = columnsNext && !nameNext;
        boolean tables = nameNext && has(TABLES);
        columnsNext = false;
        nameNext = columns || tables;
        if (depth + 1 < PatternBuilder.MAX_DEPTH) {
            depth++;
            if (depth == levels.length) {
                levels = Arrays.copyOf(levels, depth * 2);
            }
            levels[depth] = (byte) (columns ? COLUMNS : tables ? TABLES : 0);
        }
    }

    private boolean has(int flag) {
        return (levels[depth] & flag) != 0;
    }

    private void flags(int flags) {
        levels[depth] = (byte) flags;
    }
}
