package io.querytap.scenarios.shop;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What H2 calls by name. */
public final class Functions {
    private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

    private Functions() {}

    /** Takes this long, and gives it back. */
    public static int waitMillis(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
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
