package io.querytap.scenarios.label;

/** To what waiting can be laid, as the report writes it: what holders do, and what is nobody's. */
public final class Waiting {
    public static final String RUNNING = "running";
    public static final String READING = "reading";
    public static final String IDLE_BEFORE_FIRST = "idle_before_first";
    public static final String IDLE_IN_TRANSACTION = "idle_in_transaction";
    public static final String IDLE = "idle";

    /** A connection was being made, or could not be made. */
    public static final String CREATING = "creating";
    /** The pool checked the connection that it was about to hand out. */
    public static final String CHECKING = "checking";
    /** The JVM stood still. */
    public static final String JVM_STALLED = "jvm_stalled";

    private Waiting() {}
}
