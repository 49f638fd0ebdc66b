package io.querytap.core.pattern.form;

import io.querytap.core.pattern.form.StatementGuard.Verdict;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/**
 * The part of the {@link StatementGuard} that is about secrets which need no quotes: passwords and keys in the definition of users,
 * logins, links, servers and the like, and the values of custom settings.
 */
final class SecretRules {
    private final DialectRules rules;

    private Keyword verb = Keyword.NONE;
    private Keyword objectKind = Keyword.NONE;

    /** Of CREATE SECRET, CREATE CREDENTIAL and the like. */
    private boolean ofSecret;

    /** The word before was that of the kind, as in CREATE USER, so this one is a name. */
    private boolean afterObjectKind;

    private Keyword previous = Keyword.NONE;

    /** After PASSWORD and the like: the next token is the secret. */
    private boolean secretNext;

    /** A secret in quotes was read; nothing may stick to it. */
    private boolean secretRead;

    /** After SECRET and the like: the secret is behind the sign of equality. */
    private boolean optionNext;

    /** That sign was read; a list of further options may follow. */
    private boolean optionValue;

    /** In {@code SET PASSWORD FOR user = ...}. */
    private boolean passwordFor;

    private boolean identified;

    /** In the query of a definition; words are columns there down to the bracket that it began in. */
    private boolean inQuery;

    private int queryDepth;

    /** The names of custom settings have a dot. */
    private boolean settingNext;

    private boolean customSetting;
    private boolean settingValue;

    SecretRules(DialectRules rules) {
        this.rules = rules;
    }

    void begin(Keyword word) {
        verb = word;
        objectKind = Keyword.NONE;
        ofSecret = false;
        afterObjectKind = false;
        previous = Keyword.NONE;
        secretNext = false;
        secretRead = false;
        optionNext = false;
        optionValue = false;
        passwordFor = false;
        identified = false;
        inQuery = false;
        settingNext = word == Keyword.SET;
        customSetting = false;
        settingValue = false;
    }

    Verdict judge(Lexer token, int depth) {
        Verdict verdict = Verdict.SHOW;
        if (secretNext) {
            verdict = secret(token);
        } else if (secretRead) {
            boolean sticks = !token.spaceBefore && token.kind != Lexer.Kind.PUNCTUATION;
            secretRead = false;
            verdict = sticks ? Verdict.MASK_STATEMENT : Verdict.SHOW;
        } else if (optionNext) {
            verdict = option(token, depth);
        } else if (settingValue && isBare(token.kind)) {
            verdict = Verdict.MASK;
        }
        if (token.kind == Lexer.Kind.WORD) {
            word(token, depth);
        } else if (token.kind == Lexer.Kind.OPERATOR || token.kind == Lexer.Kind.PUNCTUATION) {
            symbol(token.symbol, depth);
        }
        previous = token.keyword;
        return verdict;
    }

    private static boolean isBare(Lexer.Kind kind) {
        return kind == Lexer.Kind.WORD || kind == Lexer.Kind.QUOTED || kind == Lexer.Kind.NAME_OR_STRING;
    }

    /** A number is taken as the beginning of a secret such as {@code 12#b}. */
    private Verdict secret(Lexer token) {
        switch (token.kind) {
            case STRING:
            case BIND:
                secretNext = false;
                secretRead = true;
                return Verdict.SHOW;
            case OPERATOR:
                return token.symbol == '=' ? Verdict.SHOW : Verdict.MASK_STATEMENT;
            case PUNCTUATION:
                secretNext = token.symbol == '(' && !optionValue;
                boolean column = token.symbol == ',' || token.symbol == ')' || token.symbol == '(';
                optionValue = false;
                return column ? Verdict.SHOW : Verdict.MASK_STATEMENT;
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

    private Verdict option(Lexer token, int depth) {
        optionNext = false;
        if (token.kind == Lexer.Kind.OPERATOR && token.symbol == '=') {
            secretNext = true;
            optionValue = true;
            return Verdict.SHOW;
        }
        return depth > 0 && isBare(token.kind) ? Verdict.MASK_STATEMENT : Verdict.SHOW;
    }

    private void word(Lexer token, int depth) {
        Keyword keyword = token.keyword;
        boolean introducesName = false;
        if (objectKind == Keyword.NONE && keyword.objectKind) {
            objectKind = keyword;
            introducesName = verb == Keyword.CREATE || verb == Keyword.ALTER;
        }
        switch (keyword) {
            case NONE:
                ownWord(token);
                break;
            case KEY:
                secretNext |= verb == Keyword.ATTACH || verb == Keyword.PRAGMA;
                break;
            case SELECT:
                if (!inQuery && verb != Keyword.GRANT && verb != Keyword.REVOKE) {
                    inQuery = true;
                    queryDepth = depth;
                }
                break;
            case PASSWORD:
            case OLD_PASSWORD:
                secretNext |= isSecretWord();
                break;
            case IDENTIFIED:
                identified = mayHoldSecret();
                break;
            case AS:
            case BY:
            case REPLACE:
                secretNext |= identified || previous == Keyword.IDENTIFIED && !isQuery();
                break;
            case USING:
                secretNext |= identified || verb == Keyword.CONNECT;
                break;
            case SET:
                settingNext = true;
                break;
            case TO:
                settingValue |= customSetting;
                break;
            default:
                break;
        }
        afterObjectKind = introducesName;
    }

    private boolean isSecretWord() {
        return mayHoldSecret() && !afterObjectKind && !inQuery && previous != Keyword.ON;
    }

    private void ownWord(Lexer token) {
        boolean part = token.isAfterDot();
        switch (GuardWord.of(token.hash)) {
            case PASSWORD:
                secretNext |= !part && isSecretWord();
                break;
            case OPTION:
                ofSecret |= objectKind == Keyword.NONE && (verb == Keyword.CREATE || verb == Keyword.ALTER);
                optionNext = (!part || verb == Keyword.SET) && isSecretWord();
                break;
            case KEY:
                secretNext |= verb == Keyword.ATTACH || verb == Keyword.PRAGMA;
                break;
            default:
                break;
        }
    }

    private void symbol(char symbol, int depth) {
        switch (symbol) {
            case '=':
                secretNext |= passwordFor;
                settingValue |= customSetting;
                break;
            case '/':
                secretNext |= verb == Keyword.CONNECT;
                break;
            case '.':
                customSetting |= settingNext && rules.dialect == Dialect.POSTGRESQL && maySet();
                break;
            case ')':
                inQuery &= depth > queryDepth;
                break;
            default:
                break;
        }
    }

    /** In rules and triggers SET is part of an UPDATE. */
    private boolean maySet() {
        return verb == Keyword.SET || verb == Keyword.ALTER && mayHoldSecret();
    }

    private boolean isQuery() {
        switch (verb) {
            case CALL:
            case DELETE:
            case EXEC:
            case EXECUTE:
            case EXPLAIN:
            case FETCH:
            case FROM:
            case INSERT:
            case MERGE:
            case REPLACE:
            case SELECT:
            case UPDATE:
            case UPSERT:
            case VALUES:
            case WITH:
                return true;
            default:
                return false;
        }
    }

    /** Everything but queries, their relatives, and the definitions in which a column may be called password. */
    private boolean mayHoldSecret() {
        switch (verb) {
            case ALTER:
            case CREATE:
                return ofSecret
                        || objectKind == Keyword.NONE
                        || objectKind == Keyword.USER
                        || objectKind == Keyword.ROLE
                        || objectKind == Keyword.LOGIN
                        || objectKind == Keyword.DATABASE;
            case BEGIN:
            case COMMENT:
            case COMMIT:
            case DECLARE:
            case DESC:
            case DESCRIBE:
            case DROP:
            case LOCK:
            case ROLLBACK:
            case SHOW:
            case TRUNCATE:
                return false;
            default:
                return !isQuery();
        }
    }
}
