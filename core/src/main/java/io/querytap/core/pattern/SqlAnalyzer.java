package io.querytap.core.pattern;

import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.form.Normalizer;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.PatternHash;
import io.querytap.core.pattern.lexis.SqlModes;

/** Turns a SQL text into its pattern. Stateless, thread-safe. */
public final class SqlAnalyzer {
    /** What is left of a text in which an error of ours was met: a fixed text, because nothing of the input is trusted then. */
    private static final SqlPattern NOT_UNDERSTOOD =
            new SqlPattern(PatternHash.finish(PatternHash.folded("?", 0, 1)), "?", SqlFacts.UNKNOWN);

    private SqlAnalyzer() {}

    /** As {@link #analyze(String, Dialect, SqlModes)}, of a server whose modes are not known. */
    public static SqlPattern analyze(String sql, Dialect dialect) {
        return analyze(sql, dialect, SqlModes.UNKNOWN);
    }

    /**
     * Analyses one text in one pass: time is linear in its length, memory bounded. Never throws.
     *
     * @param sql any text, also broken or hostile
     * @return never null; holds no literal of the input
     */
    public static SqlPattern analyze(String sql, Dialect dialect, SqlModes modes) {
        try {
            return new Normalizer(sql, DialectRules.of(dialect, modes)).normalize();
        } catch (RuntimeException failure) {
            return NOT_UNDERSTOOD;
        }
    }

    /**
     * Finds what an index keeps for the pattern of a text. Only for a pattern that the index does not know yet are text and facts
     * made. Never throws, unless the index does.
     */
    public static <T> T find(String sql, Dialect dialect, SqlModes modes, PatternIndex<T> index) {
        SqlPattern pattern = analyze(sql, dialect, modes);
        T known = index.known(pattern.id(), /* literals= */ 0, /* rows= */ 0);
        return known != null ? known : index.add(pattern, /* literals= */ 0, /* rows= */ 0);
    }
}
