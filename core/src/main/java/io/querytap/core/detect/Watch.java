package io.querytap.core.detect;

import java.time.Instant;

/** Looks at what is going on this moment, every second or so; called by one thread at a time. */
public interface Watch {
    /** @param nowNanos {@link System#nanoTime()} of this look */
    void look(long nowNanos, Instant now, Findings findings);

    /** Whether something has happened that is best looked at soon; cheap, asked many times a second. */
    default boolean isUrgent() {
        return false;
    }

    /** Looks at that, and at nothing else. */
    default void lookAtUrgent(long nowNanos, Instant now, Findings findings) {}
}
