package io.querytap.core.pool;

import java.lang.invoke.VarHandle;

/**
 * Who is asking a pool for a connection at this moment. A thread notes itself in the slot of its id, in plain fields; of two threads
 * with the same slot only the later one is seen, which is why this only names waiters and never counts them. Allocates nothing.
 */
final class Waiters {
    /** Slots; a power of two. Threads are numbered in sequence, so that a server with fewer has a slot for each. */
    private static final int SLOTS = 512;

    /** Longs between two slots: a cache line, so that threads do not get in each other's way. */
    private static final int STRIDE = 8;

    /**
     * A thread that asks again so soon after it began to ask does so inside of that: a method of a pool that is made of another one calls
     * it at once. Later on it may be that the end of the first attempt was not told, and this is a new one.
     */
    private static final long NESTED_NANOS = 100_000_000L;

    private static final int ID = 0;
    private static final int SINCE = 1;
    private static final int CREATION = 2;

    private final long[] slots = new long[SLOTS * STRIDE];

    private static int slotOf(long threadId) {
        return (int) (threadId & SLOTS - 1) * STRIDE;
    }

    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static long id() {
        return Thread.currentThread().getId();
    }

    /**
     * The present thread asks.
     *
     * @return false if it is asking already: the pool's own methods call each other
     */
    boolean enter(long nowNanos) {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id && nowNanos - slots[slot + SINCE] < NESTED_NANOS) {
            return false;
        }
        slots[slot + ID] = 0; // for who reads meanwhile
        VarHandle.storeStoreFence();
        slots[slot + SINCE] = nowNanos;
        slots[slot + CREATION] = 0;
        VarHandle.storeStoreFence();
        slots[slot + ID] = id;
        return true;
    }

    /** Since when the present thread asks; 0 if another one has taken its slot since. */
    long sinceNanos() {
        return waitingSinceNanos(id());
    }

    /** It has got one, or has given up. */
    void leave() {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id) {
            slots[slot + ID] = 0;
        }
    }

    /** The present thread makes a physical connection itself, while it asks for one. */
    void creates(long nanos) {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id) {
            slots[slot + CREATION] += nanos;
        }
    }

    /** How much of the time since it asked the present thread has spent on that; to be asked before {@link #leave}. */
    long ownCreationNanos() {
        long id = id();
        int slot = slotOf(id);
        return slots[slot + ID] == id ? slots[slot + CREATION] : 0;
    }

    /** Whether a thread is seen asking, and since when: {@link System#nanoTime()}, or 0. */
    long waitingSinceNanos(long threadId) {
        int slot = slotOf(threadId);
        boolean asks = slots[slot + ID] == threadId;
        VarHandle.loadLoadFence();
        long since = slots[slot + SINCE];
        VarHandle.loadLoadFence();
        return asks && slots[slot + ID] == threadId ? since : 0;
    }
}
