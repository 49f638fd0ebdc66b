package io.querytap.core.cache;

import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** An execution that concerns the cache, between its begin and its end; belongs to the thread that executes. */
public interface CacheExecution {
    /**
     * The answer, already in the statement's own chain of results, as if the driver had executed; then the driver must not execute,
     * and nothing more is told of this execution. Null: the driver executes, and {@link SessionCache#executed} follows.
     */
    @Nullable
    ResultSet answer();
}
