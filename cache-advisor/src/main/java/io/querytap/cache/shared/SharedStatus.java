package io.querytap.cache.shared;

/** How the shared tier is. Immutable. */
public final class SharedStatus {
    private final boolean reachable;
    private final long unsentInvalidations;
    private final double oldestUnsentSeconds;
    private final long droppedPuts;
    private final long timeouts;
    private final long reconnects;

    public SharedStatus(
            boolean reachable,
            long unsentInvalidations,
            double oldestUnsentSeconds,
            long droppedPuts,
            long timeouts,
            long reconnects) {
        this.reachable = reachable;
        this.unsentInvalidations = unsentInvalidations;
        this.oldestUnsentSeconds = oldestUnsentSeconds;
        this.droppedPuts = droppedPuts;
        this.timeouts = timeouts;
        this.reconnects = reconnects;
    }

    public boolean isReachable() {
        return reachable;
    }

    /** Writes of this JVM of which the others do not know yet. */
    public long unsentInvalidations() {
        return unsentInvalidations;
    }

    public double oldestUnsentSeconds() {
        return oldestUnsentSeconds;
    }

    /** Entries that were not stored because too many waited. */
    public long droppedPuts() {
        return droppedPuts;
    }

    public long timeouts() {
        return timeouts;
    }

    public long reconnects() {
        return reconnects;
    }
}
