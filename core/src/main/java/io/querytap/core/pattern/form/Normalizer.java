package io.querytap.core.pattern.form;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.ClauseAutomaton;
import io.querytap.core.pattern.form.StatementGuard.Verdict;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.DialectRules.DoubleQuote;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/** Drives one pass over a text: each token goes to the guard, to the pattern and to the facts. For one use by one thread. */
public final class Normalizer {
    private final String sql;
    private final DialectRules rules;
    private final Lexer lexer;
    private final PatternBuilder pattern;
    private final StatementGuard guard;
    private final ClauseAutomaton facts;

    /** Of the token before, {@link Keyword#NONE} where it was no keyword. */
    private Keyword previous = Keyword.NONE;

    /** Statement ends seen but not yet written; those at the end of the text are dropped. */
    private boolean statementEnded;

    public Normalizer(String sql, DialectRules rules) {
        this.sql = sql;
        this.rules = rules;
        lexer = new Lexer(sql, rules);
        pattern = new PatternBuilder(sql.length());
        guard = new StatementGuard(rules);
        facts = new ClauseAutomaton(sql, rules);
    }

    public SqlPattern normalize() {
        while (lexer.next() != Lexer.Kind.END) {
            token();
        }
        facts.end(lexer.malformed);
        long id = pattern.finish();
        return new SqlPattern(id, pattern.text(), facts.facts());
    }

    private void token() {
        if (lexer.symbol == ';') {
            endStatement();
            return;
        }
        if (statementEnded && !pattern.isEmpty()) {
            pattern.operator(';');
        }
        statementEnded = false;
        if (lexer.spaceBefore) {
            pattern.space();
        }
        if (lexer.inHint) {
            hintToken();
            return;
        }
        Verdict verdict = guard.judge(lexer);
        switch (verdict) {
            case SHOW:
                show();
                break;
            case OPTIONAL:
                pattern.optionalWord(sql, lexer.start, lexer.end);
                facts.word(lexer);
                break;
            case STOP:
                lexer.skipAll();
                break;
            default:
                maskFrom(verdict);
                break;
        }
        previous = lexer.keyword;
    }

    private void endStatement() {
        statementEnded = true;
        guard.restart();
        facts.endStatement();
        previous = Keyword.NONE;
    }

    private void maskFrom(Verdict verdict) {
        pattern.value(/* number= */ false);
        facts.value();
        if (verdict == Verdict.MASK_ALL) {
            lexer.skipAll();
        } else if (verdict == Verdict.MASK_STATEMENT) {
            while (lexer.next() != Lexer.Kind.END) {
                if (lexer.symbol == ';') {
                    endStatement();
                    return;
                }
            }
        }
    }

    private void show() {
        switch (lexer.kind) {
            case WORD:
                word();
                break;
            case QUOTED:
                pattern.asWritten(sql, lexer.start, lexer.end);
                facts.quotedName(lexer);
                break;
            case NAME_OR_STRING:
                nameOrString();
                break;
            case STRING:
            case BIND:
                pattern.value(/* number= */ false);
                facts.value();
                break;
            case NUMBER:
                pattern.value(/* number= */ true);
                facts.value();
                break;
            case VARIABLE:
                pattern.asWritten(sql, lexer.start, lexer.end);
                facts.variable(lexer);
                break;
            case CAST:
                pattern.cast();
                facts.symbol(':');
                break;
            case MARK:
                pattern.asWritten(sql, lexer.start, lexer.end);
                break;
            default:
                symbol();
                break;
        }
    }

    private void word() {
        Keyword keyword = lexer.keyword;
        if (keyword == Keyword.TRUE || keyword == Keyword.FALSE || keyword == Keyword.NULL) {
            if (isValuePosition(keyword)) {
                pattern.value(/* number= */ false);
                facts.value();
                return;
            }
        }
        pattern.word(sql, lexer.start, lexer.end, lexer.hash, keyword);
        facts.word(lexer);
    }

    /** IS NULL, NOT NULL, SET NULL, DEFAULT NULL and the like are part of the statement, as is a type's NULL. */
    private boolean isValuePosition(Keyword keyword) {
        switch (previous) {
            case AS:
            case DEFAULT:
            case IS:
            case NOT:
            case RETURNS:
            case SET:
                return false;
            case ON:
                return keyword != Keyword.NULL;
            default:
                return !lexer.isAfterOperand();
        }
    }

    private void nameOrString() {
        boolean qualified = lexer.isAfterDot() || lexer.beforeQualifiedName();
        boolean name = facts.expectsName();
        if (qualified || rules.doubleQuote == DoubleQuote.EITHER && (name || previous == Keyword.AS)) {
            pattern.asWritten(sql, lexer.start, lexer.end);
        } else {
            pattern.value(/* number= */ false);
        }
        if (qualified || name) {
            facts.quotedName(lexer);
        } else {
            facts.value();
        }
    }

    private void symbol() {
        char symbol = lexer.symbol;
        if (lexer.kind == Lexer.Kind.OPERATOR && lexer.end - lexer.start > 1) {
            pattern.asWritten(sql, lexer.start, lexer.end);
            facts.symbol(symbol);
            return;
        }
        switch (symbol) {
            case ',':
                pattern.comma();
                break;
            case '(':
                pattern.open(symbol, /* list= */ previous == Keyword.IN);
                break;
            case '[':
                if (lexer.kind == Lexer.Kind.PUNCTUATION) {
                    pattern.open(symbol, /* list= */ true);
                } else {
                    pattern.operator(symbol);
                }
                break;
            case ')':
            case ']':
                pattern.close(symbol);
                break;
            case '+':
            case '-':
                if (lexer.isAfterOperand()) {
                    pattern.operator(symbol);
                } else {
                    pattern.sign(symbol);
                }
                break;
            default:
                pattern.operator(symbol);
                break;
        }
        facts.symbol(symbol);
    }

    private void hintToken() {
        switch (lexer.kind) {
            case STRING:
            case NUMBER:
            case BIND:
            case NAME_OR_STRING:
                pattern.value(/* number= */ false);
                break;
            case WORD:
                pattern.word(sql, lexer.start, lexer.end, lexer.hash, Keyword.NONE);
                break;
            case QUOTED:
            case VARIABLE:
            case MARK:
            case CAST:
                pattern.asWritten(sql, lexer.start, lexer.end);
                break;
            default:
                pattern.operator(lexer.symbol);
                break;
        }
    }
}
