package io.querytap.core.detect.pool;

/** Why threads waited for a connection; the first that applies, in this order. */
enum WaitCause {
    /** The pool had room and could not make connections, or not soon. */
    CANNOT_CREATE("cannot_create"),
    /** Who held a connection waited for another one of the same pool. */
    NESTED_ACQUISITION("nested_acquisition"),
    /** Connections were lost that nobody will give back. */
    CONNECTION_LEAK("connection_leak"),
    /** The JVM stood still, or had no processor to run on. */
    CPU_STARVATION("cpu_starvation"),
    /** Who held connections did nothing for the database most of the time. */
    HELD_IDLE("held_idle"),
    /** They were busy, and for long. */
    HELD_BUSY("held_busy"),
    /** They were busy and soon done, but the database gets slower the more of them there are. */
    DATABASE_SATURATED("database_saturated"),
    /** They were busy and soon done: there were more of them than connections. */
    TOO_SMALL("too_small"),
    /** None of these: not enough is known. */
    UNEXPLAINED("unexplained");

    private final String id;

    WaitCause(String id) {
        this.id = id;
    }

    /** The name that findings write. */
    String id() {
        return id;
    }

    /** Whether it is a matter of the JVM, or of nobody: a single moment says nothing then, only what comes again and again. */
    boolean needsRepetition() {
        return this == CPU_STARVATION || this == UNEXPLAINED;
    }

    /** Whether a connection was out that should not have been, or not for so long. */
    boolean isOfHolders() {
        return this == HELD_IDLE || this == HELD_BUSY || this == NESTED_ACQUISITION || this == CONNECTION_LEAK;
    }
}
