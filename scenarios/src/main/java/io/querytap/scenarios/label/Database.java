package io.querytap.scenarios.label;

/** Where a scenario's shop is. */
public enum Database {
    /** In the memory of the scenario's JVM. */
    H2,
    /** A database of its own on a real server. */
    POSTGRESQL
}
