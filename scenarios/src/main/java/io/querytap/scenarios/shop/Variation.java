package io.querytap.scenarios.shop;

/** Changes of a run that must not change what is found. */
public enum Variation {
    NONE,
    /** Tables and columns have other names. */
    RENAMED,
    /** Unrelated queries come first. */
    WORK_FIRST,
    /** After every statement comes an unrelated query on the same connection. */
    NOISE_BETWEEN,
    /** Other threads query the same database meanwhile. */
    NOISY_THREADS,
    /** The work is done on a thread of its own instead of the main one. */
    OTHER_THREAD,
    /** Connections come from another pool, one that the agent does not know. */
    OTHER_POOL;

    /** Appended to a database's name, so that findings of two variations stay apart. */
    public String suffix() {
        return this == NONE ? "" : "__" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
