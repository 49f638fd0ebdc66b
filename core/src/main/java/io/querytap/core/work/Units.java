package io.querytap.core.work;

import io.querytap.core.callsite.CallSites;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends units of work and knows which one the present thread is at: the outermost entry point; else the task of an
 * executor or virtual thread; else the checkout of a connection. Thread-safe; every method concerns the calling thread. Allocates
 * nothing in the steady state but for units that are handed over.
 */
public final class Units {
    /** A pause between executions that ends a piece of an endless task or connection. */
    static final long MAX_PAUSE_NANOS = 1_000_000_000L;

    /** Age at which such a piece ends even without a pause. */
    static final long MAX_AGE_NANOS = 60_000_000_000L;

    /** Units since start, or since detection asked, that all keep the costlier evidence. */
    static final int FIRST_SAMPLED = 64;

    /** Upper bound on units that are sampled on demand and not used up yet. */
    private static final int MAX_DEMAND = 256;

    /** Units that virtual threads leave to each other; a power of two. */
    private static final int MAX_VIRTUAL_SPARES = 64;

    /** Pools whose acquisitions are looked at for each by itself; should all of them be short at once, their looks cost a sixtieth of one processor. */
    private static final int MAX_POOLS_LOOKED_AT = 16;

    /**
     * Time between two looks at executions of sampled units in the long run: twenty a second cost less than a thousandth of one processor.
     */
    private static final long SAMPLED_SITE_GAP_NANOS = 50_000_000L;

    /** Such looks that may follow each other at once: most patterns of an application are seen first within moments. */
    private static final int SAMPLED_SITE_BURST = 256;

    /** The pool in whose looks those share that come later. */
    private static final String OTHER_POOLS = "";

    private final UnitPolicy policy;
    private final UnitQueue finished;
    private final Traffic traffic = new Traffic();
    private final CallSites callSites = new CallSites();
    private final CallSites sampledSites = new CallSites(SAMPLED_SITE_GAP_NANOS, SAMPLED_SITE_BURST);
    private final Map<String, AcquisitionLooks> acquisitions = new ConcurrentHashMap<>();
    private final ThreadLocal<@Nullable ThreadWork> threads = new ThreadLocal<>();
    private final AtomicInteger sampleDemand = new AtomicInteger(FIRST_SAMPLED);

    /** Spares of virtual threads that have ended; a slot each for so many threads that end at once. */
    private final AtomicReferenceArray<@Nullable UnitOfWork> sparesOfVirtual =
            new AtomicReferenceArray<>(MAX_VIRTUAL_SPARES);

    private volatile boolean virtualThreadsEnd;
    private volatile boolean virtualThreadsWork;
    private volatile TraceSource traces = TraceSource.NONE;

    public Units(UnitPolicy policy, UnitQueue finished) {
        this.policy = policy;
        this.finished = finished;
    }

    public UnitPolicy policy() {
        return policy;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** A connection of the pool was lost: for a while it is worth knowing where they are borrowed. */
    public void acquisitionsMatter(String pool, long nowNanos) {
        acquisitionsOf(pool).matter(nowNanos);
    }

    /** Looks at where connections of the pool are borrowed; asked for once by each connection. */
    AcquisitionLooks acquisitionsOf(String pool) {
        AcquisitionLooks known = acquisitions.get(pool);
        if (known != null) {
            return known;
        }
        String of = acquisitions.size() < MAX_POOLS_LOOKED_AT ? pool : OTHER_POOLS;
        return acquisitions.computeIfAbsent(of, it -> new AcquisitionLooks());
    }

    CallSites callSites() {
        return callSites;
    }

    /** For slow executions and those of sampled units, which no detector asks for. */
    CallSites sampledSites() {
        return sampledSites;
    }

    /** Says where the application's present span is asked for. */
    public void tracesFrom(TraceSource source) {
        traces = source;
    }

    /** Says that {@link #virtualThreadEnds} will be called for virtual threads, so that a unit can last as long as they do. */
    public void virtualThreadsEnd() {
        virtualThreadsEnd = true;
    }

    /** Detection would like more units with costly evidence. */
    public void sampleMore(int units) {
        sampleDemand.updateAndGet(it -> Math.min(MAX_DEMAND, Math.max(0, it) + units));
    }

    // Entry points

    /**
     * An entry point is called.
     *
     * @param name what it is called while nothing better is known
     * @param traceparent header of the call, if it came with one
     * @return whether it is the outermost; only then {@link #entryEnds} is to be called
     */
    public boolean entryBegins(String name, @Nullable String traceparent) {
        if (!policy.recordsUnits()) {
            return false;
        }
        ThreadWork work = threadWork();
        if (isInEntry(work) || !work.hasRoom()) {
            return false;
        }
        TraceContext caller = traceparent == null ? null : TraceContext.ofHeader(traceparent);
        work.enter(ThreadWork.Frame.ENTRY);
        try {
            UnitOfWork unit = open(work, UnitKind.ENTRY, name, System.nanoTime(), /* of= */ null);
            unit.calledFrom(caller);
            askTrace(unit);
            return true;
        } catch (Throwable failure) {
            abandon(work); // the end will not be told
            throw failure;
        }
    }

    /** Whether an entry point is under way here, or where the present task was submitted. */
    private static boolean isInEntry(ThreadWork work) {
        UnitOfWork unit = work.unit;
        UnitOfWork whole;
        if (unit != null && unit.isOpen()) {
            whole = unit.whole();
        } else {
            Parts carried = work.carried;
            whole = carried == null ? null : carried.whole();
        }
        return whole != null && whole.isOpen() && whole.kind() == UnitKind.ENTRY;
    }

    /** Undoes the last {@link ThreadWork#enter}. */
    private static void abandon(ThreadWork work) {
        UnitOfWork unit = work.unit;
        if (unit != null) {
            unit.end(unit.serial(), unit.startNanos());
        }
        work.leave();
    }

    /** The outermost entry point returns; {@code name} is its final name, null if that has not changed. */
    public void entryEnds(@Nullable String name) {
        ThreadWork work = threads.get();
        if (work == null || !work.isIn(ThreadWork.Frame.ENTRY)) {
            return;
        }
        long now = System.nanoTime();
        closeInner(work, now);
        UnitOfWork unit = work.unit;
        if (unit != null) {
            if (name != null) {
                unit.name(name);
            }
            close(work, unit, now);
        }
        work.leave();
    }

    /** Ends what is under way inside the innermost entry point and was not told to end. */
    private void closeInner(ThreadWork work, long nowNanos) {
        while (work.top() != ThreadWork.Frame.ENTRY) {
            leaveTop(work, nowNanos);
        }
    }

    private void leaveTop(ThreadWork work, long nowNanos) {
        if (work.top() != ThreadWork.Frame.STEP) {
            UnitOfWork unit = work.unit;
            Parts carried = work.carried;
            if (unit != null) {
                close(work, unit, nowNanos);
            } else if (carried != null) {
                carried.drop();
            }
        }
        work.leave();
    }

    /**
     * The outermost entry point returns, but the request goes on elsewhere.
     *
     * @return what {@link #entryResumes} or {@link #entryAbandoned} is to be given; null if there is no unit
     */
    public @Nullable Object entrySuspends(@Nullable String name) {
        ThreadWork work = threads.get();
        if (work == null || !work.isIn(ThreadWork.Frame.ENTRY)) {
            return null;
        }
        closeInner(work, System.nanoTime());
        UnitOfWork unit = work.unit;
        work.unit = null;
        work.leave();
        if (unit == null || !unit.isOpen()) {
            return null;
        }
        if (name != null) {
            unit.name(name);
        }
        unit.share();
        return unit;
    }

    /** The request goes on here; only where this says so, {@link #entryEnds} or {@link #entrySuspends} follows. */
    public boolean entryResumes(Object suspended) {
        UnitOfWork unit = (UnitOfWork) suspended;
        ThreadWork work = threadWork();
        if (!unit.isOpen() || isInEntry(work) || !work.hasRoom()) {
            return false;
        }
        work.enter(ThreadWork.Frame.ENTRY);
        unit.continueHere();
        work.unit = unit;
        return true;
    }

    /** The request that was suspended will not come back. */
    public void entryAbandoned(Object suspended) {
        UnitOfWork unit = (UnitOfWork) suspended;
        if (unit.end(unit.serial(), unit.lastEndNanos())) {
            finish(unit);
        }
    }

    // Tasks

    /** What a task submitted now belongs to, to be handed to {@link #taskBegins}; null outside any entry point, task or carried task. */
    public @Nullable Object carry() {
        ThreadWork work = threads.get();
        Parts parts = work == null ? null : partsToCarry(work);
        if (parts != null) {
            parts.carry();
        }
        return parts;
    }

    private static @Nullable Parts partsToCarry(ThreadWork work) {
        UnitOfWork unit = work.unit;
        if (unit == null || !unit.isOpen()) {
            Parts carried = work.carried;
            return carried == null || carried.whole() == null ? null : carried;
        }
        if (unit.kind() == UnitKind.LEASE || unit.kind() == UnitKind.BURST) {
            return null;
        }
        return unit.whole() == unit ? unit.partsToCarry() : unit.partOf();
    }

    /** A task that {@link #carry} was asked for will never run. */
    public void notCarried(Object carried) {
        ((Parts) carried).drop();
    }

    /** A task begins on a thread of an executor; {@code carried} is what {@link #carry} returned when it was submitted. */
    public void taskBegins(@Nullable Object carried) {
        Parts parts = (Parts) carried;
        ThreadWork work;
        try {
            work = threadWork();
            if (!work.hasRoom() || parts != null && isPartOf(work, parts)) {
                taskGoesOn(work, parts);
                return;
            }
            work.enter(ThreadWork.Frame.TASK);
        } catch (Throwable failure) {
            if (parts != null) {
                parts.drop();
            }
            throw failure;
        }
        work.carried = parts;
    }

    /** Whether this thread is at work for the same unit, such as one that waits for the tasks that it has forked and lends a hand. */
    private static boolean isPartOf(ThreadWork work, Parts parts) {
        UnitOfWork unit = work.unit;
        return unit != null && unit.isOpen() && (unit.partOf() == parts || parts.whole() == unit);
    }

    private static void taskGoesOn(ThreadWork work, @Nullable Parts parts) {
        if (parts != null) {
            parts.drop();
        }
        if (work.hasRoom()) {
            work.enter(ThreadWork.Frame.STEP);
        } else {
            work.enterBeyond();
        }
    }

    /**
     * A step begins that may or may not have been submitted as a task of its own; where it was not, it belongs to the unit that runs
     * here, as the first of several forked tasks does, which nobody forks. {@link #taskEnds} follows.
     */
    public void stepBegins(@Nullable Object carried) {
        ThreadWork work = threadWork();
        if (carried == null && (work.carried != null || openOn(work) != null)) {
            taskGoesOn(work, /* parts= */ null);
        } else {
            taskBegins(carried);
        }
    }

    /** The task or step that began last on this thread has ended. */
    public void taskEnds() {
        ThreadWork work = threads.get();
        if (work == null || work.leaveBeyond()) {
            return;
        }
        if (work.top() == ThreadWork.Frame.STEP) {
            work.leave();
            return;
        }
        if (!work.isIn(ThreadWork.Frame.TASK)) {
            return;
        }
        long now = work.unit == null ? 0 : System.nanoTime();
        while (work.top() != ThreadWork.Frame.TASK) {
            leaveTop(work, now);
        }
        leaveTop(work, now);
    }

    /** A virtual thread begins that was started inside a unit. */
    public void virtualThreadBegins(Object carried) {
        taskBegins(carried);
    }

    /** A virtual thread ends; costs next to nothing where none has done anything. */
    public void virtualThreadEnds() {
        if (!virtualThreadsWork) {
            return; // not even asked for what the thread did: the question alone would leave something behind
        }
        ThreadWork work = threads.get();
        if (work == null) {
            return;
        }
        long now = System.nanoTime();
        while (work.top() != null) {
            leaveTop(work, now);
        }
        UnitOfWork unit = work.unit;
        if (unit != null) {
            close(work, unit, now);
        }
        UnitOfWork spare = work.spare;
        if (spare != null) {
            sparesOfVirtual.set(slotOf(Thread.currentThread()), spare);
        }
        threads.remove();
    }

    private static int slotOf(Thread thread) {
        return System.identityHashCode(thread) & MAX_VIRTUAL_SPARES - 1;
    }

    // Connections

    /** The unit that an execution on this connection belongs to; begins one if there is none. */
    UnitOfWork unitOf(ConnectionWork connection, long nowNanos) {
        ThreadWork work = threads.get();
        if (work != null) {
            UnitOfWork unit = openOn(work);
            if (unit != null) {
                return unit.kind() == UnitKind.ENTRY ? unit : stillSame(work, unit, connection, nowNanos);
            }
        }
        return begin(work == null ? threadWork() : work, connection, nowNanos);
    }

    /**
     * The unit that a lease which begins now belongs to; null if it is one of its own, which begins when there is something to record:
     * often there never is.
     */
    @Nullable
    UnitOfWork unitOfLease(ConnectionWork connection, long nowNanos, long waitedNanos) {
        ThreadWork work = threads.get();
        if (work == null) {
            work = threadWork();
        }
        UnitOfWork unit = openOn(work);
        if (unit == null
                && work.top() == null
                && work.carried == null
                && !policy.wantsAll()
                && !(policy.wantsInteresting() && policy.isLongWait(waitedNanos))
                && !(virtualThreadsEnd && VirtualThreads.isVirtual(Thread.currentThread()))) {
            if (work.unbegun != connection) {
                work.unbegun = connection; // storing a reference costs more than the look
            }
            work.unbegunSerial = connection.leaseSerial();
            return null;
        }
        return unitOf(connection, nowNanos);
    }

    /** The unit that is open there, begun now if that was put off; null if there is none. */
    private @Nullable UnitOfWork openOn(ThreadWork work) {
        UnitOfWork unit = work.unit;
        if (unit != null && unit.isOpen()) {
            return unit;
        }
        ConnectionWork lent = work.unbegun;
        if (lent == null || work.innermost() != null) {
            return null;
        }
        return lent.isUnbegun(work.unbegunSerial) ? beginLease(work, lent) : null;
    }

    private UnitOfWork beginLease(ThreadWork work, ConnectionWork lent) {
        work.unbegun = null;
        UnitOfWork unit = begin(work, lent, lent.grantedNanos());
        lent.borrowedIn(unit);
        return unit;
    }

    /** Begins the unit of a lease whose borrower may be another thread than the present one, where none is open. */
    UnitOfWork beginLease(ConnectionWork lent) {
        return beginLease(threadWork(), lent);
    }

    private UnitOfWork stillSame(ThreadWork work, UnitOfWork unit, ConnectionWork connection, long nowNanos) {
        boolean endless = (unit.kind() != UnitKind.LEASE || !connection.isPooled()) && unit.whole() == unit;
        if (!endless || connection.inTransaction()) {
            return unit;
        }
        if (nowNanos - unit.lastEndNanos() < MAX_PAUSE_NANOS && nowNanos - unit.startNanos() < MAX_AGE_NANOS) {
            return unit;
        }
        if (unit.executions() > 0 && unit.kind() != UnitKind.TRACE) {
            unit.kind(UnitKind.BURST); // pieces of a trace are put together again
        }
        close(work, unit, unit.lastEndNanos());
        UnitOfWork next = begin(work, connection, nowNanos);
        next.kind(UnitKind.BURST);
        return next;
    }

    private UnitOfWork begin(ThreadWork work, ConnectionWork connection, long nowNanos) {
        Thread thread = Thread.currentThread();
        Parts carried = work.carried;
        if (carried != null) {
            UnitOfWork whole = carried.whole();
            UnitOfWork part = open(work, UnitKind.TASK, work.taskName(thread), nowNanos, carried);
            work.carried = null; // from now on the unit knows
            if (whole != null) {
                part.trace(whole.trace());
            }
            return part;
        }
        if (work.innermost() == ThreadWork.Frame.TASK || virtualThreadsEnd && VirtualThreads.isVirtual(thread)) {
            return open(work, UnitKind.TASK, work.taskName(thread), nowNanos, /* of= */ null);
        }
        UnitOfWork unit = open(work, UnitKind.LEASE, connection.leaseName(), nowNanos, /* of= */ null);
        connection.owns(unit, nowNanos);
        return unit;
    }

    /** Whether the application may have spans. */
    boolean hasTraces() {
        return traces.isActive();
    }

    /** The application's span is asked for where a statement is made: there no other agent's own database span is current. */
    void noteTrace(ConnectionWork connection, long nowNanos) {
        if (!traces.isActive()) {
            return;
        }
        UnitOfWork unit = unitOf(connection, nowNanos);
        if (unit.kind() == UnitKind.ENTRY || unit.whole() != unit) {
            askTrace(unit);
            return;
        }
        TraceContext present = traces.current();
        TraceContext known = unit.trace();
        if (known != null && (present == null || !present.traceId().equals(known.traceId()))) {
            ThreadWork work = threadWork();
            close(work, unit, unit.lastEndNanos());
            unit = begin(work, connection, nowNanos);
        }
        unit.trace(present);
        if (present != null) {
            unit.kind(UnitKind.TRACE);
        }
    }

    private void askTrace(UnitOfWork unit) {
        if (unit.needsTrace() && traces.isActive()) {
            TraceContext present = traces.current();
            if (present != null) {
                unit.trace(present);
            }
        }
    }

    /** A lease ended, or a connection; ends the unit that it delimited, on whatever thread that began. */
    void leaseEnds(UnitOfWork owned, long serial, long nowNanos) {
        if (!owned.isOpenAs(serial)) {
            return;
        }
        ThreadWork work = threads.get();
        if (work != null && work.unit == owned) {
            close(work, owned, nowNanos);
        } else if (owned.end(serial, nowNanos)) {
            finish(owned);
        }
    }

    /** The unit that is open on this thread; null if there is none, or if its beginning was put off. */
    @Nullable
    UnitOfWork present() {
        ThreadWork work = threads.get();
        UnitOfWork unit = work == null ? null : work.unit;
        return unit != null && unit.isOpen() ? unit : null;
    }

    /** The same; now there is something to record. */
    @Nullable
    UnitOfWork presentToRecord() {
        ThreadWork work = threads.get();
        return work == null ? null : openOn(work);
    }

    // Beginning and ending

    private ThreadWork threadWork() {
        ThreadWork known = threads.get();
        if (known == null) {
            known = new ThreadWork();
            Thread thread = Thread.currentThread();
            if (VirtualThreads.isVirtual(thread)) {
                virtualThreadsWork = true;
                known.spare = sparesOfVirtual.getAndSet(slotOf(thread), null);
            }
            threads.set(known);
        }
        return known;
    }

    private UnitOfWork open(ThreadWork work, UnitKind kind, String name, long nowNanos, @Nullable Parts of) {
        UnitOfWork unit = work.spare;
        if (unit == null) {
            unit = new UnitOfWork(this);
        } else {
            work.spare = null;
        }
        unit.begin(kind, name, nowNanos, of);
        unit.begunUnder(work);
        work.unit = unit;
        return unit;
    }

    /** Whether a unit that has its first execution now keeps costlier evidence. */
    boolean samples(UnitOfWork unit) {
        UnitOfWork whole = unit.whole();
        if (whole != unit && whole.executions() > 0) {
            return whole.isSampled(); // what it read may be what its tasks look for
        }
        if (policy.sampleEvery() == 1) {
            return true;
        }
        if (sampleDemand.get() > 0 && sampleDemand.getAndDecrement() > 0) {
            return true;
        }
        return ThreadLocalRandom.current().nextInt(policy.sampleEvery()) == 0;
    }

    private void close(ThreadWork work, UnitOfWork unit, long nowNanos) {
        work.unit = null;
        if (unit.end(unit.serial(), nowNanos) && !finish(unit)) {
            work.spare = unit;
        }
    }

    /** Counts and hands over a unit that has ended; returns whether the object may not be used again. */
    private boolean finish(UnitOfWork unit) {
        Parts of = unit.partOf();
        if (of == null) {
            return finishWhole(unit);
        }
        Parts own = unit.parts();
        if (unit.isEmpty() && (own == null || !own.isUsed())) {
            of.drop();
            return !unit.isReusable();
        }
        boolean used = false;
        UnitOfWork late = of.attach(unit);
        while (late != null) {
            UnitOfWork next = late.nextPart();
            late.nextPart(null);
            used |= finishWhole(late) && late == unit;
            late = next;
        }
        return used || !unit.isReusable();
    }

    private boolean finishWhole(UnitOfWork unit) {
        Parts parts = unit.parts();
        boolean more = parts != null && parts.isUsed() && (parts.isAwaited() || join(unit, parts));
        traffic.count(unit);
        if (!more && !unit.isWanted()) {
            return !unit.isReusable();
        }
        if (!finished.offer(unit)) {
            UnitAssembler.countParts(unit);
        }
        return true;
    }

    /**
     * Adds up the tasks of a unit, which have ended before it: most often nobody wants the unit then. Returns whether something is left
     * that can't be added up.
     */
    private static boolean join(UnitOfWork unit, Parts parts) {
        boolean left = false;
        UnitOfWork part = parts.take();
        while (part != null) {
            UnitOfWork next = part.nextPart();
            if (part.isFollowed()) {
                parts.putBack(part);
                left = true;
            } else {
                unit.absorb(part);
            }
            part = next;
        }
        return left;
    }
}
