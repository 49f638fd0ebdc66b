package io.querytap.core.work;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit of work that has ended, with what it did; read by the control plane only. Immutable. */
public final class FinishedUnit {
    private final String kind;
    private final String name;
    private final DatabaseIdentity database;
    private final @Nullable String poolName;
    private final long startNanos;
    private final long endNanos;
    private final long waitNanos;
    private final List<Execution> executions;
    private final long unrecordedExecutions;

    public FinishedUnit(
            String kind,
            String name,
            DatabaseIdentity database,
            @Nullable String poolName,
            long startNanos,
            long endNanos,
            long waitNanos,
            List<Execution> executions,
            long unrecordedExecutions) {
        this.kind = kind;
        this.name = name;
        this.database = database;
        this.poolName = poolName;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.waitNanos = waitNanos;
        this.executions = List.copyOf(executions);
        this.unrecordedExecutions = unrecordedExecutions;
    }

    /** How the unit was delimited: {@code lease} for now. */
    public String kind() {
        return kind;
    }

    /** What the unit is called in spans and findings. */
    public String name() {
        return name;
    }

    public DatabaseIdentity database() {
        return database;
    }

    public @Nullable String poolName() {
        return poolName;
    }

    /** {@link System#nanoTime()} when the connection was handed out (after the wait). */
    public long startNanos() {
        return startNanos;
    }

    /** {@link System#nanoTime()} when the connection was returned. */
    public long endNanos() {
        return endNanos;
    }

    /** Nanoseconds waited for the connection before {@link #startNanos()}; 0 where it did not come from a known pool. */
    public long waitNanos() {
        return waitNanos;
    }

    /** The recorded executions in order of their start. */
    public List<Execution> executions() {
        return executions;
    }

    /** Executions past the unit's bound: counted in the statistics, without a record here. */
    public long unrecordedExecutions() {
        return unrecordedExecutions;
    }
}
