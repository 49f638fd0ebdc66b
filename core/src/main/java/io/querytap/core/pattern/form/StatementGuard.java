package io.querytap.core.pattern.form;

import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/**
 * Decides what of a statement is masked beyond literals: secrets that need no quotes (passwords), names that are values
 * (savepoints), bare words that are strings (arguments of EXEC) and data behind the statement (ClickHouse).
 *
 * <p>Where it is not sure it masks: a hidden word costs little, a shown password much.
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

    private final DialectRules rules;

    private Keyword verb;
    private boolean started;

    /** The statement is of a kind that has nothing to mask but literals. */
    private boolean harmless;

    private Keyword objectKind;

    /** The word before was that of the kind, as in CREATE USER, so this one is a name. */
    private boolean afterObjectKind;

    private Keyword previous;
    private Lexer.Kind previousKind;

    /** After PASSWORD and the like: the next token is the secret. */
    private boolean secretNext;

    /** In {@code SET PASSWORD FOR user = ...}. */
    private boolean passwordFor;

    private boolean identified;

    /** The name of the procedure, or of the savepoint, was seen. */
    private boolean nameSeen;

    private boolean argumentNext;
    private boolean nameNext;
    private int wordsAfterFormat;

    StatementGuard(DialectRules rules) {
        this.rules = rules;
        restart();
    }

    /** A statement ended. */
    void restart() {
        verb = Keyword.NONE;
        started = false;
        harmless = false;
        objectKind = Keyword.NONE;
        afterObjectKind = false;
        previous = Keyword.NONE;
        previousKind = Lexer.Kind.END;
        secretNext = false;
        passwordFor = false;
        identified = false;
        nameSeen = false;
        argumentNext = false;
        nameNext = false;
        wordsAfterFormat = 0;
    }

    Verdict judge(Lexer token) {
        if (harmless) {
            Verdict verdict = !token.spaceBefore && isMisread(token) ? Verdict.STOP : Verdict.SHOW;
            previousKind = token.kind;
            return verdict;
        }
        return judgeClosely(token);
    }

    private Verdict judgeClosely(Lexer token) {
        Verdict verdict = secretNext ? secret(token) : Verdict.SHOW;
        Lexer.Kind kind = token.kind;
        if (wordsAfterFormat > 1) {
            verdict = Verdict.MASK_ALL;
        } else if (!token.spaceBefore && isMisread(token)) {
            verdict = Verdict.STOP;
        }
        if (kind == Lexer.Kind.WORD) {
            Verdict ofWord = word(token.keyword);
            verdict = verdict == Verdict.SHOW ? ofWord : verdict;
        } else if (kind == Lexer.Kind.QUOTED || kind == Lexer.Kind.NAME_OR_STRING) {
            if (nameNext) {
                nameNext = false;
                verdict = verdict == Verdict.SHOW ? Verdict.MASK : verdict;
            }
            nameSeen = true;
            argumentNext = false;
        } else if (kind == Lexer.Kind.OPERATOR || kind == Lexer.Kind.PUNCTUATION) {
            symbol(token.symbol);
        } else {
            argumentNext = false;
        }
        previous = token.keyword;
        previousKind = kind;
        started |= kind != Lexer.Kind.PUNCTUATION && kind != Lexer.Kind.MARK;
        return verdict;
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

    private Verdict secret(Lexer token) {
        switch (token.kind) {
            case STRING:
            case NUMBER:
            case BIND:
                secretNext = false;
                return Verdict.SHOW;
            case OPERATOR:
                return token.symbol == '=' ? Verdict.SHOW : Verdict.MASK_STATEMENT;
            case PUNCTUATION:
                secretNext = token.symbol == '(';
                return Verdict.SHOW;
            case WORD:
                if (token.keyword == Keyword.PASSWORD) {
                    return Verdict.SHOW;
                }
                if (token.keyword == Keyword.FOR && verb == Keyword.SET) {
                    secretNext = false;
                    passwordFor = true;
                    return Verdict.SHOW;
                }
                return Verdict.MASK_STATEMENT;
            case MARK:
                return Verdict.SHOW;
            default:
                return Verdict.MASK_STATEMENT;
        }
    }

    private Verdict word(Keyword keyword) {
        if (!started) {
            verb = keyword;
            harmless = isHarmless(keyword);
            nameNext = keyword == Keyword.SAVEPOINT || keyword == Keyword.RELEASE;
            return Verdict.SHOW;
        }
        boolean introducesName = false;
        if (objectKind == Keyword.NONE && keyword.objectKind) {
            objectKind = keyword;
            introducesName = verb == Keyword.CREATE || verb == Keyword.ALTER;
        }
        noticeSecret(keyword);
        afterObjectKind = introducesName;
        switch (verb) {
            case SAVEPOINT:
            case RELEASE:
            case ROLLBACK:
            case SAVE:
                return transactionWord(keyword);
            case EXEC:
            case EXECUTE:
                return rules.bareArguments ? argumentWord(keyword) : Verdict.SHOW;
            case INSERT:
                if (wordsAfterFormat > 0 || rules.inlineData && keyword == Keyword.FORMAT) {
                    wordsAfterFormat++;
                }
                return Verdict.SHOW;
            default:
                return Verdict.SHOW;
        }
    }

    private void noticeSecret(Keyword keyword) {
        switch (keyword) {
            case PASSWORD:
            case OLD_PASSWORD:
                secretNext |= mayHoldSecret() && !afterObjectKind && previous != Keyword.ON;
                break;
            case IDENTIFIED:
                identified |= mayHoldSecret();
                break;
            case AS:
            case BY:
            case REPLACE:
                secretNext |= identified;
                break;
            case USING:
                secretNext |= identified || verb == Keyword.CONNECT;
                break;
            default:
                break;
        }
    }

    private boolean isHarmless(Keyword keyword) {
        switch (keyword) {
            case DELETE:
            case FROM:
            case MERGE:
            case SELECT:
            case UPDATE:
            case VALUES:
            case WITH:
                return true;
            case INSERT:
                return !rules.inlineData;
            default:
                return false;
        }
    }

    /** Everything but queries, their relatives, and the definitions in which a column may be called password. */
    private boolean mayHoldSecret() {
        switch (verb) {
            case BEGIN:
            case CALL:
            case COMMENT:
            case COMMIT:
            case DECLARE:
            case DELETE:
            case DESC:
            case DESCRIBE:
            case DROP:
            case EXEC:
            case EXECUTE:
            case EXPLAIN:
            case FETCH:
            case FROM:
            case INSERT:
            case LOCK:
            case MERGE:
            case REPLACE:
            case ROLLBACK:
            case SELECT:
            case SHOW:
            case TRUNCATE:
            case UPDATE:
            case UPSERT:
            case VALUES:
            case WITH:
                return false;
            case ALTER:
            case CREATE:
                return objectKind == Keyword.NONE
                        || objectKind == Keyword.USER
                        || objectKind == Keyword.ROLE
                        || objectKind == Keyword.LOGIN
                        || objectKind == Keyword.DATABASE;
            default:
                return true;
        }
    }

    private Verdict transactionWord(Keyword keyword) {
        if (keyword == Keyword.SAVEPOINT || keyword == Keyword.WORK) {
            return Verdict.OPTIONAL;
        }
        if (keyword == Keyword.TRANSACTION || keyword == Keyword.TRAN) {
            nameNext = true;
            return Verdict.OPTIONAL;
        }
        if (keyword == Keyword.TO) {
            nameNext = true;
            return Verdict.SHOW;
        }
        boolean name = nameNext && keyword != Keyword.AND;
        nameNext = false;
        return name ? Verdict.MASK : Verdict.SHOW;
    }

    private Verdict argumentWord(Keyword keyword) {
        boolean argument =
                argumentNext || nameSeen && (previousKind == Lexer.Kind.WORD || previousKind == Lexer.Kind.QUOTED);
        argumentNext = false;
        nameSeen = true;
        switch (keyword) {
            case AS:
            case DEFAULT:
            case FALSE:
            case NULL:
            case OUT:
            case OUTPUT:
            case RECOMPILE:
            case TRUE:
            case USING:
            case WITH:
                return Verdict.SHOW;
            default:
                return argument ? Verdict.MASK : Verdict.SHOW;
        }
    }

    private void symbol(char symbol) {
        if (symbol == '=' || symbol == ',') {
            argumentNext = nameSeen;
            secretNext |= symbol == '=' && passwordFor;
        } else if (symbol == '/' && verb == Keyword.CONNECT) {
            secretNext = true;
        } else {
            argumentNext = false;
        }
    }
}
