package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules.Backslash;
import io.querytap.core.pattern.lexis.DialectRules.DoubleQuote;
import java.util.ArrayList;
import java.util.List;

/**
 * Literals with a value that must not be seen ({@link #WORD} in strings, {@link #DIGITS} in numbers), written as the server
 * would read them: each kind only where the dialect has it, each character escaped as its mode wants it.
 */
final class Literal {
    /** In every string; nothing else in a text contains it. */
    static final String WORD = "zq";

    /** In every number; nothing else in a text contains it. */
    static final String DIGITS = "77";

    private static final String[] CONTENT = {
        "Zq",
        "Zq",
        "zq",
        " ",
        "a",
        "'",
        "\"",
        "`",
        "--",
        "/*",
        "*/",
        ";",
        "(",
        ")",
        ",",
        "[",
        "]",
        "$",
        "$$",
        "?",
        ":a",
        "@",
        "#",
        "77",
        "\n",
        "\u00e9",
        "\ud83d\ude00",
        "=",
        ".",
        "\\"
    };

    private static final String[] NUMBERS = {"77", "77.77", "77.", "77e7", "77.77E+77", "77E-77", "1_77"};

    private static final String[] HEX = {"0x77", "0X77af", "0b1077"};

    private Literal() {}

    static String number(Choices choices, Server server) {
        Dialect dialect = server.dialect;
        switch (choices.next(8)) {
            case 6:
                return dialect == Dialect.ORACLE || dialect == Dialect.DERBY || dialect == Dialect.DB2
                        ? choices.next(NUMBERS)
                        : choices.next(HEX);
            case 7:
                return dialect == Dialect.SQLSERVER ? "$77.77" : choices.next(NUMBERS);
            default:
                return choices.next(NUMBERS);
        }
    }

    /** Where a value may stand, but no name. */
    static String string(Choices choices, Server server) {
        List<String> pieces = new ArrayList<>();
        pieces.add("Zq");
        for (int more = choices.next(6); more > 0; more--) {
            pieces.add(choices.next(CONTENT));
        }
        Dialect dialect = server.dialect;
        boolean escapes = escapes(choices, server);
        boolean postgresql = dialect == Dialect.POSTGRESQL;
        boolean mysql = server.rules.mysqlLexis;
        switch (choices.next(9)) {
            case 1:
                return "N" + quoted(pieces, '\'', escapes);
            case 2:
                return postgresql ? "E" + quoted(pieces, '\'', true) : quoted(pieces, '\'', escapes);
            case 3:
                return choices.next(2) == 0 ? "X'77'" : "B'77'";
            case 4:
                return postgresql || dialect == Dialect.H2
                        ? dollarQuoted(pieces, choices, postgresql)
                        : quoted(pieces, '\'', escapes);
            case 5:
                return dialect == Dialect.ORACLE ? qQuoted(pieces, choices) : quoted(pieces, '\'', escapes);
            case 6:
                return postgresql || dialect == Dialect.H2 || dialect == Dialect.HSQLDB || dialect == Dialect.DB2
                        ? "U&" + quoted(pieces, '\'', false)
                        : quoted(pieces, '\'', escapes);
            case 7:
                return server.rules.doubleQuote == DoubleQuote.IDENTIFIER
                        ? quoted(pieces, '\'', escapes)
                        : quoted(pieces, '"', escapes);
            case 8:
                return mysql ? "_utf8mb4" + quoted(pieces, '\'', escapes) : quoted(pieces, '\'', escapes);
            default:
                return quoted(pieces, '\'', escapes);
        }
    }

    /** How the server reads a backslash; of a server that is not known either may be true. */
    private static boolean escapes(Choices choices, Server server) {
        Backslash backslash = server.rules.backslash;
        return backslash == Backslash.UNKNOWN
                ? choices.next(2) == 1
                : backslash == Backslash.ESCAPE || backslash == Backslash.ESCAPE_BY_DEFAULT;
    }

    private static String quoted(List<String> pieces, char quote, boolean escapes) {
        StringBuilder text = new StringBuilder().append(quote);
        boolean backslashBefore = true;
        for (String piece : pieces) {
            if (piece.charAt(0) == quote) {
                text.append(escapes && backslashBefore ? '\\' : quote).append(quote);
                backslashBefore = !backslashBefore;
            } else if (piece.equals("\\") && escapes) {
                text.append("\\\\");
            } else {
                text.append(piece);
            }
        }
        return text.append(quote).toString();
    }

    private static String dollarQuoted(List<String> pieces, Choices choices, boolean tags) {
        String mark = tags ? choices.next(new String[] {"$$", "$t$", "$_1$", "$\u00e9$"}) : "$$";
        StringBuilder text = new StringBuilder(mark);
        for (String piece : pieces) {
            if (!piece.startsWith("$")) { // might end it
                text.append(piece);
            }
        }
        return text.append(text.charAt(text.length() - 1) == '$' && text.length() > mark.length() ? " " : "")
                .append(mark)
                .toString();
    }

    private static String qQuoted(List<String> pieces, Choices choices) {
        String pair = choices.next(new String[] {"[]", "{}", "<>", "!!", "||"});
        StringBuilder text = new StringBuilder("q'").append(pair.charAt(0));
        for (String piece : pieces) {
            text.append(piece.charAt(0) == pair.charAt(1) ? "x" : piece);
        }
        return text.append(pair.charAt(1)).append('\'').toString();
    }
}
