package io.querytap.cache.redis;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.shared.SharedTier.SharedFence;

/**
 * A fence that this JVM has raised. What is sent of it is sent under its lock, so that no renewal comes after its end: sending does not wait.
 */
final class OpenFence implements SharedFence {
    private final RedisTier tier;
    private final TableSet tables;
    private final byte[] token;
    private final long raisedNanos;
    private boolean isLowered;
    private volatile boolean isKnown;
    private volatile boolean wasSent;

    OpenFence(RedisTier tier, TableSet tables, byte[] token, long raisedNanos) {
        this.tier = tier;
        this.tables = tables;
        this.token = token;
        this.raisedNanos = raisedNanos;
    }

    TableSet tables() {
        return tables;
    }

    byte[] token() {
        return token;
    }

    long raisedNanos() {
        return raisedNanos;
    }

    /** Whether the server is known to have it. */
    boolean isKnown() {
        return isKnown;
    }

    void setKnown(boolean value) {
        isKnown = value;
    }

    /** Whether a server may have it: what was never sent need not be taken away. */
    boolean wasSent() {
        return wasSent;
    }

    void setSent() {
        wasSent = true;
    }

    /** To be asked under the fence's lock. */
    boolean isLowered() {
        return isLowered;
    }

    /** To be said under the fence's lock. */
    void setLowered() {
        isLowered = true;
    }

    @Override
    public void lower(long budgetNanos) {
        tier.lower(this, budgetNanos);
    }
}
