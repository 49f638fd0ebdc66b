package io.querytap.cache.driver.check;

import org.jspecify.annotations.Nullable;

/** Whether results of one version of a driver come back as they were: what a rule's use of the driver is pinned to. Immutable. */
public final class CheckOutcome {
    private final String connectionClass;
    private final String portId;
    private final int cells;
    private final @Nullable String difference;

    CheckOutcome(String connectionClass, String portId, int cells, @Nullable String difference) {
        this.connectionClass = connectionClass;
        this.portId = portId;
        this.cells = cells;
        this.difference = difference;
    }

    /** The class of the driver's connections. */
    public String connectionClass() {
        return connectionClass;
    }

    /** {@code DriverPort.id}: product, version and format. */
    public String portId() {
        return portId;
    }

    /** How many answers were compared. */
    public int cells() {
        return cells;
    }

    public boolean isPassed() {
        return difference == null;
    }

    /** The first difference, or what prevented the check; null if passed. */
    public @Nullable String difference() {
        return difference;
    }
}
