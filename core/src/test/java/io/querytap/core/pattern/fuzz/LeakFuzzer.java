package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.SqlPattern;

/** Statements of {@code grammar.txt} with values in them, whole and cut: no value may be seen, and none makes a difference. */
public final class LeakFuzzer {
    private LeakFuzzer() {}

    /** Called by the fuzzer, by name. */
    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        Server server = Server.chooseReal(choices);
        int cut = choices.next(256) << 8 | choices.next(256);
        ComposedSql composed = new ComposedSql(choices, server);
        String sql = composed.text();
        SqlPattern pattern = Claims.hold(server, sql);
        Claims.hidden(server, sql, pattern, Literal.WORD, Literal.DIGITS);
        String start = sql.substring(0, cut % (sql.length() + 1));
        Claims.hidden(server, start, Claims.hold(server, start), Literal.WORD, Literal.DIGITS);
        String variant = composed.variant(choices);
        if (isPlain(sql) && isPlain(variant)) {
            Claims.same(server, sql, pattern, variant);
        }
    }

    /** A text with backslashes may be masked to its end, for good reason; two signs may have become a comment. */
    private static boolean isPlain(String sql) {
        return sql.indexOf('\\') < 0 && !sql.replace(" -- ", "").contains("--");
    }
}
