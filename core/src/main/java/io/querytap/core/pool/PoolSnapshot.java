package io.querytap.core.pool;

import io.querytap.core.stats.DistributionSnapshot;
import org.jspecify.annotations.Nullable;

/** One connection pool at one moment; -1 where a gauge is not known. Immutable. */
public final class PoolSnapshot {
    private final String name;
    private final String kind;
    private final @Nullable String database;
    private final int max;
    private final int minIdle;
    private final int used;
    private final int idle;
    private final int pending;
    private final long timeouts;
    private final DistributionSnapshot wait;
    private final DistributionSnapshot timedOutWait;
    private final DistributionSnapshot use;
    private final DistributionSnapshot create;

    PoolSnapshot(
            String name,
            String kind,
            @Nullable String database,
            int max,
            int minIdle,
            int used,
            int idle,
            int pending,
            long timeouts,
            DistributionSnapshot wait,
            DistributionSnapshot timedOutWait,
            DistributionSnapshot use,
            DistributionSnapshot create) {
        this.name = name;
        this.kind = kind;
        this.database = database;
        this.max = max;
        this.minIdle = minIdle;
        this.used = used;
        this.idle = idle;
        this.pending = pending;
        this.timeouts = timeouts;
        this.wait = wait;
        this.timedOutWait = timedOutWait;
        this.use = use;
        this.create = create;
    }

    /** {@code db.client.connection.pool.name}; unique in the JVM. */
    public String name() {
        return name;
    }

    /** The library, such as {@code hikari}. */
    public String kind() {
        return kind;
    }

    /** Display name of the database the pool connects to; null before its first connection. */
    public @Nullable String database() {
        return database;
    }

    public int max() {
        return max;
    }

    public int minIdle() {
        return minIdle;
    }

    public int used() {
        return used;
    }

    public int idle() {
        return idle;
    }

    /** Threads waiting for a connection. */
    public int pending() {
        return pending;
    }

    /** Attempts to get a connection that ended in a time-out. */
    public long timeouts() {
        return timeouts;
    }

    /** Nanoseconds to obtain a connection, successful attempts only. */
    public DistributionSnapshot waitTime() {
        return wait;
    }

    /** Nanoseconds waited in vain. */
    public DistributionSnapshot timedOutWaitTime() {
        return timedOutWait;
    }

    /** Nanoseconds between borrowing and returning. */
    public DistributionSnapshot useTime() {
        return use;
    }

    /** Nanoseconds to create a physical connection. */
    public DistributionSnapshot createTime() {
        return create;
    }
}
