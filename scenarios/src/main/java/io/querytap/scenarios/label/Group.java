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
    VIRTUAL,
    /** Short of connections, or not; a few share a JVM and run side by side, with short limits for leaks. */
    POOL,
    /** The same on a JDK with virtual threads. */
    POOL_VIRTUAL,
    /** The same, each in a JVM of its own: what it is about needs all the looks at the stack that the agent allows itself. */
    POOL_ALONE,
    /** The same, each in a JVM of its own that is alone on the machine: it takes the processors away, or stops the JVM. */
    POOL_STARVED;

    /** Whether its scenarios are about pools, each of which is measured. */
    public boolean isAboutPools() {
        return this == POOL || this == POOL_VIRTUAL || this == POOL_ALONE || this == POOL_STARVED;
    }

    /** Whether its scenarios run at the same time. */
    public boolean isSideBySide() {
        return this == SLOW || this == POOL || this == POOL_VIRTUAL;
    }
}
