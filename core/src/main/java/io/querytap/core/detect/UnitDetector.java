package io.querytap.core.detect;

import io.querytap.core.work.FinishedUnit;
import java.time.Instant;

/**
 * Judges units of work, one after the other, by what they did. Keeps what it has learnt in a bounded form; called by one thread at a
 * time.
 */
public interface UnitDetector {
    /**
     * Looks at a unit that has ended.
     *
     * @return whether something was found in it, so that its spans are wanted
     */
    boolean examine(FinishedUnit unit, Instant now);

    /** Raises, brings up to date and retracts findings by what has been seen so far; called after some units, and at the end. */
    void report(Findings findings, Instant now);
}
