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

    /** The connection comes back to the pool: the unit of work ends, open results are closed by the pool. */
    void returned(long nowNanos);
}
