package io.querytap.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.querytap.cache.key.EntryKey;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The results of this JVM, bounded by their bytes. Thread-safe. What it finds may be outdated: whoever reads compares the stamps. The
 * library behind it is loaded with the first result that is kept.
 */
public final class LocalStore {
    private final long maxBytes;
    private final Executor executor;
    private final LongSupplier nanoClock;
    private volatile @Nullable Cache<EntryKey, Entry> entries;

    /** @param executor where the library tidies up, so that application threads need not */
    public LocalStore(long maxBytes, Executor executor, LongSupplier nanoClock) {
        this.maxBytes = maxBytes;
        this.executor = executor;
        this.nanoClock = nanoClock;
    }

    public @Nullable Entry get(EntryKey key) {
        Cache<EntryKey, Entry> cache = entries;
        return cache == null ? null : cache.getIfPresent(key);
    }

    /** Keeps a result; one that is larger than all there is room for is dropped at once. */
    public void put(EntryKey key, Entry entry) {
        Cache<EntryKey, Entry> cache = entries;
        (cache == null ? make() : cache).put(key, entry);
    }

    private synchronized Cache<EntryKey, Entry> make() {
        Cache<EntryKey, Entry> cache = entries;
        if (cache == null) {
            cache = Caffeine.newBuilder()
                    .maximumWeight(maxBytes)
                    .weigher((EntryKey key, Entry entry) -> entry.weightBytes(key.canonical().length))
                    .expireAfter(new UntilItsTime())
                    .ticker(nanoClock::getAsLong)
                    .executor(executor)
                    .recordStats()
                    .build();
            entries = cache;
        }
        return cache;
    }

    /** Drops this entry, unless another one has taken its place. */
    public void remove(EntryKey key, Entry entry) {
        Cache<EntryKey, Entry> cache = entries;
        if (cache != null) {
            cache.asMap().remove(key, entry);
        }
    }

    /** Drops what meets the condition; looks at every entry. */
    public int removeIf(Predicate<Entry> condition) {
        Cache<EntryKey, Entry> cache = entries;
        if (cache == null) {
            return 0;
        }
        int removed = 0;
        for (Map.Entry<EntryKey, Entry> held : cache.asMap().entrySet()) {
            if (condition.test(held.getValue()) && cache.asMap().remove(held.getKey(), held.getValue())) {
                removed++;
            }
        }
        return removed;
    }

    public void clear() {
        Cache<EntryKey, Entry> cache = entries;
        if (cache != null) {
            cache.invalidateAll();
        }
    }

    /** Drops what has expired or is too much; without it that waits for the next use. */
    public void tidy() {
        Cache<EntryKey, Entry> cache = entries;
        if (cache != null) {
            cache.cleanUp();
        }
    }

    /** How many results are held, about. */
    public long count() {
        Cache<EntryKey, Entry> cache = entries;
        return cache == null ? 0 : cache.estimatedSize();
    }

    /** Bytes held, about. */
    public long bytes() {
        Cache<EntryKey, Entry> cache = entries;
        return cache == null
                ? 0
                : cache.policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L);
    }

    /** Bytes held under each rule, added up by looking at every entry. */
    public void addBytesByRule(Map<String, Long> byRule) {
        Cache<EntryKey, Entry> cache = entries;
        if (cache != null) {
            cache.asMap()
                    .forEach((key, entry) ->
                            byRule.merge(entry.rule(), (long) entry.weightBytes(key.canonical().length), Long::sum));
        }
    }

    /** Results dropped because there was no room or their time was over, not because a table was written. */
    public long evictions() {
        Cache<EntryKey, Entry> cache = entries;
        return cache == null ? 0 : cache.stats().evictionCount();
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** The time an entry has left when it is put; reading does not lengthen it. */
    private final class UntilItsTime implements Expiry<EntryKey, Entry> {
        @Override
        public long expireAfterCreate(EntryKey key, Entry entry, long currentTime) {
            return Math.max(0, entry.readNanos() + entry.keptNanos() - nanoClock.getAsLong());
        }

        @Override
        public long expireAfterUpdate(EntryKey key, Entry entry, long currentTime, long currentDuration) {
            return expireAfterCreate(key, entry, currentTime);
        }

        @Override
        public long expireAfterRead(EntryKey key, Entry entry, long currentTime, long currentDuration) {
            return currentDuration;
        }
    }
}
