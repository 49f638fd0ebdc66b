package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;
import io.querytap.core.work.ConnectionWork;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one connection: from the first statement after autocommit was switched off, or after the last commit or
 * rollback, to the next one. Its only thread is the one that uses the connection.
 */
final class Transaction {
    private final TransactionStats stats;
    private final StripeHint hint;
    private final @Nullable ConnectionWork work;
    private boolean autoCommit = true; // as JDBC says of a new connection
    private boolean open;
    private long startNanos;

    Transaction(TransactionStats stats, StripeHint hint, @Nullable ConnectionWork work) {
        this.stats = stats;
        this.hint = hint;
        this.work = work;
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    void statementStarts(long nowNanos) {
        if (!autoCommit && !open) {
            open = true;
            startNanos = nowNanos;
            if (work != null) {
                work.transactionBegins(nowNanos);
            }
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
            ended(nowNanos);
        }
    }

    /** Switching autocommit on commits what is open. */
    void autoCommitSet(boolean value) {
        if (value != autoCommit) {
            autoCommit = value;
            if (work != null) {
                work.autoCommit(value);
            }
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
            ended(nowNanos);
        }
    }

    private void ended(long nowNanos) {
        if (work != null) {
            work.transactionEnds(nowNanos);
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
