package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.PatternStats;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
import org.jspecify.annotations.Nullable;

/** What has been added to the batch of one statement since it was last executed or cleared. */
final class Batch {
    /** Characters of different statements that are joined to the text of a mixed batch; later ones only count. */
    private static final int MAX_JOINED_LENGTH = 8_192;

    private static final String SEPARATOR = "; ";

    private int size;
    private ModeChange change = ModeChange.NONE;
    private @Nullable String lastSql;
    private @Nullable PatternStats lastPattern;
    private @Nullable PatternStats firstPattern;
    /** The texts in order, each run of one pattern once, as soon as there is more than one pattern. */
    private @Nullable StringBuilder mixed;

    /** One more set of parameters. */
    void addParameters() {
        size++;
    }

    /** One more statement. */
    void add(String sql, ConnectionState connection) {
        size++;
        if (sql.equals(lastSql)) {
            return;
        }
        ModeChange added = connection.modes().changeBy(sql);
        change = change.with(added);
        PatternStats pattern = connection.patternOf(sql, added);
        if (firstPattern == null) {
            firstPattern = pattern;
        } else if (pattern != lastPattern && lastSql != null) {
            if (mixed == null) {
                mixed = new StringBuilder();
                join(mixed, lastSql);
            }
            join(mixed, sql);
        }
        lastSql = sql;
        lastPattern = pattern;
    }

    /** Adds a text if there is room; the first one is cut to fit, so that a batch always has some text. */
    private static void join(StringBuilder texts, String sql) {
        if (texts.length() == 0) {
            texts.append(sql, 0, Math.min(sql.length(), MAX_JOINED_LENGTH));
        } else if (texts.length() + SEPARATOR.length() + sql.length() <= MAX_JOINED_LENGTH) {
            texts.append(SEPARATOR).append(sql);
        }
    }

    int joinedLength() {
        return mixed == null ? 0 : mixed.length();
    }

    int size() {
        return size;
    }

    /** The pattern that all added statements share, or else that of their texts joined by {@code ;}. Null when there is none. */
    @Nullable
    PatternStats pattern(ConnectionState connection) {
        return mixed == null ? firstPattern : connection.patternOf(mixed.toString(), change);
    }

    /** What the added statements do to the modes of the connection. */
    ModeChange change() {
        return change;
    }

    void clear() {
        size = 0;
        change = ModeChange.NONE;
        lastSql = null;
        lastPattern = null;
        firstPattern = null;
        mixed = null;
    }
}
