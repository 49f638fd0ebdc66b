package io.querytap.core.work;

/** How a unit of work was delimited, the most trustworthy first. */
public enum UnitKind {
    /** A call of an entry point: a servlet, a listener, a scheduled method, one named by the user. */
    ENTRY("entry"),
    /** What was done under one trace of the application's, outside any entry point. */
    TRACE("trace"),
    /** One task of an executor, or one virtual thread. */
    TASK("task"),
    /** From the checkout of a connection to its return; without a pool, from its first statement to its end. */
    LEASE("lease"),
    /** A piece of an endless task or of a connection that is never returned, cut where it paused. Never proof of anything alone. */
    BURST("burst");

    private final String id;

    UnitKind(String id) {
        this.id = id;
    }

    /** The name that reports and telemetry write. */
    public String id() {
        return id;
    }
}
