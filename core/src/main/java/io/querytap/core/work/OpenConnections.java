package io.querytap.core.work;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, for the watchdog to look at. Bounded, thread-safe. */
public final class OpenConnections {
    /** Connections watched at once. */
    private static final int MAX_CONNECTIONS = 10_000;

    private final Set<ConnectionWork> open = ConcurrentHashMap.newKeySet();

    void add(ConnectionWork connection) {
        if (open.size() < MAX_CONNECTIONS) {
            open.add(connection);
        }
    }

    void remove(ConnectionWork connection) {
        open.remove(connection);
    }

    /** Live; weakly consistent. */
    public Set<ConnectionWork> all() {
        return Collections.unmodifiableSet(open);
    }
}
