package io.querytap.core.pattern.lexis;

import io.querytap.core.pattern.lexis.DialectRules.Bracket;
import io.querytap.core.pattern.lexis.DialectRules.DoubleQuote;

/**
 * Splits a SQL text into tokens in one pass, without allocation: {@link #next} moves on and the fields describe the token.
 *
 * <p>Comments are white space, except optimiser hints and MySQL's version comments, whose delimiters come as {@link Kind#MARK}
 * and whose content is lexed. Anything unterminated reaches to the end of the text as one {@link Kind#STRING}, so that what
 * cannot be understood is masked, never shown.
 *
 * <p>Every look-ahead is either bounded by a constant, or covers characters that the next token consumes, or happens once per
 * text; that keeps the whole linear.
 */
public final class Lexer {
    public enum Kind {
        END(false),
        WORD(true),
        /** A quoted name. */
        QUOTED(true),
        /** Double quotes that may hold a name or a string. */
        NAME_OR_STRING(true),
        STRING(true),
        NUMBER(true),
        BIND(true),
        /** {@code @name}. */
        VARIABLE(true),
        /** One of {@code ( ) [ ] { } , ; .}. */
        PUNCTUATION(false),
        CAST(false),
        OPERATOR(false),
        /** A delimiter of a hint or version comment. */
        MARK(false);

        private final boolean operand;

        Kind(boolean operand) {
            this.operand = operand;
        }
    }

    public Kind kind = Kind.END;
    public int start;
    public int end;

    /** Of a {@link Kind#WORD}, which is then not after a dot. */
    public Keyword keyword = Keyword.NONE;

    /** Canonical hash of a {@link Kind#WORD}. */
    public long hash;

    /** First character of punctuation and operators, else a blank. */
    public char symbol = ' ';

    /** White space or a comment stands before the token. */
    public boolean spaceBefore;

    /** Inside an optimiser hint. */
    public boolean inHint;

    /** Something was unterminated or ambiguous; the rest of the text is masked. */
    public boolean malformed;

    private final CommentScanner comments = new CommentScanner();
    private final QuoteScanner quotes = new QuoteScanner(comments);
    private final NumberScanner numbers = new NumberScanner();
    private String sql = "";
    private DialectRules rules = DialectRules.UNKNOWN;
    private int position;
    private int limit;
    private int limitAfterHint;
    private boolean inVersionComment;
    private Kind previousKind = Kind.END;
    private char previousSymbol = ' ';
    private Keyword previousKeyword = Keyword.NONE;

    /** At the end of an empty text. */
    public Lexer() {}

    public Lexer(String sql, DialectRules rules) {
        begin(sql, rules);
    }

    /** Forgets the text before and stands at the beginning of this one. */
    public void begin(String text, DialectRules dialectRules) {
        sql = text;
        rules = dialectRules;
        comments.begin(text, dialectRules);
        quotes.begin(text, dialectRules);
        numbers.begin(text, dialectRules);
        limit = text.length();
        position = 0;
        limitAfterHint = 0;
        inVersionComment = false;
        kind = Kind.END;
        start = 0;
        end = 0;
        keyword = Keyword.NONE;
        hash = 0;
        symbol = ' ';
        spaceBefore = false;
        inHint = false;
        malformed = false;
        previousKind = Kind.END;
        previousSymbol = ' ';
        previousKeyword = Keyword.NONE;
    }

    /** Moves to the next token. */
    public Kind next() {
        previousKind = kind;
        previousSymbol = symbol;
        previousKeyword = keyword;
        keyword = Keyword.NONE;
        symbol = ' ';
        spaceBefore = skipBlank();
        start = position;
        if (position >= limit) {
            kind = inHint ? endHint() : Kind.END;
        } else {
            char c = sql.charAt(position);
            kind = c != '#' && rules.startsName(c) ? isMoney(c) ? number() : word() : read(c);
        }
        end = position;
        return kind;
    }

    /** The token before could end an operand, so a sign here is binary. */
    public boolean isAfterOperand() {
        switch (previousKind) {
            case WORD:
                return !previousKeyword.beforeOperand;
            case PUNCTUATION:
                return previousSymbol == ')' || previousSymbol == ']' || previousSymbol == '}';
            default:
                return previousKind.operand;
        }
    }

    public boolean isAfterDot() {
        return previousSymbol == '.';
    }

    /** The token is directly followed by a dot and a name, as in {@code "schema"."table"}. */
    public boolean beforeQualifiedName() {
        return at(end) == '.' && (rules.startsName(at(end + 1)) || at(end + 1) == '"' || at(end + 1) == '`');
    }

    /** Leaves out the rest of the text. */
    public void skipAll() {
        malformed = true;
        inHint = false;
        position = limit = sql.length();
    }

    private Kind read(char c) {
        switch (c) {
            case '\'':
                return string(quotes.endOfString(position, limit, previousKeyword == Keyword.ESCAPE));
            case '"':
                return doubleQuoted();
            case '`':
                return quotedName(quotes.endOfQuoted(position, limit, '`'));
            case '[':
                return bracket();
            case '?':
                return questionMark();
            case ':':
                return colon();
            case '$':
                return dollar();
            case '@':
                return at();
            case '.':
                return DialectRules.isDigit(at(position + 1)) && !isAfterOperand()
                        ? number()
                        : symbol(Kind.PUNCTUATION);
            case '{':
                int uuid = at(position + 9) == '-' ? numbers.endOfUuid(position + 1, limit) : -1;
                return uuid >= 0 && at(uuid) == '}' ? moveTo(uuid + 1, Kind.NUMBER) : symbol(Kind.PUNCTUATION);
            case '(':
            case ')':
            case ']':
            case '}':
            case ',':
            case ';':
                return symbol(Kind.PUNCTUATION);
            case '/':
                return at(position + 1) == '*' && !inHint ? beginMark() : symbol(Kind.OPERATOR);
            case '*':
                return inVersionComment && at(position + 1) == '/' ? endVersionComment() : symbol(Kind.OPERATOR);
            default:
                return digitOrWord(c);
        }
    }

    private Kind digitOrWord(char c) {
        if (DialectRules.isDigit(c)) {
            return number();
        }
        if (c == '#' && rules.startsName(c)) {
            return hash();
        }
        if (c == '\\') {
            return backslash();
        }
        return DialectRules.isTypographicQuote(c) ? string(-1) : symbol(Kind.OPERATOR);
    }

    /** The name of a temporary table; of an unknown server perhaps a comment, with who knows what quotes in it. */
    private Kind hash() {
        boolean name = rules.continuesName(at(position + 1));
        boolean operator = at(position + 1) == '>' || previousKind == Kind.OPERATOR && !spaceBefore;
        if (rules.hashUnsure && !operator && !(name && (isNamePosition() || previousSymbol == '.'))) {
            return string(-1);
        }
        return name && !operator ? word() : symbol(Kind.OPERATOR);
    }

    private boolean isNamePosition() {
        return isTablePosition()
                || previousKeyword == Keyword.TABLE
                || previousKeyword == Keyword.INSERT
                || previousKeyword == Keyword.DELETE
                || previousKeyword == Keyword.EXISTS;
    }

    /** Nothing that a server is sent has a backslash outside of quotes, so either they are broken or it is a client's command. */
    private Kind backslash() {
        if (!rules.isPlainBackslash(at(position + 1))) {
            return string(-1);
        }
        return rules.mysqlLexis ? moveTo(position + 2, Kind.STRING) : symbol(Kind.OPERATOR);
    }

    private boolean isMoney(char c) {
        return c >= 0x80 && Character.getType(c) == Character.CURRENCY_SYMBOL && DialectRules.isDigit(at(position + 1));
    }

    private Kind word() {
        int p = position;
        long h = PatternHash.SEED;
        int end = limit;
        char c = ' ';
        while (p < end) {
            c = sql.charAt(p);
            int folded = rules.foldedInName(c);
            if (folded == 0) {
                break;
            }
            h = PatternHash.step(h, folded);
            p++;
        }
        if ((c == '\'' || c == '"' || c == '&') && prefixedLiteral(p, c)) {
            return kind;
        }
        int uuid = c == '-' && p - position == 8 ? numbers.endOfUuid(position, limit) : -1;
        if (uuid >= 0) {
            return moveTo(uuid, Kind.NUMBER);
        }
        if (rules.mysqlLexis && sql.charAt(position) == '_' && introducesString(p)) {
            return kind;
        }
        hash = h;
        keyword = isAfterDot() ? Keyword.NONE : Keyword.of(h);
        return moveTo(p, Kind.WORD);
    }

    /** A word that ends at a quote may be its prefix; then the token is read and the result is true. */
    private boolean prefixedLiteral(int quoteAt, char quote) {
        int length = quoteAt - position;
        char first = PatternHash.fold(sql.charAt(position));
        if (quote == '&') {
            char next = at(quoteAt + 1);
            if (length != 1
                    || first != 'u'
                    || next != '\'' && (next != '"' || rules.doubleQuote != DoubleQuote.IDENTIFIER)) {
                return false;
            }
            kind = next == '\''
                    ? string(quotes.endOfString(quoteAt + 1, limit, /* afterEscape= */ false))
                    : quotedName(quotes.endOfQuoted(quoteAt + 1, limit, '"'));
            return true;
        }
        if (quote == '"' && rules.doubleQuote != DoubleQuote.STRING) {
            return false;
        }
        char last = PatternHash.fold(sql.charAt(quoteAt - 1));
        boolean national = length == 2 && (first == 'n' || first == 'g' || first == 'b' || first == 'u');
        if (rules.qQuotes && quote == '\'' && last == 'q' && (length == 1 || length == 2 && first == 'n')) {
            kind = string(quotes.endOfQQuote(quoteAt, limit));
        } else if (length == 1 && first == 'e' && rules.escapeStrings) {
            kind = string(quotes.endOfEscaped(quoteAt, limit, quote));
        } else if (first == '_'
                || length == 1 && (first == 'b' || first == 'x' || first == 'n' || first == 'e' || first == 'g')
                || national && (last == 'x' || last == 'q')) {
            kind = string(quotes.endOfString(quoteAt, limit, /* afterEscape= */ false));
        } else {
            return false;
        }
        return true;
    }

    /** MySQL: a character set and, after white space, its string. */
    private boolean introducesString(int wordEnd) {
        int p = wordEnd;
        while (p < limit && DialectRules.isBlank(sql.charAt(p))) {
            p++;
        }
        char quote = at(p);
        if (quote != '\'' && quote != '"') {
            return false;
        }
        if (quote == '"' && rules.doubleQuote == DoubleQuote.IDENTIFIER) {
            return false;
        }
        kind = string(quotes.endOfString(p, limit, /* afterEscape= */ false));
        return true;
    }

    private Kind number() {
        int uuid = at(position + 8) == '-' ? numbers.endOfUuid(position, limit) : -1;
        if (uuid >= 0) {
            return moveTo(uuid, Kind.NUMBER);
        }
        int p = numbers.end(position, limit);
        if (rules.mysqlLexis && (isTablePosition() || isAfterDot()) && numbers.mayBeName(position, p)) {
            hash = PatternHash.folded(sql, position, p);
            return moveTo(p, Kind.WORD);
        }
        return moveTo(p, Kind.NUMBER);
    }

    private boolean isTablePosition() {
        return previousKeyword == Keyword.FROM
                || previousKeyword == Keyword.JOIN
                || previousKeyword == Keyword.INTO
                || previousKeyword == Keyword.UPDATE;
    }

    private Kind doubleQuoted() {
        if (rules.doubleQuote == DoubleQuote.IDENTIFIER) {
            return quotedName(quotes.endOfQuoted(position, limit, '"'));
        }
        int close = quotes.endOfString(position, limit, previousKeyword == Keyword.ESCAPE);
        return isTrusted(close) ? moveTo(close, Kind.NAME_OR_STRING) : string(-1);
    }

    private Kind bracket() {
        if (rules.bracket == Bracket.SYMBOL || at(position + 1) == '\'') {
            return symbol(Kind.PUNCTUATION);
        }
        if (rules.bracket == Bracket.QUOTE) {
            return quotedName(quotes.endOfQuoted(position, limit, ']'));
        }
        int close = isAfterOperand() ? -1 : quotes.endOfBracketedName(position, limit);
        return close < 0 ? symbol(Kind.PUNCTUATION) : moveTo(close, Kind.QUOTED);
    }

    /** A bind, or an operator of PostgreSQL that pgjdbc lets one write with a doubled question mark. */
    private Kind questionMark() {
        int p = position + 1;
        if (at(p) == '?') {
            char third = at(p + 1);
            return moveTo(third == '|' || third == '&' ? p + 2 : p + 1, Kind.OPERATOR);
        }
        while (DialectRules.isDigit(at(p))) {
            p++;
        }
        return moveTo(p, Kind.BIND);
    }

    /** A cast, a bind, or a symbol: {@code a::int}, {@code :name}, {@code a:=1}, {@code json:path}. */
    private Kind colon() {
        char next = at(position + 1);
        if (next == ':') {
            return moveTo(position + 2, Kind.CAST);
        }
        if (next == '"' && !isAfterOperand()) {
            int close = quotes.endOfPlain(position + 1, limit, '"');
            return close < 0 ? string(close) : moveTo(close, Kind.BIND);
        }
        boolean bind = DialectRules.isDigit(next) || rules.startsName(next);
        if (!bind || isAfterOperand() && !spaceBefore) {
            return symbol(Kind.OPERATOR);
        }
        return moveTo(endOfName(position + 1), Kind.BIND);
    }

    private Kind dollar() {
        char next = at(position + 1);
        if (DialectRules.isDigit(next) || rules.money && next == '.' && DialectRules.isDigit(at(position + 2))) {
            number();
            return rules.money ? Kind.NUMBER : Kind.BIND;
        }
        int tagEnd = quotes.endOfDollarTag(position, limit);
        if (tagEnd >= 0) {
            return string(quotes.endOfDollarQuote(position, tagEnd, limit));
        }
        if (!rules.startsName(next)) {
            return symbol(Kind.OPERATOR);
        }
        return moveTo(endOfName(position + 1), rules.dollarBinds ? Kind.BIND : Kind.VARIABLE);
    }

    private Kind at() {
        int p = position + 1;
        if (at(p) == '@') {
            p++;
        }
        if (rules.atNames && DialectRules.isDigit(at(p))) {
            return moveTo(numbers.end(p, limit), Kind.BIND);
        }
        if (!rules.atNames || !rules.continuesName(at(p))) {
            return symbol(Kind.OPERATOR);
        }
        return moveTo(endOfName(p), Kind.VARIABLE);
    }

    private Kind beginMark() {
        if (at(position + 2) == '+') {
            limitAfterHint = limit;
            limit = comments.endOfHint(position);
            inHint = true;
            return moveTo(position + 3, Kind.MARK);
        }
        inVersionComment = true;
        return moveTo(position + (at(position + 2) == '!' ? 3 : 4), Kind.MARK);
    }

    private Kind endHint() {
        inHint = false;
        limit = limitAfterHint;
        return moveTo(position + 2, Kind.MARK);
    }

    private Kind endVersionComment() {
        inVersionComment = false;
        return moveTo(position + 2, Kind.MARK);
    }

    /** Skips white space and comments. */
    private boolean skipBlank() {
        int from = position;
        while (position < limit) {
            char c = sql.charAt(position);
            if (DialectRules.isBlank(c)) {
                position++;
            } else if (c != '-' && c != '/' && c != '#' || inHint || !skipComment(c)) {
                break;
            }
        }
        return position != from;
    }

    private boolean skipComment(char first) {
        int close = comments.end(position, first, /* hintPossible= */ first == '/' && isHintPosition());
        if (close == CommentScanner.NONE) {
            return false;
        }
        malformed |= close > limit;
        position = Math.min(close, limit);
        return true;
    }

    private boolean isHintPosition() {
        switch (previousKeyword) {
            case DELETE:
            case INSERT:
            case MERGE:
            case REPLACE:
            case SELECT:
            case UPDATE:
                return true;
            default:
                return rules.leadingHints && (previousKind == Kind.END || previousSymbol == ';');
        }
    }

    private int endOfName(int from) {
        int p = from;
        while (rules.continuesName(at(p))) {
            p++;
        }
        return p;
    }

    /** A string ends there, and what follows it makes sense. In a hint the rest of the text is not looked at. */
    private boolean isTrusted(int close) {
        return close >= 0 && (inHint || quotes.isRestReadable(close));
    }

    private Kind string(int close) {
        if (!isTrusted(close)) {
            malformed = true;
            return moveTo(limit, Kind.STRING);
        }
        return moveTo(close, Kind.STRING);
    }

    private Kind quotedName(int close) {
        return close < 0 ? string(close) : moveTo(close, Kind.QUOTED);
    }

    private Kind symbol(Kind symbolKind) {
        symbol = sql.charAt(position);
        return moveTo(position + 1, symbolKind);
    }

    private Kind moveTo(int newPosition, Kind newKind) {
        position = newPosition;
        return newKind;
    }

    /** The character there, or a blank past the end. */
    private char at(int index) {
        return index < limit ? sql.charAt(index) : ' ';
    }
}
