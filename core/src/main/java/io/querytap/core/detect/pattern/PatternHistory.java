package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules remember of one pattern from one round to the next. For one thread at a time. */
final class PatternHistory {
    final SlowQuery.State slow = new SlowQuery.State();
    final QueryRegression.State regression = new QueryRegression.State();
    final MissingPagination.State pagination = new MissingPagination.State();

    private final Map<Finding.Kind, Finding> raised = new EnumMap<>(Finding.Kind.class);
    private Instant windowStart;
    private DistributionSnapshot durationBefore = DistributionSnapshot.empty();
    private DistributionSnapshot rowsBefore = DistributionSnapshot.empty();
    private long countBefore;
    private long countAtLastLook = 0;

    PatternHistory(Instant windowStart) {
        this.windowStart = windowStart;
    }

    void raised(Finding finding) {
        raised.put(finding.kind(), finding);
    }

    /** The finding that was raised last and is to be retracted; null if there is none. */
    @Nullable
    Finding retracted(Finding.Kind kind) {
        return raised.remove(kind);
    }

    /** Whether something was counted since the last time that this was asked. */
    boolean hasNews(long count) {
        boolean news = count != countAtLastLook;
        countAtLastLook = count;
        return news;
    }

    Instant windowStart() {
        return windowStart;
    }

    /** {@link io.querytap.core.stats.PatternStats#roughCount} when the window began. */
    long countBefore() {
        return countBefore;
    }

    DistributionSnapshot durationBefore() {
        return durationBefore;
    }

    DistributionSnapshot rowsBefore() {
        return rowsBefore;
    }

    /** A window has ended; the next one begins with these figures. */
    void nextWindow(PatternSnapshot pattern, long count, Instant now) {
        countBefore = count;
        windowStart = now;
        durationBefore = pattern.duration();
        rowsBefore = pattern.rows();
    }

    /** A window has ended in which nothing ran. */
    void nextWindow(Instant now) {
        windowStart = now;
    }
}
