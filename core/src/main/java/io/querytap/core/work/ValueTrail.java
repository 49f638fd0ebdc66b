package io.querytap.core.work;

import java.util.Arrays;

/**
 * Hashes of values that a sampled unit read from results and bound to parameters, so that it can be told afterwards whether the
 * one came from the other. Values are not kept. Bounded; written by the thread of the unit, read by the control plane.
 */
public final class ValueTrail {
    /** Rows of one result that are followed. */
    public static final int MAX_ROWS = 64;

    /** Columns of one result that are followed, the first ones. */
    public static final int MAX_COLUMNS = 8;

    /** Parameters of one execution that are followed, the first ones. */
    public static final int MAX_PARAMETERS = 4;

    /** Results that are followed; an application that reads more before it begins to repeat is not traced back. */
    static final int MAX_RESULTS = 16;

    /** Executions whose parameters are kept. */
    static final int MAX_BOUND = 128;

    /** The two highest bits; no id that an application gives out is so large that they differ. */
    private static final long KIND = 3L << 62;

    private static final long OTHER = 1L << 62;

    private static final int FIRST_ROWS = 8;
    private static final int FIRST_BOUND = 8;

    private int results;
    private final int[] resultRecords = new int[MAX_RESULTS];
    private final int[] rowCounts = new int[MAX_RESULTS];
    /** A bit for each row and column that was read: one long a row would waste, one int a row holds eight columns. */
    private final int[][] readColumns = new int[MAX_RESULTS][];

    private final long[][] values = new long[MAX_RESULTS][];

    private int bound;
    private int[] boundRecords = new int[FIRST_BOUND];
    private byte[] boundCounts = new byte[FIRST_BOUND];
    private long[] parameters = new long[FIRST_BOUND * MAX_PARAMETERS];

    boolean isEmpty() {
        return results == 0 && bound == 0;
    }

    /** Marks a hash as that of something else than a whole number, whose hash is the number itself. */
    public static long ofOther(long hash) {
        return hash & ~KIND | OTHER;
    }

    /** Whether two values could be the same one, read and bound: a number is not compared with a text. */
    public static boolean areOfOneKind(long hash, long other) {
        return (hash & KIND) == OTHER == ((other & KIND) == OTHER);
    }

    void clear() {
        results = 0;
        bound = 0;
    }

    /**
     * A value was read.
     *
     * @param record number of the execution in its unit
     * @param row from 0
     * @param column from 1, as JDBC counts
     */
    void read(int record, int row, int column, long valueHash) {
        if (row >= MAX_ROWS || row < 0 || column < 1 || column > MAX_COLUMNS) {
            return;
        }
        int result = resultOf(record);
        if (result < 0) {
            return;
        }
        long[] of = values[result];
        int[] read = readColumns[result];
        if (of == null || row * MAX_COLUMNS >= of.length) {
            int rows = Math.min(MAX_ROWS, Math.max(FIRST_ROWS, Integer.highestOneBit(row) * 2));
            of = of == null ? new long[rows * MAX_COLUMNS] : Arrays.copyOf(of, rows * MAX_COLUMNS);
            read = read == null ? new int[rows] : Arrays.copyOf(read, rows);
            values[result] = of;
            readColumns[result] = read;
        }
        while (rowCounts[result] <= row) {
            read[rowCounts[result]++] = 0; // left from an earlier unit
        }
        of[row * MAX_COLUMNS + column - 1] = valueHash;
        read[row] |= 1 << column;
    }

    /** The place of a result, -1 if there is none left. The last one is nearly always asked for again. */
    private int resultOf(int record) {
        for (int i = results - 1; i >= 0; i--) {
            if (resultRecords[i] == record) {
                return i;
            }
        }
        if (results == MAX_RESULTS) {
            return -1;
        }
        resultRecords[results] = record;
        rowCounts[results] = 0;
        return results++;
    }

    /** An execution was made with these parameters; {@code hashes} holds {@code count} of them, only the first few are kept. */
    void bound(int record, long[] hashes, int count) {
        if (bound == MAX_BOUND || count == 0) {
            return;
        }
        if (bound == boundRecords.length) {
            int capacity = Math.min(MAX_BOUND, bound * 4);
            boundRecords = Arrays.copyOf(boundRecords, capacity);
            boundCounts = Arrays.copyOf(boundCounts, capacity);
            parameters = Arrays.copyOf(parameters, capacity * MAX_PARAMETERS);
        }
        int kept = Math.min(count, MAX_PARAMETERS);
        boundRecords[bound] = record;
        boundCounts[bound] = (byte) kept;
        System.arraycopy(hashes, 0, parameters, bound * MAX_PARAMETERS, kept);
        bound++;
    }

    /** Results that were followed. */
    public int results() {
        return results;
    }

    /** Whether further results found no place. */
    public boolean isFull() {
        return results == MAX_RESULTS;
    }

    /** Which execution of the unit a followed result belongs to. */
    public int recordOfResult(int result) {
        return resultRecords[result];
    }

    /** Rows of a followed result of which something was read; at most {@link #MAX_ROWS}. */
    public int rows(int result) {
        return rowCounts[result];
    }

    /** Whether a column of a row was read; {@code column} from 1. */
    public boolean wasRead(int result, int row, int column) {
        return (readColumns[result][row] & 1 << column) != 0;
    }

    /** What was read there last. */
    public long value(int result, int row, int column) {
        return values[result][row * MAX_COLUMNS + column - 1];
    }

    /** Executions whose parameters were kept. */
    public int boundExecutions() {
        return bound;
    }

    /** Which execution of the unit it is. */
    public int recordOfBound(int execution) {
        return boundRecords[execution];
    }

    /** Parameters kept of it; at most {@link #MAX_PARAMETERS}. */
    public int parameters(int execution) {
        return boundCounts[execution];
    }

    /** One of them; {@code position} from 0. */
    public long parameter(int execution, int position) {
        return parameters[execution * MAX_PARAMETERS + position];
    }
}
