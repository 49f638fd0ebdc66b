package io.querytap.instrumentation.task;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each task that waits is to be given when it begins: a map by identity that keeps no task alive. Lock-free, bounded.
 *
 * <p>Each slot is a list of entries. New ones come in front; taking an entry empties it, and whoever passes an empty one later cuts
 * it out. Cutting writes only links between entries, and only past empty ones, so two threads that cut at once can at worst bring an
 * empty entry back.
 */
final class CarriedTasks {
    /** Tasks that may wait at once; at about 100 bytes each 1.6 MB. Those beyond begin units of their own. */
    static final int MAX_TASKS = 16_384;

    /** A power of two, for lists of one or two entries. */
    private static final int SLOTS = 8_192;

    private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicInteger size = new AtomicInteger();
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private final Consumer<Object> release;

    /** @param release is given what belonged to tasks that nobody can run any more */
    CarriedTasks(Consumer<Object> release) {
        this.release = release;
    }

    /** Whether no task waits. */
    boolean isEmpty() {
        return size.get() == 0;
    }

    int size() {
        return size.get();
    }

    /** Keeps what the task is to be given; false if there is no room. The same task may be put more than once. */
    boolean put(Object task, Object carried) {
        releaseUnreachable();
        if (size.incrementAndGet() > MAX_TASKS) {
            size.decrementAndGet();
            return false;
        }
        Entry entry = new Entry(task, carried, unreachable);
        int slot = slotOf(task);
        Entry first;
        do {
            first = slots.get(slot);
            Entry full = first;
            while (full != null && full.carried.get() == null) {
                full = full.next;
            }
            entry.next = full;
        } while (!slots.compareAndSet(slot, first, entry));
        return true;
    }

    /** Takes what was kept for the task, the oldest if there are several; null if nothing was. */
    @Nullable
    Object take(Object task) {
        Entry found;
        Object carried = null;
        do {
            found = oldest(task);
            if (found != null) {
                carried = found.carried.getAndSet(null);
            }
        } while (found != null && carried == null);
        if (carried != null) {
            size.decrementAndGet();
        }
        return carried;
    }

    private @Nullable Entry oldest(Object task) {
        Entry oldest = null;
        Entry before = null;
        for (Entry entry = slots.get(slotOf(task)); entry != null; entry = entry.next) {
            if (entry.carried.get() == null) {
                if (before != null) {
                    before.next = entry.next;
                }
            } else {
                before = entry;
                if (entry.refersTo(task)) {
                    oldest = entry;
                }
            }
        }
        return oldest;
    }

    /** Releases what belongs to tasks that were dropped without having begun. */
    private void releaseUnreachable() {
        for (Reference<?> gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            Object carried = ((Entry) gone).carried.getAndSet(null);
            if (carried != null) {
                size.decrementAndGet();
                release.accept(carried);
            }
        }
    }

    private static int slotOf(Object task) {
        int hash = System.identityHashCode(task);
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private static final class Entry extends WeakReference<Object> {
        final AtomicReference<@Nullable Object> carried;
        volatile @Nullable Entry next;

        Entry(Object task, Object carried, ReferenceQueue<Object> queue) {
            super(task, queue);
            this.carried = new AtomicReference<>(carried);
        }

        boolean refersTo(Object task) {
            return get() == task;
        }
    }
}
