package io.querytap.core.pool;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.List;
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

    private final int maxIdle;
    private final long failures;
    private final long failedNanos;
    private final long creationFailures;
    private final List<PoolBlame.Share> blame;
    private final @Nullable PoolSizing sizing;

    PoolSnapshot(PoolStats pool, String uniqueName) {
        DatabaseIdentity identity = pool.database();
        PoolGauges.Reading reading = pool.read();
        name = uniqueName;
        kind = pool.kind();
        database = identity == null ? null : identity.displayName();
        max = reading.max();
        minIdle = reading.minIdle();
        maxIdle = reading.maxIdle();
        used = reading.used();
        idle = reading.idle();
        pending = reading.pending();
        timeouts = pool.timeouts();
        failures = pool.failures();
        failedNanos = pool.failedNanos();
        creationFailures = pool.attempts().failures();
        wait = pool.waits().snapshot();
        timedOutWait = pool.timedOutWaits().snapshot();
        use = pool.uses().snapshot();
        create = pool.creations().snapshot();
        blame = List.copyOf(pool.blame().shares((double) wait.sum() + timedOutWait.sum() + failedNanos));
        sizing = pool.sizer().sizing(reading);
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

    /** The most idle connections that the pool keeps. */
    public int maxIdle() {
        return maxIdle;
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

    /** Attempts to get a connection that ended in another failure. */
    public long failures() {
        return failures;
    }

    /** Nanoseconds that those took. */
    public long failedNanos() {
        return failedNanos;
    }

    /** Attempts to make a physical connection that failed. */
    public long creationFailures() {
        return creationFailures;
    }

    /**
     * To whom all waiting is laid, the most first; adds up to the sums of {@link #waitTime}, {@link #timedOutWaitTime} and
     * {@link #failedNanos}. Empty where no findings are looked for.
     */
    public List<PoolBlame.Share> blame() {
        return blame;
    }

    /** How large it should be; null where too little was seen to say. */
    public @Nullable PoolSizing sizing() {
        return sizing;
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
