package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.SqlPattern;

/** Any text at all. The first two bytes choose the server. */
public final class TextFuzzer {
    /** Repeating every text would leave little time for finding others. */
    private static final int REPEAT_ONE_OF = 64;

    private TextFuzzer() {}

    /** Called by the fuzzer, by name. */
    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        Server server = Server.choose(choices);
        String sql = choices.rest();
        SqlPattern pattern = Claims.hold(server, sql);
        Claims.sameWhenRespelled(server, sql, pattern);
        Claims.idempotent(server, sql, pattern);
        if (sql.hashCode() % REPEAT_ONE_OF == 0) {
            Claims.linear(server, sql);
        }
    }
}
