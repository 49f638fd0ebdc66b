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
import io.querytap.core.detect.pool.CpuMeter;
import io.querytap.core.detect.pool.LeakWatch;
import io.querytap.core.detect.pool.NestedAcquisitions;
import io.querytap.core.detect.pool.PoolWatch;
import io.querytap.core.detect.pool.StallMeter;
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
     * @param stalls when the JVM stood still
     */
    static void add(
            FindingRules rules,
            Detection.Builder to,
            Units units,
            OpenConnections connections,
            PoolRegistry pools,
            StallMeter stalls) {
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
        addPools(rules, to, units, pools, stalls);
        if (TransactionWatch.isWanted(rules)) {
            to.add(new TransactionWatch(connections, rules));
        }
        if (rules.needsUnits()) {
            to.add(new UnitFindings(rules, units));
        }
    }

    /** Waiting is laid to somebody whether or not it is to be told as a finding: it is counted, too. */
    private static void addPools(
            FindingRules rules, Detection.Builder to, Units units, PoolRegistry pools, StallMeter stalls) {
        pools.explainWaits();
        LeakWatch leaks = new LeakWatch(pools, units, rules);
        NestedAcquisitions nested = new NestedAcquisitions(pools, rules, leaks);
        CpuMeter starvation = new CpuMeter(pools, stalls);
        to.add(leaks).add(starvation);
        to.add(new PoolWatch(pools, rules, leaks, nested, stalls, starvation)); // shows the waits to the next one
        to.add(nested);
    }
}
