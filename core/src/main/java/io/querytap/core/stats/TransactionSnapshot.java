package io.querytap.core.stats;

/** Transactions of one database at one moment. Immutable. */
public final class TransactionSnapshot {
    private final DatabaseIdentity database;
    private final long commits;
    private final long rollbacks;
    private final DistributionSnapshot duration;
    private final DistributionSnapshot commit;
    private final DistributionSnapshot rollback;
    private final long savepoints;
    private final long savepointRollbacks;
    private final long autoCommitSwitches;
    private final long isolationSwitches;

    TransactionSnapshot(
            DatabaseIdentity database,
            long commits,
            long rollbacks,
            DistributionSnapshot duration,
            DistributionSnapshot commit,
            DistributionSnapshot rollback,
            long savepoints,
            long savepointRollbacks,
            long autoCommitSwitches,
            long isolationSwitches) {
        this.database = database;
        this.commits = commits;
        this.rollbacks = rollbacks;
        this.duration = duration;
        this.commit = commit;
        this.rollback = rollback;
        this.savepoints = savepoints;
        this.savepointRollbacks = savepointRollbacks;
        this.autoCommitSwitches = autoCommitSwitches;
        this.isolationSwitches = isolationSwitches;
    }

    public DatabaseIdentity database() {
        return database;
    }

    /** Transactions that ended in a commit, by {@code commit()} or by switching autocommit on. */
    public long commits() {
        return commits;
    }

    /** Transactions that ended in a full rollback. */
    public long rollbacks() {
        return rollbacks;
    }

    /** Nanoseconds from the start of the first statement to the end of the commit or rollback. */
    public DistributionSnapshot duration() {
        return duration;
    }

    /** Nanoseconds of the commit call itself, every call, also those without a statement before. */
    public DistributionSnapshot commit() {
        return commit;
    }

    /** Nanoseconds of the rollback call itself, every call. */
    public DistributionSnapshot rollback() {
        return rollback;
    }

    /** Savepoints set. */
    public long savepoints() {
        return savepoints;
    }

    /** Rollbacks to a savepoint; the transaction goes on. */
    public long savepointRollbacks() {
        return savepointRollbacks;
    }

    /** Calls of {@code setAutoCommit} that changed the value. */
    public long autoCommitSwitches() {
        return autoCommitSwitches;
    }

    /** Calls of {@code setTransactionIsolation}. */
    public long isolationSwitches() {
        return isolationSwitches;
    }
}
