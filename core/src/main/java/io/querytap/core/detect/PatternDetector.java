package io.querytap.core.detect;

import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges patterns one by one by what was counted of them. Stateless; called on the agent's own threads, one at a time. */
public interface PatternDetector {
    /** Whether the pattern is worth a snapshot; costs a field read or two, because it is asked of every pattern each time. */
    boolean concerns(PatternStats stats);

    /** What there is to say about the pattern; null if nothing. */
    @Nullable
    Finding examine(PatternSnapshot pattern, Instant now);
}
