package io.querytap.cache.stats;

import io.querytap.cache.shared.SharedStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the cache did and holds at one moment. Immutable. */
public final class CacheFigures {
    private final boolean isOn;
    private final boolean isHeapFull;
    private final long entries;
    private final long heldBytes;
    private final long maxBytes;
    private final long evictions;
    private final long fences;
    private final long droppedTasks;
    private final List<RuleFigures> rules;
    private final List<String> drivers;
    private final @Nullable SharedStatus shared;

    /**
     * @param fences around writes of tables under rules, since the start
     * @param drivers for each driver met whether its results can be replayed, or why not
     */
    public CacheFigures(
            boolean isOn,
            boolean isHeapFull,
            StoreFigures store,
            long fences,
            long droppedTasks,
            List<RuleFigures> rules,
            List<String> drivers,
            @Nullable SharedStatus shared) {
        this.isOn = isOn;
        this.isHeapFull = isHeapFull;
        this.entries = store.entries;
        this.heldBytes = store.heldBytes;
        this.maxBytes = store.maxBytes;
        this.evictions = store.evictions;
        this.fences = fences;
        this.droppedTasks = droppedTasks;
        this.rules = List.copyOf(rules);
        this.drivers = List.copyOf(drivers);
        this.shared = shared;
    }

    public boolean isOn() {
        return isOn;
    }

    /** Whether nothing is kept at present because the host needs its heap. */
    public boolean isHeapFull() {
        return isHeapFull;
    }

    public long entries() {
        return entries;
    }

    public long heldBytes() {
        return heldBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** Entries dropped for want of room or at the end of their time. */
    public long evictions() {
        return evictions;
    }

    /** Writes of tables under rules that were fenced. */
    public long fences() {
        return fences;
    }

    /** What was not done off the application's threads because too much was waiting: comparisons, entries not shared. */
    public long droppedTasks() {
        return droppedTasks;
    }

    public List<RuleFigures> rules() {
        return rules;
    }

    public List<String> drivers() {
        return drivers;
    }

    /** Null where there is no shared tier. */
    public @Nullable SharedStatus shared() {
        return shared;
    }

    /** What the store of this JVM holds. */
    public static final class StoreFigures {
        private final long entries;
        private final long heldBytes;
        private final long maxBytes;
        private final long evictions;

        public StoreFigures(long entries, long heldBytes, long maxBytes, long evictions) {
            this.entries = entries;
            this.heldBytes = heldBytes;
            this.maxBytes = maxBytes;
            this.evictions = evictions;
        }
    }
}
