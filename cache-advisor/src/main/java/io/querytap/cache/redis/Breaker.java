package io.querytap.cache.redis;

import java.util.concurrent.atomic.AtomicInteger;

/** Keeps threads from waiting for a server that does not answer: open after a few time-outs in a row, closed again by the keeper only. */
final class Breaker {
    /** One or two may be a pause of this JVM. */
    private static final int TIMEOUTS_IN_A_ROW = 3;

    private final AtomicInteger timeouts = new AtomicInteger();

    boolean isOpen() {
        return timeouts.get() >= TIMEOUTS_IN_A_ROW;
    }

    void answered() {
        if (timeouts.get() != 0 && !isOpen()) {
            timeouts.set(0);
        }
    }

    /** Whether this one opened it. */
    boolean timedOut() {
        return timeouts.incrementAndGet() == TIMEOUTS_IN_A_ROW;
    }

    void close() {
        timeouts.set(0);
    }
}
