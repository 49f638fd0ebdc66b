package io.querytap.core.detect.pool;

import io.querytap.core.pool.Lease;
import io.querytap.core.work.ConnectionWork;
import org.jspecify.annotations.Nullable;

/** What is remembered, from one look to the next, of a connection that is out for long. For one thread. */
final class OpenLease {
    /** Why nobody is taken to give it back, from the weakest reason on. */
    enum Reason {
        /** Nobody has used it for long, though its borrower still exists. */
        UNUSED("unused"),
        THREAD_ENDED("thread_ended"),
        UNIT_ENDED("unit_ended"),
        /** The borrower has nothing left by which it could be given back. */
        FORGOTTEN("forgotten");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** The name that reports write. */
        String id() {
            return id;
        }
    }

    private final Lease lease;
    private final ConnectionWork work;
    private final long serial;
    private final long grantedNanos;
    private boolean borrowerIsGone;
    private long goneAtEndNanos;
    private boolean usedByOthers;

    /** Number of the look that saw it last. */
    long look;

    /** What the last look made of it; null if nothing. */
    @Nullable
    Reason seen;

    /** The same of the last two looks that agree: of what only one has seen nothing is said. */
    @Nullable
    Reason agreed;

    /** What was told of it; null while nothing was. */
    @Nullable
    LostConnections told;

    /** The reason that was told, and how long it had been silent then. */
    @Nullable
    Reason toldReason;

    long toldSilentNanos;

    /** Age from which on it may be a leak though its borrower still exists; 0 while not asked for. */
    long suspectAgeNanos;

    /** Age at which it is told again. */
    long tellAgainNanos;

    OpenLease(Lease lease, ConnectionWork work, long serial) {
        this.lease = lease;
        this.work = work;
        this.serial = serial;
        this.grantedNanos = lease.grantedNanos();
    }

    Lease lease() {
        return lease;
    }

    ConnectionWork work() {
        return work;
    }

    /** Whether it is out still, with the same borrower. */
    boolean isOut() {
        return lease.serial() == serial;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - grantedNanos;
    }

    /** Takes note of how it is used; when the last call ended is part of that. */
    void note(long callStartNanos, long lastEndNanos) {
        if (!borrowerIsGone) {
            borrowerIsGone = work.isUnitOver() || hasThreadEnded();
            goneAtEndNanos = lastEndNanos;
        } else if (callStartNanos != 0 || lastEndNanos != goneAtEndNanos) {
            usedByOthers = true;
        }
    }

    /**
     * Why the borrower is known to have lost it; null if it is not. A connection that was used after the end of the unit or thread that
     * borrowed it has passed into other hands, which may rest as long as they like.
     */
    @Nullable
    Reason certainReason() {
        if (lease.isForgotten()) {
            return Reason.FORGOTTEN;
        }
        if (usedByOthers || !borrowerIsGone) {
            return null;
        }
        return work.isUnitOver() ? Reason.UNIT_ENDED : hasThreadEnded() ? Reason.THREAD_ENDED : null;
    }

    /** Whether neither the thread that borrowed it nor the one that used it last is there. */
    boolean hasThreadEnded() {
        Thread borrower = lease.holder();
        Thread user = work.holder();
        return borrower != null && !borrower.isAlive() && (user == null || !user.isAlive());
    }

    /** The thread that used it last, or borrowed it; null if it has ended. */
    @Nullable
    Thread thread() {
        Thread user = work.holder();
        Thread of = user == null ? lease.holder() : user;
        return of != null && of.isAlive() ? of : null;
    }
}
