package io.querytap.core.pool.blame;

import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseLog;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.UseTimeline;
import org.jspecify.annotations.Nullable;

/** One time that somebody had a connection, as it was seen at one moment. Immutable. */
final class Hold {
    private static final HolderState[] STATES = HolderState.values();

    private final Key key;
    private final @Nullable Lease lease;
    private final long serial;
    private final long endNanos;
    private final int holder;
    private final @Nullable UseTimeline timeline;
    private final double[] totals = new double[STATES.length];
    private final @Nullable HolderState stateNow;
    private final long inStateSinceNanos;

    /** One that goes on. */
    Hold(Lease lease, long serial, long nowNanos, HolderNames names) {
        LeaseWork work = lease.work();
        this.key = new Key(lease.askedNanos(), lease.grantedNanos());
        this.lease = lease;
        this.serial = serial;
        this.endNanos = nowNanos;
        this.timeline = work == null ? null : work.timeline();
        this.holder = work == null ? HolderNames.UNKNOWN : names.idOf(work);
        long callStart = work == null ? 0 : work.callStartNanos();
        long lastEnd = work == null ? 0 : work.lastEndNanos();
        if (work == null) {
            stateNow = null;
        } else if (callStart != 0) {
            stateNow = HolderState.RUNNING;
        } else if (lastEnd - key.grantedNanos <= 0) {
            stateNow = HolderState.IDLE_BEFORE_FIRST;
        } else {
            stateNow = work.inTransaction() ? HolderState.IDLE_IN_TRANSACTION : HolderState.IDLE;
        }
        inStateSinceNanos = callStart == 0 ? lastEnd : callStart;
    }

    /**
     * One that has ended.
     *
     * @param timeline of its connection; null where it is not known which that was
     */
    Hold(Key key, LeaseLog.Entry record, @Nullable UseTimeline timeline) {
        this.key = key;
        this.lease = null;
        this.serial = 0;
        this.endNanos = record.returnedNanos();
        this.timeline = timeline;
        this.holder = record.holder();
        for (HolderState state : STATES) {
            totals[state.ordinal()] = record.nanosIn(state);
        }
        this.stateNow = null;
        this.inStateSinceNanos = 0;
    }

    private Hold(Hold seen, long endNanos) {
        this.key = seen.key;
        this.lease = null;
        this.serial = 0;
        this.endNanos = endNanos;
        this.timeline = seen.timeline;
        this.holder = seen.holder;
        this.stateNow = null;
        this.inStateSinceNanos = 0;
    }

    /** The same, which has ended a moment ago. */
    Hold endedAt(long nanos) {
        return new Hold(this, nanos);
    }

    Key key() {
        return key;
    }

    /** The lease; null if it has ended. */
    @Nullable
    Lease lease() {
        return lease;
    }

    long serial() {
        return serial;
    }

    long grantedNanos() {
        return key.grantedNanos;
    }

    /** When it came back, or when it was looked. */
    long endNanos() {
        return endNanos;
    }

    long holdNanos() {
        return endNanos - key.grantedNanos;
    }

    /** Number of the borrower in the names of the pool. */
    int holder() {
        return holder;
    }

    @Nullable
    UseTimeline timeline() {
        return timeline;
    }

    /** How long it was in each state from beginning to end; nothing where that is not known. */
    double[] totals() {
        return totals;
    }

    /** In which state it has been all the time from a moment on; null if it was in several, or if it is not known. */
    @Nullable
    HolderState stateSince(long nanos) {
        return stateNow != null && nanos - inStateSinceNanos >= 0 ? stateNow : null;
    }

    /** When a lease was asked for and granted: no two leases of a pool have both in common. A value. */
    static final class Key {
        private final long askedNanos;
        private final long grantedNanos;

        Key(long askedNanos, long grantedNanos) {
            this.askedNanos = askedNanos;
            this.grantedNanos = grantedNanos;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key
                    && askedNanos == ((Key) other).askedNanos
                    && grantedNanos == ((Key) other).grantedNanos;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * askedNanos + grantedNanos);
        }
    }
}
