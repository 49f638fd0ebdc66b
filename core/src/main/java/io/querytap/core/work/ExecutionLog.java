package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first executions of one unit, each in a few fields of arrays that grow to a bound and are used again. Written by the thread of
 * the unit, read by the control plane once the unit is handed over.
 */
final class ExecutionLog {
    /** Number of an execution that got no record. */
    static final int NOT_RECORDED = -1;

    /** Executions recorded one by one; later ones are only added up. At about 50 bytes each 13 KiB for a unit that has so many. */
    static final int MAX_EXECUTIONS = 256;

    private static final int FIRST_EXECUTIONS = 8;
    private static final int GROWTH = 4;

    private int size;
    private @Nullable PatternStats[] patterns = new PatternStats[FIRST_EXECUTIONS];
    private long[] starts = new long[FIRST_EXECUTIONS];
    private long[] durations = new long[FIRST_EXECUTIONS];
    private long[] rows = new long[FIRST_EXECUTIONS];
    private long[] parameterHashes = new long[FIRST_EXECUTIONS];
    private int[] batchSizes = new int[FIRST_EXECUTIONS];
    private int[] traits = new int[FIRST_EXECUTIONS];
    private @Nullable String[] errorTypes = new String[FIRST_EXECUTIONS];

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** Returns the number of the record, or {@link #NOT_RECORDED}. */
    int add(
            PatternStats pattern,
            long startNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            @Nullable String errorType,
            int traitBits) {
        int record = size;
        if (record >= MAX_EXECUTIONS) {
            return NOT_RECORDED;
        }
        if (record == starts.length) {
            grow();
        }
        patterns[record] = pattern;
        starts[record] = startNanos;
        durations[record] = durationNanos;
        rows[record] = Execution.ROWS_UNKNOWN;
        batchSizes[record] = batchSize;
        traits[record] = traitBits;
        parameterHashes[record] = parameterHash;
        errorTypes[record] = errorType;
        size = record + 1;
        return record;
    }

    private void grow() {
        int capacity = Math.min(starts.length * GROWTH, MAX_EXECUTIONS);
        patterns = Arrays.copyOf(patterns, capacity);
        starts = Arrays.copyOf(starts, capacity);
        durations = Arrays.copyOf(durations, capacity);
        rows = Arrays.copyOf(rows, capacity);
        parameterHashes = Arrays.copyOf(parameterHashes, capacity);
        batchSizes = Arrays.copyOf(batchSizes, capacity);
        traits = Arrays.copyOf(traits, capacity);
        errorTypes = Arrays.copyOf(errorTypes, capacity);
    }

    void rowsRead(int record, long count) {
        if (record >= 0 && record < size) {
            rows[record] = Math.max(0, rows[record]) + count;
        }
    }

    /** Appends the records of another log; returns how many of them did not fit. */
    int absorb(ExecutionLog other) {
        for (int i = 0; i < other.size; i++) {
            PatternStats pattern = other.patterns[i];
            if (pattern == null) {
                continue;
            }
            int record = add(
                    pattern,
                    other.starts[i],
                    other.durations[i],
                    other.batchSizes[i],
                    other.parameterHashes[i],
                    other.errorTypes[i],
                    other.traits[i]);
            if (record == NOT_RECORDED) {
                return other.size - i;
            }
            rows[record] = other.rows[i];
        }
        return 0;
    }

    Execution at(int record) {
        PatternStats pattern = patterns[record];
        if (record >= size || pattern == null) {
            throw new IndexOutOfBoundsException(record);
        }
        return new Execution(
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
