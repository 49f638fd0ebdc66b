package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.facts.ClauseLevels.Clause;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/** The part of the clause automaton that is about the words that begin statements and queries. */
final class VerbRules {
    private final String sql;
    private final DialectRules rules;
    private final StatementFacts facts;
    private final ClauseLevels levels;
    private final NameRules names;

    VerbRules(String sql, DialectRules rules, StatementFacts facts, ClauseLevels levels, NameRules names) {
        this.sql = sql;
        this.rules = rules;
        this.facts = facts;
        this.levels = levels;
        this.names = names;
    }

    /** A statement, or a query in one, begins. */
    void begin(Keyword keyword, Lexer token, boolean inCteBody) {
        Clause before = levels.clause();
        levels.verb(keyword);
        if (keyword == Keyword.WITH) {
            levels.clause(Clause.CTE_NAME);
            names.recursive(rules.implicitRecursion);
            return;
        }
        if (!inCteBody) {
            facts.operation(keyword == Keyword.FROM ? Keyword.SELECT : keyword.verb ? keyword : null);
        }
        levels.clause(Clause.after(keyword));
        switch (keyword) {
            case FROM: // of HQL, which leaves out the SELECT
                levels.verb(Keyword.SELECT);
                boolean lowerCase = sql.charAt(token.start) == 'f';
                facts.summarize(lowerCase ? "select" : "SELECT", 0, 6);
                return;
            case VALUES:
                if (before == Clause.START && levels.depth() == 0) {
                    facts.summarize(sql, token.start, token.end);
                }
                return;
            case SELECT:
            case INSERT:
            case REPLACE:
            case UPSERT:
            case UPDATE:
            case DELETE:
            case MERGE:
            case TRUNCATE:
            case CREATE:
            case ALTER:
            case DROP:
                break;
            case USE:
            case LOCK:
            case CALL:
            case EXEC:
            case EXECUTE:
            case BEGIN:
            case COMMIT:
            case ROLLBACK:
            case EXPLAIN:
            case GRANT:
            case REVOKE:
            case SHOW:
                facts.tablesUnknown();
                break;
            default:
                facts.tablesUnknown();
                return;
        }
        facts.summarize(sql, token.start, token.end);
    }
}
