package io.querytap.hook;

/**
 * Injected into driver and pool classes, with a field behind it: what the agent knows of this one object. The field is plain;
 * an object that two threads share may show a thread a stale null, and is then not measured for that call.
 */
public interface QuerytapState {
    /** What was last set, or null. */
    Object querytap$state();

    void querytap$state(Object state);
}
