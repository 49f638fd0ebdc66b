package io.querytap.core.work;

import io.querytap.core.callsite.CallSites;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final UnitPolicy policy;
    private final UnitQueue finished;
    private final Traffic traffic = new Traffic();
    private final CallSites callSites = new CallSites();
    private final ThreadLocal<@Nullable ThreadWork> threads = new ThreadLocal<>();
    private final AtomicInteger sampleDemand = new AtomicInteger(FIRST_SAMPLED);
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

    CallSites callSites() {
        return callSites;
    }

    /** Says where the application's present span is asked for. */
    public void tracesFrom(TraceSource source) {
        traces = source;
    }

    /** Detection would like more units with costly evidence. */
    public void sampleMore(int units) {
        sampleDemand.updateAndGet(it -> Math.min(MAX_DEMAND, it + units));
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
        UnitOfWork present = work.unit;
        if (present != null && present.isOpen() && present.whole().kind() == UnitKind.ENTRY) {
            return false;
        }
        work.interrupt();
        UnitOfWork unit = open(work, UnitKind.ENTRY, name, System.nanoTime());
        unit.calledFrom(traceparent == null ? null : TraceContext.ofHeader(traceparent));
        askTrace(unit);
        return true;
    }

    /** The outermost entry point returns; {@code name} is its final name, null if that has not changed. */
    public void entryEnds(@Nullable String name) {
        ThreadWork work = threads.get();
        UnitOfWork unit = work == null ? null : work.unit;
        if (work != null && unit != null && unit.kind() == UnitKind.ENTRY) {
            if (name != null) {
                unit.name(name);
            }
            close(work, unit, System.nanoTime());
            work.resume();
        }
    }

    /**
     * The outermost entry point returns, but the request goes on elsewhere.
     *
     * @return what {@link #entryResumes} or {@link #entryAbandoned} is to be given; null if there is no unit
     */
    public @Nullable Object entrySuspends(@Nullable String name) {
        ThreadWork work = threads.get();
        UnitOfWork unit = work == null ? null : work.unit;
        if (work == null || unit == null || unit.kind() != UnitKind.ENTRY) {
            return null;
        }
        if (name != null) {
            unit.name(name);
        }
        work.resume();
        return unit;
    }

    /** The request goes on here; whether it does, {@link #entryEnds} or {@link #entrySuspends} follows. */
    public boolean entryResumes(Object suspended) {
        UnitOfWork unit = (UnitOfWork) suspended;
        if (!unit.isOpen()) {
            return false;
        }
        ThreadWork work = threadWork();
        UnitOfWork present = work.unit;
        if (present != null && present.isOpen() && present.whole().kind() == UnitKind.ENTRY) {
            return false;
        }
        work.interrupt();
        unit.continueHere();
        work.unit = unit;
        return true;
    }

    /** The request that was suspended will not come back. */
    public void entryAbandoned(Object suspended) {
        UnitOfWork unit = (UnitOfWork) suspended;
        if (unit.isOpen()) {
            handOver(unit, unit.lastEndNanos());
        }
    }

    // Tasks

    /** What a task submitted now belongs to, to be handed to {@link #taskBegins}; null outside any entry point, task or carried task. */
    public @Nullable Object carry() {
        ThreadWork work = threads.get();
        UnitOfWork unit = work == null ? null : work.unit;
        if (unit == null || !unit.isOpen() || unit.kind() == UnitKind.LEASE || unit.kind() == UnitKind.BURST) {
            return null;
        }
        UnitOfWork whole = unit.whole();
        whole.carry();
        return whole;
    }

    /** A task that {@link #carry} was asked for will never run. */
    public void notCarried(Object carried) {
        ((UnitOfWork) carried).dropPart();
    }

    /** A task begins on a thread of an executor; {@code carried} is what {@link #carry} returned when it was submitted. */
    public void taskBegins(@Nullable Object carried) {
        ThreadWork work = threadWork();
        work.tasks++;
        work.interrupt();
        if (carried != null) {
            UnitOfWork whole = (UnitOfWork) carried;
            UnitOfWork part = open(work, UnitKind.TASK, taskName(Thread.currentThread()), System.nanoTime());
            part.partOf(whole);
            part.trace(whole.trace());
        }
    }

    /** The task that began last on this thread has ended. */
    public void taskEnds() {
        ThreadWork work = threads.get();
        if (work == null || work.tasks == 0) {
            return;
        }
        work.tasks--;
        UnitOfWork unit = work.unit;
        if (unit != null) {
            close(work, unit, System.nanoTime());
        }
        work.resume();
    }

    /** A virtual thread begins that was started inside a unit. */
    public void virtualThreadBegins(Object carried) {
        taskBegins(carried);
    }

    /** A virtual thread ends; costs next to nothing where it did nothing. */
    public void virtualThreadEnds() {
        ThreadWork work = threads.get();
        if (work == null) {
            return;
        }
        UnitOfWork unit = work.unit;
        if (unit != null) {
            close(work, unit, System.nanoTime());
        }
        threads.remove();
    }

    // Connections

    /** The unit that an execution on this connection belongs to; begins one if there is none. */
    UnitOfWork unitOf(ConnectionWork connection, long nowNanos) {
        ThreadWork work = threads.get();
        if (work != null) {
            UnitOfWork unit = work.unit;
            if (unit != null && unit.isOpen()) {
                return unit.kind() == UnitKind.ENTRY ? unit : stillSame(work, unit, connection, nowNanos);
            }
        }
        return begin(work == null ? threadWork() : work, connection, nowNanos);
    }

    private UnitOfWork stillSame(ThreadWork work, UnitOfWork unit, ConnectionWork connection, long nowNanos) {
        boolean endless = unit.whole() == unit && (unit.kind() != UnitKind.LEASE || !connection.isPooled());
        if (!endless || connection.inTransaction()) {
            return unit;
        }
        if (nowNanos - unit.lastEndNanos() < MAX_PAUSE_NANOS && nowNanos - unit.startNanos() < MAX_AGE_NANOS) {
            return unit;
        }
        if (unit.executions() > 0) {
            unit.kind(UnitKind.BURST);
        }
        close(work, unit, unit.lastEndNanos());
        UnitOfWork next = begin(work, connection, nowNanos);
        next.kind(UnitKind.BURST);
        return next;
    }

    private UnitOfWork begin(ThreadWork work, ConnectionWork connection, long nowNanos) {
        Thread thread = Thread.currentThread();
        boolean task = work.tasks > 0 || VirtualThreads.isVirtual(thread);
        UnitOfWork unit = task
                ? open(work, UnitKind.TASK, taskName(thread), nowNanos)
                : open(work, UnitKind.LEASE, connection.leaseName(), nowNanos);
        if (!task) {
            connection.owns(unit);
        }
        return unit;
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

    /** A lease ended, or a connection; ends the unit that it delimited. */
    void leaseEnds(UnitOfWork owned, long nowNanos) {
        ThreadWork work = threads.get();
        if (work != null && work.unit == owned) {
            close(work, owned, nowNanos);
        } else if (owned.isOpen() && (owned.kind() == UnitKind.LEASE || owned.kind() == UnitKind.BURST)) {
            handOver(owned, nowNanos); // returned by another thread
        }
    }

    /** The unit that is open on this thread; null if there is none. */
    @Nullable
    UnitOfWork present() {
        ThreadWork work = threads.get();
        UnitOfWork unit = work == null ? null : work.unit;
        return unit != null && unit.isOpen() ? unit : null;
    }

    // Beginning and ending

    private ThreadWork threadWork() {
        ThreadWork known = threads.get();
        if (known == null) {
            known = new ThreadWork();
            threads.set(known);
        }
        return known;
    }

    private UnitOfWork open(ThreadWork work, UnitKind kind, String name, long nowNanos) {
        UnitOfWork unit = work.spare;
        if (unit == null) {
            unit = new UnitOfWork(policy, callSites);
        } else {
            work.spare = null;
        }
        unit.begin(kind, name, nowNanos, policy.detects() && samples());
        work.unit = unit;
        return unit;
    }

    private boolean samples() {
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
        if (!handOver(unit, nowNanos)) {
            work.spare = unit;
        }
    }

    /** Returns whether the unit is in other hands now. */
    private boolean handOver(UnitOfWork unit, long nowNanos) {
        UnitOfWork whole = unit.whole();
        boolean wanted = unit.end(nowNanos);
        if (whole != unit) {
            if (unit.executions() == 0) {
                whole.dropPart();
                return false;
            }
            if (whole.attach(unit)) {
                return true;
            }
        }
        traffic.count(unit);
        if (wanted || unit.kind() == UnitKind.TRACE && unit.executions() > 0) {
            finished.offer(unit);
            return true;
        }
        return false;
    }

    /** {@code task on pool-1-thread}: the thread's name without what differs between two runs. */
    private static String taskName(Thread thread) {
        String name = thread.getName();
        int end = name.length();
        while (end > 0 && (Character.isDigit(name.charAt(end - 1)) || "-_#. ".indexOf(name.charAt(end - 1)) >= 0)) {
            end--;
        }
        return end == 0 ? "task on a virtual thread" : "task on " + name.substring(0, end);
    }
}
