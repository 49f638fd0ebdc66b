package io.querytap.cache.session;

import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.shared.SharedTier;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Marks tables as being written and changes their generations, in this JVM and for all others. Thread-safe.
 *
 * <p>The order matters for the case that the second step fails: whatever this JVM writes, its own readers know of it first.
 */
final class Fences {
    /** When a write of unknown outcome may still have become visible: a server that was busy, then one that hung. */
    private static final long[] LATE_MILLIS = {1_000, 10_000};

    private final Generations generations;
    private final @Nullable SharedTier tier;
    private final long budgetNanos;
    private final Background background;
    private final LongAdder raised = new LongAdder();
    private final TableSet[] late = {TableSet.EMPTY, TableSet.EMPTY}; // guarded by itself

    Fences(Generations generations, @Nullable SharedTier tier, long budgetNanos, Background background) {
        this.generations = generations;
        this.tier = tier;
        this.budgetNanos = budgetNanos;
        this.background = background;
    }

    /** Before a write becomes visible. */
    Fence raise(TableSet tables) {
        raised.increment();
        Generations.Fence local = generations.raise(tables);
        try {
            return new Fence(local, tier == null ? null : tier.raise(tables, budgetNanos));
        } catch (Throwable failure) {
            local.lower();
            throw failure;
        }
    }

    /** What has become visible already. */
    void bump(TableSet tables) {
        generations.bump(tables);
        if (tier != null) {
            tier.bump(tables, budgetNanos);
        }
    }

    /** In this JVM only: nothing was written, but what was believed may be wrong. */
    void bumpLocally(TableSet tables) {
        generations.bump(tables);
    }

    /**
     * Changes the generations again after a while: nobody knows whether, or when, something became visible. One task for each delay, however
     * many ask.
     */
    void bumpLater(TableSet tables) {
        for (int i = 0; i < LATE_MILLIS.length; i++) {
            boolean isFirst;
            synchronized (late) {
                isFirst = late[i].isEmpty();
                late[i] = late[i].and(tables);
            }
            if (isFirst) {
                int index = i;
                background.schedule("invalidating", () -> bump(takeLate(index)), LATE_MILLIS[i]);
            }
        }
    }

    private TableSet takeLate(int index) {
        synchronized (late) {
            TableSet tables = late[index];
            late[index] = TableSet.EMPTY;
            return tables;
        }
    }

    /** Writes that were fenced since the start. */
    long raised() {
        return raised.sum();
    }

    /** Around one write. */
    final class Fence {
        private final Generations.Fence local;
        private final SharedTier.@Nullable SharedFence shared;

        private Fence(Generations.Fence local, SharedTier.@Nullable SharedFence shared) {
            this.local = local;
            this.shared = shared;
        }

        TableSet tables() {
            return local.tables();
        }

        /** The write is visible, or gone. */
        void lower() {
            try {
                if (shared != null) {
                    shared.lower(budgetNanos);
                }
            } finally {
                local.lower();
            }
        }

        /** The write may be visible, or become so later. */
        void lowerInDoubt() {
            try {
                lower();
            } finally {
                bumpLater(local.tables());
            }
        }
    }
}
