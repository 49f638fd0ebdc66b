package io.querytap.core.pool;

/** What a borrowed connection is doing. */
public enum HolderState {
    /** A call of the driver is under way. */
    RUNNING("running"),
    /** Rows of a result are being read. */
    READING("reading"),
    /** Nothing was executed since it was borrowed. */
    IDLE_BEFORE_FIRST("idle_before_first"),
    /** A transaction is open and nothing is executed. */
    IDLE_IN_TRANSACTION("idle_in_transaction"),
    /** Nothing is executed, and nothing is left to be committed. */
    IDLE("idle");

    private final String id;

    HolderState(String id) {
        this.id = id;
    }

    /** The name that reports and telemetry write. */
    public String id() {
        return id;
    }

    public boolean isIdle() {
        return this != RUNNING && this != READING;
    }
}
