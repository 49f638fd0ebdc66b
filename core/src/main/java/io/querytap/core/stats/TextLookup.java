package io.querytap.core.stats;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;

/**
 * The short cut from a SQL text to its pattern on connections in certain modes. The same text may mean another pattern in other
 * modes, so each has texts of its own; what is counted per pattern is shared. Thread-safe.
 */
public final class TextLookup {
    private final DatabasePatterns patterns;
    private final SqlModes modes;
    private final TextCache texts = new TextCache();

    TextLookup(DatabasePatterns patterns, SqlModes modes) {
        this.patterns = patterns;
        this.modes = modes;
    }

    /** The statistics of a statement's pattern; a hash look-up without allocation from the second time on. */
    public PatternStats find(String sql) {
        PatternStats known = texts.get(sql);
        return known != null ? known : patterns.findBySight(sql, modes, texts);
    }

    /** Whether the next look-up of the text is a hash look-up. */
    boolean keeps(String sql) {
        return texts.get(sql) != null;
    }
}
