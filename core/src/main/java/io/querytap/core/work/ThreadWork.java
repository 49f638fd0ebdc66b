package io.querytap.core.work;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one thread is at work on. Used by that thread alone; small, for there may be millions of virtual threads. */
final class ThreadWork {
    /** Units interrupted by tasks that run inside others; deeper ones are not told apart. */
    private static final int MAX_DEPTH = 64;

    /** The unit that executions of this thread belong to; null between units. */
    @Nullable
    UnitOfWork unit;

    /** Kept from a unit that nobody wanted, to be used again. */
    @Nullable
    UnitOfWork spare;

    /** Tasks of an executor that this thread is inside of. */
    int tasks;

    private @Nullable Deque<Object> interrupted;
    private int beyond;

    private static final Object NO_UNIT = new Object();

    /** Puts the present unit aside. */
    void interrupt() {
        Deque<Object> stack = interrupted;
        if (stack == null) {
            stack = new ArrayDeque<>(2);
            interrupted = stack;
        }
        if (stack.size() < MAX_DEPTH) {
            stack.push(unit == null ? NO_UNIT : unit);
        } else {
            beyond++;
        }
        unit = null;
    }

    /** Goes on with the unit that was put aside last. */
    void resume() {
        if (beyond > 0) {
            beyond--;
            unit = null;
            return;
        }
        Object last = interrupted == null ? null : interrupted.poll();
        unit = last instanceof UnitOfWork && ((UnitOfWork) last).isOpen() ? (UnitOfWork) last : null;
    }
}
