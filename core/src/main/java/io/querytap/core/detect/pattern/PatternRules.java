package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.PatternDetector;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is said of patterns one by one. Takes one snapshot of each pattern that was executed since the last round and shows it to
 * every rule. Time is cut into windows, the same for all patterns, so that what was fast for hours and is slow now is seen; what
 * remains of a window at the end of the JVM counts as one. For one thread at a time.
 */
public final class PatternRules implements PatternDetector {
    /** The window of the definitions. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    /** Patterns whose windows are kept apart, at up to some KiB each; further ones are judged by all that they did since start. */
    static final int MAX_HISTORIES = 2_000;

    private final Duration window;
    private final List<PatternRule> rules;
    private final Map<PatternStats, PatternHistory> histories = new IdentityHashMap<>();
    private Instant windowStart;
    private Instant lastRound;
    private Instant now;
    private boolean windowEnds;

    /**
     * @param shares told of units of work, to say which of them a slow query slows down
     * @param window how long executions are looked at together
     * @param startedAt when counting began
     */
    public PatternRules(FindingRules limits, UnitShares shares, Duration window, Instant startedAt) {
        this.window = window;
        this.windowStart = startedAt;
        this.lastRound = startedAt;
        this.now = startedAt;
        this.rules = rules(limits, shares);
    }

    private static List<PatternRule> rules(FindingRules limits, UnitShares shares) {
        List<PatternRule> all = new ArrayList<>();
        if (limits.isOn(Kind.QUERY_REGRESSION)) {
            all.add(new QueryRegression(limits)); // before slow queries: it tells the cause of some
        }
        if (limits.isOn(Kind.SLOW_QUERY)) {
            all.add(new SlowQuery(limits, shares));
        }
        if (limits.isOn(Kind.LARGE_RESULT)) {
            all.add(new LargeResult(limits));
        }
        if (limits.isOn(Kind.MISSING_FETCH_SIZE)) {
            all.add(new MissingFetchSize(limits));
        }
        if (limits.isOn(Kind.MISSING_PAGINATION)) {
            all.add(new MissingPagination(limits));
        }
        if (limits.isOn(Kind.EARLY_CLOSE)) {
            all.add(new EarlyClose(limits));
        }
        if (limits.isOn(Kind.UNREAD_RESULT)) {
            all.add(new UnreadResult(limits));
        }
        if (limits.isOn(Kind.UNREAD_COLUMNS)) {
            all.add(new UnreadColumns(limits));
        }
        if (limits.isOn(Kind.DEEP_OFFSET)) {
            all.add(new DeepOffset(limits));
        }
        if (limits.isOn(Kind.UNPARAMETERIZED_SQL)) {
            all.add(new UnparameterizedSql(limits));
        }
        return List.copyOf(all);
    }

    @Override
    public void begins(Instant roundNow, boolean last) {
        lastRound = now;
        now = roundNow;
        boolean over = !roundNow.isBefore(windowStart.plus(window));
        windowEnds = over || last;
        if (over) {
            windowStart = roundNow;
        }
    }

    @Override
    public void examine(PatternStats stats, Findings findings) {
        PatternHistory history = histories.get(stats);
        if (history == null) {
            history = new PatternHistory(lastRound);
            if (histories.size() < MAX_HISTORIES) {
                histories.put(stats, history);
            }
        }
        long count = stats.roughCount();
        boolean news = history.hasNews(count);
        if (!news && (!windowEnds || count == history.countBefore())) {
            if (windowEnds) {
                history.nextWindow(now);
            }
            return;
        }
        PatternSnapshot pattern = stats.snapshot();
        Sight sight = new Sight(pattern, history, now, windowEnds, findings);
        for (PatternRule rule : rules) {
            try {
                rule.examine(sight);
            } catch (RuntimeException failure) { // one rule and one pattern must not keep the others from being told
                Diagnostics.failed("looking for findings in a pattern", failure);
            }
        }
        if (windowEnds) {
            history.nextWindow(pattern, count, now);
        }
    }
}
