package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import java.util.Arrays;

/** The clause that each open bracket is in. Brackets nested past {@link #MAX_DEPTH} share the last level. */
final class ClauseLevels {
    enum Clause {
        /** A statement may begin. */
        START(true),
        /** Any expression, or a clause without interest. */
        EXPRESSION(false),
        SELECT_LIST(false),
        /** After the FROM of a SELECT; a comma shows that it was a column of that name. */
        FIRST_TABLE(true),
        TABLE(true),
        /** Alias, join condition and so on. */
        AFTER_TABLE(false),
        /** Between UNION and the next query. */
        SET_OPERATION(false),
        /** The clauses behind the tables. */
        TAIL(false),
        INSERT(true),
        DELETE(true),
        TARGET(true),
        /** The list of columns after the target of an INSERT. */
        TARGET_COLUMNS(false),
        AFTER_TARGET(false),
        SELECT_INTO(true),
        /** INTO behind the tables, of RETURNING or OUTPUT. */
        LATE_INTO(true),
        CTE_NAME(true),
        CTE_AS(false),
        CTE_END(false),
        OBJECT_KIND(true),
        OBJECT_NAME(true),
        FURTHER_OBJECT_NAME(true),
        AFTER_OBJECT(false),
        PROCEDURE_NAME(true),
        TRANSACTION(false),
        EXPLAIN(false),
        /** Nothing more of interest up to the end of the statement. */
        IGNORED(false);

        /** A word that is no keyword means something. */
        final boolean minded;

        Clause(boolean minded) {
            this.minded = minded;
        }

        /** Where a statement or query goes on after its verb. */
        static Clause after(Keyword verb) {
            switch (verb) {
                case SELECT:
                    return SELECT_LIST;
                case FROM:
                    return TABLE;
                case INSERT:
                case REPLACE:
                case UPSERT:
                    return INSERT;
                case UPDATE:
                case MERGE:
                    return TARGET;
                case DELETE:
                    return DELETE;
                case VALUES:
                    return TAIL;
                case CREATE:
                case ALTER:
                case DROP:
                    return OBJECT_KIND;
                case TRUNCATE:
                case LOCK:
                case USE:
                    return OBJECT_NAME;
                case CALL:
                case EXEC:
                case EXECUTE:
                    return PROCEDURE_NAME;
                case BEGIN:
                case COMMIT:
                case ROLLBACK:
                    return TRANSACTION;
                case EXPLAIN:
                    return EXPLAIN;
                case GRANT:
                case REVOKE:
                case SHOW:
                    return IGNORED;
                default:
                    return EXPRESSION;
            }
        }
    }

    private static final int MAX_DEPTH = 256;

    private Clause[] clauses = new Clause[8];
    private Keyword[] verbs = new Keyword[8];
    private int[] cteMarks = new int[8];
    private long[] cteNames = new long[8];
    private int depth;
    private int tooDeep;

    ClauseLevels() {
        reset();
    }

    void reset() {
        depth = 0;
        tooDeep = 0;
        enter(Clause.START, Keyword.NONE, 0);
    }

    /** False where the bracket is nested too deep to be followed. */
    boolean push(Clause clause, Keyword verb, int cteMark) {
        if (depth + 1 >= MAX_DEPTH) {
            tooDeep++;
            return false;
        }
        depth++;
        if (depth == clauses.length) {
            clauses = Arrays.copyOf(clauses, depth * 2);
            verbs = Arrays.copyOf(verbs, depth * 2);
            cteMarks = Arrays.copyOf(cteMarks, depth * 2);
            cteNames = Arrays.copyOf(cteNames, depth * 2);
        }
        enter(clause, verb, cteMark);
        return true;
    }

    private void enter(Clause clause, Keyword verb, int cteMark) {
        clauses[depth] = clause;
        verbs[depth] = verb;
        cteMarks[depth] = cteMark;
    }

    /** False where there was no level to leave. */
    boolean pop() {
        if (tooDeep > 0) {
            tooDeep--;
            return false;
        }
        if (depth == 0) {
            return false;
        }
        depth--;
        return true;
    }

    boolean isTooDeep() {
        return tooDeep > 0;
    }

    int depth() {
        return depth;
    }

    Clause clause() {
        return clauses[depth];
    }

    void clause(Clause clause) {
        clauses[depth] = clause;
    }

    /** The verb of the statement or query of this level. */
    Keyword verb() {
        return verbs[depth];
    }

    void verb(Keyword verb) {
        verbs[depth] = verb;
    }

    /** Number of common table expressions that were visible when the level began. */
    int cteMark() {
        return cteMarks[depth];
    }

    /** Hash of the common table expression that is being defined on this level. */
    long cteName() {
        return cteNames[depth];
    }

    void cteName(long nameHash) {
        cteNames[depth] = nameHash;
    }
}
