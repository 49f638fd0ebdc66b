package io.querytap.core.stats;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How the results of one pattern are read: to the end or not, held in memory by the driver or not, which columns, from which
 * offset. Only what is unusual is counted here, so most results cost nothing. Thread-safe; nothing here waits.
 */
public final class ReadingStats {
    /** Why a driver held a whole result in memory, or fetched it in too many trips. */
    public enum FetchObstacle {
        /** Autocommit was on, and the driver then ignores the fetch size. */
        AUTOCOMMIT("autocommit is on"),
        /** The result was scrollable, and the driver then ignores the fetch size. */
        NOT_FORWARD_ONLY("the result is not forward-only"),
        /** No fetch size was set. */
        NO_FETCH_SIZE("no fetch size is set"),
        /** A fetch size is in use that makes many trips. */
        SMALL_FETCH_SIZE("the fetch size is small");

        private final String text;

        FetchObstacle(String text) {
            this.text = text;
        }

        /** As part of a sentence. */
        public String text() {
            return text;
        }
    }

    /** Columns that are told apart; a wider result is not judged. */
    public static final int MAX_COLUMNS = Long.SIZE;

    /** Results of each pattern that are followed in any case. */
    private static final int FIRST_FOLLOWED = 128;

    /** Offsets kept with their durations, to see whether the one grows with the other. */
    static final int MAX_OFFSETS = 128;

    private final LongAdder earlyCloses = new LongAdder();
    private final LongAdder unread = new LongAdder();
    private final LongAdder limitedByStatement = new LongAdder();
    private final LongAdder[] obstacles = new LongAdder[FetchObstacle.values().length];
    private final ColumnReads columns = new ColumnReads();
    private final Offsets offsets = new Offsets();

    ReadingStats() {
        for (int i = 0; i < obstacles.length; i++) {
            obstacles[i] = new LongAdder();
        }
    }

    /** A result of which at least two rows were read was closed before its end. */
    public void countEarlyClose() {
        earlyCloses.increment();
    }

    /** A result was closed without any row having been asked for. */
    public void countUnread() {
        unread.increment();
    }

    /** An execution had {@code setMaxRows}, which bounds its rows although the text does not. */
    public void countLimitedByStatement() {
        limitedByStatement.increment();
    }

    /** A large result was fetched badly. */
    public void countObstacle(FetchObstacle obstacle) {
        obstacles[obstacle.ordinal()].increment();
    }

    /**
     * One sampled result has been read.
     *
     * @param readMask bit 0 for the first column
     */
    public void columnsRead(long readMask) {
        columns.add(readMask);
    }

    /** Whether the result of the present execution is to be followed whatever the unit: that of the first ones is, to have something to say early. */
    public boolean wantsColumnsRead() {
        return columns.first < FIRST_FOLLOWED && columns.first++ < FIRST_FOLLOWED;
    }

    /** Whether {@link #columnsAre} has not been told yet. */
    public boolean needsColumns() {
        return columns.known == null;
    }

    /** The columns of the result, in order. */
    public void columnsAre(List<Column> all) {
        columns.known = List.copyOf(all);
    }

    /** What {@link #columnsAre} was told; empty while that has not happened. */
    public List<Column> columns() {
        List<Column> known = columns.known;
        return known == null ? List.of() : known;
    }

    /** One execution passed over so many rows. */
    public void recordOffset(long offset, long durationNanos) {
        offsets.record(offset, durationNanos);
    }

    ReadingSnapshot snapshot() {
        long[] byObstacle = new long[obstacles.length];
        for (int i = 0; i < byObstacle.length; i++) {
            byObstacle[i] = obstacles[i].sum();
        }
        List<Column> known = columns.known;
        Offsets.Copy kept = offsets.copy();
        return new ReadingSnapshot(
                earlyCloses.sum(),
                unread.sum(),
                limitedByStatement.sum(),
                byObstacle,
                columns.results.sum(),
                columns.mask,
                known == null ? List.of() : known,
                kept.offsets,
                kept.durations,
                kept.max);
    }

    /** One column of a result. Immutable. */
    public static final class Column {
        private final String label;
        private final int sqlType;

        /** @param sqlType a constant of {@link java.sql.Types} */
        public Column(String label, int sqlType) {
            this.label = label;
            this.sqlType = sqlType;
        }

        public String label() {
            return label;
        }

        public int sqlType() {
            return sqlType;
        }
    }

    private static final class ColumnReads {
        private final LongAdder results = new LongAdder();
        /** Only ever gains bits; a race loses one until the next result brings it again. */
        private volatile long mask;

        private volatile @Nullable List<Column> known;
        /** Executions so far, up to those that are followed in any case; a race makes it a few more. */
        private int first;

        void add(long readMask) {
            if ((mask | readMask) != mask) {
                synchronized (this) { // a few times in the life of a pattern
                    mask |= readMask;
                }
            }
            results.increment();
        }
    }

    /** The last few offsets, written around. A writer that finds another one at it leaves its offset out rather than wait. */
    private static final class Offsets extends StripeLock {
        private static final long[] NONE = new long[0];

        /** Yields after which a lock is taken to be lost; a holder needs well under a microsecond. */
        private static final int MAX_ROUNDS = 100_000;

        /** Made with the first offset: most patterns have none. */
        private long[] offsets = NONE;

        private long[] durations = NONE;
        private int next;
        private int size;
        private long max;

        void record(long offset, long durationNanos) {
            if (tryLock()) {
                try {
                    if (offsets.length == 0) {
                        offsets = new long[MAX_OFFSETS];
                        durations = new long[MAX_OFFSETS];
                    }
                    offsets[next] = offset;
                    durations[next] = durationNanos;
                    next = (next + 1) % MAX_OFFSETS;
                    size = Math.min(size + 1, MAX_OFFSETS);
                    max = Math.max(max, offset);
                } finally {
                    unlock();
                }
            }
        }

        /** A copy in which each offset has its duration; for the control plane, which may wait for a writer. */
        Copy copy() {
            for (int round = 0; !tryLock(); round++) {
                if (round == MAX_ROUNDS) { // its writer ran out of stack before it could unlock
                    return new Copy(NONE, NONE, 0);
                }
                Thread.yield();
            }
            try {
                return new Copy(Arrays.copyOf(offsets, size), Arrays.copyOf(durations, size), max);
            } finally {
                unlock();
            }
        }

        private static final class Copy {
            private final long[] offsets;
            private final long[] durations;
            private final long max;

            Copy(long[] offsets, long[] durations, long max) {
                this.offsets = offsets;
                this.durations = durations;
                this.max = max;
            }
        }
    }
}
