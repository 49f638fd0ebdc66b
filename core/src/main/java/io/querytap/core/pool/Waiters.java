package io.querytap.core.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking a pool for a connection at this moment, and since when. A thread notes itself in the slot of its id; one that finds its slot
 * taken by another, as among very many threads, goes into a map. Only of two that share a slot and come within the same nanoseconds one
 * is not seen: so this names waiters and never counts them. Allocates nothing but in the map.
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

    /** The most that are known without a slot. */
    private static final int MAX_OTHERS = 10_000;

    /** In a slot: the id of the thread, 0 where there is none, {@link #BEING_WRITTEN} while it notes itself. */
    private static final int ID = 0;

    private static final int SINCE = 1;
    private static final int CREATION = 2;

    private static final long BEING_WRITTEN = -1;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] slots = new long[SLOTS * STRIDE];

    /** By the ids of those who found their slot taken. */
    private final ConcurrentHashMap<Long, Waiter> others = new ConcurrentHashMap<>();

    /** Whether there has been one: as long as there was not, nobody looks there. */
    private volatile boolean hasOthers;

    /** One without a slot: written by its thread, but for the reader's sake not in plain fields. */
    private static final class Waiter {
        final long sinceNanos;
        volatile long creationNanos;

        Waiter(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

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
        if (slots[slot + ID] == id) {
            if (nowNanos - slots[slot + SINCE] < NESTED_NANOS) {
                return false;
            }
            LONGS.setOpaque(slots, slot + ID, BEING_WRITTEN); // for who reads meanwhile
        } else if (hasOthers && others.containsKey(id)) {
            if (nowNanos - others.get(id).sinceNanos < NESTED_NANOS) {
                return false;
            }
            others.put(id, new Waiter(nowNanos));
            return true;
        } else if (slots[slot + ID] != 0) {
            hasOthers = true;
            if (others.size() < MAX_OTHERS) {
                others.put(id, new Waiter(nowNanos));
            }
            return true;
        } else {
            // A compare-and-set would cost more than all the rest of this.
            LONGS.setOpaque(slots, slot + ID, BEING_WRITTEN);
        }
        VarHandle.storeStoreFence();
        slots[slot + SINCE] = nowNanos;
        slots[slot + CREATION] = 0;
        LONGS.setRelease(slots, slot + ID, id);
        return true;
    }

    /** Since when the present thread asks; 0 if it does not. */
    long sinceNanos() {
        return waitingSinceNanos(id());
    }

    /** It has got one, or has given up. */
    void leave() {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id) {
            LONGS.setRelease(slots, slot + ID, 0L);
        } else if (hasOthers) {
            others.remove(id);
        }
    }

    /** The present thread makes a physical connection itself, while it asks for one. */
    void creates(long nanos) {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id) {
            slots[slot + CREATION] += nanos;
            return;
        }
        Waiter other = other(id);
        if (other != null) {
            other.creationNanos = other.creationNanos + nanos;
        }
    }

    /** How much of the time since it asked the present thread has spent on that; to be asked before {@link #leave}. */
    long ownCreationNanos() {
        long id = id();
        int slot = slotOf(id);
        if (slots[slot + ID] == id) {
            return slots[slot + CREATION];
        }
        Waiter other = other(id);
        return other == null ? 0 : other.creationNanos;
    }

    /** Whether a thread is asking, and since when: {@link System#nanoTime()}, or 0. */
    long waitingSinceNanos(long threadId) {
        int slot = slotOf(threadId);
        boolean asks = (long) LONGS.getAcquire(slots, slot + ID) == threadId;
        long since = slots[slot + SINCE];
        VarHandle.loadLoadFence();
        if (asks && (long) LONGS.getOpaque(slots, slot + ID) == threadId) {
            return since;
        }
        Waiter other = other(threadId);
        return other == null ? 0 : other.sinceNanos;
    }

    private @Nullable Waiter other(long threadId) {
        return hasOthers ? others.get(threadId) : null;
    }
}
