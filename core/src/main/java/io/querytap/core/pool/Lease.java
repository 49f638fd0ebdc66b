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

    static {
        try {
            SERIAL = MethodHandles.lookup().findVarHandle(Lease.class, "serial", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final PoolStats pool;
    private final StripeHint hint = new StripeHint();
    private final @Nullable Leasable connection;
    private final @Nullable LeaseWork work;

    /** On their way to what the pool counts; null while the pool does not know this entry, and so could not ask for them. */
    private @Nullable DurationBuffer waits;

    private @Nullable DurationBuffer uses;

    private long serial; // odd while the connection is out
    private long askedNanos;
    private long grantedNanos;
    private long closedNanos;
    private @Nullable Thread holder;

    /** Who the last borrower was, by its number in the log: most often it is the same one again. */
    private @Nullable String namedUnit;

    private @Nullable CallSite namedSite;
    private int namedAs = HolderNames.UNKNOWN;

    /** What the borrower has in hands; turned into {@link #weakHandle} by the agent's thread once the lease is worth watching. */
    private @Nullable Object handle;

    private @Nullable WeakReference<Object> weakHandle;
    private long weakHandleSerial;

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

    /**
     * The connection is handed out to the present thread. Of calls inside each other, as of a pool that wraps its own methods, the
     * innermost counts.
     *
     * @param asked when the borrower asked
     * @param given the object that the borrower gets; null if that is not to be watched for being forgotten
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
        holder = Thread.currentThread();
        handle = given;
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

    /** The connection is back in the pool, or gone for good. */
    public void end(long nowNanos) {
        long before = serial;
        if ((before & 1) != 0) {
            SERIAL.setRelease(this, before + 1);
            VarHandle.storeStoreFence();
            DurationBuffer buffer = uses;
            if (buffer == null) {
                pool.recordUse(hint, nowNanos - grantedNanos);
            } else {
                buffer.record(nowNanos - grantedNanos);
            }
            handle = null;
            holder = null; // not to keep a thread of the application alive
            UseTimeline timeline = null;
            if (work != null) {
                timeline = work.timeline();
                timeline.leaseEnds(nowNanos);
            }
            pool.leases().add(askedNanos, grantedNanos, nowNanos, borrower(), timeline);
        }
        if (connection != null) {
            connection.returned(nowNanos);
        }
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
        return holder;
    }

    /** What it is used for; null where the driver is not measured. */
    public @Nullable LeaseWork work() {
        return work;
    }

    /**
     * Whether the borrower has let go of the connection without giving it back. Known only from the second call for the same lease on,
     * after a garbage collection: until then the agent itself may be what keeps the handle.
     */
    public boolean isForgotten() {
        long of = serial();
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
