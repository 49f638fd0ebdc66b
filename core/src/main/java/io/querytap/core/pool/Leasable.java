package io.querytap.core.pool;

import io.querytap.core.stats.DatabaseIdentity;
import org.jspecify.annotations.Nullable;

/** What a pool's probe says to the state of a physical connection, whichever probe made that state. */
public interface Leasable {
    DatabaseIdentity database();

    /** What the connection is used for; null when nothing of that is recorded. */
    @Nullable
    LeaseWork work();

    /** A pool has made an entry for the connection, whose {@link Lease#gone} is to be called when the connection is. */
    void belongsTo(Lease entry);

    /** The pool keeps statements open for later borrowers: from now on nobody can tell which of them a borrower forgot to close. */
    default void keepsStatements() {}

    /**
     * A pool hands the connection out.
     *
     * @param nowNanos {@link System#nanoTime()} of the hand-out
     * @param waitNanos how long the borrower waited
     */
    void leased(PoolStats pool, long nowNanos, long waitNanos);

    /**
     * The borrower closes its handle, and nobody has read the clock. If nothing of the connection is left open, {@link #returning} may be
     * called later: the connection itself calls {@link Lease#closing} before it is used once more.
     *
     * @return false if it has to be called now
     */
    default boolean returnsLater() {
        return false;
    }

    /** Whether {@link #returning} is to be called still. */
    default boolean isReturningLater() {
        return false;
    }

    /** The borrower closes its handle; called before the pool closes what was left open and rolls back what was not committed. */
    void returning(long nowNanos);

    /**
     * Whether the pool is known to have called nothing of the connection since {@link #returning}: then no time has passed that is worth a
     * reading of the clock.
     */
    default boolean isUntouched() {
        return false;
    }

    /** The connection is back in the pool. */
    void returned(long nowNanos);
}
