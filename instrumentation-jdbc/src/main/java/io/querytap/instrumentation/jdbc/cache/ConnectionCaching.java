package io.querytap.instrumentation.jdbc.cache;

import io.querytap.core.cache.SessionCache;
import org.jspecify.annotations.Nullable;

/**
 * What is told to the cache of one physical connection, each call once: what the driver calls of itself in a call that is told already is
 * part of that.
 */
public final class ConnectionCaching {
    /** What the application began, if the cache has nothing to be told at its end. */
    private static final Object NOTHING = new Object();

    private final SessionCache session;

    /** The thread inside a call that the cache was told of; null when there is none. */
    private @Nullable Thread inside;

    public ConnectionCaching(SessionCache session) {
        this.session = session;
    }

    public SessionCache session() {
        return session;
    }

    /** Whether the present thread is inside a call that the cache was told of. */
    public boolean isInside() {
        return inside == Thread.currentThread();
    }

    void enter() {
        inside = Thread.currentThread();
    }

    /** Nothing runs now. A call whose end was lost to a StackOverflowError must not silence its thread for ever. */
    public void leave() {
        inside = null;
    }

    /** A call begins that ends a transaction; null if it is part of one that was told. */
    public @Nullable Object committing() {
        if (isInside()) {
            return null;
        }
        Object commit = session.committing();
        enter();
        return commit == null ? NOTHING : commit;
    }

    /** That call has ended. */
    public void committed(Object commit, @Nullable Throwable thrown) {
        leave();
        if (commit != NOTHING) {
            session.committed(commit, thrown);
        }
    }

    /** Data is about to be changed past SQL; null if that is part of what was told. */
    public @Nullable Change changing() {
        if (isInside()) {
            return null;
        }
        Change change = new Change(this, session.changing());
        enter();
        return change;
    }

    /** A call begins that changes nothing which matters, and in which the driver's own calls are not looked at; null as {@link #changing}. */
    public @Nullable Change passing() {
        if (isInside()) {
            return null;
        }
        enter();
        return new Change(this, /* begun= */ null);
    }

    /** A change past SQL, between its begin and its end. */
    public static final class Change {
        private final ConnectionCaching connection;
        private final @Nullable Object begun;

        Change(ConnectionCaching connection, @Nullable Object begun) {
            this.connection = connection;
            this.begun = begun;
        }

        /** It has ended, one way or the other. */
        public void ended(@Nullable Throwable thrown) {
            connection.leave();
            if (begun != null) {
                connection.session.changed(begun, thrown);
            }
        }
    }
}
