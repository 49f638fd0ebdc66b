package io.querytap.cache.eligibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Plans by text and modes, bounded by what they hold. Thread-safe. */
final class PlanCache {
    /** Of all texts that are kept in one combination of modes; a connection is rarely in another one than the rest. */
    static final long MAX_BYTES = 4L << 20;

    /** A longer text is planned each time: it is that of a script or has a thousand rows, and takes longer to execute than to read. */
    static final int MAX_TEXT_CHARACTERS = 32 << 10;

    /** A plan, its entry, and the objects around them. */
    private static final int BYTES_PER_PLAN = 256;

    private final ConcurrentHashMap<SqlModes, Cache<String, TextPlan>> byModes = new ConcurrentHashMap<>();

    @Nullable
    TextPlan get(String sql, SqlModes modes) {
        Cache<String, TextPlan> plans = byModes.get(modes);
        return plans == null ? null : plans.getIfPresent(sql);
    }

    void put(String sql, SqlModes modes, TextPlan plan) {
        if (sql.length() <= MAX_TEXT_CHARACTERS) {
            byModes.computeIfAbsent(modes, PlanCache::newCache).put(sql, plan);
        }
    }

    private static Cache<String, TextPlan> newCache(SqlModes modes) {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((String sql, TextPlan plan) -> BYTES_PER_PLAN + 2 * sql.length())
                .executor(Runnable::run) // none of the host's threads
                .build();
    }

    void clear() {
        byModes.clear();
    }

    long size() {
        long size = 0;
        for (Cache<String, TextPlan> plans : byModes.values()) {
            plans.cleanUp();
            size += plans.estimatedSize();
        }
        return size;
    }
}
