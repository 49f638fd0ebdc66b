package io.querytap.core;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.lease.HeldIdle;
import io.querytap.core.detect.lease.OpenStatements;
import io.querytap.core.detect.lease.UncommittedReturns;
import io.querytap.core.detect.pattern.PatternRules;
import io.querytap.core.detect.pattern.UnitShares;
import io.querytap.core.detect.pool.CpuStarvation;
import io.querytap.core.detect.pool.Leaks;
import io.querytap.core.detect.pool.PoolWatch;
import io.querytap.core.detect.pool.Stalls;
import io.querytap.core.detect.unit.UnitFindings;
import io.querytap.core.detect.watch.TransactionWatch;
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
     * @param pools who waited for their connections, and how much they were in use
     */
    static void add(
            FindingRules rules, Detection.Builder to, Units units, OpenConnections connections, PoolRegistry pools) {
        UnitShares shares = new UnitShares(rules.slowQueryNanos());
        to.add(new PatternRules(rules, shares, Duration.ofNanos(rules.limit(Threshold.WINDOW)), Instant.now()));
        if (rules.isOn(Kind.SLOW_QUERY)) {
            to.add(shares);
        }
        if (rules.isOn(Kind.UNCOMMITTED_RETURN)) {
            to.add(new UncommittedReturns());
        }
        if (rules.isOn(Kind.CONNECTION_HELD_IDLE)) {
            to.add(new HeldIdle(rules, units.traffic(), pools));
        }
        if (rules.isOn(Kind.STATEMENT_NOT_CLOSED)) {
            to.add(new OpenStatements(rules));
        }
        pools.explainWaits();
        to.add(new PoolWatch(pools, rules, Leaks.NONE, Stalls.NONE, CpuStarvation.NONE));
        if (TransactionWatch.isWanted(rules)) {
            to.add(new TransactionWatch(connections, rules));
        }
        if (rules.needsUnits()) {
            to.add(new UnitFindings(rules, units));
        }
    }
}
