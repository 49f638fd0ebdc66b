package io.querytap.core.detect.unit;

import io.querytap.core.detect.Finding;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.TraceContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which units a cause was seen, and what it cost there. For one thread; bounded, for an application may make names of ids. */
final class UnitTally {
    /** Names of units that are told apart. */
    static final int MAX_NAMES = 100;

    private final Map<String, Share> names = new LinkedHashMap<>();
    private long units;
    private long executions;
    private long savedNanos;
    private long mostRepeats;
    private @Nullable Share largest;
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
        Share share = names.get(unit.name());
        if (share == null && names.size() < MAX_NAMES) {
            share = new Share(new Finding.Unit(unit.kind().id(), unit.name()));
            names.put(unit.name(), share);
        }
        if (share != null) {
            share.executions += allExecutions;
            if (largest == null || share.executions > largest.executions) {
                largest = share;
            }
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
        Share of = largest;
        return finding.unit(of == null ? null : of.unit)
                .trace(trace)
                .occurrences(units)
                .seen(firstSeen == null ? lastSeen : firstSeen, lastSeen)
                .evidence("units", units)
                .evidence("unitNames", names.size())
                .evidence("executions", executions);
    }

    /** What the units of one name have of the cause; a finding bears the name of those that have most. */
    private static final class Share {
        private final Finding.Unit unit;
        private long executions;

        Share(Finding.Unit unit) {
            this.unit = unit;
        }
    }
}
