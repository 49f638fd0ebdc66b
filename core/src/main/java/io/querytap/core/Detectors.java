package io.querytap.core;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.pattern.PatternRules;
import io.querytap.core.detect.pattern.UnitShares;
import io.querytap.core.detect.unit.UnitFindings;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.Units;
import java.time.Duration;
import java.time.Instant;

/** Which detectors there are; what the rules switch off is not made. */
final class Detectors {
    private Detectors() {}

    /**
     * @param units asked for more evidence
     * @param connections what watches look at
     * @param pools how much they were in use
     */
    static void add(
            FindingRules rules, Detection.Builder to, Units units, OpenConnections connections, PoolRegistry pools) {
        UnitShares shares = new UnitShares(rules.slowQueryNanos());
        to.add(new PatternRules(rules, shares, Duration.ofNanos(rules.limit(Threshold.WINDOW)), Instant.now()));
        if (rules.isOn(Kind.SLOW_QUERY)) {
            to.add(shares);
        }
        if (rules.needsUnits()) {
            to.add(new UnitFindings(rules, units));
        }
    }
}
