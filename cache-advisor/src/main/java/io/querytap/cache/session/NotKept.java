package io.querytap.cache.session;

import io.querytap.cache.key.EntryKey;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Keys whose results were not kept when they were last read: too large, for instance. Nobody should wait for such a result, since it will
 * not come. Remembers hashes, and may be wrong both ways: that costs a wait, or a second execution. Thread-safe.
 */
final class NotKept {
    /** Hashes remembered, a power of two; 16 KB. */
    private static final int SLOTS = 4_096;

    private final AtomicIntegerArray hashes = new AtomicIntegerArray(SLOTS);

    boolean contains(EntryKey key) {
        return hashes.get(slot(key)) == nonZero(key);
    }

    void add(EntryKey key) {
        hashes.set(slot(key), nonZero(key));
    }

    void remove(EntryKey key) {
        hashes.compareAndSet(slot(key), nonZero(key), 0);
    }

    private static int slot(EntryKey key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private static int nonZero(EntryKey key) {
        return key.hashCode() | 1;
    }
}
