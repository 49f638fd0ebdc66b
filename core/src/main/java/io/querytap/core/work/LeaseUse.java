package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One checkout of a connection, written when it was returned; used again by a later unit unless the unit is handed over. Times are
 * {@link System#nanoTime()}, durations nanoseconds.
 */
public final class LeaseUse {
    private static final DatabaseIdentity NONE = new DatabaseIdentity("", Dialect.OTHER, "", null, -1);

    private DatabaseIdentity database = NONE;
    private @Nullable String poolName;
    private long grantedNanos;
    private long returnedNanos;
    private long waitNanos;
    private long busyNanos;
    private long idleBeforeNanos;
    private long idleAfterNanos;
    private boolean uncommitted;
    private int openStatements;
    private @Nullable CallSite site;
    private @Nullable CallSite acquiredAt;

    LeaseUse() {}

    void set(
            ConnectionWork connection,
            long atNanos,
            boolean leftUncommitted,
            int leftOpen,
            @Nullable CallSite returnedFrom) {
        database = connection.database();
        poolName = connection.poolName();
        grantedNanos = connection.grantedNanos();
        returnedNanos = atNanos;
        waitNanos = connection.waitNanos();
        busyNanos = connection.busyNanos();
        idleBeforeNanos = connection.idleBeforeNanos(atNanos);
        idleAfterNanos = connection.idleAfterNanos(atNanos);
        uncommitted = leftUncommitted;
        openStatements = leftOpen;
        site = returnedFrom;
        acquiredAt = connection.acquiredAt();
    }

    /** Where it was borrowed; known only once connections have been held idle, and not always then. */
    public @Nullable CallSite acquiredAt() {
        return acquiredAt;
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
