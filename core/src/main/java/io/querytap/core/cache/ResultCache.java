package io.querytap.core.cache;

import org.jspecify.annotations.Nullable;

/** Answers statements without the database, and learns of everything that could make an answer wrong. Thread-safe. */
public interface ResultCache {
    /**
     * A driver made a physical connection. Runs on the application's thread: sends nothing, waits for nothing.
     *
     * @return what to tell of it from now on; null if neither its reads can be answered nor its writes be understood, which then is
     *     said in the figures of the cache
     */
    @Nullable
    SessionCache open(OpenedConnection opened);
}
