package io.querytap.core.pattern;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.facts.FactsReader;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.form.Normalizer;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Turns a SQL text into its pattern. Thread-safe. */
public final class SqlAnalyzer {
    /** No first word of a statement is longer. */
    private static final int MAX_VERB_LENGTH = 16;

    /** Analyzers kept for the next text; when more threads need one at once, they make their own. */
    private static final AtomicReferenceArray<@Nullable SqlAnalyzer> IDLE = new AtomicReferenceArray<>(4);

    private final Normalizer normalizer = new Normalizer();
    private final FactsReader factsReader = new FactsReader();

    private SqlAnalyzer() {}

    /** As {@link #analyze(String, Dialect, SqlModes)}, of a server whose modes are not known. */
    public static SqlPattern analyze(String sql, Dialect dialect) {
        return analyze(sql, dialect, SqlModes.UNKNOWN);
    }

    /**
     * Analyses one text: time is linear in its length, memory bounded. Never throws.
     *
     * @param sql any text, also broken or hostile
     * @return never null; holds no literal of the input
     */
    public static SqlPattern analyze(String sql, Dialect dialect, SqlModes modes) {
        SqlAnalyzer analyzer = take();
        SqlPattern pattern;
        try {
            pattern = analyzer.pattern(sql, DialectRules.of(dialect, modes));
        } catch (RuntimeException failure) {
            return notUnderstood(sql, failure); // and the analyzer is not used again
        }
        giveBack(analyzer);
        return pattern;
    }

    /**
     * Finds what an index keeps for the pattern of a text. Only for a pattern that the index does not know yet are text and facts
     * made. Never throws, unless the index does.
     */
    public static <T> T find(String sql, Dialect dialect, SqlModes modes, PatternIndex<T> index) {
        SqlAnalyzer analyzer = take();
        Normalizer normalizer = analyzer.normalizer;
        DialectRules rules = DialectRules.of(dialect, modes);
        try {
            normalizer.read(sql, rules);
        } catch (RuntimeException failure) {
            return index.add(notUnderstood(sql, failure), /* literals= */ 0, /* rows= */ 0);
        }
        int literals = normalizer.literals();
        int rows = normalizer.rows();
        T known = index.known(normalizer.id(), literals, rows);
        if (known != null) {
            giveBack(analyzer);
            return known;
        }
        SqlPattern pattern;
        try {
            pattern = analyzer.patternOfRead(sql, rules);
        } catch (RuntimeException failure) {
            return index.add(notUnderstood(sql, failure), literals, rows);
        }
        giveBack(analyzer);
        return index.add(pattern, literals, rows);
    }

    /** What is left of a text in which an error of ours was met: its first word if it is one of ours, and its length. */
    private static SqlPattern notUnderstood(String sql, RuntimeException failure) {
        Diagnostics.failed("analysing a statement", failure);
        int end = 0;
        while (end < sql.length() && end < MAX_VERB_LENGTH && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        Keyword verb = Keyword.of(PatternHash.folded(sql, 0, end));
        String operation = verb.verb ? verb.name() : null;
        String shown = operation == null ? "?" : operation + " ?";
        return new SqlPattern(
                PatternHash.finish(PatternHash.folded(shown, 0, shown.length())),
                shown + " (" + sql.length() + " characters that could not be analysed)",
                SqlFacts.builder().operation(operation).summary(operation).build());
    }

    /** As {@link #analyze}, but throws: for tests, which must see our errors. */
    static SqlPattern pattern(String sql, Dialect dialect, SqlModes modes) {
        return new SqlAnalyzer().pattern(sql, DialectRules.of(dialect, modes));
    }

    private SqlPattern pattern(String sql, DialectRules rules) {
        normalizer.read(sql, rules);
        return patternOfRead(sql, rules);
    }

    private SqlPattern patternOfRead(String sql, DialectRules rules) {
        SqlFacts facts =
                factsReader.read(sql, normalizer.tokens(), rules, normalizer.parameters(), normalizer.isMalformed());
        return new SqlPattern(normalizer.id(), normalizer.text(), facts);
    }

    private static SqlAnalyzer take() {
        for (int i = 0; i < IDLE.length(); i++) {
            if (IDLE.get(i) != null) {
                SqlAnalyzer analyzer = IDLE.getAndSet(i, null);
                if (analyzer != null) {
                    return analyzer;
                }
            }
        }
        return new SqlAnalyzer();
    }

    private static void giveBack(SqlAnalyzer analyzer) {
        analyzer.normalizer.release();
        for (int i = 0; i < IDLE.length(); i++) {
            if (IDLE.get(i) == null && IDLE.compareAndSet(i, null, analyzer)) {
                return;
            }
        }
    }
}
