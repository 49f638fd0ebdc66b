package io.querytap.core;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.UnparameterizedSql;
import io.querytap.core.detect.unit.UnitFindings;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.Units;

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
        if (rules.isOn(Kind.UNPARAMETERIZED_SQL)) {
            to.add(new UnparameterizedSql(rules.limit(Threshold.UNPARAMETERIZED_SQL_TEXTS)));
        }
        if (rules.needsUnits()) {
            to.add(new UnitFindings(rules, units));
        }
    }
}
