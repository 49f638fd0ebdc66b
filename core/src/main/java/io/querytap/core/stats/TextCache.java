package io.querytap.core.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From SQL text to pattern, bounded by two generations: when the young one is full it becomes the old one, and what is still
 * used moves back. A hit in the young generation is one hash look-up without allocation. Thread-safe, without locks of its own.
 */
final class TextCache {
    /** Texts per generation. */
    static final int MAX_TEXTS = 2_048;

    /** Characters per generation, so that texts full of literals fill 4 MiB at most and not 80; texts of a usual size fit. */
    private static final int MAX_CHARACTERS = 1 << 20;

    /** Longest text kept as a key, in characters; a longer one is analysed anew each time it is prepared. */
    private static final int MAX_TEXT_LENGTH = 10_240;

    private volatile Map<String, PatternStats> young = new ConcurrentHashMap<>();
    private volatile Map<String, PatternStats> old = Map.of();
    private final AtomicInteger characters = new AtomicInteger();

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

    /** Whether the text is short enough to be kept. */
    static boolean mayKeep(String sql) {
        return sql.length() <= MAX_TEXT_LENGTH;
    }

    void put(String sql, PatternStats stats) {
        if (!mayKeep(sql)) {
            return;
        }
        Map<String, PatternStats> current = young;
        if (current.size() >= MAX_TEXTS || characters.get() >= MAX_CHARACTERS) {
            // Two threads may both do this and lose a generation: that costs a few analyses, nothing else.
            old = current;
            current = new ConcurrentHashMap<>();
            young = current;
            characters.set(0);
        }
        if (current.put(sql, stats) == null) {
            characters.addAndGet(sql.length());
        }
    }
}
