package io.querytap.scenarios.label;

/** What one piece of a scenario's work is to the agent. */
public enum Unit {
    /** The scenario's method is named by {@code querytap.entry.methods}. */
    ENTRY,
    /** A real servlet is called; nothing is named. */
    SERVLET,
    /** A task of an executor, or a virtual thread. */
    TASK,
    /** The time for which a connection is borrowed. */
    LEASE;

    /** The {@code unit.kind} that a finding carries. */
    public String kind() {
        switch (this) {
            case TASK:
                return "task";
            case LEASE:
                return "lease";
            default:
                return "entry";
        }
    }
}
