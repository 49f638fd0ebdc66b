package io.querytap.core.stats;

import java.util.concurrent.atomic.LongAdder;

/** Transactions of one database. Durations are in nanoseconds. Thread-safe; recording as in {@link PatternStats}. */
public final class TransactionStats {
    private final DatabaseIdentity database;
    private final DurationRecorder committed = new DurationRecorder();
    private final DurationRecorder rolledBack = new DurationRecorder();
    private final DurationRecorder commitCalls = new DurationRecorder();
    private final DurationRecorder rollbackCalls = new DurationRecorder();

    private final LongAdder savepoints = new LongAdder();
    private final LongAdder savepointRollbacks = new LongAdder();
    private final LongAdder autoCommitSwitches = new LongAdder();
    private final LongAdder isolationSwitches = new LongAdder();

    TransactionStats(DatabaseIdentity database) {
        this.database = database;
    }

    /** A transaction that ran at least one statement was committed. */
    public void recordCommitted(StripeHint hint, long transactionNanos) {
        committed.record(hint, transactionNanos);
    }

    /** A transaction that ran at least one statement was rolled back as a whole. */
    public void recordRolledBack(StripeHint hint, long transactionNanos) {
        rolledBack.record(hint, transactionNanos);
    }

    /** A call of {@code commit()}, whether or not there was something to commit. */
    public void recordCommitCall(StripeHint hint, long callNanos) {
        commitCalls.record(hint, callNanos);
    }

    /** A call of {@code rollback()}, whether or not there was something to roll back. */
    public void recordRollbackCall(StripeHint hint, long callNanos) {
        rollbackCalls.record(hint, callNanos);
    }

    /** A savepoint was set. */
    public void countSavepoint() {
        savepoints.increment();
    }

    /** The transaction went back to a savepoint and goes on. */
    public void countSavepointRollback() {
        savepointRollbacks.increment();
    }

    /** {@code setAutoCommit} was called with another value than before. */
    public void countAutoCommitSwitch() {
        autoCommitSwitches.increment();
    }

    /** {@code setTransactionIsolation} was called. */
    public void countIsolationSwitch() {
        isolationSwitches.increment();
    }

    TransactionSnapshot snapshot() {
        Distribution committedTotal = committed.total();
        Distribution rolledBackTotal = rolledBack.total();
        Distribution all = new Distribution(Distribution.Kind.DURATION);
        all.add(committedTotal);
        all.add(rolledBackTotal);
        return new TransactionSnapshot(
                database,
                committedTotal.count(),
                rolledBackTotal.count(),
                all.snapshot(),
                commitCalls.snapshot(),
                rollbackCalls.snapshot(),
                savepoints.sum(),
                savepointRollbacks.sum(),
                autoCommitSwitches.sum(),
                isolationSwitches.sum());
    }
}
