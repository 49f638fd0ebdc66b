package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work, or the part of it on one thread, does: records of its first executions, and for every pattern a
 * {@link KeyUse} that stays small however often it runs. Adding allocates nothing once the arrays have grown; they are used again by
 * the next unit unless the unit is handed over.
 *
 * <p>Begun and filled by one thread, ended once, as a rule by the same. Once handed over it belongs to the control plane.
 */
public final class UnitOfWork {
    /** Number of an execution that got no record. */
    static final int NOT_RECORDED = ExecutionLog.NOT_RECORDED;

    /** Checkouts of connections that are kept one by one. */
    static final int MAX_LEASES = 16;

    /** Patterns for which room is kept on a thread between units: 25 KiB. A unit with more is left to the garbage collector. */
    private static final int MAX_KEPT_KEYS = 64;

    /** A part on another thread may hold one of the repeats only: there the first one is looked at. */
    private static final int SITE_THRESHOLD_OF_PART = 2;

    private static final AtomicLongFieldUpdater<UnitOfWork> STATE =
            AtomicLongFieldUpdater.newUpdater(UnitOfWork.class, "state");

    private final Units units;
    private final UnitPolicy policy;
    /** For statements, which outlive units and are many: they must not keep them alive. */
    private final WeakReference<UnitOfWork> weak = new WeakReference<>(this);

    /** Goes up when the unit begins and when it ends: odd while open, different in every use of this object. */
    private volatile long state;

    private UnitKind kind = UnitKind.LEASE;
    private String name = "";
    private @Nullable Thread owner;
    private boolean forSpans;
    private boolean forDetection;
    private boolean sampled;
    /** Something outside the thread points to it, so it is not used again. */
    private boolean shared;

    private long startNanos;
    private long endNanos;
    private long lastEndNanos;
    private @Nullable TraceContext trace;
    private boolean traceAsked;

    private final ExecutionLog log = new ExecutionLog();
    private final KeyTable keys = new KeyTable();
    private long unrecorded;
    private @Nullable ValueTrail trail;

    /** Where on which thread it was begun. */
    private @Nullable ThreadWork thread;

    private long frame;
    /** Connections borrowed in it that have not come back. */
    private int leasesOut;

    private int leaseCount;
    private final @Nullable LeaseUse[] leases = new LeaseUse[MAX_LEASES];
    private int leasesOfAll;
    private int heldIdle;
    private int autocommittedWrites;
    private long protocolTrips;
    private long emptyTransactions;

    /** The parts of this unit; made with the first task that it submits. */
    private @Nullable Parts parts;

    /** Of which unit this is a part. */
    private @Nullable Parts partOf;

    private @Nullable UnitOfWork nextPart;
    private boolean kept;

    UnitOfWork(Units units) {
        this.units = units;
        this.policy = units.policy();
    }

    /** Begins a unit on the present thread; whatever the object held before is forgotten. */
    void begin(UnitKind unitKind, String unitName, long nowNanos, @Nullable Parts of) {
        kind = unitKind;
        name = unitName;
        owner = Thread.currentThread();
        startNanos = nowNanos;
        endNanos = nowNanos;
        lastEndNanos = nowNanos;
        forSpans = policy.wantsAll();
        forDetection = false;
        sampled = false;
        shared = false;
        trace = null;
        traceAsked = false;
        log.clear();
        keys.clear();
        unrecorded = 0;
        leasesOut = 0;
        leaseCount = 0;
        leasesOfAll = 0;
        heldIdle = 0;
        autocommittedWrites = 0;
        protocolTrips = 0;
        emptyTransactions = 0;
        partOf = of;
        nextPart = null;
        kept = false;
        Parts own = parts;
        if (own != null) {
            own.clear();
        }
        STATE.incrementAndGet(this);
    }

    boolean isOpen() {
        return (state & 1) != 0;
    }

    /** Tells the uses of this object apart; of an open unit. */
    long serial() {
        return state;
    }

    /** Whether it is open, and still the unit that had this serial. */
    boolean isOpenAs(long serial) {
        return (serial & 1) != 0 && state == serial;
    }

    /** Whether it is the unit that had this serial while it was open, open still or ended. */
    boolean wasBegunAs(long serial) {
        long now = state;
        return now == serial || now == serial + 1;
    }

    /** Ends the unit; false if that has happened already. */
    boolean end(long serial, long nowNanos) {
        if ((serial & 1) == 0 || !STATE.compareAndSet(this, serial, serial + 1)) {
            return false;
        }
        owner = null; // not to keep a thread of the application alive
        endNanos = nowNanos;
        return true;
    }

    WeakReference<UnitOfWork> weak() {
        return weak;
    }

    // Executions

    /** Adds one execution; returns its number, or {@link #NOT_RECORDED}. For the thread of the unit. */
    int add(
            PatternStats pattern,
            long executionStartNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            @Nullable String errorType,
            int traitBits,
            ConnectionWork connection) {
        if (policy.wantsInteresting() && (errorType != null || policy.isSlow(durationNanos))) {
            forSpans = true;
        }
        lastEndNanos = executionStartNanos + durationNanos;
        TraceContext under = trace;
        if (under != null && under.sampled()) {
            pattern.traced(under.traceId(), under.spanId(), durationNanos, lastEndNanos, errorType);
        }
        int record =
                log.add(pattern, executionStartNanos, durationNanos, batchSize, parameterHash, errorType, traitBits);
        if (record == NOT_RECORDED) {
            unrecorded++;
        }
        if (policy.detects()) {
            if (record == 0) {
                sampled = units.samples(this);
                forDetection |= sampled;
                if (sampled && trail != null) {
                    trail.clear();
                }
            }
            if ((traitBits & Traits.IN_TRANSACTION) == 0
                    && pattern.writes()
                    && ++autocommittedWrites >= policy.repeats()) {
                forDetection = true;
            }
            KeyUse key = pattern.database().isMixture() ? null : keys.obtain(pattern, executionStartNanos);
            if (key != null) {
                key.add(
                        executionStartNanos,
                        durationNanos,
                        batchSize,
                        parameterHash,
                        errorType != null,
                        traitBits,
                        connection.leaseSerial(),
                        connection.transactionSerial());
                Parts of = partOf;
                if (of == null) {
                    nearThreshold(key, policy.repeats());
                } else if (of.executed() >= policy.repeats() - 2) {
                    nearThreshold(key, SITE_THRESHOLD_OF_PART);
                }
            }
        }
        return record;
    }

    private void nearThreshold(KeyUse key, int threshold) {
        int identical = KeyUse.identical(policy.repeats());
        if (!forDetection && key.count() >= identical) {
            forDetection = key.isRepeated(policy.repeats());
        }
        boolean allTheSame = key.count() <= threshold && key.mostWithSameParameters() == key.count();
        if (key.wantsSite(allTheSame ? Math.min(threshold, identical + 1) : threshold)) {
            CallSite site = units.callSites().take();
            if (site != null) {
                key.site(site);
            }
        }
    }

    /** A result of an execution of this unit was read. */
    void resultRead(PatternStats pattern, int record, long count) {
        if (isWritable()) {
            log.rowsRead(record, count);
            KeyUse key = keys.find(pattern);
            if (key != null) {
                key.resultRead(count);
            }
        }
    }

    private boolean isWritable() {
        return isOpen() && owner == Thread.currentThread();
    }

    /** Whether it keeps hashes of values; decided with the first execution. */
    boolean isSampled() {
        return sampled;
    }

    /** A sampled unit read a value; see {@link ValueTrail#read}. */
    void valueRead(int record, int row, int column, long valueHash) {
        if (isWritable()) {
            trail().read(record, row, column, valueHash);
        }
    }

    /** A sampled unit bound values; see {@link ValueTrail#bound}. */
    void parametersBound(int record, long[] hashes, int count) {
        if (isWritable()) {
            trail().bound(record, hashes, count);
        }
    }

    private ValueTrail trail() {
        ValueTrail known = trail;
        if (known == null) {
            known = new ValueTrail();
            trail = known;
        }
        return known;
    }

    // Connections

    /** The wait for a connection was so long. */
    void waited(long waitNanos) {
        if (policy.wantsInteresting() && policy.isLongWait(waitNanos)) {
            forSpans = true;
        }
    }

    /** A connection is borrowed. */
    void lends() {
        leasesOut++;
    }

    /** One is given back; another thread may do that, and a count that is lost only keeps the object from being used again. */
    void takesBack() {
        leasesOut--;
    }

    /** A connection came back. */
    void leaseEnded(
            ConnectionWork connection,
            long nowNanos,
            boolean uncommitted,
            int openStatements,
            @Nullable CallSite site) {
        leasesOfAll++;
        long idleNanos = nowNanos - connection.grantedNanos() - connection.busyNanos();
        boolean idle = policy.isLongIdle(idleNanos) && idleNanos * 2 >= nowNanos - connection.grantedNanos();
        if (idle) {
            heldIdle++;
            connection.acquisitionsMatter(nowNanos);
        }
        boolean notable = uncommitted || openStatements > 0;
        forDetection |= (notable || idle) && policy.detects();
        LeaseUse lease = placeOfLease(notable);
        if (lease != null) {
            lease.set(connection, nowNanos, uncommitted, openStatements, site);
        }
    }

    private @Nullable LeaseUse placeOfLease(boolean notable) {
        if (leaseCount == MAX_LEASES && !notable) {
            return null;
        }
        int index = leaseCount < MAX_LEASES ? leaseCount++ : MAX_LEASES - 1;
        LeaseUse lease = leases[index];
        if (lease == null) {
            lease = new LeaseUse();
            leases[index] = lease;
        }
        return lease;
    }

    /** So many trips to the server were made that carried no statement. */
    void protocolTrips(int count) {
        protocolTrips += count;
    }

    void emptyTransaction() {
        emptyTransactions++;
    }

    // Names and traces

    UnitKind kind() {
        return kind;
    }

    void kind(UnitKind known) {
        kind = known;
    }

    String name() {
        return name;
    }

    void name(String known) {
        name = known;
    }

    boolean needsTrace() {
        return !traceAsked;
    }

    void trace(@Nullable TraceContext context) {
        traceAsked = true;
        if (context != null) {
            trace = context;
        }
    }

    /** A trace that is known before the application's own is asked for, such as the caller's. */
    void calledFrom(@Nullable TraceContext context) {
        trace = context;
    }

    @Nullable
    TraceContext trace() {
        return trace;
    }

    // Threads

    /** It is begun there. */
    void begunUnder(ThreadWork work) {
        thread = work;
        frame = work.frame();
    }

    @Nullable
    ThreadWork thread() {
        return thread;
    }

    /** {@link ThreadWork#frame} in which it was begun. */
    long frame() {
        return frame;
    }

    /** Something outside the thread keeps a reference, as to a request that goes on elsewhere. */
    void share() {
        shared = true;
    }

    /** The present thread goes on with a unit that another one began. */
    void continueHere() {
        owner = Thread.currentThread();
    }

    /** Whether the thread may use the object again. */
    boolean isReusable() {
        return !shared && !kept && leasesOut <= 0 && keys.capacity() <= MAX_KEPT_KEYS;
    }

    /** The unit that a task submitted now is to be a part of. */
    UnitOfWork whole() {
        Parts of = partOf;
        UnitOfWork whole = of == null ? null : of.whole();
        return whole == null ? this : whole;
    }

    /** Of which unit this is a part; null if of none. */
    @Nullable
    Parts partOf() {
        return partOf;
    }

    /** The tasks that it submitted; null if it has not. */
    @Nullable
    Parts parts() {
        return parts;
    }

    /** For the thread of the unit: what a task submitted now is to be given. */
    Parts partsToCarry() {
        Parts own = parts;
        if (own == null) {
            own = new Parts(this);
            parts = own;
        }
        return own;
    }

    /** The next in a list of parts. */
    @Nullable
    UnitOfWork nextPart() {
        return nextPart;
    }

    void nextPart(@Nullable UnitOfWork next) {
        nextPart = next;
    }

    /** It becomes an element of a list of parts. */
    void keep() {
        kept = true;
    }

    /** Whether values were followed, so that it can't be put into another part. */
    boolean isFollowed() {
        ValueTrail known = valueTrail();
        return known != null && !known.isEmpty();
    }

    void followNoMore() {
        sampled = false;
        trail = null; // not to be kept for the next unit: it can be large
    }

    /** Adds what another part of the same unit did, which is not {@link #isFollowed}; both have ended. */
    void absorb(UnitOfWork part) {
        forSpans |= part.forSpans;
        forDetection |= part.forDetection;
        if (trace == null) {
            trace = part.trace;
        }
        startNanos = startNanos - part.startNanos <= 0 ? startNanos : part.startNanos;
        endNanos = endNanos - part.endNanos >= 0 ? endNanos : part.endNanos;
        lastEndNanos = lastEndNanos - part.lastEndNanos >= 0 ? lastEndNanos : part.lastEndNanos;
        unrecorded += part.unrecorded + log.absorb(part.log);
        forDetection |= keys.absorb(part.keys, policy.repeats()) && policy.detects();
        for (int i = 0; i < part.leaseCount && leaseCount < MAX_LEASES; i++) {
            LeaseUse mine = leases[leaseCount];
            leases[leaseCount++] = part.leases[i];
            part.leases[i] = mine;
        }
        leasesOfAll += part.leasesOfAll;
        heldIdle += part.heldIdle;
        protocolTrips += part.protocolTrips;
        emptyTransactions += part.emptyTransactions;
    }

    // Figures; while it is open, for its thread alone

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    /** When the last execution ended; the start while there is none. */
    long lastEndNanos() {
        return lastEndNanos;
    }

    /** Executions of any kind. */
    long executions() {
        return log.size() + unrecorded;
    }

    /** Nothing happened in it that anybody could want to know. */
    boolean isEmpty() {
        return executions() == 0 && leasesOfAll == 0 && protocolTrips == 0 && emptyTransactions == 0;
    }

    /** Whether the control plane is to see it. */
    boolean isWanted() {
        return (forSpans || forDetection || kind == UnitKind.TRACE) && (executions() > 0 || leasesOfAll > 0);
    }

    boolean isForSpans() {
        return forSpans;
    }

    long unrecorded() {
        return unrecorded;
    }

    ExecutionLog log() {
        return log;
    }

    KeyTable keys() {
        return keys;
    }

    int leaseCount() {
        return leaseCount;
    }

    LeaseUse lease(int index) {
        LeaseUse lease = leases[index];
        if (index >= leaseCount || lease == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return lease;
    }

    int leasesOfAll() {
        return leasesOfAll;
    }

    int heldIdle() {
        return heldIdle;
    }

    long protocolTrips() {
        return protocolTrips;
    }

    long emptyTransactions() {
        return emptyTransactions;
    }

    @Nullable
    ValueTrail valueTrail() {
        return sampled ? trail : null;
    }

    /** Where its parts are counted once they are known. */
    Traffic traffic() {
        return units.traffic();
    }
}
