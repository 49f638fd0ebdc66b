package io.querytap.scenarios.shop;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What H2 calls by name. */
public final class Functions {
    private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

    /** What a server has only one of. */
    private static final Semaphore DISK = new Semaphore(1, /* fair= */ true);

    private Functions() {}

    /** Takes this long, and gives it back. */
    public static int waitMillis(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    /** Takes this long while nobody else does the same, and gives it back: the more ask at once, the longer each takes. */
    public static int oneByOneMillis(int millis) throws InterruptedException {
        DISK.acquire();
        try {
            return waitMillis(millis);
        } finally {
            DISK.release();
        }
    }

    /** Fails the first times it is called with a name; then says how often it was called. */
    public static int failFirst(String name, int times) throws SQLException {
        int call = CALLS.computeIfAbsent(name, first -> new AtomicInteger()).incrementAndGet();
        if (call <= times) {
            throw new SQLException("not yet", "40001");
        }
        return call;
    }
}
