package io.querytap.core.pattern;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.DialectRules.Backslash;
import io.querytap.core.pattern.lexis.Lexer;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.Random;

/** Writes another value into every literal of a statement, as a driver or a careful author of the dialect would. */
final class LiteralSwap {
    /** What makes a reader of SQL lose its way; each is put among the marks. */
    private static final String[] TRAPS = {
        "",
        " ",
        "'",
        "''",
        "\"",
        "`",
        "]",
        "[",
        ")",
        "(",
        "),(",
        "', '",
        "/*",
        "*/",
        "--",
        "-- ",
        "#",
        "\\",
        "\\\\",
        "\\'",
        "\n",
        "\r\n",
        "\t",
        ";",
        "?",
        ":x",
        "@x",
        "$$",
        "$a$",
        "q'[",
        "]'",
        "E'",
        " AND ",
        " FROM ",
        ", ",
        "{",
        "}",
        "%",
        "\u2019",
        "\u00e9",
        "\ud83d\ude00",
        "0x1",
        "1",
        "."
    };

    private final Random random;
    private final String mark;
    private final String digits;

    /** Of the last statement: it had a literal, and all of it could be read. */
    boolean swapped;

    boolean readable;

    /** Of the last statement: a value holds a backslash, or a quote that is not written as such everywhere. */
    boolean tricky;

    LiteralSwap(Random random, String mark, String digits) {
        this.random = random;
        this.mark = mark;
        this.digits = digits;
    }

    String swap(String sql, Dialect dialect) {
        DialectRules rules = DialectRules.of(dialect, SqlModes.UNKNOWN);
        Lexer lexer = new Lexer(sql, rules);
        StringBuilder result = new StringBuilder();
        int copied = 0;
        swapped = false;
        tricky = false;
        while (lexer.next() != Lexer.Kind.END) {
            boolean string = lexer.kind == Lexer.Kind.STRING && sql.charAt(lexer.end - 1) == '\'';
            if ((string || lexer.kind == Lexer.Kind.NUMBER) && !lexer.inHint) {
                result.append(sql, copied, lexer.start);
                result.append(string ? string(sql, lexer.start, rules) : number(sql, lexer.start));
                copied = lexer.end;
                swapped = true;
            }
        }
        readable = !lexer.malformed;
        return result.append(sql, copied, sql.length()).toString();
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            value.append(TRAPS[random.nextInt(TRAPS.length)]).append(mark);
        }
        return value.append(TRAPS[random.nextInt(TRAPS.length)]).toString();
    }

    private String string(String sql, int start, DialectRules rules) {
        String value = value();
        tricky |= value.indexOf('\\') >= 0 || value.startsWith("'");
        char first = sql.charAt(start);
        if (rules.qQuotes && (first == 'q' || first == 'Q')) {
            return "q'[" + value.replace("]'", "").replaceAll("]$", "") + "]'";
        }
        if (rules.escapeStrings && (first == 'e' || first == 'E')) {
            return "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
        boolean escapes = rules.backslash == Backslash.ESCAPE || rules.backslash == Backslash.ESCAPE_BY_DEFAULT;
        if (escapes) {
            String quote = random.nextBoolean() ? "\\'" : "''";
            return "'" + value.replace("\\", "\\\\").replace("'", quote) + "'";
        }
        return "'" + value.replace("'", "''") + "'";
    }

    private String number(String sql, int start) {
        if (!DialectRules.isDigit(sql.charAt(start))) {
            return sql.charAt(start) == '.' ? "." + digits : digits;
        }
        String[] forms = {digits, digits + ".5", "0." + digits, digits + "e7", "1e" + digits, "0x" + digits};
        return forms[random.nextInt(forms.length)];
    }
}
