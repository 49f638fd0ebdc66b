package io.querytap.core.pool;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.sizing.SizeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All pools of the JVM, bounded. Thread-safe. */
public final class PoolRegistry {
    /** Pools kept; an application that makes and drops more (a pool a tenant, tests) has the later ones unmeasured. */
    private static final int MAX_POOLS = 256;

    private final List<PoolStats> pools = new CopyOnWriteArrayList<>();
    private volatile boolean waitsAreExplained;
    private volatile SizeLimits limits = SizeLimits.UNKNOWN;

    /** Somebody takes the waits of pools from now on, and lays them to whoever is to blame. To be said before the first pool. */
    public void explainWaits() {
        waitsAreExplained = true;
    }

    /** What the user said about the database, for pools that are registered from now on. */
    public void limits(SizeLimits known) {
        limits = known;
    }

    /**
     * Registers a pool.
     *
     * @param kind the library, such as {@code hikari}
     * @param configuredName the name the user gave it; null if it has none or a generated one
     * @return null when the bound is reached
     */
    public @Nullable PoolStats register(String kind, @Nullable String configuredName, PoolGauges gauges) {
        if (pools.size() >= MAX_POOLS) {
            return null;
        }
        PoolStats stats = new PoolStats(kind, configuredName, gauges);
        if (waitsAreExplained) {
            stats.blame().begins();
        }
        stats.sizer().limits(limits);
        pools.add(stats);
        return stats;
    }

    /** All pools in order of registration; live. */
    public List<PoolStats> all() {
        return Collections.unmodifiableList(pools);
    }

    /** Looks at what the leases of late say about the sizes of pools; to be called every few seconds by the agent's thread. */
    public void look(long nowNanos, Instant now) {
        for (PoolStats pool : pools) {
            try {
                pool.sizer().look(nowNanos, now, pool.read());
            } catch (RuntimeException failure) {
                Diagnostics.failed("looking at the size of a pool", failure);
            }
        }
    }

    /** One snapshot a pool in order of registration; a name that occurs twice gets the suffix {@code #2} and so on. */
    public List<PoolSnapshot> snapshots() {
        List<PoolSnapshot> snapshots = new ArrayList<>();
        forEach((name, pool) -> snapshots.add(pool.snapshot(name)));
        return snapshots;
    }

    /** Shows all pools in order of registration; a name that occurs twice gets the suffix {@code #2} and so on. */
    public void forEach(BiConsumer<String, PoolStats> visitor) {
        Set<String> taken = new HashSet<>();
        for (PoolStats pool : pools) {
            String name = pool.name();
            String unique = name;
            for (int occurrence = 2; !taken.add(unique); occurrence++) {
                unique = name + '#' + occurrence;
            }
            pool.isKnownAs(unique);
            visitor.accept(unique, pool);
        }
    }
}
