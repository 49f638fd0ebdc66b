package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Findings;
import io.querytap.core.detect.UnitDetector;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learns how much of which units of work slow queries take. Finds nothing by itself. Units with a slow query are handed over as
 * interesting, so a share is one among those that were slow.
 */
public final class UnitShares implements UnitDetector {
    /** Slow patterns remembered. */
    private static final int MAX_PATTERNS = 500;

    /** Names of units per pattern; the later ones of many do not count. */
    private static final int MAX_NAMES = 4;

    private final long slowNanos;
    private final Map<Key, Map<String, Share>> byPattern = new HashMap<>();

    /** @param slowNanos an execution of at least this long makes the unit count */
    public UnitShares(long slowNanos) {
        this.slowNanos = slowNanos;
    }

    @Override
    public boolean examine(FinishedUnit unit, Instant now) {
        long unitNanos = unit.endNanos() - unit.startNanos();
        for (KeyUse use : unit.keys()) {
            if (use.count() > 0 && use.maxNanos() >= slowNanos) {
                add(use.pattern(), unit.name(), use.durationNanos(), unitNanos);
            }
        }
        return false;
    }

    private void add(PatternStats pattern, String unitName, long patternNanos, long unitNanos) {
        Key key = new Key(pattern.pattern().id(), pattern.database());
        Map<String, Share> shares = byPattern.get(key);
        if (shares == null) {
            if (byPattern.size() >= MAX_PATTERNS) {
                return;
            }
            shares = new HashMap<>();
            byPattern.put(key, shares);
        }
        Share share = shares.get(unitName);
        if (share == null) {
            if (shares.size() >= MAX_NAMES) {
                return;
            }
            share = new Share(unitName);
            shares.put(unitName, share);
        }
        share.patternNanos += patternNanos;
        share.unitNanos += unitNanos;
    }

    @Override
    public void report(Findings findings, Instant now) {
        // What is learnt here is told with the pattern's own finding.
    }

    /** The unit in which the pattern took most time; null where none is known. */
    @Nullable
    Share of(PatternSnapshot pattern) {
        Map<String, Share> shares = byPattern.get(new Key(pattern.pattern().id(), pattern.database()));
        Share most = null;
        if (shares != null) {
            for (Share share : shares.values()) {
                if (most == null || share.patternNanos > most.patternNanos) {
                    most = share;
                }
            }
        }
        return most;
    }

    /** How much of the units of one name a pattern takes. */
    static final class Share {
        private final String unitName;
        private long patternNanos;
        private long unitNanos;

        private Share(String unitName) {
            this.unitName = unitName;
        }

        String unitName() {
            return unitName;
        }

        /** Of 1; executions side by side can take no more than all. */
        double share() {
            return unitNanos <= 0 ? 1 : Math.min(1, (double) patternNanos / unitNanos);
        }
    }

    private static final class Key {
        private final long pattern;
        private final DatabaseIdentity database;

        Key(long pattern, DatabaseIdentity database) {
            this.pattern = pattern;
            this.database = database;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key && ((Key) other).pattern == pattern && ((Key) other).database.equals(database);
        }

        @Override
        public int hashCode() {
            return Objects.hash(pattern, database);
        }
    }
}
