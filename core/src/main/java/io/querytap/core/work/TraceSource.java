package io.querytap.core.work;

import org.jspecify.annotations.Nullable;

/** Where the application's present span is asked for. Called on the application's threads; must neither throw nor wait. */
public interface TraceSource {
    /** For an application without traces. */
    TraceSource NONE = new TraceSource() {
        @Override
        public boolean isActive() {
            return false;
        }

        @Override
        public @Nullable TraceContext current() {
            return null;
        }
    };

    /** Whether there is anything to ask; at the cost of a field read. */
    boolean isActive();

    /** The span that is current on this thread; null where there is none. */
    @Nullable
    TraceContext current();
}
