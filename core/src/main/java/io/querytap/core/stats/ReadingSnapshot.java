package io.querytap.core.stats;

import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import java.util.List;

/** How the results of one pattern were read, at one moment. Immutable. */
public final class ReadingSnapshot {
    /** Nothing unusual was seen. */
    public static final ReadingSnapshot NONE = new ReadingSnapshot(
            0, 0, 0, new long[FetchObstacle.values().length], 0, 0, List.of(), new long[0], new long[0], 0);

    private final long earlyCloses;
    private final long unread;
    private final long limitedByStatement;
    private final long[] obstacles;
    private final long sampledResults;
    private final long columnsRead;
    private final List<Column> columns;
    private final long[] offsets;
    private final long[] offsetDurations;
    private final long maxOffset;

    ReadingSnapshot(
            long earlyCloses,
            long unread,
            long limitedByStatement,
            long[] obstacles,
            long sampledResults,
            long columnsRead,
            List<Column> columns,
            long[] offsets,
            long[] offsetDurations,
            long maxOffset) {
        this.earlyCloses = earlyCloses;
        this.unread = unread;
        this.limitedByStatement = limitedByStatement;
        this.obstacles = obstacles;
        this.sampledResults = sampledResults;
        this.columnsRead = columnsRead;
        this.columns = columns;
        this.offsets = offsets;
        this.offsetDurations = offsetDurations;
        this.maxOffset = maxOffset;
    }

    /** Results closed before their end after at least two rows. */
    public long earlyCloses() {
        return earlyCloses;
    }

    /** Results closed without a row having been asked for. */
    public long unread() {
        return unread;
    }

    /** Executions bounded by {@code setMaxRows}. */
    public long limitedByStatement() {
        return limitedByStatement;
    }

    /** Large results that were fetched badly for this reason. */
    public long obstacle(FetchObstacle obstacle) {
        return obstacles[obstacle.ordinal()];
    }

    /** Results whose reads were followed column by column. */
    public long sampledResults() {
        return sampledResults;
    }

    /** Columns that were read in any of them; bit 0 for the first. */
    public long columnsRead() {
        return columnsRead;
    }

    /** The columns in order; empty while they are not known. */
    public List<Column> columns() {
        return columns;
    }

    /** Offsets of the last executions, in no order. */
    public long[] offsets() {
        return offsets.clone();
    }

    /** Nanoseconds of the executions of {@link #offsets}, in the same order. */
    public long[] offsetDurations() {
        return offsetDurations.clone();
    }

    public long maxOffset() {
        return maxOffset;
    }
}
