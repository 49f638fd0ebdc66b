package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.DatabaseIdentity;
import org.jspecify.annotations.Nullable;

/** One checkout of a connection, written when it was returned. Times are {@link System#nanoTime()}, durations nanoseconds. Immutable. */
public final class LeaseUse {
    private final DatabaseIdentity database;
    private final @Nullable String poolName;
    private final long grantedNanos;
    private final long returnedNanos;
    private final long waitNanos;
    private final long busyNanos;
    private final long idleBeforeNanos;
    private final long idleAfterNanos;
    private final boolean uncommitted;
    private final int openStatements;
    private final @Nullable CallSite site;

    LeaseUse(
            ConnectionWork connection,
            long returnedNanos,
            boolean uncommitted,
            int openStatements,
            @Nullable CallSite site) {
        this.database = connection.database();
        this.poolName = connection.poolName();
        this.grantedNanos = connection.grantedNanos();
        this.returnedNanos = returnedNanos;
        this.waitNanos = connection.waitNanos();
        this.busyNanos = connection.busyNanos();
        this.idleBeforeNanos = connection.idleBeforeNanos(returnedNanos);
        this.idleAfterNanos = connection.idleAfterNanos(returnedNanos);
        this.uncommitted = uncommitted;
        this.openStatements = openStatements;
        this.site = site;
    }

    public DatabaseIdentity database() {
        return database;
    }

    /** Null for a connection without a pool. */
    public @Nullable String poolName() {
        return poolName;
    }

    public long grantedNanos() {
        return grantedNanos;
    }

    public long returnedNanos() {
        return returnedNanos;
    }

    /** How long the borrower waited for it before {@link #grantedNanos}. */
    public long waitNanos() {
        return waitNanos;
    }

    public long holdNanos() {
        return returnedNanos - grantedNanos;
    }

    /** Time inside calls of the driver and between the first and last row of results that were read. */
    public long busyNanos() {
        return busyNanos;
    }

    /** All time that was not {@link #busyNanos}. */
    public long idleNanos() {
        return Math.max(0, holdNanos() - busyNanos);
    }

    /** Idle time before the first call. */
    public long idleBeforeNanos() {
        return idleBeforeNanos;
    }

    /** Idle time after the last commit, rollback or autocommitted statement. */
    public long idleAfterNanos() {
        return idleAfterNanos;
    }

    /** It came back with written work that was neither committed nor rolled back. */
    public boolean uncommitted() {
        return uncommitted;
    }

    /** Statements that were open when it came back. */
    public int openStatements() {
        return openStatements;
    }

    /** Where it was returned; looked at only where there is something to tell, and not always then. */
    public @Nullable CallSite site() {
        return site;
    }
}
