package io.querytap.core.work;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that one unit submitted, and what those that have ended did. Tasks hold on to this object, not to the unit: once the
 * control plane has looked at the unit, {@link #seal} lets go of it, and what still runs stands alone. Lock-free; the sums of ended
 * tasks are folded into each other, so a unit with a million tasks keeps about as many of them as end at the same moment.
 */
final class Parts {
    /** Parts kept apart because values read on them are followed; of further ones that is given up. 1 KiB each as a rule. */
    static final int MAX_FOLLOWED = 32;

    private static final Object SEALED = new Object();

    private volatile @Nullable UnitOfWork whole;
    private volatile UnitKind kind = UnitKind.TASK;
    private volatile String name = "";

    /** Tasks submitted that have neither ended nor been given up. */
    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicInteger followed = new AtomicInteger();
    private final AtomicInteger executions = new AtomicInteger();
    private volatile boolean used;

    /** Parts that have ended, linked by {@link UnitOfWork#nextPart}; taken as a whole to be folded, so that nothing is taken twice. */
    private final AtomicReference<@Nullable Object> ended = new AtomicReference<>();

    Parts(UnitOfWork whole) {
        this.whole = whole;
    }

    /** The unit that all this belongs to; null once it has been looked at. */
    @Nullable
    UnitOfWork whole() {
        return whole;
    }

    /** A task is submitted. */
    void carry() {
        if (!used) {
            used = true;
        }
        pending.incrementAndGet();
    }

    /** A task has ended without doing anything, or will never run. */
    void drop() {
        pending.decrementAndGet();
    }

    /** Whether tasks were submitted since the unit began. */
    boolean isUsed() {
        return used;
    }

    /** A task executes a statement; returns how many that are by now. */
    int executed() {
        return executions.incrementAndGet();
    }

    /** Whether there are tasks that have not ended. */
    boolean isAwaited() {
        return pending.get() > 0;
    }

    /**
     * A task has ended.
     *
     * @return what comes too late, linked, and has to stand alone: nothing, the part, or such with what was folded into it
     */
    @Nullable
    UnitOfWork attach(UnitOfWork part) {
        if (part.isFollowed() && followed.incrementAndGet() > MAX_FOLLOWED) {
            part.followNoMore();
        }
        UnitOfWork late = put(part);
        pending.decrementAndGet();
        return late;
    }

    private @Nullable UnitOfWork put(UnitOfWork part) {
        Object top = ended.get();
        while (top != SEALED) {
            if (top == null || part.isFollowed()) {
                part.keep();
                if (push(part)) {
                    return null;
                }
            } else if (ended.compareAndSet(top, null)) {
                UnitOfWork chain = fold((UnitOfWork) top, part);
                return push(chain) ? null : late(chain);
            }
            top = ended.get();
        }
        return part;
    }

    /** Puts the part, and all of the chain that can be, into the first of the chain that can take it. */
    private static UnitOfWork fold(UnitOfWork chain, UnitOfWork part) {
        UnitOfWork kept = null;
        UnitOfWork target = null;
        for (UnitOfWork it = chain; it != null; ) {
            UnitOfWork next = it.nextPart();
            if (it.isFollowed() || target == null) {
                target = it.isFollowed() ? target : it;
                it.nextPart(kept);
                kept = it;
            } else {
                target.absorb(it);
            }
            it = next;
        }
        if (target == null) {
            part.keep();
            part.nextPart(kept);
            return part;
        }
        target.absorb(part);
        return kept == null ? target : kept;
    }

    private boolean push(UnitOfWork chain) {
        UnitOfWork last = chain;
        for (UnitOfWork next = chain.nextPart(); next != null; next = next.nextPart()) {
            last = next;
        }
        while (true) {
            Object top = ended.get();
            if (top == SEALED) {
                last.nextPart(null);
                return false;
            }
            last.nextPart((UnitOfWork) top);
            if (ended.compareAndSet(top, chain)) {
                return true;
            }
        }
    }

    /** Several tasks in one are no task of one thread any more. */
    private UnitOfWork late(UnitOfWork chain) {
        for (UnitOfWork it = chain; it != null; it = it.nextPart()) {
            it.kind(kind);
            it.name(name);
        }
        return chain;
    }

    /** Takes the parts that have ended so far, linked; for the thread of the unit while no task is pending. */
    @Nullable
    UnitOfWork take() {
        Object top = ended.get();
        while (top != SEALED && top != null && !ended.compareAndSet(top, null)) {
            top = ended.get();
        }
        return top == SEALED ? null : (UnitOfWork) top;
    }

    /** Puts back what {@link #take} gave and is to be kept apart. */
    void putBack(UnitOfWork part) {
        part.nextPart(null);
        push(part);
    }

    /** Ready for the next use of the unit; only while no task is pending. */
    void clear() {
        if (used) {
            used = false;
            followed.set(0);
            executions.set(0);
        }
    }

    /** Nothing is attached any more; returns the parts that have ended, linked. */
    @Nullable
    UnitOfWork seal() {
        UnitOfWork of = whole;
        if (of != null) {
            kind = of.kind();
            name = of.name();
        }
        Object top = ended.getAndSet(SEALED);
        whole = null;
        return top == SEALED ? null : (UnitOfWork) top;
    }
}
