package io.querytap.core.work;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compact records of what one unit of work does, in arrays that are used again by the next unit: adding an execution
 * allocates nothing once they have grown. Belongs to one connection, is begun, filled and ended by the thread that uses it;
 * executions of another thread on the same connection are counted, not recorded.
 */
public final class UnitOfWork {
    /** Returned by {@link #add} when the execution got no record. */
    public static final int NOT_RECORDED = -1;

    /** Executions recorded per unit; the rest is counted. At about 50 bytes each, 12 KiB for a connection that had such a unit. */
    static final int MAX_EXECUTIONS = 256;

    private static final int FIRST_EXECUTIONS = 8;

    private final DatabaseIdentity database;
    private final UnitPolicy policy;
    private final UnitQueue finished;

    private @Nullable Thread owner;
    private boolean open;
    private boolean interesting;
    private @Nullable String poolName;
    private long startNanos;
    private long waitNanos;
    private int size;
    private long unrecorded;

    private @Nullable PatternStats[] patterns = new PatternStats[FIRST_EXECUTIONS];
    private long[] starts = new long[FIRST_EXECUTIONS];
    private long[] durations = new long[FIRST_EXECUTIONS];
    private long[] rows = new long[FIRST_EXECUTIONS];
    private long[] parameterHashes = new long[FIRST_EXECUTIONS];
    private int[] batchSizes = new int[FIRST_EXECUTIONS];
    private @Nullable String[] errorTypes = new String[FIRST_EXECUTIONS];

    public UnitOfWork(DatabaseIdentity database, UnitPolicy policy, UnitQueue finished) {
        this.database = database;
        this.policy = policy;
        this.finished = finished;
    }

    /** Begins a unit; one that is still open is ended at the same moment. */
    public void begin(@Nullable String pool, long nowNanos, long waitedNanos) {
        if (open) {
            end(nowNanos);
        }
        open = true;
        owner = null;
        poolName = pool;
        startNanos = nowNanos;
        waitNanos = waitedNanos;
        size = 0;
        unrecorded = 0;
        interesting = policy.wantsAll() || policy.isLongWait(waitedNanos);
    }

    /**
     * Adds one execution; times are nanoseconds.
     *
     * @param batchSize size of the batch, or -1
     * @param parameterHash 0 where there are no parameters
     * @return the record's number for {@link #rowsRead}, or {@link #NOT_RECORDED}
     */
    public int add(
            PatternStats pattern,
            long executionStartNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            @Nullable String errorType) {
        if (!open) { // before the owner is set: what a pool does between two leases must not keep its thread alive
            return NOT_RECORDED;
        }
        if (errorType != null || policy.isSlow(durationNanos)) {
            interesting = true;
        }
        Thread caller = Thread.currentThread();
        if (owner == null) {
            owner = caller;
        }
        int record = size;
        if (owner != caller || record >= MAX_EXECUTIONS) {
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
        parameterHashes[record] = parameterHash;
        errorTypes[record] = errorType;
        size = record + 1;
        return record;
    }

    /** Adds rows to an execution of this unit, as they become known. */
    public void rowsRead(int record, long count) {
        if (open && record >= 0 && record < size) {
            rows[record] = Math.max(0, rows[record]) + count;
        }
    }

    /**
     * Ends the unit; hands it over if it is interesting. Does nothing if none is open. One that no pool began and in which nothing
     * was executed is none: so it is while a connection waits in its pool to be leased for the first time.
     */
    public void end(long nowNanos) {
        if (!open) {
            return;
        }
        open = false;
        owner = null; // not to keep a thread of the application alive
        boolean empty = poolName == null && size == 0 && unrecorded == 0;
        if (interesting && !empty) {
            finished.offer(finish(nowNanos));
        }
    }

    private void grow() {
        int capacity = Math.min(starts.length * 4, MAX_EXECUTIONS);
        patterns = Arrays.copyOf(patterns, capacity);
        starts = Arrays.copyOf(starts, capacity);
        durations = Arrays.copyOf(durations, capacity);
        rows = Arrays.copyOf(rows, capacity);
        parameterHashes = Arrays.copyOf(parameterHashes, capacity);
        batchSizes = Arrays.copyOf(batchSizes, capacity);
        errorTypes = Arrays.copyOf(errorTypes, capacity);
    }

    private FinishedUnit finish(long endNanos) {
        List<Execution> executions = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            PatternStats pattern = patterns[i];
            if (pattern != null) {
                executions.add(new Execution(
                        pattern, starts[i], durations[i], rows[i], batchSizes[i], parameterHashes[i], errorTypes[i]));
            }
        }
        String pool = poolName;
        return new FinishedUnit(
                "lease",
                pool == null ? "connection to " + database.displayName() : "lease of " + pool,
                database,
                pool,
                startNanos,
                endNanos,
                waitNanos,
                executions,
                unrecorded);
    }
}
