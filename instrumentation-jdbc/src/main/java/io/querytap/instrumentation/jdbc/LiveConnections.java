package io.querytap.instrumentation.jdbc;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The physical connections that are open, so that rows read from results that nobody closes are counted in the end: when the
 * connection becomes unreachable, or when the JVM ends. Holds the connections weakly and their small states strongly. Thread-safe.
 */
public final class LiveConnections {
    /** Connections followed at once; beyond it only results that are properly closed are counted. */
    private static final int MAX_CONNECTIONS = 10_000;

    private final Map<ConnectionState, Reference> open = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

    void opened(Object connection, ConnectionState state) {
        finishUnreachable();
        if (open.size() < MAX_CONNECTIONS) {
            open.put(state, new Reference(connection, state, unreachable));
        }
    }

    void closed(ConnectionState state) {
        open.remove(state);
    }

    /** Counts what was read from results of connections that are gone without having been closed. */
    public void finishUnreachable() {
        for (Object gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            ConnectionState state = ((Reference) gone).state;
            if (open.remove(state) != null) {
                state.lost();
            }
        }
    }

    /** Counts what was read so far from all open results; called when the JVM ends. */
    public void finishAll() {
        finishUnreachable();
        for (ConnectionState state : open.keySet()) {
            state.finishOpenResults(/* over= */ false);
        }
    }

    private static final class Reference extends WeakReference<Object> {
        private final ConnectionState state;

        Reference(Object connection, ConnectionState state, ReferenceQueue<Object> queue) {
            super(connection, queue);
            this.state = state;
        }
    }
}
