package io.querytap.cache.driver.h2;

import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;

/**
 * Tells apart databases that are opened one after the other, or in several JVMs, under one name: one in memory begins anew each time, and one
 * in a file may have been changed by somebody else in between. Thread-safe.
 */
final class Incarnations {
    /** By database, which compares by identity. */
    private final Map<Object, String> names = new WeakHashMap<>();

    /** The same for the same database as long as it is open, and for no other ever. */
    String of(Object database) {
        synchronized (names) {
            String name = names.get(database);
            if (name == null) {
                name = UUID.randomUUID().toString();
                names.put(database, name);
            }
            return name;
        }
    }
}
