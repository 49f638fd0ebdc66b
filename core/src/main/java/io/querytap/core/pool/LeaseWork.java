package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import org.jspecify.annotations.Nullable;

/**
 * What a borrower does with a connection. Written by the thread that uses the connection, in plain fields; whoever reads it from
 * another thread believes what it sees twice. Times are {@link System#nanoTime()}.
 */
public interface LeaseWork {
    /** What the connection did when. */
    UseTimeline timeline();

    /** Where it was borrowed; known for some leases only, not for each. */
    @Nullable
    CallSite acquiredAt();

    /** Name of the unit of work it was borrowed in; null where there is none. */
    @Nullable
    String unitName();

    /** Whether that unit has ended, though the connection is still out. A unit that is the lease itself never has. */
    boolean isUnitOver();

    /** Whether the present thread's unit of work is the one that borrowed it, or a part of the same whole. */
    boolean isOfPresentUnit();

    /** When the call that runs now began; 0 if none does. */
    long callStartNanos();

    /** When the last call ended or the last row was read; the time of the hand-out before the first one. */
    long lastEndNanos();

    /** The statement that ran last in this lease; null before the first. */
    @Nullable
    PatternStats lastPattern();

    boolean inTransaction();

    /** Duration of calls that were made on the connection between the time given and the hand-out: those of the pool's own check. */
    long checkNanos(long sinceNanos);
}
