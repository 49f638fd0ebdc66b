package io.querytap.core.pool.sizing;

/** What the user said about the database and about who else uses it. Immutable. */
public final class SizeLimits {
    /** Value of a limit that the user did not give. */
    public static final int NONE = -1;

    /** Nothing was said: one instance of the application, and a database without limits. */
    public static final SizeLimits UNKNOWN = new SizeLimits(1, NONE, NONE);

    /** Busy connections for a processor of the database: one that computes, one that waits for its disk. */
    private static final double BUSY_FOR_A_CORE = 2;

    private final int instances;
    private final int databaseConnections;
    private final int databaseCores;

    /**
     * @param instances how many of the application run with a pool like this one
     * @param databaseConnections how many connections the database has for all of them; {@link #NONE} if not known
     * @param databaseCores processors of the database; {@link #NONE} if not known
     */
    public SizeLimits(int instances, int databaseConnections, int databaseCores) {
        this.instances = Math.max(1, instances);
        this.databaseConnections = databaseConnections;
        this.databaseCores = databaseCores;
    }

    public int instances() {
        return instances;
    }

    public int databaseConnections() {
        return databaseConnections;
    }

    public int databaseCores() {
        return databaseCores;
    }

    /** The largest pool for which the database has the connections. */
    int maxByConnections() {
        return databaseConnections < 0 ? Integer.MAX_VALUE : Math.max(1, databaseConnections / instances);
    }

    /**
     * The largest pool for which the database has the processors.
     *
     * @param busyShare which part of its time a borrowed connection keeps the database busy; negative if not known
     */
    int maxByCores(double busyShare) {
        if (databaseCores < 0) {
            return Integer.MAX_VALUE;
        }
        double busy = busyShare < 0 ? 1 : busyShare;
        double size = BUSY_FOR_A_CORE * databaseCores / (instances * busy); // infinite where nobody ever is
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(size)));
    }
}
