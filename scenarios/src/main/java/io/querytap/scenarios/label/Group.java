package io.querytap.scenarios.label;

/** Scenarios that share a JVM. */
public enum Group {
    /** JDBC, quick. */
    PLAIN,
    /** Object-relational and other mappers, servlets. */
    LIBRARIES,
    /** Those that mostly wait; they run side by side. */
    SLOW,
    /** Those that need a JDK with virtual threads. */
    VIRTUAL
}
