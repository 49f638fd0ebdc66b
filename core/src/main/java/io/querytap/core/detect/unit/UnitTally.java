package io.querytap.core.detect.unit;

import io.querytap.core.detect.Finding;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.TraceContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In which units a cause was seen, and what it cost there. For one thread; bounded, for an application may make names of ids. */
final class UnitTally {
    /** Names of units that are told apart. */
    static final int MAX_NAMES = 100;

    private final Set<String> names = new HashSet<>();
    private long units;
    private long executions;
    private long savedNanos;
    private long mostRepeats;
    private long worst = -1;
    private Finding.@Nullable Unit worstUnit;
    private @Nullable TraceContext trace;
    private @Nullable Instant firstSeen;
    private Instant lastSeen = Instant.EPOCH;

    /**
     * The cause was seen in another unit.
     *
     * @param repeats how often a statement was repeated there
     * @param allExecutions executions that belong to the cause
     * @param saved what would be saved without it; 0 where that is not known
     */
    void add(FinishedUnit unit, long repeats, long allExecutions, long saved, Instant now) {
        units++;
        executions += allExecutions;
        savedNanos += saved;
        mostRepeats = Math.max(mostRepeats, repeats);
        if (names.size() < MAX_NAMES) {
            names.add(unit.name());
        }
        long cost = saved == 0 ? repeats : saved;
        if (worstUnit == null || cost > worst) {
            worst = cost;
            worstUnit = new Finding.Unit(unit.kind().id(), unit.name());
        }
        if (unit.trace() != null) {
            trace = unit.trace();
        }
        if (firstSeen == null) {
            firstSeen = now;
        }
        lastSeen = now;
    }

    long units() {
        return units;
    }

    long executions() {
        return executions;
    }

    long savedNanos() {
        return savedNanos;
    }

    long mostRepeats() {
        return mostRepeats;
    }

    /** What one unit would save on the average, in nanoseconds. */
    long savedNanosEach() {
        return units == 0 ? 0 : savedNanos / units;
    }

    /** Writes down what every finding in units says: where, how often, since when, and in units of how many names. */
    Finding.Builder describe(Finding.Builder finding) {
        return finding.unit(worstUnit)
                .trace(trace)
                .occurrences(units)
                .seen(firstSeen == null ? lastSeen : firstSeen, lastSeen)
                .evidence("units", units)
                .evidence("unitNames", names.size())
                .evidence("executions", executions);
    }
}
