package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.Paging;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.SiteReason;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.Traits;
import io.querytap.hook.QuerytapResultState;
import io.querytap.instrumentation.jdbc.cache.ConnectionCaching;
import io.querytap.instrumentation.jdbc.cache.StatementCaching;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one statement object: its pattern, its parameters' hashes, the running execution and, in
 * {@link ResultReading}, the result being read. Held by the injected field, used again after the statement is closed.
 *
 * <p>Not synchronised: its only thread is the one that uses the statement. Where an application lets two threads at one
 * statement, which JDBC does not define, a measurement may be lost or blurred; nothing fails.
 */
final class StatementState {
    private static final int NO_BATCH = -1;

    /** Offsets from which on it is looked at where they come from. */
    private static final long DEEP_OFFSET = 1_000;

    /** No row number is larger; the hash of a text, which is no offset, always is. */
    private static final long MAX_OFFSET = Integer.MAX_VALUE;

    /** Rows of a batch that is worth being rewritten. */
    private static final int MIN_REWRITTEN_ROWS = 10;

    final ConnectionState connection;
    /** Place in the connection's list of open statements; -1 when it has none. */
    int slot = -1;

    private @Nullable PatternStats preparedPattern;
    private ModeChange preparedChange = ModeChange.NONE;
    private long preparedOffset = LiteralOffset.UNKNOWN;
    private boolean preparedWithKeys;
    private final ParameterHashes parameters = new ParameterHashes();
    private boolean limited;
    private boolean closesItself;

    private boolean running;
    private @Nullable PatternStats pattern;
    private ModeChange runningChange = ModeChange.NONE;
    private boolean runningWithKeys;
    private long textHash;
    private long textOffset = LiteralOffset.UNKNOWN;
    private final RecordedExecution recorded = new RecordedExecution();
    private final ResultReading reading;
    private final Batch batch = new Batch();

    /** What a cache of results must know of the statement; null where the connection is not told to one. */
    private @Nullable StatementCaching caching;

    StatementState(ConnectionState connection) {
        this.connection = connection;
        this.reading = new ResultReading(connection, recorded);
    }

    /** The statement is one to which SQL is given at each execution. */
    void isPlain() {
        begins(null, ModeChange.NONE);
        StatementCaching told = openCaching();
        if (told != null) {
            told.isPlain();
        }
    }

    /** What a cache of results must know of the statement; null where there is none. */
    @Nullable
    StatementCaching caching() {
        return caching;
    }

    /** As {@link #caching}, made if it is missing. */
    @Nullable
    StatementCaching openCaching() {
        if (caching == null) {
            ConnectionCaching told = connection.caching();
            caching = told == null ? null : new StatementCaching(told);
        }
        return caching;
    }

    /** An execution was answered without the driver: what the statement returned before is over, and nothing is measured of the answer. */
    void answered() {
        reading.statementClosed();
    }

    /** The statement was prepared. */
    void isFor(PatternStats prepared, ModeChange change, String sql, boolean withKeys) {
        begins(prepared, change);
        preparedWithKeys = withKeys;
        preparedOffset = prepared.paging().hasLiteralOffset() ? LiteralOffset.in(sql) : LiteralOffset.UNKNOWN;
    }

    private void begins(@Nullable PatternStats prepared, ModeChange change) {
        preparedPattern = prepared;
        preparedChange = change;
        preparedOffset = LiteralOffset.UNKNOWN;
        preparedWithKeys = false;
        limited = false;
        closesItself = false;
        parameters.clear();
        batch.clear();
    }

    boolean isPreparedFor(PatternStats candidate) {
        return preparedPattern == candidate;
    }

    /** The overload that prepared it was called by another one, or the driver took it from its cache. */
    void preparedAgain(String sql, boolean withKeys) {
        PatternStats prepared = preparedPattern;
        if (prepared != null) {
            preparedWithKeys = withKeys;
            preparedOffset = prepared.paging().hasLiteralOffset() ? LiteralOffset.in(sql) : LiteralOffset.UNKNOWN;
        }
    }

    boolean isRunning() {
        return running || caching != null && caching.isRunning();
    }

    /** Nobody needs to close it. */
    boolean closesItself() {
        return closesItself;
    }

    void closesOnCompletion() {
        closesItself = true;
    }

    void maxRowsSet(long maxRows) {
        limited = maxRows > 0;
    }

    ParameterHashes parameters() {
        return parameters;
    }

    ResultReading reading() {
        return reading;
    }

    /** A prepared statement is executed; returns the start time, or 0 if this call is part of one that is measured already. */
    long beginPrepared() {
        PatternStats prepared = preparedPattern;
        return prepared == null || isNested() ? 0 : begin(prepared, preparedChange, preparedWithKeys);
    }

    /** SQL is executed. */
    long begin(String sql, boolean withKeys) {
        if (isNested()) {
            return 0;
        }
        textHash = sql.hashCode();
        ModeChange change = connection.modes().changeBy(sql);
        PatternStats executed = connection.patternOf(sql, change);
        textOffset = executed.paging().hasLiteralOffset() ? LiteralOffset.in(sql) : LiteralOffset.UNKNOWN;
        return begin(executed, change, withKeys);
    }

    long beginBatch() {
        if (isNested()) {
            return 0;
        }
        PatternStats prepared = preparedPattern;
        if (prepared != null) {
            return begin(prepared, preparedChange, preparedWithKeys);
        }
        PatternStats batched = batch.pattern(connection);
        return batched == null ? 0 : begin(batched, batch.change(), /* withKeys= */ false);
    }

    /** Whether a call is part of one that is measured already. */
    boolean isNested() {
        return running || connection.isBusyOnThisThread();
    }

    private long begin(PatternStats executed, ModeChange change, boolean withKeys) {
        reading.executing(executed);
        running = true;
        connection.enter();
        pattern = executed;
        runningChange = change;
        runningWithKeys = withKeys;
        if (change != ModeChange.NONE) {
            connection.modes().executing(change);
        }
        long now = Clock.now();
        connection.transaction().statementStarts(now);
        ConnectionWork work = connection.work();
        if (work != null) {
            work.callBegins(now);
        }
        return now;
    }

    /** The execution that {@link #begin} started has ended. */
    void end(long startNanos, @Nullable Object result, @Nullable Throwable thrown) {
        end(startNanos, NO_BATCH, thrown);
        if (result instanceof QuerytapResultState) {
            reading.returned((QuerytapResultState) result, this);
        }
    }

    void endBatch(long startNanos, @Nullable Throwable thrown) {
        end(startNanos, batch.size(), thrown);
        batch.clear();
    }

    private void end(long startNanos, int batchSize, @Nullable Throwable thrown) {
        long now = Clock.now();
        running = false;
        connection.leave();
        if (runningChange != ModeChange.NONE) {
            connection.modes().executed(runningChange, thrown == null);
        }
        PatternStats executed = pattern;
        if (executed != null) {
            recordExecution(executed, startNanos, now - startNanos, batchSize, thrown);
            boolean ends = limited || runningWithKeys || executed.writes();
            reading.executed(now, connection.transaction().isAutoCommit(), ends);
        }
    }

    private void recordExecution(
            PatternStats executed, long startNanos, long durationNanos, int batchSize, @Nullable Throwable thrown) {
        String errorType = null;
        if (thrown != null) {
            errorType = ErrorTypes.of(thrown, executed.database().system());
            executed.recordFailure(connection.hint(), durationNanos, errorType, batchSize);
        } else if (batchSize == NO_BATCH) {
            executed.recordSuccess(connection.hint(), durationNanos);
        } else {
            executed.recordBatchSuccess(connection.hint(), durationNanos, batchSize);
        }
        ConnectionWork work = connection.work();
        if (work != null) {
            work.callEnds(startNanos, startNanos + durationNanos);
            int traits = traits(executed, batchSize);
            long parameterHash = parameterHash(executed);
            work.executed(executed, startNanos, durationNanos, batchSize, parameterHash, errorType, traits, recorded);
            if (recorded.isSampled()) {
                work.sampled(executed, startNanos + durationNanos);
                if (batchSize == NO_BATCH && preparedPattern != null) {
                    parameters.tell(recorded);
                }
            }
            if (connection.detects()) {
                detect(executed, durationNanos, batchSize == NO_BATCH && errorType == null, work);
            }
        }
    }

    private int traits(PatternStats executed, int batchSize) {
        int traits = runningWithKeys ? Traits.GENERATED_KEYS : Traits.NONE;
        if (!connection.transaction().isAutoCommit()) {
            traits |= Traits.IN_TRANSACTION;
            if (connection.isRepeatableRead()) {
                traits |= Traits.REPEATABLE_READ;
            }
        }
        if (batchSize >= MIN_REWRITTEN_ROWS
                && !runningWithKeys // with keys it would not be rewritten anyway
                && connection.driver().sendsBatchesAsTheyAre()
                && executed.insertsValues()) {
            traits |= Traits.BATCH_NOT_REWRITTEN;
        }
        return traits;
    }

    /** For SQL with literals in it, the text is what the parameters are for a prepared statement. */
    private long parameterHash(PatternStats executed) {
        return preparedPattern == null ? ValueHash.mix(textHash) : parameters.combine(executed.paging());
    }

    private void detect(PatternStats executed, long durationNanos, boolean query, ConnectionWork work) {
        if (connection.isSlow(durationNanos)) {
            if (!recorded.isSampled()) {
                work.sampled(executed, Clock.now());
            }
            if (executed.needsSite(SiteReason.SLOW)) {
                executed.site(SiteReason.SLOW, work.site());
            }
        }
        if (!query || executed.writes()) {
            return;
        }
        if (limited) {
            executed.reading().countLimitedByStatement();
        }
        if (executed.paging() != Paging.NONE) {
            long offset = offset(executed.paging());
            if (offset >= 0 && offset <= MAX_OFFSET) {
                executed.reading().recordOffset(offset, durationNanos);
                if (offset >= DEEP_OFFSET && executed.needsSite(SiteReason.DEEP_OFFSET)) {
                    executed.site(SiteReason.DEEP_OFFSET, work.site());
                }
            }
        }
    }

    /** Rows that the query passed over; negative where that is not known. */
    private long offset(Paging paging) {
        if (preparedPattern == null) {
            return textOffset;
        }
        // The hash of an integer is the integer.
        return paging.offsetBehind() == Paging.NO_PARAMETER
                ? preparedOffset
                : parameters.hashBefore(paging.offsetBehind());
    }

    /** The statement handed out a result set. */
    void resultObtained(QuerytapResultState result) {
        if (!running) {
            reading.obtained(result, this);
        }
    }

    void moreResults() {
        if (!running) {
            reading.moreResults();
        }
    }

    void addedToBatch(@Nullable String sql) {
        if (isNested()) {
            return;
        }
        if (sql == null) {
            batch.addParameters();
        } else {
            batch.add(sql, connection);
        }
    }

    void batchCleared() {
        if (!isNested()) {
            batch.clear();
        }
    }

    /** The statement is closed; what remains can serve another one. */
    void closed() {
        reading.statementClosed();
        preparedPattern = null;
        preparedChange = ModeChange.NONE;
        pattern = null;
        recorded.clear();
        if (caching != null) {
            caching.closed();
        }
    }
}
