package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import io.querytap.core.stats.PatternStats;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work, or the part of it on one thread, does: compact records of its first executions, and for every pattern a
 * {@link KeyUse} that stays small however often it runs. Adding allocates nothing once the arrays have grown; they are used again by
 * the next unit unless the unit is handed over.
 *
 * <p>Begun, filled and ended by one thread; executions of another are counted, not recorded. Parts that ran on other threads are
 * attached, lock-free, when they end. Once handed over it belongs to the control plane.
 */
public final class UnitOfWork {
    /** Number of an execution that got no record. */
    static final int NOT_RECORDED = -1;

    /** Executions recorded one by one; later ones are only added up. At about 70 bytes each 18 KiB for a unit that has so many. */
    static final int MAX_EXECUTIONS = 256;

    /** Patterns kept apart; of further ones only the executions are counted. About 300 bytes each. */
    static final int MAX_KEYS = 256;

    /** Parts on other threads that are attached; what further ones did stands alone. */
    static final int MAX_PARTS = 1_024;

    /** Checkouts of connections that are kept one by one. */
    static final int MAX_LEASES = 16;

    private static final int FIRST_EXECUTIONS = 8;
    private static final int FIRST_SLOTS = 16;

    /** A part on another thread may hold one of the repeats only: there the first one is looked at. */
    private static final int SITE_THRESHOLD_OF_PART = 2;

    private final UnitPolicy policy;
    private final CallSites callSites;

    private long serial;
    private UnitKind kind = UnitKind.LEASE;
    private String name = "";
    private @Nullable Thread owner;
    private volatile boolean open;
    private boolean forSpans;
    private boolean forDetection;
    private long startNanos;
    private long endNanos;
    private long lastEndNanos;

    private @Nullable TraceContext trace;
    private boolean traceAsked;

    private int size;
    private long unrecorded;
    private @Nullable PatternStats[] patterns = new PatternStats[FIRST_EXECUTIONS];
    private long[] starts = new long[FIRST_EXECUTIONS];
    private long[] durations = new long[FIRST_EXECUTIONS];
    private long[] rows = new long[FIRST_EXECUTIONS];
    private long[] parameterHashes = new long[FIRST_EXECUTIONS];
    private int[] batchSizes = new int[FIRST_EXECUTIONS];
    private int[] traits = new int[FIRST_EXECUTIONS];
    private @Nullable String[] errorTypes = new String[FIRST_EXECUTIONS];

    private int keyCount;
    private long executionsOfOtherKeys;
    private @Nullable KeyUse[] keys = new KeyUse[FIRST_EXECUTIONS];
    /** Open addressing by pattern id; its length is a power of two and at least twice the keys. */
    private @Nullable KeyUse[] slots = new KeyUse[FIRST_SLOTS];

    private @Nullable KeyUse lastKey;

    private int leaseCount;
    private final @Nullable LeaseUse[] leases = new LeaseUse[MAX_LEASES];
    private int leasesOfAll;
    private int heldIdle;
    private long protocolTrips;
    private long emptyTransactions;

    private @Nullable ValueTrail trail;
    private boolean sampled;

    /** The unit that this one is a part of; its thread submitted the task that runs here. */
    private @Nullable UnitOfWork root;

    private @Nullable UnitOfWork nextPart;
    /** The parts that have ended, a stack; {@link #SEALED} once the control plane looks. */
    private final AtomicReference<@Nullable UnitOfWork> parts = new AtomicReference<>();

    /** Tasks submitted that have not ended. */
    private final AtomicInteger carried = new AtomicInteger();

    private boolean hadParts;

    private static final UnitOfWork SEALED =
            new UnitOfWork(new UnitPolicy(UnitPolicy.Traces.OFF, Long.MAX_VALUE, Long.MAX_VALUE), new CallSites());

    UnitOfWork(UnitPolicy policy, CallSites callSites) {
        this.policy = policy;
        this.callSites = callSites;
    }

    /** Begins a unit on the present thread; whatever the object held before is forgotten. */
    void begin(UnitKind unitKind, String unitName, long nowNanos, boolean sample) {
        serial++;
        kind = unitKind;
        name = unitName;
        owner = Thread.currentThread();
        startNanos = nowNanos;
        lastEndNanos = nowNanos;
        forSpans = policy.wantsAll();
        forDetection = sample;
        sampled = sample;
        if (sample && trail != null) {
            trail.clear();
        }
        trace = null;
        traceAsked = false;
        size = 0;
        unrecorded = 0;
        forgetKeys();
        Arrays.fill(leases, 0, leaseCount, null);
        leaseCount = 0;
        leasesOfAll = 0;
        heldIdle = 0;
        protocolTrips = 0;
        emptyTransactions = 0;
        root = null;
        nextPart = null;
        hadParts = false;
        open = true;
    }

    private void forgetKeys() {
        if (keyCount > 0) {
            Arrays.fill(slots, null);
        }
        keyCount = 0;
        executionsOfOtherKeys = 0;
        lastKey = null;
    }

    /** This unit is the part of {@code whole} on the present thread. */
    void partOf(UnitOfWork whole) {
        root = whole;
    }

    /** The unit that a task submitted now is to be a part of. */
    UnitOfWork whole() {
        UnitOfWork whole = root;
        return whole == null ? this : whole;
    }

    boolean isOpen() {
        return open;
    }

    /** A count that tells the uses of this object apart. */
    long serial() {
        return serial;
    }

    /** Adds one execution; returns its number, or {@link #NOT_RECORDED}. */
    int add(
            PatternStats pattern,
            long executionStartNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            @Nullable String errorType,
            int traitBits,
            ConnectionWork connection) {
        if (owner != Thread.currentThread()) {
            unrecorded++; // blurred by a race at worst
            return NOT_RECORDED;
        }
        if (errorType != null || policy.isSlow(durationNanos)) {
            forSpans = true;
        }
        lastEndNanos = executionStartNanos + durationNanos;
        TraceContext under = trace;
        if (under != null && under.sampled()) {
            pattern.traced(under.traceId(), under.spanId(), durationNanos, lastEndNanos, errorType);
        }
        if (policy.detects()) {
            addToKey(
                    pattern,
                    executionStartNanos,
                    durationNanos,
                    batchSize,
                    parameterHash,
                    errorType != null,
                    traitBits,
                    connection);
        }
        int record = size;
        if (record >= MAX_EXECUTIONS) {
            unrecorded++;
            return NOT_RECORDED;
        }
        if (record == starts.length) {
            grow();
        }
        patterns[record] = pattern;
        starts[record] = executionStartNanos;
        durations[record] = durationNanos;
        rows[record] = Execution.ROWS_UNKNOWN;
        batchSizes[record] = batchSize;
        traits[record] = traitBits;
        parameterHashes[record] = parameterHash;
        errorTypes[record] = errorType;
        size = record + 1;
        return record;
    }

    private void addToKey(
            PatternStats pattern,
            long executionStartNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            boolean failed,
            int traitBits,
            ConnectionWork connection) {
        KeyUse key = lastKey;
        if (key == null || !key.isOf(pattern)) {
            key = keyOf(pattern, executionStartNanos);
            if (key == null) {
                executionsOfOtherKeys++;
                return;
            }
            lastKey = key;
        }
        key.add(
                executionStartNanos,
                durationNanos,
                batchSize,
                parameterHash,
                failed,
                traitBits,
                connection.leaseSerial(),
                connection.transactionSerial());
        int threshold = root == null ? policy.repeats() : SITE_THRESHOLD_OF_PART;
        if (key.count() >= threshold - 1) {
            nearThreshold(key, threshold);
        }
    }

    private void nearThreshold(KeyUse key, int threshold) {
        if (key.count() >= policy.repeats()) {
            forDetection = true;
        } else if (!forDetection && key.mostWithSameParameters() >= policy.repeats() - 2) {
            forDetection = true; // redundant queries are told from fewer on
        }
        if (key.wantsSite(threshold)) {
            CallSite site = callSites.take();
            if (site != null) {
                key.site(site);
            }
        }
    }

    private @Nullable KeyUse keyOf(PatternStats pattern, long nowNanos) {
        int mask = slots.length - 1;
        int slot = pattern.slotHash() & mask;
        while (true) {
            KeyUse key = slots[slot];
            if (key == null) {
                return keyCount < MAX_KEYS ? newKey(pattern, nowNanos) : null;
            }
            if (key.isOf(pattern)) {
                return key;
            }
            slot = slot + 1 & mask;
        }
    }

    private KeyUse newKey(PatternStats pattern, long nowNanos) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, Math.min(MAX_KEYS, keys.length * 4));
        }
        KeyUse key = keys[keyCount];
        if (key == null) {
            key = new KeyUse();
            keys[keyCount] = key;
        }
        key.begin(pattern, nowNanos);
        keyCount++;
        if (keyCount * 2 > slots.length) {
            rehash(slots.length * 4);
        } else {
            place(key);
        }
        return key;
    }

    private void rehash(int length) {
        slots = new KeyUse[length];
        for (int i = 0; i < keyCount; i++) {
            KeyUse key = keys[i];
            if (key != null) {
                place(key);
            }
        }
    }

    private void place(KeyUse key) {
        int mask = slots.length - 1;
        int slot = key.pattern().slotHash() & mask;
        while (slots[slot] != null) {
            slot = slot + 1 & mask;
        }
        slots[slot] = key;
    }

    private void grow() {
        int capacity = Math.min(starts.length * 4, MAX_EXECUTIONS);
        patterns = Arrays.copyOf(patterns, capacity);
        starts = Arrays.copyOf(starts, capacity);
        durations = Arrays.copyOf(durations, capacity);
        rows = Arrays.copyOf(rows, capacity);
        parameterHashes = Arrays.copyOf(parameterHashes, capacity);
        batchSizes = Arrays.copyOf(batchSizes, capacity);
        traits = Arrays.copyOf(traits, capacity);
        errorTypes = Arrays.copyOf(errorTypes, capacity);
    }

    /** A result of an execution of this unit was read. */
    void resultRead(PatternStats pattern, int record, long count) {
        if (!isWritable()) {
            return;
        }
        if (record >= 0 && record < size) {
            rows[record] = Math.max(0, rows[record]) + count;
        }
        KeyUse key = lastKey;
        if (key == null || !key.isOf(pattern)) {
            key = findKey(pattern);
        }
        if (key != null) {
            key.resultRead(count);
        }
    }

    private @Nullable KeyUse findKey(PatternStats pattern) {
        int mask = slots.length - 1;
        for (int slot = pattern.slotHash() & mask; slots[slot] != null; slot = slot + 1 & mask) {
            KeyUse key = slots[slot];
            if (key != null && key.isOf(pattern)) {
                return key;
            }
        }
        return null;
    }

    private boolean isWritable() {
        return open && owner == Thread.currentThread();
    }

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
        ValueTrail kept = trail;
        if (kept == null) {
            kept = new ValueTrail();
            trail = kept;
        }
        return kept;
    }

    /** The wait for a connection was so long. */
    void waited(long waitNanos) {
        if (policy.isLongWait(waitNanos)) {
            forSpans = true;
        }
    }

    /** A connection came back. */
    void leaseEnded(LeaseUse lease) {
        leasesOfAll++;
        if (policy.isLongIdle(lease.idleNanos()) && lease.idleNanos() * 2 >= lease.holdNanos()) {
            heldIdle++;
            forDetection = true;
        }
        boolean notable = lease.uncommitted() || lease.openStatements() > 0;
        forDetection |= notable && policy.detects();
        if (leaseCount < MAX_LEASES) {
            leases[leaseCount++] = lease;
        } else if (notable) {
            leases[MAX_LEASES - 1] = lease;
        }
    }

    /** So many trips to the server were made that carried no statement. */
    void protocolTrips(int count) {
        protocolTrips += count;
    }

    void emptyTransaction() {
        emptyTransactions++;
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

    void kind(UnitKind known) {
        kind = known;
    }

    UnitKind kind() {
        return kind;
    }

    void name(String known) {
        name = known;
    }

    String name() {
        return name;
    }

    /** The present thread goes on with a unit that another one began. */
    void continueHere() {
        owner = Thread.currentThread();
    }

    long startNanos() {
        return startNanos;
    }

    /** When the last execution ended; the start while there is none. */
    long lastEndNanos() {
        return lastEndNanos;
    }

    /** A task is submitted that will be a part of this unit. */
    void carry() {
        hadParts = true;
        carried.incrementAndGet();
    }

    /** A carried task has ended without doing anything. */
    void dropPart() {
        carried.decrementAndGet();
    }

    /** Whether tasks that it submitted have not ended yet. */
    boolean awaitsParts() {
        return carried.get() > 0;
    }

    /** Attaches a part that has ended; false if it comes too late. */
    boolean attach(UnitOfWork part) {
        boolean attached = false;
        if (carried.get() <= MAX_PARTS) {
            UnitOfWork top;
            do {
                top = parts.get();
                if (top == SEALED) {
                    break;
                }
                part.nextPart = top;
                attached = parts.compareAndSet(top, part);
            } while (!attached);
        }
        carried.decrementAndGet();
        return attached;
    }

    /** Nothing is attached any more; returns the last part, linked to those before it. For the control plane. */
    @Nullable
    UnitOfWork seal() {
        UnitOfWork top = parts.getAndSet(SEALED);
        return top == SEALED ? null : top;
    }

    @Nullable
    UnitOfWork nextPart() {
        return nextPart;
    }

    /** Ends the unit; returns whether the control plane wants it. */
    boolean end(long nowNanos) {
        open = false;
        owner = null; // not to keep a thread of the application alive
        endNanos = nowNanos;
        return hadParts || (forSpans || forDetection) && (size > 0 || leasesOfAll > 0 || unrecorded > 0);
    }

    /** Executions of any kind. */
    long executions() {
        return size + unrecorded;
    }

    // What follows is for the control plane.

    boolean isForSpans() {
        return forSpans;
    }

    long endNanos() {
        return endNanos;
    }

    long unrecorded() {
        return unrecorded;
    }

    int size() {
        return size;
    }

    int keyCount() {
        return keyCount;
    }

    KeyUse key(int index) {
        KeyUse key = keys[index];
        if (key == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return key;
    }

    long executionsOfOtherKeys() {
        return executionsOfOtherKeys;
    }

    int leaseCount() {
        return leaseCount;
    }

    @Nullable
    LeaseUse lease(int index) {
        return leases[index];
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

    /** One record; null where it was lost to a race. */
    @Nullable
    Execution execution(int record) {
        PatternStats pattern = patterns[record];
        return pattern == null
                ? null
                : new Execution(
                        pattern,
                        starts[record],
                        durations[record],
                        rows[record],
                        batchSizes[record],
                        parameterHashes[record],
                        traits[record],
                        errorTypes[record]);
    }
}
