package io.querytap.core.pattern.form;

import io.querytap.core.pattern.form.StatementGuard.Verdict;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.DialectRules.DoubleQuote;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;
import io.querytap.core.pattern.lexis.Tokens;

/**
 * Drives one pass over a text: each token goes to the guard, then to the pattern, which records the tokens of the normal form on
 * the way. Reused from text to text, by one thread at a time.
 */
public final class Normalizer {
    private static final String[] TIME_WORDS = {"now", "today", "tomorrow", "yesterday"};

    /** In characters with the quotes: {@code 'now'}. */
    private static final int MIN_TIME_WORD = 5;

    /** A yesterday with spaces and a time of day; what is longer is another text. */
    private static final int MAX_TIME_WORD = 40;

    private final Tokens tokens = new Tokens();
    private final NamePositions names = new NamePositions();

    private String sql = "";
    private DialectRules rules = DialectRules.UNKNOWN;
    private final Lexer lexer = new Lexer();
    private final PatternBuilder pattern = new PatternBuilder(tokens);
    private final StatementGuard guard = new StatementGuard();

    /** Of the token before, {@link Keyword#NONE} where it was no keyword. */
    private Keyword previous = Keyword.NONE;

    /** Statement ends seen but not yet written; those at the end of the text are dropped. */
    private boolean statementEnded;

    /** The token before began MySQL's version comment, so a number is its version. */
    private boolean afterMark;

    /** A name where double quotes may hold either is told by its place, which must then be followed. */
    private boolean followsNames;

    private int literals;
    private int parameters;
    private long id;

    /** Reads a text to its end; the other methods then tell of it. */
    public void read(String text, DialectRules dialectRules) {
        sql = text;
        rules = dialectRules;
        tokens.clear();
        lexer.begin(text, dialectRules);
        pattern.begin(text.length());
        guard.beginText(dialectRules);
        previous = Keyword.NONE;
        statementEnded = false;
        afterMark = false;
        literals = 0;
        parameters = 0;
        followsNames = dialectRules.doubleQuote != DoubleQuote.IDENTIFIER;
        names.restart();
        while (lexer.next() != Lexer.Kind.END) {
            token();
        }
        id = pattern.finish();
        tokens.seal();
    }

    /** Lets go of the text, which may be long and hold secrets. */
    public void release() {
        sql = "";
        lexer.begin("", rules);
    }

    /** Hash over the canonical tokens. */
    public long id() {
        return id;
    }

    /** The normalized text. */
    public String text() {
        return pattern.text();
    }

    /** The tokens of the normal form; valid until the next text is read. */
    public Tokens tokens() {
        return tokens;
    }

    /** Something was unterminated or ambiguous, and what follows it is masked. */
    public boolean isMalformed() {
        return lexer.malformed;
    }

    /** Literal values in the text. */
    public int literals() {
        return literals;
    }

    /** JDBC parameters in the text. */
    public int parameters() {
        return parameters;
    }

    /** Rows after VALUES in the text. */
    public int rows() {
        return pattern.rows();
    }

    private void token() {
        if (lexer.symbol == ';') {
            endStatement();
            return;
        }
        if (statementEnded && !pattern.isEmpty()) {
            pattern.operator(';', lexer.start);
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
                pattern.optionalWord(sql, lexer.start, lexer.end, lexer.keyword);
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
        names.restart();
        previous = Keyword.NONE;
    }

    private void maskFrom(Verdict verdict) {
        literals++;
        pattern.value(Tokens.STRING, lexer.start, lexer.end);
        names.value();
        if (verdict == Verdict.MASK_ALL) {
            boolean malformed = lexer.malformed;
            lexer.skipAll();
            lexer.malformed = malformed; // data behind the statement are no fault of it
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
                names.word(Keyword.NONE);
                pattern.asWritten(sql, lexer.start, lexer.end, Tokens.QUOTED);
                break;
            case NAME_OR_STRING:
                nameOrString();
                break;
            case STRING:
                literal(isTimeWord() ? Tokens.TIME_STRING : Tokens.STRING);
                break;
            case BIND:
                bind();
                break;
            case NUMBER:
                if (afterMark && !lexer.spaceBefore) {
                    pattern.valueAside();
                } else {
                    literal(Tokens.NUMBER);
                }
                break;
            case VARIABLE:
                names.value();
                pattern.asWritten(sql, lexer.start, lexer.end, Tokens.VARIABLE);
                break;
            case CAST:
                pattern.cast(lexer.start);
                break;
            case MARK:
                pattern.aside(sql, lexer.start, lexer.end);
                afterMark = true;
                return;
            default:
                symbol();
                break;
        }
        afterMark = false;
    }

    private void literal(int code) {
        literals++;
        names.value();
        pattern.value(code, lexer.start, lexer.end);
    }

    private void bind() {
        boolean jdbc = lexer.end - lexer.start == 1;
        parameters += jdbc ? 1 : 0;
        names.value();
        pattern.value(Tokens.BIND, lexer.start, jdbc ? parameters : 0);
    }

    /** What PostgreSQL reads as a time that passes, also with a time of day behind it: {@code ' Today 12:00'}. */
    private boolean isTimeWord() {
        int length = lexer.end - lexer.start;
        if (length < MIN_TIME_WORD || length > MAX_TIME_WORD) {
            return false;
        }
        if (rules.dialect != Dialect.POSTGRESQL && rules.dialect != Dialect.OTHER) {
            return false;
        }
        int from = isLetter(sql.charAt(lexer.start)) ? sql.indexOf('\'', lexer.start) : lexer.start;
        if (from < 0) {
            return false;
        }
        while (from < lexer.end && !isLetter(sql.charAt(from))) {
            from++;
        }
        char initial = from < lexer.end ? (char) (sql.charAt(from) | 0x20) : ' ';
        if (initial != 'n' && initial != 't' && initial != 'y') {
            return false;
        }
        for (String word : TIME_WORDS) {
            int end = from + word.length();
            if (end < lexer.end
                    && sql.regionMatches(/* ignoreCase= */ true, from, word, 0, word.length())
                    && !isLetter(sql.charAt(end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void word() {
        Keyword keyword = lexer.keyword;
        if (keyword == Keyword.TRUE || keyword == Keyword.FALSE || keyword == Keyword.NULL) {
            if (isValuePosition(keyword)) {
                names.value();
                pattern.value(Tokens.NUMBER, lexer.start, lexer.end);
                return;
            }
        }
        if (followsNames) {
            names.word(keyword);
        }
        pattern.word(sql, lexer.start, lexer.end, lexer.hash, keyword);
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
        boolean name = qualified || names.expectsName();
        if (qualified || name && rules.doubleQuote == DoubleQuote.EITHER) {
            names.word(Keyword.NONE);
            pattern.asWritten(sql, lexer.start, lexer.end, Tokens.QUOTED);
        } else if (name && previous != Keyword.AS) {
            names.word(Keyword.NONE); // only a server in ANSI_QUOTES mode takes this; whether it is in it is not known
            pattern.value(Tokens.QUOTED, lexer.start, lexer.end);
        } else {
            literal(Tokens.STRING);
        }
    }

    private void symbol() {
        char symbol = lexer.symbol;
        int start = lexer.start;
        if (followsNames) {
            names.symbol(symbol);
        }
        if (lexer.kind == Lexer.Kind.OPERATOR && lexer.end - start > 1) {
            pattern.asWritten(sql, start, lexer.end, Tokens.OPERATOR);
            return;
        }
        switch (symbol) {
            case ',':
                pattern.comma(start);
                break;
            case '(':
                pattern.open(symbol, /* list= */ previous == Keyword.IN, start);
                break;
            case '[':
                if (lexer.kind == Lexer.Kind.PUNCTUATION) {
                    pattern.open(symbol, /* list= */ true, start);
                } else {
                    pattern.operator(symbol, start);
                }
                break;
            case ')':
            case ']':
                pattern.close(symbol, start);
                break;
            case '+':
            case '-':
                if (lexer.isAfterOperand()) {
                    pattern.operator(symbol, start);
                } else {
                    pattern.sign(symbol, start);
                }
                break;
            default:
                pattern.operator(symbol, start);
                break;
        }
    }

    private void hintToken() {
        switch (lexer.kind) {
            case STRING:
            case NUMBER:
            case BIND:
            case NAME_OR_STRING:
                pattern.valueAside();
                break;
            case WORD:
                pattern.wordAside(sql, lexer.start, lexer.end, lexer.hash, Keyword.NONE);
                break;
            case QUOTED:
            case VARIABLE:
            case MARK:
            case CAST:
                pattern.aside(sql, lexer.start, lexer.end);
                break;
            default:
                pattern.symbolAside(lexer.symbol);
                break;
        }
    }
}
