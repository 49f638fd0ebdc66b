package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.facts.ClauseLevels.Clause;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/**
 * Finds operation, summary and tables of a statement from its tokens: a clause per bracket level says what the next token may
 * be. It is no parser: it looks for the few words that introduce names, in the places where they do so, and passes over
 * everything else. Where that is not enough to be sure of the tables it says so and none are reported.
 */
public final class ClauseAutomaton {
    /** Stands for a word in {@link #lastSymbol}. */
    private static final char WORD = 'w';

    private final String sql;
    private final StatementFacts facts = new StatementFacts();
    private final QualifiedName name;
    private final NameRules names;
    private final ClauseLevels levels = new ClauseLevels();
    private final BracketRules brackets = new BracketRules(facts, levels);
    private final VerbRules verbs;

    /** Nothing was read since the bracket. */
    private boolean levelIsFresh;

    private Keyword lastWord = Keyword.NONE;
    private Keyword wordBefore = Keyword.NONE;
    private char lastSymbol;

    public ClauseAutomaton(String sql, DialectRules rules) {
        this.sql = sql;
        name = new QualifiedName(sql);
        names = new NameRules(sql, rules, facts, name, levels);
        verbs = new VerbRules(sql, rules, facts, levels, names);
        reset();
    }

    public SqlFacts facts() {
        return SqlFacts.builder()
                .operation(facts.operation())
                .summary(facts.summary())
                .tablesRead(facts.tablesRead())
                .tablesWritten(facts.tablesWritten())
                .build();
    }

    public void endStatement() {
        names.end(';', Keyword.NONE);
        facts.statementEnds();
        levels.reset();
        names.reset();
        brackets.reset();
        reset();
    }

    public void end(boolean malformed) {
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
    }

    /** Only a name can stand here, so double quotes hold one. */
    public boolean expectsName() {
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

    public void quotedName(Lexer token) {
        if (name.wantsPart()) {
            name.part(token.start, token.end);
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
    public void variable(Lexer token) {
        if (name.isActive() && !name.wantsPart() && !token.spaceBefore) {
            name.suffix(token.start, token.end);
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

    public void value() {
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

    public void symbol(char symbol) {
        if (symbol == '.' && name.isActive()) {
            name.dot();
            return;
        }
        if (names.isIdle() && symbol != '(' && symbol != ')' && symbol != ',' && symbol != '{') {
            after(Keyword.NONE, symbol);
            return;
        }
        boolean target = names.end(symbol, Keyword.NONE);
        names.noAlias();
        boolean fresh = levelIsFresh;
        switch (symbol) {
            case '(':
                brackets.open(target, lastWord);
                fresh = true;
                break;
            case ')':
                brackets.close();
                fresh = false;
                break;
            case ',':
                brackets.comma();
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

    public void word(Lexer token) {
        if (name.wantsPart()) {
            name.part(token.start, token.end);
            return;
        }
        Keyword keyword = token.keyword;
        if (names.isIdle() && keyword == Keyword.NONE && !levels.clause().minded) {
            after(keyword, WORD); // most words are columns and aliases
            return;
        }
        names.end(WORD, keyword);
        names.alias(token.hash, keyword);
        if (!levels.isTooDeep() && !token.isAfterDot()) {
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
                    verbs.begin(keyword, token, brackets.inCteBody());
                }
                break;
            case SELECT_LIST:
                selectList(keyword);
                break;
            case CTE_NAME:
                if (keyword == Keyword.SELECT) {
                    verbs.begin(keyword, token, brackets.inCteBody());
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
            verbs.begin(keyword, token, brackets.inCteBody());
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
                    verbs.begin(keyword, token, brackets.inCteBody());
                }
                break;
            case FROM:
                if (clause == Clause.CTE_END) {
                    verbs.begin(keyword, token, brackets.inCteBody());
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
                verbs.begin(keyword, token, brackets.inCteBody());
            }
        } else if (keyword.setOperator) {
            levels.clause(Clause.SET_OPERATION);
        } else if (keyword == Keyword.WITH
                && (lastWord == Keyword.AS && clause == Clause.AFTER_OBJECT
                        || verb == Keyword.INSERT && clause == Clause.TAIL)) {
            verbs.begin(keyword, token, brackets.inCteBody());
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
}
