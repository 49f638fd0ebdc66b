package io.querytap.cache.session;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.shared.SharedTier;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A shared tier of several caches in one JVM, with switches for what can go wrong. */
final class MemoryTier implements SharedTier {
    final Map<EntryKey, byte[]> payloads = new HashMap<>();
    private final Map<EntryKey, SharedStamp> stamps = new HashMap<>();
    private final Map<String, Integer> generations = new HashMap<>();
    private final Set<Object> raised = new HashSet<>();
    private int everything;
    int looks;
    int looksWithKey;
    volatile boolean isReachable = true;
    volatile boolean isQuiet;
    volatile boolean leases = true;
    volatile long lastBudgetNanos;
    volatile Runnable beforeLook = () -> {};

    private SharedStamp stamp(TableSet tables) {
        StringBuilder token = new StringBuilder().append(everything);
        tables.names().forEach(name -> token.append(',').append(name).append(generations.getOrDefault(name, 0)));
        return new SharedStamp(token.toString());
    }

    @Override
    public synchronized SharedLook look(TableSet tables, @Nullable EntryKey key, long budgetNanos) {
        beforeLook.run();
        looks++;
        looksWithKey += key == null ? 0 : 1;
        lastBudgetNanos = budgetNanos;
        if (!isReachable) {
            return SharedLook.UNAVAILABLE;
        }
        if (raised.stream().anyMatch(fence -> ((Fence) fence).tables.overlaps(tables))) {
            return SharedLook.FENCED;
        }
        SharedStamp stamp = stamp(tables);
        byte[] payload = key == null || !stamp.equals(stamps.get(key)) ? null : payloads.get(key);
        return payload == null ? SharedLook.absent(stamp) : SharedLook.found(stamp, payload, 30_000);
    }

    @Override
    public boolean isQuiet(TableSet tables, long sinceNanos) {
        return isQuiet;
    }

    @Override
    public synchronized void put(EntryKey key, SharedStamp stamp, byte[] payload, long readNanos, Duration timeToLive) {
        payloads.put(key, payload);
        stamps.put(key, stamp);
    }

    @Override
    public synchronized SharedFence raise(TableSet tables, long budgetNanos) {
        Fence fence = new Fence(tables);
        raised.add(fence);
        bump(tables, budgetNanos);
        return fence;
    }

    @Override
    public synchronized void bump(TableSet tables, long budgetNanos) {
        if (tables.isEverything()) {
            everything++;
        }
        tables.names().forEach(name -> generations.merge(name, 1, Integer::sum));
    }

    @Override
    public synchronized void clear() {
        payloads.clear();
        everything++;
    }

    @Override
    public boolean lease(EntryKey key, Duration duration, long budgetNanos) {
        return leases;
    }

    @Override
    public SharedStatus status() {
        return new SharedStatus(isReachable, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}

    private final class Fence implements SharedFence {
        private final TableSet tables;

        Fence(TableSet tables) {
            this.tables = tables;
        }

        @Override
        public void lower(long budgetNanos) {
            synchronized (MemoryTier.this) {
                bump(tables, budgetNanos);
                raised.remove(this);
            }
        }
    }
}
