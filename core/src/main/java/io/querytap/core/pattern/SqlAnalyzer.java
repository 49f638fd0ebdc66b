package io.querytap.core.pattern;

import java.util.List;

/** Turns a SQL text into its pattern. Stateless, thread-safe. */
public final class SqlAnalyzer {
    /** What is left of a text in which an error of ours was met: a fixed text, because nothing of the input is trusted then. */
    private static final SqlPattern NOT_UNDERSTOOD =
            new SqlPattern(PatternHash.finish(PatternHash.folded("?", 0, 1)), "?", null, null, List.of(), List.of());

    private SqlAnalyzer() {}

    /**
     * Analyses one text in one pass: time is linear in its length, memory bounded. Never throws.
     *
     * @param sql any text, also broken or hostile
     * @return never null; holds no literal of the input
     */
    public static SqlPattern analyze(String sql, Dialect dialect) {
        try {
            return new Normalizer(sql, DialectRules.of(dialect)).normalize();
        } catch (RuntimeException failure) {
            return NOT_UNDERSTOOD;
        }
    }
}
