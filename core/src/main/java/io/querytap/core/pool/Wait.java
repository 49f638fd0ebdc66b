package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a connection that took {@link PoolStats#QUEUED_NANOS} or longer. Immutable; times are {@link System#nanoTime()}.
 */
public final class Wait {
    /** How it ended. */
    public enum Outcome {
        GRANTED,
        TIMED_OUT,
        /** In another failure, such as an interrupt or a refused login. */
        FAILED
    }

    private final long askedNanos;
    private final long endNanos;
    private final Outcome outcome;
    private final long ownCreationNanos;
    private final long checkNanos;
    private final @Nullable Lease alreadyHeld;
    private final @Nullable CallSite heldSite;
    private final @Nullable CallSite site;
    private final @Nullable String threadName;

    Wait(
            long askedNanos,
            long endNanos,
            Outcome outcome,
            long ownCreationNanos,
            long checkNanos,
            @Nullable Lease alreadyHeld,
            @Nullable CallSite heldSite,
            @Nullable CallSite site,
            @Nullable String threadName) {
        this.askedNanos = askedNanos;
        this.endNanos = endNanos;
        this.outcome = outcome;
        this.ownCreationNanos = ownCreationNanos;
        this.checkNanos = checkNanos;
        this.alreadyHeld = alreadyHeld;
        this.heldSite = heldSite;
        this.site = site;
        this.threadName = threadName;
    }

    public long askedNanos() {
        return askedNanos;
    }

    public long endNanos() {
        return endNanos;
    }

    public long nanos() {
        return endNanos - askedNanos;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** How much of it the waiter itself spent making a physical connection. */
    public long ownCreationNanos() {
        return ownCreationNanos;
    }

    /** How much of it the pool spent checking the connection that it then handed out. */
    public long checkNanos() {
        return checkNanos;
    }

    /** Whether the waiter, or another thread of its unit of work, held a connection of the same pool meanwhile. */
    public boolean isNested() {
        return alreadyHeld != null;
    }

    /** The lease that it held; may have ended since. */
    public @Nullable Lease alreadyHeld() {
        return alreadyHeld;
    }

    /** Where that one was borrowed; null if it is not known. */
    public @Nullable CallSite heldSite() {
        return heldSite;
    }

    /** Where the waiter asked; null if there was no look at the stack. */
    public @Nullable CallSite site() {
        return site;
    }

    public @Nullable String threadName() {
        return threadName;
    }
}
