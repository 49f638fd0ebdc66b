package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.DurationBuffer;
import io.querytap.core.stats.DurationRecorder;
import io.querytap.core.stats.StripeHint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The use of one pool entry by one borrower after another. The borrower's thread writes, in plain fields; the agent's thread reads,
 * and believes what it sees twice. Times are {@link System#nanoTime()}.
 */
public final class Lease {
    private static final VarHandle SERIAL;
    private static final VarHandle HOLDER;

    /** A borrower's thread is forgotten only after a while: most often it comes back. */
    private static final long HOLDER_KEPT_NANOS = 1_000_000_000L;

    static {
        try {
            SERIAL = MethodHandles.lookup().findVarHandle(Lease.class, "serial", long.class);
            HOLDER = MethodHandles.lookup().findVarHandle(Lease.class, "holder", Thread.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final PoolStats pool;
    private final StripeHint hint = new StripeHint();
    private final @Nullable Leasable connection;
    private final @Nullable LeaseWork work;
    private final PoolClock clock = new PoolClock();

    /** On their way to what the pool counts; null while the pool does not know this entry, and so could not ask for them. */
    private @Nullable DurationBuffer waits;

    private @Nullable DurationBuffer uses;

    private long serial; // odd while the connection is out
    private long askedNanos;
    private long grantedNanos;
    private long closedNanos;
    private @Nullable Thread holder; // the last one while it is in the pool

    /** Who the last borrower was, by its number in the log: most often it is the same one again. */
    private @Nullable String namedUnit;

    private @Nullable CallSite namedSite;
    private int namedAs = HolderNames.UNKNOWN;

    /** What the borrower has in hands; turned into {@link #weakHandle} by the agent's thread once the lease is worth watching. */
    private @Nullable Object handle;

    private @Nullable WeakReference<Object> weakHandle;
    private long weakHandleSerial;

    /** Kept by nothing but what borrowers have in hands: one after the other has the same, until a garbage collection between two. */
    private @Nullable WeakReference<Handle> lastHandle;

    /** The present borrower has it. */
    private boolean byHandle;

    /**
     * Stands for this entry in the one object that a borrower has, where the pool makes one for each: as long as that can be reached, so
     * can this. Storing the borrower's own object here would cost a barrier of the garbage collector, and the JIT could never do without
     * the object.
     */
    public static final class Handle {
        private final Lease lease;

        private Handle(Lease lease) {
            this.lease = lease;
        }

        public Lease lease() {
            return lease;
        }
    }

    Lease(PoolStats pool, @Nullable Leasable connection) {
        this.pool = pool;
        this.connection = connection;
        this.work = connection == null ? null : connection.work();
        if (work != null) {
            work.timeline().joinsPool();
        }
    }

    public PoolStats pool() {
        return pool;
    }

    /** From now on waits and uses may be kept here until {@link #drainDurations} is called. */
    void bufferDurations(DurationRecorder ofWaits, DurationRecorder ofUses) {
        waits = new DurationBuffer(ofWaits, hint);
        uses = new DurationBuffer(ofUses, hint);
    }

    /** Gives the pool's recorders what is kept here. */
    void drainDurations(StripeHint readersHint) {
        drain(waits, readersHint);
        drain(uses, readersHint);
    }

    private static void drain(@Nullable DurationBuffer buffer, StripeHint readersHint) {
        if (buffer != null) {
            buffer.drain(readersHint);
        }
    }

    // By the borrower

    /** For the object that the borrower gets, and for nothing else that lives on. */
    public Handle handle() {
        WeakReference<Handle> last = lastHandle;
        Handle known = last == null ? null : last.get();
        if (known == null) {
            known = new Handle(this);
            lastHandle = new WeakReference<>(known);
        }
        return known;
    }

    /** The pool has chosen this entry for the present thread, and read its clock; so it had when it was asked, if that is not 0. */
    public void lent(long poolsAskedNanos, long poolsNanos) {
        clock.lent(poolsAskedNanos, poolsNanos);
    }

    /** Whether what the pool says of when it was asked has proved to be right. */
    public boolean tellsAsks() {
        return clock.tellsAsks();
    }

    /** When the present borrower asked, as the pool says; 0 if it says nothing. Told once. */
    public long takeToldAskedNanos() {
        return clock.takeToldAskedNanos();
    }

    /** When the present thread, which asked then, has got the connection; for {@link #begin}. */
    public long grantedNow(long asked) {
        // The pool may have tried the connection since it read its clock.
        return clock.granted(asked, connection != null && connection.isUntouched());
    }

    /**
     * The connection is handed out to the present thread. Of calls inside each other, as of a pool that wraps its own methods, the
     * innermost counts.
     *
     * @param asked when the borrower asked
     * @param given the object that the borrower gets, or the {@link Handle} in it; null if that is not to be watched for being forgotten
     */
    public void begin(long asked, long nowNanos, @Nullable Object given) {
        long before = serial;
        boolean isOut = (before & 1) != 0;
        if (isOut && holder == Thread.currentThread() && asked - grantedNanos <= 0) {
            return;
        }
        long waited = nowNanos - asked;
        DurationBuffer buffer = waits;
        if (buffer == null) {
            pool.recordWait(hint, waited);
        } else {
            buffer.record(waited);
        }
        if (waited >= PoolStats.QUEUED_NANOS) {
            pool.waited(asked, nowNanos, Wait.Outcome.GRANTED, this);
        }
        if (isOut) { // nobody told of the return
            SERIAL.setRelease(this, before + 1);
            VarHandle.storeStoreFence();
        }
        askedNanos = asked;
        grantedNanos = nowNanos;
        Thread here = Thread.currentThread();
        if (holder != here) { // the garbage collector wants to know of each reference that is stored
            holder = here;
        }
        byHandle = given instanceof Handle;
        if (!byHandle) {
            handle = given;
        }
        SERIAL.setRelease(this, before + (isOut ? 2 : 1));
        if (connection != null) {
            connection.leased(pool, nowNanos, waited);
        }
    }

    /** The borrower closes its handle; the pool has not tidied up yet. */
    public void closing(long nowNanos) {
        closedNanos = nowNanos;
        if (connection != null) {
            connection.returning(nowNanos);
        }
    }

    /**
     * The borrower closes its handle: is it enough to know of that when the connection is back? Then {@link #closing} is called by then, at
     * the latest: before the pool does anything with the connection, or with the time at which it takes it back.
     */
    public boolean closesLater() {
        return clock.tellsReturns() && (serial & 1) != 0 && connection != null && connection.returnsLater();
    }

    /** Whether {@link #returned} will end the lease. */
    public boolean endsLater() {
        return connection != null && connection.isReturningLater();
    }

    /** The pool takes the connection back, and has read its clock. */
    public void returned(long poolsNanos) {
        if (endsLater()) {
            end(poolsNanos);
        } else {
            clock.returned(poolsNanos);
        }
    }

    /** The connection is back in the pool, or gone for good. */
    public void end(long nowNanos) {
        if (endsLater()) {
            closing(nowNanos);
        }
        long before = serial;
        if ((before & 1) != 0) {
            clock.ended(nowNanos);
            SERIAL.setRelease(this, before + 1);
            VarHandle.storeStoreFence();
            DurationBuffer buffer = uses;
            if (buffer == null) {
                pool.recordUse(hint, nowNanos - grantedNanos);
            } else {
                buffer.record(nowNanos - grantedNanos);
            }
            if (handle != null) {
                handle = null;
            }
            if (work == null) {
                holder = null; // nobody looks for leaks, and so nobody forgets it later
            }
            log(nowNanos);
        }
        if (connection != null) {
            connection.returned(nowNanos);
        }
    }

    private void log(long nowNanos) {
        LeaseLog log = pool.leases();
        int borrower = borrower();
        UseTimeline timeline = work == null ? null : work.timeline();
        if (timeline != null && timeline.isUntouchedSince(grantedNanos)) {
            timeline.untouchedLeaseEnds(nowNanos);
            log.addUntouched(askedNanos, grantedNanos, nowNanos, borrower);
            return;
        }
        if (timeline != null) {
            timeline.leaseEnds(nowNanos);
        }
        log.add(askedNanos, grantedNanos, nowNanos, borrower, timeline);
    }

    /** When the borrower closed its handle, if the pool has done nothing with the connection since and takes it back now; else 0. */
    public long untouchedSinceNanos() {
        long closed = closedNanos;
        return connection != null && closed - grantedNanos > 0 && connection.isUntouched() ? closed : 0;
    }

    private int borrower() {
        LeaseWork used = work;
        if (used == null) {
            return HolderNames.UNKNOWN;
        }
        String unit = used.unitName();
        CallSite site = used.acquiredAt();
        if (namedAs == HolderNames.UNKNOWN || unit != namedUnit || site != namedSite) {
            namedAs = pool.leases().holders().idOf(unit, site);
            namedUnit = unit;
            namedSite = site;
        }
        return namedAs;
    }

    /** The physical connection is gone, and the entry with it. */
    public void gone(long nowNanos) {
        end(nowNanos);
        DurationBuffer lastWaits = waits;
        DurationBuffer lastUses = uses;
        waits = null;
        uses = null;
        drain(lastWaits, hint);
        drain(lastUses, hint);
        pool.forget(this);
    }

    // By the agent's thread

    /** Changes whenever the connection changes hands; odd while it is out. */
    public long serial() {
        VarHandle.loadLoadFence(); // between what was read before and the second look
        return (long) SERIAL.getAcquire(this);
    }

    public boolean isOut() {
        return (serial() & 1) != 0;
    }

    public long askedNanos() {
        return askedNanos;
    }

    public long grantedNanos() {
        return grantedNanos;
    }

    /** Who has borrowed it; null while it is in the pool. Another thread may be using it. */
    public @Nullable Thread holder() {
        Thread last = holder;
        return isOut() ? last : null;
    }

    /**
     * Forgets the last borrower's thread if the connection has been in the pool for a while, not to keep a thread of the application alive.
     * Should the same thread borrow it in just this moment, it may be that nobody is known to hold it.
     */
    public void forgetFormerHolder(long nowNanos) {
        long of = serial();
        Thread former = holder;
        if (former == null || (of & 1) != 0 || nowNanos - clock.endedNanos() < HOLDER_KEPT_NANOS) {
            return;
        }
        if (HOLDER.compareAndSet(this, former, null) && serial() != of) {
            HOLDER.compareAndSet(this, null, former); // borrowed meanwhile
        }
    }

    /** What it is used for; null where the driver is not measured. */
    public @Nullable LeaseWork work() {
        return work;
    }

    /**
     * Whether the borrower has let go of the connection without giving it back. Known only after a garbage collection; and without
     * {@link Handle} from the second call for the same lease on, for until then the agent itself may be what keeps the object.
     */
    public boolean isForgotten() {
        long of = serial();
        if (byHandle) {
            WeakReference<Handle> last = lastHandle;
            return last != null && last.get() == null && (of & 1) != 0 && of == serial();
        }
        Object strong = handle;
        if (strong != null && of == serial() && (of & 1) != 0) {
            weakHandle = new WeakReference<>(strong);
            weakHandleSerial = of;
            handle = null;
            return false;
        }
        WeakReference<Object> weak = weakHandle;
        return weak != null && weakHandleSerial == of && (of & 1) != 0 && weak.get() == null;
    }
}
