package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.facts.ClauseLevels.Clause;
import io.querytap.core.pattern.lexis.Keyword;

/** The part of the clause automaton that is about brackets and commas: they change the clause, whatever stands in them. */
final class BracketRules {
    private final StatementFacts facts;
    private final ClauseLevels levels;

    /** The outermost level that is the body of a common table expression, or -1. */
    private int cteBodyDepth = -1;

    BracketRules(StatementFacts facts, ClauseLevels levels) {
        this.facts = facts;
        this.levels = levels;
    }

    void reset() {
        cteBodyDepth = -1;
    }

    boolean inCteBody() {
        return cteBodyDepth >= 0;
    }

    /** @param afterTarget the bracket follows the target of a statement, so it lists columns */
    void open(boolean afterTarget, Keyword lastWord) {
        Clause inner = afterTarget ? Clause.TARGET_COLUMNS : Clause.EXPRESSION;
        Keyword verb = Keyword.NONE;
        boolean cteBody = false;
        switch (levels.clause()) {
            case START:
            case CTE_END:
                inner = Clause.START;
                levels.clause(Clause.TAIL);
                break;
            case FIRST_TABLE:
            case TABLE:
                levels.clause(Clause.AFTER_TABLE);
                if (lastWord != Keyword.USING) {
                    inner = Clause.TABLE;
                    verb = levels.verb();
                }
                break;
            case CTE_AS:
                if (lastWord == Keyword.AS || lastWord == Keyword.MATERIALIZED) {
                    inner = Clause.START;
                    cteBody = true;
                    levels.clause(Clause.CTE_END);
                }
                break;
            case TARGET:
                if (lastWord != Keyword.TOP) {
                    facts.tablesUnknown();
                    levels.clause(Clause.TAIL);
                }
                break;
            default:
                break;
        }
        if (!levels.push(inner, verb, facts.cteCount())) {
            facts.tablesUnknown();
        } else if (cteBody && cteBodyDepth < 0) {
            cteBodyDepth = levels.depth();
        }
    }

    void close() {
        int mark = levels.cteMark();
        if (!levels.pop()) {
            return;
        }
        facts.truncateCtes(mark);
        if (cteBodyDepth > levels.depth()) {
            cteBodyDepth = -1;
        }
        if (levels.clause() == Clause.CTE_END && !facts.isCte(levels.cteName())) {
            facts.addCte(levels.cteName());
        }
    }

    void comma() {
        Keyword verb = levels.verb();
        switch (levels.clause()) {
            case FIRST_TABLE:
                levels.clause(Clause.SELECT_LIST);
                break;
            case AFTER_TABLE:
                levels.clause(Clause.TABLE);
                break;
            case AFTER_TARGET:
                if (verb == Keyword.DELETE) {
                    levels.clause(Clause.TARGET);
                } else {
                    facts.tablesUnknown();
                    levels.clause(Clause.TABLE);
                }
                break;
            case SET_OPERATION:
                levels.clause(verb == Keyword.SELECT ? Clause.SELECT_LIST : Clause.EXPRESSION);
                break;
            case CTE_END:
                levels.clause(Clause.CTE_NAME);
                break;
            case AFTER_OBJECT:
                if (verb == Keyword.DROP || verb == Keyword.TRUNCATE) {
                    levels.clause(Clause.FURTHER_OBJECT_NAME);
                }
                break;
            default:
                break;
        }
    }
}
