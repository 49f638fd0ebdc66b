package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a statement is masked beyond literals: secrets that need no quotes ({@link SecretRules}), names that are values
 * (savepoints), bare words that are strings ({@link ArgumentRules}), and data behind the statement (ClickHouse, COPY).
 *
 * <p>Where it is not sure it masks: a hidden word costs little, a shown password much. Queries and changes of data, which are
 * nearly all that is seen, are left alone after their first word.
 */
final class StatementGuard {
    enum Verdict {
        SHOW,
        /** The token is a value. */
        MASK,
        /** This token and the rest of the statement. */
        MASK_STATEMENT,
        /** This token and the rest of the text. */
        MASK_ALL,
        /** Nothing more of the text is looked at. */
        STOP,
        /** Shown, but makes no difference. */
        OPTIONAL
    }

    private DialectRules rules = DialectRules.UNKNOWN;
    private boolean sqlServer;

    /** Made when first needed; most statements are queries. */
    private @Nullable SecretRules secrets;

    private boolean secretsBegun;
    private @Nullable ArgumentRules arguments;

    private Keyword verb = Keyword.NONE;
    private boolean started;

    /** The statement is of a kind that has nothing to mask but literals. */
    private boolean harmless;

    private Keyword objectKind = Keyword.NONE;
    private Keyword previous = Keyword.NONE;
    private Lexer.Kind previousKind = Lexer.Kind.END;
    private int depth;

    /** The name of a transaction or savepoint comes next. */
    private boolean nameNext;

    /** The verb INSERT was seen, so FORMAT may announce data. */
    private boolean inserts;

    private boolean formatSeen;
    private boolean formatNamed;

    /** COPY ... FROM STDIN was seen. */
    private boolean fromStdin;

    /** CREATE JAVA and the like was seen. */
    private boolean definesProgram;

    /** What follows is no SQL. Outlives the statement: data may hold semicolons. */
    private boolean dataFollow;

    /** A text begins. */
    void beginText(DialectRules dialectRules) {
        if (rules != dialectRules) {
            rules = dialectRules;
            sqlServer = dialectRules.dialect == Dialect.SQLSERVER;
            secrets = null;
        }
        arguments = null;
        dataFollow = false;
        begin(Keyword.NONE);
        started = false;
        previousKind = Lexer.Kind.END;
        depth = 0;
        harmless = false;
    }

    /** A statement ended. */
    void restart() {
        dataFollow |= formatNamed || fromStdin;
        if (arguments != null) {
            arguments.endStatement();
        }
        begin(Keyword.NONE);
        started = false;
        previousKind = Lexer.Kind.END;
        depth = 0;
    }

    /** A statement begins with that word. */
    private void begin(Keyword word) {
        verb = word;
        started = true;
        harmless = isHarmless(word);
        objectKind = Keyword.NONE;
        previous = Keyword.NONE;
        inserts = word == Keyword.INSERT;
        nameNext = word == Keyword.SAVEPOINT || word == Keyword.RELEASE;
        formatSeen = false;
        formatNamed = false;
        fromStdin = false;
        definesProgram = false;
        secretsBegun = false;
    }

    Verdict judge(Lexer token) {
        if (harmless) {
            Verdict verdict = !token.spaceBefore && isMisread(token) ? Verdict.STOP : Verdict.SHOW;
            if (rules.bareArguments && token.keyword != Keyword.NONE) {
                leaveQuery(token.keyword);
            }
            previousKind = token.kind;
            return verdict;
        }
        return judgeClosely(token);
    }

    private SecretRules secrets() {
        SecretRules current = secrets;
        if (current == null) {
            current = new SecretRules(rules);
            secrets = current;
        }
        if (!secretsBegun) {
            secretsBegun = true;
            current.begin(verb);
        }
        return current;
    }

    private ArgumentRules arguments() {
        ArgumentRules current = arguments;
        if (current == null) {
            current = new ArgumentRules();
            arguments = current;
        }
        return current;
    }

    private boolean isHarmless(Keyword keyword) {
        switch (keyword) {
            case DELETE:
            case FROM:
            case MERGE:
            case SELECT:
            case UPDATE:
            case VALUES:
                return true;
            case INSERT:
            case WITH:
                return !rules.inlineData;
            default:
                return false;
        }
    }

    /** SQL Server needs no semicolon between statements. Of an unknown server these words are columns where an operand may stand. */
    private void leaveQuery(Keyword keyword) {
        if (keyword == Keyword.EXEC || keyword == Keyword.EXECUTE) {
            boolean afterOperand = previousKind == Lexer.Kind.WORD || previousKind == Lexer.Kind.QUOTED;
            if (sqlServer || afterOperand && verb == Keyword.INSERT) {
                begin(Keyword.EXEC);
                arguments().begin();
            }
        } else if (sqlServer && (keyword == Keyword.TRAN || keyword == Keyword.TRANSACTION)) {
            begin(Keyword.SAVE);
            nameNext = true;
        }
    }

    private Verdict judgeClosely(Lexer token) {
        if (dataFollow || formatNamed && token.kind != Lexer.Kind.END) {
            return Verdict.MASK_ALL;
        }
        Verdict verdict = started ? secrets().judge(token, depth) : Verdict.SHOW;
        if (!token.spaceBefore && isMisread(token)) {
            verdict = Verdict.STOP;
        }
        Verdict byKind = judgeByKind(token);
        previous = token.keyword;
        previousKind = token.kind;
        started |= token.kind != Lexer.Kind.PUNCTUATION && token.kind != Lexer.Kind.MARK;
        return verdict == Verdict.SHOW ? byKind : verdict;
    }

    private Verdict judgeByKind(Lexer token) {
        boolean first = !started;
        switch (token.kind) {
            case WORD:
                return first ? firstWord(token) : word(token);
            case QUOTED:
            case NAME_OR_STRING:
                return quoted(token, first);
            case PUNCTUATION:
                bracket(token.symbol);
                formatSeen = false;
                return verb == Keyword.EXEC ? arguments().symbol(token.symbol) : Verdict.SHOW;
            case OPERATOR:
                formatSeen = false;
                return verb == Keyword.EXEC ? arguments().symbol(token.symbol) : Verdict.SHOW;
            default:
                formatSeen = false;
                if (first && arguments != null && arguments.isProcedureNumber(token.kind)) {
                    begin(Keyword.EXEC);
                }
                if (verb == Keyword.EXEC) {
                    arguments().value(token.kind);
                }
                return Verdict.SHOW;
        }
    }

    private void bracket(char symbol) {
        if (symbol == '(') {
            depth++;
        } else if (symbol == ')' && depth > 0) {
            depth--;
        }
    }

    /**
     * A string that sticks to a word or a number: most probably the inside of a string was taken for the outside, because the
     * quotes of the text are broken or the server has another mode than we think.
     */
    private boolean isMisread(Lexer token) {
        boolean afterString = previousKind == Lexer.Kind.STRING;
        switch (token.kind) {
            case STRING:
            case NAME_OR_STRING:
                return afterString || previousKind == Lexer.Kind.NUMBER || previousKind == Lexer.Kind.BIND;
            case NUMBER:
                return afterString;
            case WORD:
                return afterString && token.keyword == Keyword.NONE;
            default:
                return false;
        }
    }

    private Verdict firstWord(Lexer token) {
        Keyword keyword = token.keyword;
        GuardWord word = GuardWord.of(token.hash);
        if (word == GuardWord.CONN) {
            keyword = Keyword.CONNECT;
        }
        boolean call = keyword == Keyword.EXEC || keyword == Keyword.EXECUTE;
        boolean bareCall = sqlServer && keyword == Keyword.NONE && word != GuardWord.BATCH;
        if (rules.bareArguments && call || bareCall) {
            begin(Keyword.EXEC);
            arguments().begin();
            return bareCall ? arguments().word(keyword) : Verdict.SHOW;
        }
        begin(keyword);
        return Verdict.SHOW;
    }

    private Verdict word(Lexer token) {
        Keyword keyword = token.keyword;
        if (beginsAnother(keyword)) {
            begin(keyword);
            return Verdict.SHOW;
        }
        if ((keyword == Keyword.EXEC || keyword == Keyword.EXECUTE) && callsProcedure()) {
            begin(Keyword.EXEC);
            arguments().begin();
            return Verdict.SHOW;
        }
        if (objectKind == Keyword.NONE && keyword.objectKind) {
            objectKind = keyword;
        }
        if (nameNext || isTransactionVerb()) {
            return transactionWord(keyword);
        }
        switch (verb) {
            case EXEC:
                return arguments().word(keyword);
            case COPY:
                return copyWord(token);
            case CREATE:
                return definitionWord(token);
            case PREPARE:
                nameNext = keyword == Keyword.TRANSACTION;
                return Verdict.SHOW;
            default:
                return rules.inlineData ? formatWord(keyword) : Verdict.SHOW;
        }
    }

    /**
     * A statement inside of another, or behind it without a semicolon. The words are reserved in SQL Server; elsewhere they are only
     * taken so where a statement is known to hold others.
     */
    private boolean beginsAnother(Keyword keyword) {
        switch (keyword) {
            case ALTER:
            case BEGIN:
            case COMMIT:
            case COPY:
            case CREATE:
            case DECLARE:
            case DELETE:
            case DROP:
            case INSERT:
            case MERGE:
            case ROLLBACK:
            case SAVE:
            case SELECT:
            case SET:
            case UPDATE:
                break;
            case GRANT:
            case REVOKE:
                return holdsStatements();
            default:
                return false;
        }
        boolean separate =
                verb == Keyword.EXEC || verb == Keyword.SAVE || verb == Keyword.BEGIN || verb == Keyword.COMMIT;
        return depth == 0 && (holdsStatements() || sqlServer && separate);
    }

    private boolean holdsStatements() {
        switch (verb) {
            case BEGIN:
            case DECLARE:
            case END:
            case EXPLAIN:
            case IF:
                return true;
            default:
                return false;
        }
    }

    /** Not so in GRANT EXECUTE ON p, nor in CREATE TRIGGER ... EXECUTE FUNCTION of a server that is not known. */
    private boolean callsProcedure() {
        boolean right =
                verb == Keyword.GRANT || verb == Keyword.REVOKE || verb == Keyword.NONE && depth == 0 && isDeny();
        return rules.bareArguments && !right && (sqlServer || holdsStatements() || verb == Keyword.INSERT);
    }

    /** DENY is no keyword; of what else begins with such a word only few go on with EXECUTE directly. */
    private boolean isDeny() {
        return previous == Keyword.NONE && previousKind == Lexer.Kind.WORD;
    }

    private Verdict quoted(Lexer token, boolean first) {
        formatSeen = false;
        if (first && sqlServer) {
            begin(Keyword.EXEC);
            arguments().begin();
        }
        if (nameNext) {
            nameNext = false;
            return Verdict.MASK;
        }
        if (verb == Keyword.EXEC) {
            return arguments().quoted();
        }
        if (fromStdin) {
            return Verdict.MASK_ALL;
        }
        boolean body = previous == Keyword.AS && (objectKind == Keyword.FUNCTION || objectKind == Keyword.PROCEDURE);
        return body && token.kind == Lexer.Kind.NAME_OR_STRING ? Verdict.MASK : Verdict.SHOW;
    }

    private boolean isTransactionVerb() {
        switch (verb) {
            case SAVEPOINT:
            case RELEASE:
            case ROLLBACK:
            case SAVE:
                return true;
            case BEGIN:
            case COMMIT:
                return sqlServer;
            default:
                return false;
        }
    }

    private Verdict transactionWord(Keyword keyword) {
        if (keyword == Keyword.SAVEPOINT || keyword == Keyword.WORK) {
            return Verdict.OPTIONAL;
        }
        if (keyword == Keyword.TRANSACTION || keyword == Keyword.TRAN) {
            nameNext = true;
            boolean begins = verb == Keyword.BEGIN || verb == Keyword.COMMIT;
            return begins ? Verdict.SHOW : Verdict.OPTIONAL;
        }
        if (keyword == Keyword.TO) {
            nameNext = true;
            return Verdict.SHOW;
        }
        boolean name = nameNext && keyword != Keyword.AND && keyword != Keyword.WITH;
        nameNext = false;
        return name ? Verdict.MASK : Verdict.SHOW;
    }

    /** After FROM STDIN come options, then data. */
    private Verdict copyWord(Lexer token) {
        GuardWord word = GuardWord.of(token.hash);
        if (!fromStdin) {
            fromStdin = word == GuardWord.STDIN && previous == Keyword.FROM;
            return Verdict.SHOW;
        }
        boolean option = depth > 0 || word == GuardWord.COPY_OPTION || token.keyword != Keyword.NONE;
        return option ? Verdict.SHOW : Verdict.MASK_ALL;
    }

    private Verdict definitionWord(Lexer token) {
        if (objectKind == Keyword.NONE && GuardWord.of(token.hash) == GuardWord.PROGRAM) {
            definesProgram = true;
        } else if (definesProgram && token.keyword == Keyword.AS) {
            dataFollow = true;
        }
        return Verdict.SHOW;
    }

    /** {@code INSERT INTO t FORMAT name data}. A column may be called format, so it must stand alone and a name must follow. */
    private Verdict formatWord(Keyword keyword) {
        if (formatSeen) {
            formatSeen = false;
            formatNamed = keyword == Keyword.NONE || keyword == Keyword.VALUES;
        } else if (keyword == Keyword.FORMAT && inserts && depth == 0) {
            formatSeen = previous != Keyword.INTO && previous != Keyword.TABLE && previous != Keyword.ROW;
        } else if (keyword == Keyword.INSERT && verb == Keyword.WITH) {
            inserts = true;
        }
        return Verdict.SHOW;
    }
}
