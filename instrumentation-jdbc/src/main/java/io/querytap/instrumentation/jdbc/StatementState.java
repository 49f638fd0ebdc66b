package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.Traits;
import io.querytap.hook.QuerytapResultState;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one statement object: its pattern, its parameters' hashes, the running execution and the result being
 * read. Held by the injected field, used again after the statement is closed.
 *
 * <p>Not synchronised: its only thread is the one that uses the statement. Where an application lets two threads at one
 * statement, which JDBC does not define, a measurement may be lost or blurred; nothing fails.
 *
 * <p>Rows are those read by {@code next()}. They are recorded with the first of: closing the result set, closing the statement,
 * executing it again, asking for more results, returning or closing the connection, the end of the JVM.
 */
final class StatementState {
    private static final int NO_BATCH = -1;

    final ConnectionState connection;
    /** Place in the connection's list of open statements; -1 when it has none. */
    int slot = -1;

    private @Nullable PatternStats preparedPattern;
    private ModeChange preparedChange = ModeChange.NONE;
    private final ParameterHashes parameters = new ParameterHashes();

    private boolean running;
    private @Nullable PatternStats pattern;
    private ModeChange runningChange = ModeChange.NONE;
    private long textHash;
    private final RecordedExecution recorded = new RecordedExecution();

    /** Number of the present execution; a result set of an earlier one carries another number and is ignored. */
    private int generation;

    private boolean resultOpen;
    private long rows;
    private long executedNanos;
    private long exhaustedNanos;

    private final Batch batch = new Batch();

    StatementState(ConnectionState connection) {
        this.connection = connection;
    }

    /** The statement was prepared, or is one to which SQL is given at each execution ({@code null}). */
    void isFor(@Nullable PatternStats prepared, ModeChange change) {
        preparedPattern = prepared;
        preparedChange = change;
        parameters.clear();
        batch.clear();
    }

    boolean isPreparedFor(PatternStats candidate) {
        return preparedPattern == candidate;
    }

    boolean isRunning() {
        return running;
    }

    ParameterHashes parameters() {
        return parameters;
    }

    /** A prepared statement is executed; returns the start time, or 0 if this call is part of one that is measured already. */
    long beginPrepared() {
        PatternStats prepared = preparedPattern;
        return prepared == null || isNested() ? 0 : begin(prepared, preparedChange);
    }

    /** SQL is executed. */
    long begin(String sql) {
        if (isNested()) {
            return 0;
        }
        textHash = sql.hashCode();
        ModeChange change = connection.modes().changeBy(sql);
        return begin(connection.patternOf(sql, change), change);
    }

    long beginBatch() {
        if (isNested()) {
            return 0;
        }
        PatternStats prepared = preparedPattern;
        if (prepared != null) {
            return begin(prepared, preparedChange);
        }
        PatternStats batched = batch.pattern(connection);
        return batched == null ? 0 : begin(batched, batch.change());
    }

    private boolean isNested() {
        return running || connection.isBusyOnThisThread();
    }

    private long begin(PatternStats executed, ModeChange change) {
        if (resultOpen) {
            finishResult();
        }
        running = true;
        connection.enter();
        pattern = executed;
        runningChange = change;
        if (change != ModeChange.NONE) {
            connection.modes().executing(change);
        }
        generation++;
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
        long now = end(startNanos, NO_BATCH, thrown);
        if (result instanceof QuerytapResultState) {
            attach((QuerytapResultState) result, now);
        }
    }

    void endBatch(long startNanos, @Nullable Throwable thrown) {
        end(startNanos, batch.size(), thrown);
        batch.clear();
    }

    private long end(long startNanos, int batchSize, @Nullable Throwable thrown) {
        long now = Clock.now();
        running = false;
        connection.leave();
        executedNanos = now;
        if (runningChange != ModeChange.NONE) {
            connection.modes().executed(runningChange, thrown == null);
        }
        PatternStats executed = pattern;
        if (executed != null) {
            recordExecution(executed, startNanos, now - startNanos, batchSize, thrown);
        }
        return now;
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
            int traits = connection.transaction().isAutoCommit() ? Traits.NONE : Traits.IN_TRANSACTION;
            work.executed(executed, startNanos, durationNanos, batchSize, parameterHash(), errorType, traits, recorded);
        }
    }

    /** For SQL with literals in it, the text is what the parameters are for a prepared statement. */
    private long parameterHash() {
        return preparedPattern == null ? ValueHash.mix(textHash) : parameters.combine();
    }

    /** The statement handed out a result set; the same one may be handed out again. */
    void resultObtained(QuerytapResultState result) {
        boolean known = result.querytap$state() == this && result.querytap$generation() == generation;
        if (!running && !known && pattern != null) {
            attach(result, executedNanos);
        }
    }

    private void attach(QuerytapResultState result, long sinceNanos) {
        result.querytap$state(this);
        result.querytap$generation(generation);
        if (!resultOpen) {
            resultOpen = true;
            rows = 0;
            exhaustedNanos = 0;
            executedNanos = sinceNanos;
        }
    }

    /** The present result ends, the next one, if any, begins. */
    void moreResults() {
        if (running) {
            return;
        }
        if (resultOpen) {
            finishResult();
        }
        generation++;
        executedNanos = Clock.now();
    }

    void rowRead(int resultGeneration, boolean hasRow) {
        if (resultGeneration != generation) {
            return;
        }
        if (hasRow) {
            rows++;
            resultOpen = true; // again, if it was recorded early to make room for others
        } else if (exhaustedNanos == 0) {
            exhaustedNanos = Clock.now();
        }
    }

    void resultClosing(int resultGeneration) {
        if (resultOpen && resultGeneration == generation) {
            finishResult();
        }
    }

    /** Records the rows read so far, if a result is open. */
    void finishResult() {
        PatternStats executed = pattern;
        if (!resultOpen || executed == null) {
            return;
        }
        resultOpen = false;
        long ended = exhaustedNanos != 0 ? exhaustedNanos : Clock.now();
        long count = rows;
        rows = 0;
        executed.recordResult(connection.hint(), count, ended - executedNanos);
        recorded.resultRead(count);
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
        finishResult();
        generation++;
        preparedPattern = null;
        preparedChange = ModeChange.NONE;
        pattern = null;
        recorded.clear();
    }
}
