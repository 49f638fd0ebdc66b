package io.querytap.instrumentation.jdbc;

/** {@link System#nanoTime()}, never 0: hooks use 0 for "not measured". */
final class Clock {
    private Clock() {}

    static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }
}
