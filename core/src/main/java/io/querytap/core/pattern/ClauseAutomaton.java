package io.querytap.core.pattern;

import io.querytap.core.pattern.ClauseLevels.Clause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds operation, summary and tables of a statement from its tokens: a clause per bracket level says what the next token may
 * be. It is no parser: it looks for the few words that introduce names, in the places where they do so, and passes over
 * everything else. Where that is not enough to be sure of the tables it says so and none are reported.
 */
final class ClauseAutomaton {
    /** Stands for a word in {@link #lastSymbol}. */
    private static final char WORD = 'w';

    private final String sql;
    private final DialectRules rules;
    private final StatementFacts facts = new StatementFacts();
    private final QualifiedName name = new QualifiedName();
    private final NameRules names;
    private final ClauseLevels levels = new ClauseLevels();

    /** Nothing was read since the bracket. */
    private boolean levelIsFresh;

    private Keyword lastWord = Keyword.NONE;
    private Keyword wordBefore = Keyword.NONE;
    private char lastSymbol;

    /** The outermost level that is the body of a common table expression, or -1. */
    private int cteBodyDepth = -1;

    ClauseAutomaton(String sql, DialectRules rules) {
        this.sql = sql;
        this.rules = rules;
        names = new NameRules(sql, rules, facts, name, levels);
        reset();
    }

    @Nullable
    String operation() {
        return facts.operation();
    }

    @Nullable
    String summary() {
        return facts.summary();
    }

    List<String> tablesRead() {
        return facts.tablesRead();
    }

    List<String> tablesWritten() {
        return facts.tablesWritten();
    }

    void endStatement() {
        names.end(';', Keyword.NONE);
        facts.statementEnds();
        levels.reset();
        names.reset();
        reset();
    }

    void end(boolean malformed) {
        endStatement();
        if (malformed) {
            facts.tablesUnknown();
        }
    }

    private void reset() {
        levelIsFresh = true;
        lastWord = Keyword.NONE;
        wordBefore = Keyword.NONE;
        lastSymbol = ' ';
        cteBodyDepth = -1;
    }

    /** Only a name can stand here, so double quotes hold one. */
    boolean expectsName() {
        if (name.isActive()) {
            return name.wantsPart();
        }
        switch (levels.clause()) {
            case FIRST_TABLE:
            case TABLE:
            case TARGET:
            case TARGET_COLUMNS:
            case DELETE:
            case CTE_NAME:
            case OBJECT_NAME:
            case FURTHER_OBJECT_NAME:
            case PROCEDURE_NAME:
                return true;
            default:
                return false;
        }
    }

    void quotedName(Lexer token) {
        if (name.wantsPart()) {
            name.part(sql, token.start, token.end);
            return;
        }
        names.end('"', Keyword.NONE);
        names.alias(QualifiedName.simpleHash(sql, token.start, token.end), Keyword.NONE);
        if (expectsName() || levels.clause() == Clause.INSERT || levels.clause() == Clause.SELECT_INTO) {
            names.word(token, Keyword.NONE, lastWord, lastSymbol);
        }
        after(Keyword.NONE, '"');
    }

    /** {@code @x} and {@code $x}: of a remote table, else a variable. */
    void variable(Lexer token) {
        if (name.isActive() && !name.wantsPart() && !token.spaceBefore) {
            name.suffix(sql, token.start, token.end);
            return;
        }
        names.end('@', Keyword.NONE);
        names.noAlias();
        switch (levels.clause()) {
            case FIRST_TABLE:
            case TABLE:
                levels.clause(Clause.AFTER_TABLE);
                break;
            case TARGET:
                levels.clause(levels.verb() == Keyword.INSERT ? Clause.TAIL : Clause.AFTER_TARGET);
                break;
            case SELECT_INTO:
            case LATE_INTO:
                levels.clause(Clause.TAIL);
                break;
            default:
                break;
        }
        after(Keyword.NONE, '@');
    }

    void value() {
        names.end('?', Keyword.NONE);
        names.noAlias();
        switch (levels.clause()) {
            case FIRST_TABLE:
            case TABLE:
                facts.tablesUnknown();
                levels.clause(Clause.AFTER_TABLE);
                break;
            case TARGET:
                if (lastWord != Keyword.TOP) {
                    facts.tablesUnknown();
                    levels.clause(Clause.TAIL);
                }
                break;
            case SELECT_INTO:
            case LATE_INTO:
                levels.clause(Clause.TAIL);
                break;
            case OBJECT_NAME:
                levels.clause(Clause.AFTER_OBJECT);
                break;
            default:
                break;
        }
        after(Keyword.NONE, '?');
    }

    void symbol(char symbol) {
        if (symbol == '.' && name.isActive()) {
            name.dot();
            return;
        }
        boolean target = names.end(symbol, Keyword.NONE);
        names.noAlias();
        boolean fresh = levelIsFresh;
        switch (symbol) {
            case '(':
                open(target);
                fresh = true;
                break;
            case ')':
                close();
                fresh = false;
                break;
            case ',':
                comma();
                fresh = false;
                break;
            default:
                fresh &= symbol == '{';
                break;
        }
        after(Keyword.NONE, symbol);
        levelIsFresh = fresh;
    }

    private void after(Keyword word, char symbol) {
        wordBefore = lastWord;
        lastWord = word;
        lastSymbol = symbol;
        levelIsFresh = false;
    }

    private void open(boolean afterTarget) {
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

    private void close() {
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

    private void comma() {
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

    void word(Lexer token) {
        if (name.wantsPart()) {
            name.part(sql, token.start, token.end);
            return;
        }
        Keyword keyword = token.keyword;
        names.end(WORD, keyword);
        names.alias(token.hash, keyword);
        if (!levels.isTooDeep() && !token.afterDot) {
            clause(keyword, token);
        }
        after(keyword, WORD);
    }

    private void clause(Keyword keyword, Lexer token) {
        Clause clause = levels.clause();
        if (levelIsFresh && levels.depth() > 0 && clause != Clause.START && beginsQuery(keyword, token)) {
            return;
        }
        switch (clause) {
            case START:
                if (keyword == Keyword.NONE && levels.depth() > 0) {
                    levels.clause(Clause.EXPRESSION); // the parameters of sp_executesql stand before the statement
                } else {
                    verb(keyword, token);
                }
                break;
            case SELECT_LIST:
                selectList(keyword);
                break;
            case CTE_NAME:
                if (keyword == Keyword.SELECT) {
                    verb(keyword, token);
                } else {
                    names.word(token, keyword, lastWord, lastSymbol);
                }
                break;
            case FIRST_TABLE:
            case TABLE:
            case TARGET:
            case INSERT:
            case DELETE:
            case SELECT_INTO:
            case OBJECT_KIND:
            case OBJECT_NAME:
            case FURTHER_OBJECT_NAME:
            case PROCEDURE_NAME:
                names.word(token, keyword, lastWord, lastSymbol);
                break;
            case AFTER_TARGET:
                afterTarget(keyword);
                break;
            case LATE_INTO:
                facts.tablesUnknown();
                levels.clause(Clause.TAIL);
                break;
            case CTE_END:
            case EXPLAIN:
            case TRANSACTION:
                beforeVerb(clause, keyword, token);
                break;
            case CTE_AS:
            case IGNORED:
                break;
            default:
                elsewhere(clause, keyword, token);
                break;
        }
    }

    /** The first word in brackets. */
    private boolean beginsQuery(Keyword keyword, Lexer token) {
        if (keyword == Keyword.VALUES) {
            levels.clause(Clause.TAIL);
            return true;
        }
        if (keyword == Keyword.SELECT || keyword == Keyword.WITH) {
            verb(keyword, token);
            return true;
        }
        return false;
    }

    private void selectList(Keyword keyword) {
        if (lastSymbol == ',' || lastWord == Keyword.AS) {
            return;
        }
        if (keyword == Keyword.FROM) {
            if (!isDistinctFrom()) {
                levels.clause(Clause.FIRST_TABLE);
            }
        } else if (keyword == Keyword.INTO) {
            levels.clause(Clause.SELECT_INTO);
        } else if (keyword.setOperator) {
            levels.clause(Clause.SET_OPERATION);
        }
    }

    /** {@code a IS [NOT] DISTINCT FROM b}. */
    private boolean isDistinctFrom() {
        return lastWord == Keyword.DISTINCT && (wordBefore == Keyword.IS || wordBefore == Keyword.NOT);
    }

    private void afterTarget(Keyword keyword) {
        Keyword verb = levels.verb();
        if (keyword == Keyword.FROM && verb == Keyword.DELETE
                || keyword == Keyword.USING && (verb == Keyword.DELETE || verb == Keyword.MERGE)) {
            levels.clause(Clause.TABLE);
        } else if (keyword == Keyword.JOIN || keyword == Keyword.STRAIGHT_JOIN) {
            facts.tablesUnknown();
            levels.clause(Clause.TABLE);
        } else if (keyword == Keyword.SET || keyword.endsFrom) {
            levels.clause(Clause.TAIL);
        }
    }

    private void beforeVerb(Clause clause, Keyword keyword, Lexer token) {
        switch (keyword) {
            case TRANSACTION:
                if (clause == Clause.TRANSACTION && lastWord == levels.verb()) {
                    facts.summarize(sql, token.start, token.end);
                }
                break;
            case SELECT:
            case INSERT:
            case UPDATE:
            case DELETE:
            case MERGE:
            case REPLACE:
            case UPSERT:
            case VALUES:
            case WITH:
                if (clause != Clause.TRANSACTION || levels.verb() == Keyword.BEGIN) {
                    verb(keyword, token);
                }
                break;
            case FROM:
                if (clause == Clause.CTE_END) {
                    verb(keyword, token);
                }
                break;
            default:
                break;
        }
    }

    /** Clauses without a rule of their own, where queries, set operators and joins may come. */
    private void elsewhere(Clause clause, Keyword keyword, Lexer token) {
        if (lastSymbol == ',') {
            return;
        }
        Keyword verb = levels.verb();
        if (keyword == Keyword.SELECT) {
            if (clause != Clause.AFTER_TABLE || lastWord != Keyword.AS) {
                verb(keyword, token);
            }
        } else if (keyword.setOperator) {
            levels.clause(Clause.SET_OPERATION);
        } else if (keyword == Keyword.WITH
                && (lastWord == Keyword.AS && clause == Clause.AFTER_OBJECT
                        || verb == Keyword.INSERT && clause == Clause.TAIL)) {
            verb(keyword, token);
        } else if (clause == Clause.AFTER_TABLE || clause == Clause.TAIL) {
            behindTables(clause, keyword, verb);
        } else if (clause == Clause.SET_OPERATION) {
            if (keyword == Keyword.FROM && verb == Keyword.SELECT) {
                levels.clause(Clause.FIRST_TABLE);
            } else if (keyword == Keyword.VALUES) {
                levels.clause(Clause.TAIL);
            }
        }
    }

    private void behindTables(Clause clause, Keyword keyword, Keyword verb) {
        switch (keyword) {
            case JOIN:
            case STRAIGHT_JOIN:
            case APPLY:
                if (lastWord != Keyword.FOR && lastWord != Keyword.ARRAY && verb != Keyword.INSERT) {
                    levels.clause(Clause.TABLE);
                }
                break;
            case FROM:
                if (clause == Clause.TAIL && verb == Keyword.UPDATE && !isDistinctFrom()) {
                    levels.clause(Clause.TABLE);
                }
                break;
            case FOR:
                if (lastWord != Keyword.INDEX) {
                    levels.clause(Clause.TAIL);
                }
                break;
            case INTO:
                if (verb == Keyword.INSERT && names.isMultiInsert()) {
                    levels.clause(Clause.TARGET);
                } else if (verb != Keyword.SELECT) {
                    levels.clause(Clause.LATE_INTO);
                }
                break;
            case SET:
                levels.clause(Clause.TAIL);
                break;
            default:
                if (keyword.endsFrom) {
                    levels.clause(Clause.TAIL);
                }
                break;
        }
    }

    /** A statement, or a query in one, begins. */
    private void verb(Keyword keyword, Lexer token) {
        Clause before = levels.clause();
        levels.verb(keyword);
        if (keyword == Keyword.WITH) {
            levels.clause(Clause.CTE_NAME);
            names.recursive(rules.implicitRecursion);
            return;
        }
        if (cteBodyDepth < 0) {
            facts.operation(keyword == Keyword.FROM ? Keyword.SELECT : keyword.verb ? keyword : null);
        }
        levels.clause(clauseAfter(keyword));
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

    private static Clause clauseAfter(Keyword verb) {
        switch (verb) {
            case SELECT:
                return Clause.SELECT_LIST;
            case FROM:
                return Clause.TABLE;
            case INSERT:
            case REPLACE:
            case UPSERT:
                return Clause.INSERT;
            case UPDATE:
            case MERGE:
                return Clause.TARGET;
            case DELETE:
                return Clause.DELETE;
            case VALUES:
                return Clause.TAIL;
            case CREATE:
            case ALTER:
            case DROP:
                return Clause.OBJECT_KIND;
            case TRUNCATE:
            case LOCK:
            case USE:
                return Clause.OBJECT_NAME;
            case CALL:
            case EXEC:
            case EXECUTE:
                return Clause.PROCEDURE_NAME;
            case BEGIN:
            case COMMIT:
            case ROLLBACK:
                return Clause.TRANSACTION;
            case EXPLAIN:
                return Clause.EXPLAIN;
            case GRANT:
            case REVOKE:
            case SHOW:
                return Clause.IGNORED;
            default:
                return Clause.EXPRESSION;
        }
    }
}
