package io.querytap.core.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock of a stripe, at the distance of a cache line from what lies before it. That is the array of all stripes, which every
 * writer reads: on one line with the lock of the first stripe, two threads on two stripes cost each other 60 ns a time.
 *
 * <p>The JVM lays out the fields of a superclass first, but lets those of a subclass fill its holes; the int is for the hole
 * behind the object's header.
 */
abstract class StripeLock extends StripeLockGap {
    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(StripeLock.class, "locked", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused") // through LOCKED
    private volatile int locked;

    final boolean tryLock() {
        return (int) LOCKED.getOpaque(this) == 0 && LOCKED.compareAndSet(this, 0, 1);
    }

    final void unlock() {
        LOCKED.setRelease(this, 0);
    }
}

/** A cache line of nothing. */
@SuppressWarnings("unused")
abstract class StripeLockGap {
    private int gap0;
    private long gap1, gap2, gap3, gap4, gap5, gap6, gap7, gap8;
}
