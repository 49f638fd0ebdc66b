package io.querytap.core.stats;

/** Transactions of one database at one moment. Immutable. */
public final class TransactionSnapshot {
    private final DatabaseIdentity database;
    private final long commits;
    private final long rollbacks;
    private final DistributionSnapshot duration;
    private final DistributionSnapshot commit;
    private final DistributionSnapshot rollback;

    TransactionSnapshot(
            DatabaseIdentity database,
            long commits,
            long rollbacks,
            DistributionSnapshot duration,
            DistributionSnapshot commit,
            DistributionSnapshot rollback) {
        this.database = database;
        this.commits = commits;
        this.rollbacks = rollbacks;
        this.duration = duration;
        this.commit = commit;
        this.rollback = rollback;
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
}
