package io.querytap.core.detect;

import io.querytap.core.stats.PatternStats;
import java.time.Instant;

/**
 * Judges patterns one by one by what was counted of them, in rounds over all patterns. May remember what it saw, in a bounded form;
 * called on the agent's own threads, one at a time.
 */
public interface PatternDetector {
    /**
     * A round begins.
     *
     * @param last no other will follow, so that what is still being collected is to be judged as it is
     */
    void begins(Instant now, boolean last);

    /** Raises, brings up to date and retracts what there is to say about one pattern. */
    void examine(PatternStats pattern, Findings findings);
}
