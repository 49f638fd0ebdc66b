package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;

/**
 * The transaction of one connection: from the first statement after autocommit was switched off, or after the last commit or
 * rollback, to the next one. Its only thread is the one that uses the connection.
 */
final class Transaction {
    private final TransactionStats stats;
    private final StripeHint hint;
    private boolean autoCommit = true; // as JDBC says of a new connection
    private boolean open;
    private long startNanos;

    Transaction(TransactionStats stats, StripeHint hint) {
        this.stats = stats;
        this.hint = hint;
    }

    void statementStarts(long nowNanos) {
        if (!autoCommit && !open) {
            open = true;
            startNanos = nowNanos;
        }
    }

    void committed(long callStartNanos, long nowNanos) {
        stats.recordCommitCall(hint, nowNanos - callStartNanos);
        endCommitted(nowNanos);
    }

    void rolledBack(long callStartNanos, long nowNanos) {
        stats.recordRollbackCall(hint, nowNanos - callStartNanos);
        if (open) {
            open = false;
            stats.recordRolledBack(hint, nowNanos - startNanos);
        }
    }

    /** Switching autocommit on commits what is open. */
    void autoCommitSet(boolean value) {
        if (value != autoCommit) {
            autoCommit = value;
            stats.countAutoCommitSwitch();
            if (value && open) {
                endCommitted(Clock.now());
            }
        }
    }

    private void endCommitted(long nowNanos) {
        if (open) {
            open = false;
            stats.recordCommitted(hint, nowNanos - startNanos);
        }
    }

    void savepointSet() {
        stats.countSavepoint();
    }

    void rolledBackToSavepoint() {
        stats.countSavepointRollback();
    }

    void isolationSet() {
        stats.countIsolationSwitch();
    }
}
