package io.querytap.scenarios.label;

/** Why somebody waits for a connection, as the report writes it. */
public final class Cause {
    /** There is room in the pool, but connections cannot be made, or not fast enough. */
    public static final String CANNOT_CREATE = "cannot_create";
    /** Those who wait hold one already. */
    public static final String NESTED = "nested_acquisition";
    /** Connections were never given back. */
    public static final String LEAK = "connection_leak";
    /** The JVM stood still, or had no processor. */
    public static final String CPU = "cpu_starvation";
    /** Most of the waiting passes while the holders do nothing with the database. */
    public static final String HELD_IDLE = "held_idle";
    /** Most of it passes while the holders are long at work. */
    public static final String HELD_BUSY = "held_busy";
    /** All holders are short and busy. */
    public static final String TOO_SMALL = "too_small";
    /** All holders are busy, for the longer the more of them there are. */
    public static final String DATABASE_SATURATED = "database_saturated";

    private Cause() {}
}
