package io.querytap.core.pattern.form;

import io.querytap.core.pattern.form.StatementGuard.Verdict;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;

/**
 * The part of the {@link StatementGuard} that is about EXEC of SQL Server: behind the name of the procedure every bare or bracketed
 * word is a string.
 */
final class ArgumentRules {
    private boolean nameSeen;

    /** A dot was read, so the name goes on. */
    private boolean nameGoesOn;

    /** {@code @rc} was read: a result if {@code =} follows, else it holds the procedure's name. */
    private boolean variableSeen;

    private boolean inArguments;

    /** WITH was read and options follow, or another part of the batch. */
    private boolean inOptions;

    /** The statement before was a call. */
    private boolean calledBefore;

    void begin() {
        nameSeen = false;
        nameGoesOn = false;
        variableSeen = false;
        inArguments = false;
        inOptions = false;
        calledBefore = true;
    }

    void endStatement() {
        calledBefore = nameSeen;
        nameSeen = false;
    }

    /** The 1 of {@code EXEC p;1 @x = Word} comes as the beginning of a statement. */
    boolean isProcedureNumber(Lexer.Kind kind) {
        if (!calledBefore || kind != Lexer.Kind.NUMBER) {
            return false;
        }
        begin();
        nameSeen = true;
        return true;
    }

    Verdict word(Keyword keyword) {
        if (!nameSeen) {
            return nameOrKind(keyword);
        }
        if (nameGoesOn) {
            nameGoesOn = false;
            return Verdict.SHOW;
        }
        inArguments = true;
        switch (keyword) {
            case ELSE:
            case END:
            case IF:
            case RETURN:
            case WITH:
                inOptions = true;
                return Verdict.SHOW;
            case AS:
            case DEFAULT:
            case FALSE:
            case NULL:
            case OUT:
            case OUTPUT:
            case RECOMPILE:
            case TRUE:
            case USING:
                return Verdict.SHOW;
            default:
                return inOptions ? Verdict.SHOW : Verdict.MASK;
        }
    }

    /** EXECUTE PROCEDURE p and EXECUTE AS USER = 'x' have a word before the name, or no name. */
    private Verdict nameOrKind(Keyword keyword) {
        if (variableSeen) {
            nameSeen = true;
            inArguments = true;
            return Verdict.MASK;
        }
        if (keyword == Keyword.AS) {
            inOptions = true;
        }
        nameSeen = keyword != Keyword.PROCEDURE && keyword != Keyword.PROC && keyword != Keyword.FUNCTION;
        return Verdict.SHOW;
    }

    Verdict quoted() {
        if (!nameSeen && !variableSeen) {
            nameSeen = true;
            return Verdict.SHOW;
        }
        if (nameGoesOn) {
            nameGoesOn = false;
            return Verdict.SHOW;
        }
        nameSeen = true;
        inArguments = true;
        return inOptions ? Verdict.SHOW : Verdict.MASK;
    }

    Verdict symbol(char symbol) {
        if (symbol == '.' && nameSeen && !inArguments) {
            nameGoesOn = true;
        } else if (symbol == '=' && !nameSeen) {
            variableSeen = false;
        } else if (nameSeen) {
            inArguments = true;
            nameGoesOn = false;
        }
        return Verdict.SHOW;
    }

    void value(Lexer.Kind kind) {
        if (nameSeen) {
            inArguments = true;
            nameGoesOn = false;
        } else if (kind == Lexer.Kind.VARIABLE) {
            variableSeen = true;
        }
    }
}
