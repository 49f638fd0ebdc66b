package io.querytap.core.pool.sizing;

/** Evidence that the database gets slower the more connections of a pool are in use. Immutable. */
public final class DatabaseBottleneck {
    private final double rankCorrelation;
    private final int leases;
    private final int fewInUse;
    private final int manyInUse;
    private final long busyNanosAtFew;
    private final long busyNanosAtMany;

    DatabaseBottleneck(
            double rankCorrelation,
            int leases,
            int fewInUse,
            int manyInUse,
            long busyNanosAtFew,
            long busyNanosAtMany) {
        this.rankCorrelation = rankCorrelation;
        this.leases = leases;
        this.fewInUse = fewInUse;
        this.manyInUse = manyInUse;
        this.busyNanosAtFew = busyNanosAtFew;
        this.busyNanosAtMany = busyNanosAtMany;
    }

    /** Spearman's, of the time a lease was busy and of how many were in use meanwhile; from 0 to 1. */
    public double rankCorrelation() {
        return rankCorrelation;
    }

    /** How many leases were compared. */
    public int leases() {
        return leases;
    }

    /** The usual number of connections in use in the third of the leases with the fewest. */
    public int fewInUse() {
        return fewInUse;
    }

    /** The usual number of connections in use in the third of the leases with the most. */
    public int manyInUse() {
        return manyInUse;
    }

    /** The median of the time that leases were busy in the third with the fewest in use. */
    public long busyNanosAtFew() {
        return busyNanosAtFew;
    }

    /** The median of the time that leases were busy in the third with the most in use. */
    public long busyNanosAtMany() {
        return busyNanosAtMany;
    }
}
