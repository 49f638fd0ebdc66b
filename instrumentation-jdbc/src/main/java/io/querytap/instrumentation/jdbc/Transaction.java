package io.querytap.instrumentation.jdbc;

import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;
import io.querytap.core.work.ConnectionWork;
import io.querytap.instrumentation.jdbc.driver.DriverProfile;
import io.querytap.instrumentation.jdbc.driver.ProtocolCall;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one connection: from the first statement after autocommit was switched off, or after the last commit or
 * rollback, to the next one; and what was set for it. Its only thread is the one that uses the connection.
 *
 * <p>Methods that tell of a call return the trips to the server that it made.
 */
final class Transaction {
    private final TransactionStats stats;
    private final StripeHint hint;
    private final DriverProfile driver;
    private final @Nullable ConnectionWork work;
    private boolean autoCommit = true; // as JDBC says of a new connection
    private boolean readOnly;
    private int isolation;
    private boolean open;
    private long startNanos;

    Transaction(TransactionStats stats, StripeHint hint, DriverProfile driver, @Nullable ConnectionWork work) {
        this.stats = stats;
        this.hint = hint;
        this.driver = driver;
        this.work = work;
        this.isolation = driver.firstIsolation();
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    /** Whether what was read once is certain to be read again the same. */
    boolean isRepeatableRead() {
        return isolation >= Connection.TRANSACTION_REPEATABLE_READ;
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

    int committed(long callStartNanos, long nowNanos) {
        int trips = driver.roundTrips(ProtocolCall.COMMIT, /* changed= */ true, open);
        stats.recordCommitCall(hint, nowNanos - callStartNanos);
        if (!open) {
            endedEmpty();
        }
        endCommitted(nowNanos);
        return trips;
    }

    int rolledBack(long callStartNanos, long nowNanos) {
        int trips = driver.roundTrips(ProtocolCall.ROLLBACK, /* changed= */ true, open);
        stats.recordRollbackCall(hint, nowNanos - callStartNanos);
        if (open) {
            open = false;
            stats.recordRolledBack(hint, nowNanos - startNanos);
            ended(nowNanos);
        } else {
            endedEmpty();
        }
        return trips;
    }

    /** Switching autocommit on commits what is open. */
    int autoCommitSet(boolean value) {
        boolean changed = value != autoCommit;
        int trips = driver.roundTrips(ProtocolCall.SET_AUTO_COMMIT, changed, open);
        if (changed) {
            autoCommit = value;
            if (work != null) {
                work.autoCommit(value);
            }
            stats.countAutoCommitSwitch();
            if (value && open) {
                endCommitted(Clock.now());
            }
        }
        return trips;
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

    private void endedEmpty() {
        if (work != null && !autoCommit) {
            work.emptyTransaction();
        }
    }

    int rolledBackToSavepoint() {
        stats.countSavepointRollback();
        return driver.roundTrips(ProtocolCall.ROLLBACK_TO_SAVEPOINT, /* changed= */ true, open);
    }

    int isolationSet(int level) {
        boolean changed = level != isolation;
        isolation = level;
        stats.countIsolationSwitch();
        return driver.roundTrips(ProtocolCall.SET_ISOLATION, changed, open);
    }

    int readOnlySet(boolean value) {
        boolean changed = value != readOnly;
        readOnly = value;
        return driver.roundTrips(ProtocolCall.SET_READ_ONLY, changed, open);
    }

    int called(ProtocolCall call) {
        if (call == ProtocolCall.SET_SAVEPOINT) {
            stats.countSavepoint();
        }
        return driver.roundTrips(call, /* changed= */ true, open);
    }
}
