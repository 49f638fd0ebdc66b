package io.querytap.core.work;

import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;

/** What a pool's probe says to the state of a physical connection, whichever probe made that state. */
public interface Leasable {
    DatabaseIdentity database();

    /**
     * A pool hands the connection out.
     *
     * @param nowNanos {@link System#nanoTime()} of the hand-out
     * @param waitNanos how long the borrower waited
     */
    void leased(PoolStats pool, long nowNanos, long waitNanos);

    /** The borrower closes its handle; called before the pool closes what was left open and rolls back what was not committed. */
    void returning(long nowNanos);

    /** The connection is back in the pool. */
    void returned(long nowNanos);
}
