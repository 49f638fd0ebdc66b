package io.querytap.core.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From SQL text to pattern, bounded by two generations: when the young one is full it becomes the old one, and what is still
 * used moves back. A hit in the young generation is one hash look-up without allocation. Thread-safe, without locks of its own.
 */
final class TextCache {
    /** Texts per generation; with two generations and texts of a usual size about 1 MiB at most. */
    private static final int MAX_TEXTS = 2_048;

    /** Longest text kept as a key, in characters; a longer one is analysed anew each time it is prepared. */
    private static final int MAX_TEXT_LENGTH = 10_240;

    private volatile Map<String, PatternStats> young = new ConcurrentHashMap<>();
    private volatile Map<String, PatternStats> old = Map.of();

    @Nullable
    PatternStats get(String sql) {
        PatternStats hit = young.get(sql);
        return hit != null ? hit : getFromOld(sql);
    }

    private @Nullable PatternStats getFromOld(String sql) {
        PatternStats hit = old.get(sql);
        if (hit != null) {
            put(sql, hit);
        }
        return hit;
    }

    void put(String sql, PatternStats stats) {
        if (sql.length() > MAX_TEXT_LENGTH) {
            return;
        }
        Map<String, PatternStats> current = young;
        if (current.size() >= MAX_TEXTS) {
            // Two threads may both do this and lose a generation: that costs a few analyses, nothing else.
            old = current;
            current = new ConcurrentHashMap<>();
            young = current;
        }
        current.put(sql, stats);
    }
}
