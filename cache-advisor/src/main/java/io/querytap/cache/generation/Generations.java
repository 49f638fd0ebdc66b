package io.querytap.cache.generation;

import org.jspecify.annotations.Nullable;

/**
 * The generations of tables in this JVM: a number for each table that every write changes, twice, before it becomes visible and after,
 * and the count of writers in between. Thread-safe, never waits.
 *
 * <p>An interface because tests put broken protocols in its place, to see that they are caught.
 */
public interface Generations {
    /** To be taken before the statement is sent; null while one of the tables is being written. */
    @Nullable
    Stamp stamp(TableSet tables);

    /** Whether none of the stamp's tables was written since, or is being written. */
    boolean isCurrent(Stamp stamp);

    /** A write of these tables is about to become visible. */
    Fence raise(TableSet tables);

    /** What was written somewhere else has become visible; also for DDL, and on an operator's wish. */
    void bump(TableSet tables);

    /** What the generations were at one moment. Immutable. */
    interface Stamp {
        TableSet tables();
    }

    /** Around a write. */
    interface Fence {
        TableSet tables();

        /** The write is visible, or gone, or its outcome is unknown. Has no effect the second time. */
        void lower();
    }
}
