package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.ReadingStats;
import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.SiteReason;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.RecordedExecution;
import io.querytap.hook.QuerytapResultState;
import io.querytap.instrumentation.jdbc.driver.Fetching;
import io.querytap.instrumentation.jdbc.driver.ResultColumns;
import java.sql.ResultSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The present result of one statement and how it is read: how many rows, to the end or not, which columns, which values. Its only
 * thread is the one that uses the statement.
 *
 * <p>Rows are those read by {@code next()}. They are recorded with the first of: closing the result set, closing the statement,
 * executing it again, asking for more results, returning or closing the connection, the end of the JVM. A result whose cursor is
 * moved otherwise is not judged: which of its rows were read cannot be told.
 */
final class ResultReading {
    /** Rows from which on a result is large: it is looked at where it is read and how it is fetched. */
    private static final long LARGE_ROWS = 1_000;

    /** Rows of a result that an application begins to read before it can break off. */
    private static final long FEWEST_ROWS_BROKEN_OFF = 2;

    private static final long ALL_COLUMNS = -1;

    /** The clock is read at each row whose number can be divided by this, and before that at the powers of two from the next one on. */
    private static final long ROWS_PER_CLOCK_READING = 32;

    private static final long FIRST_ROW_WITH_TIME = 4;

    private final ConnectionState connection;
    private final @Nullable ConnectionWork work;
    private final RecordedExecution recorded;

    private @Nullable PatternStats pattern;
    /**
     * Number of the present execution, with {@link QuerytapResultState#FOLLOWED} set if its values are followed; a result set of an
     * earlier one carries another number and is ignored.
     */
    private int generation;

    private boolean open;
    private long rows;
    private long executedNanos;
    private long exhaustedNanos;

    private boolean autoCommit;
    /** The statement bounds the rows, or is no query. */
    private boolean endsByItself;

    /** The cursor went elsewhere than to the next row. */
    private boolean moved;
    /** Recorded in pieces, or reading failed: what was read counts, how it was read is not judged. */
    private boolean unclear;

    private boolean largeTold;
    private boolean following;
    private long columnsRead;

    ResultReading(ConnectionState connection, RecordedExecution recorded) {
        this.connection = connection;
        this.work = connection.work();
        this.recorded = recorded;
    }

    /** The statement begins to execute; what it returned before is over. */
    void executing(PatternStats executed) {
        if (open) {
            finish(/* over= */ true);
        }
        pattern = executed;
        nextGeneration();
    }

    /** It has executed. */
    void executed(long nowNanos, boolean inAutoCommit, boolean bounded) {
        executedNanos = nowNanos;
        autoCommit = inAutoCommit;
        endsByItself = bounded;
        PatternStats executed = pattern;
        if (recorded.isSampled()
                || executed != null
                        && connection.detects()
                        && executed.reading().wantsColumnsRead()) {
            generation |= QuerytapResultState.FOLLOWED;
        }
    }

    private void nextGeneration() {
        generation = (generation | QuerytapResultState.FOLLOWED) + 1;
    }

    /** The execution returned a result set. */
    void returned(QuerytapResultState result, StatementState statement) {
        attach(result, statement, executedNanos);
    }

    /** The statement handed out a result set; the same one may be handed out again. */
    void obtained(QuerytapResultState result, StatementState statement) {
        boolean known = result.querytap$state() == statement && result.querytap$generation() == generation;
        if (!known && pattern != null) {
            attach(result, statement, executedNanos);
        }
    }

    private void attach(QuerytapResultState result, StatementState statement, long sinceNanos) {
        result.querytap$state(statement);
        result.querytap$generation(generation);
        if (!open) {
            open = true;
            rows = 0;
            exhaustedNanos = 0;
            executedNanos = sinceNanos;
            moved = false;
            unclear = false;
            largeTold = false;
            following = (generation & QuerytapResultState.FOLLOWED) != 0;
            columnsRead = 0;
        }
    }

    /** The present result ends, the next one, if any, begins. */
    void moreResults() {
        if (open) {
            finish(/* over= */ true);
        }
        nextGeneration(); // not followed: the values of two results would get mixed up
        executedNanos = Clock.now();
    }

    void rowRead(QuerytapResultState result, boolean hasRow) {
        if (result.querytap$generation() != generation) {
            return;
        }
        if (hasRow) {
            rows++;
            open = true; // again, if it was recorded early to make room for others
            if (work != null) {
                tellRow(work);
            }
            if (following && rows == 1) {
                learnColumns(result);
            }
        } else if (exhaustedNanos == 0) {
            exhaustedNanos = Clock.now();
            if (work != null) {
                work.rowsRead(exhaustedNanos);
            }
            tellIfLarge(result);
        }
    }

    /** Who reads is not idle. Until when somebody reads is known well enough from some rows: the clock costs as much as a row. */
    private void tellRow(ConnectionWork user) {
        boolean tellsTime = (rows & (FIRST_ROW_WITH_TIME - 1)) == 0
                && ((rows & (ROWS_PER_CLOCK_READING - 1)) == 0 || (rows & (rows - 1)) == 0);
        if (tellsTime) {
            user.rowsRead(Clock.now());
        } else {
            user.rowRead();
        }
    }

    /** Asking for the next row failed. */
    void rowFailed(QuerytapResultState result) {
        if (result.querytap$generation() == generation) {
            unclear = true;
        }
    }

    void cursorMoved(QuerytapResultState result) {
        if (result.querytap$generation() == generation) {
            moved = true;
            following = false;
            if (work != null) {
                work.rowRead();
            }
        }
    }

    /** A value was read of a result that is followed. */
    void valueRead(QuerytapResultState result, int column, long valueHash) {
        if (!following || result.querytap$generation() != generation) {
            return;
        }
        if (column >= 1 && column <= ReadingStats.MAX_COLUMNS) {
            columnsRead |= 1L << (column - 1);
            if (recorded.isSampled()) {
                recorded.valueRead((int) Math.min(rows, Integer.MAX_VALUE) - 1, column, valueHash);
            }
        } else {
            columnsRead = ALL_COLUMNS;
        }
    }

    /** As {@link #valueRead(QuerytapResultState, int, long)}, by label: that of the first column that has it, as JDBC says. */
    void valueRead(QuerytapResultState result, String label, long valueHash) {
        PatternStats executed = pattern;
        if (!following || result.querytap$generation() != generation || executed == null) {
            return;
        }
        List<Column> columns = executed.reading().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).label().equalsIgnoreCase(label)) {
                valueRead(result, i + 1, valueHash);
                return;
            }
        }
        columnsRead = ALL_COLUMNS; // any column may have been meant
    }

    private void learnColumns(QuerytapResultState result) {
        PatternStats executed = pattern;
        if (executed != null
                && executed.reading().needsColumns()
                && result instanceof ResultSet
                && ResultColumns.areAtHand(connection.driver().kind())) {
            executed.reading().columnsAre(ResultColumns.of(connection.driver().kind(), (ResultSet) result));
        }
    }

    private void tellIfLarge(@Nullable QuerytapResultState result) {
        PatternStats executed = pattern;
        if (rows < LARGE_ROWS || largeTold || moved || unclear || executed == null || !connection.detects()) {
            return;
        }
        largeTold = true;
        takeSite(executed, SiteReason.LARGE_RESULT);
        if (result instanceof ResultSet) {
            Fetching.judge(connection.driver(), executed.reading(), (ResultSet) result, rows, autoCommit);
        }
    }

    void closing(QuerytapResultState result) {
        if (open && result.querytap$generation() == generation) {
            tellIfLarge(result);
            finish(/* over= */ true);
        }
    }

    /**
     * Records the rows read so far, if a result is open.
     *
     * @param over nothing more will be read of it
     */
    void finish(boolean over) {
        PatternStats executed = pattern;
        if (!open || executed == null) {
            return;
        }
        open = false;
        boolean exhausted = exhaustedNanos != 0;
        long ended = exhausted ? exhaustedNanos : Clock.now();
        if (work != null && !exhausted) {
            work.resultEnds(ended);
        }
        executed.recordResult(connection.hint(), rows, ended - executedNanos);
        if (!moved) {
            recorded.resultRead(rows);
            if (over && !unclear && connection.detects()) {
                judge(executed, exhausted);
            }
        }
        unclear = true; // should more be read of it
        following = false;
        rows = 0;
    }

    private void judge(PatternStats executed, boolean exhausted) {
        tellIfLarge(/* result= */ null);
        if (!exhausted && !endsByItself) {
            if (rows == 0) {
                executed.reading().countUnread();
                takeSite(executed, SiteReason.UNREAD_RESULT);
            } else if (rows >= FEWEST_ROWS_BROKEN_OFF && !executed.paging().isLimited()) {
                executed.reading().countEarlyClose();
                takeSite(executed, SiteReason.EARLY_CLOSE);
            }
        }
        if (following
                && rows > 0
                && columnsRead != 0) { // who reads no column at all only wants to know whether there is a row
            judgeColumns(executed);
        }
    }

    private void judgeColumns(PatternStats executed) {
        ReadingStats stats = executed.reading();
        int count = stats.columns().size();
        if (count > 0) {
            long all = ALL_COLUMNS >>> (Long.SIZE - count);
            stats.columnsRead(columnsRead & all);
            if ((columnsRead & all) != all) {
                takeSite(executed, SiteReason.UNREAD_COLUMNS);
            }
        }
    }

    private void takeSite(PatternStats executed, SiteReason reason) {
        if (work != null && executed.needsSite(reason)) {
            executed.site(reason, work.site());
        }
    }

    /** The statement is closed. */
    void statementClosed() {
        finish(/* over= */ true);
        nextGeneration();
        pattern = null;
    }
}
