package io.querytap.core.detect;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.work.FinishedUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Runs the detectors: over units of work as they end, over what has been counted now and then, and over what is going on this moment.
 * Called by the control plane and before each snapshot; the application's threads only record. A detector that fails keeps neither
 * the others nor the caller from going on. Thread-safe.
 */
public final class Detection {
    /** Units with findings come by the thousand; the findings they make are brought up to date this often. */
    private static final long REPORT_SECONDS = 1;

    private final PatternRegistry patterns;
    private final List<PatternDetector> patternDetectors;
    private final List<UnitDetector> unitDetectors;
    private final List<Watch> watches;
    private final Findings findings = new Findings();
    private volatile boolean ending;
    private Instant nextReport = Instant.MIN;

    private Detection(Builder from) {
        patterns = from.patterns;
        patternDetectors = List.copyOf(from.patternDetectors);
        unitDetectors = List.copyOf(from.unitDetectors);
        watches = List.copyOf(from.watches);
    }

    /** Begins with no detector; {@code patterns} are those that pattern detectors look at. */
    public static Builder of(PatternRegistry patterns) {
        return new Builder(patterns);
    }

    /** Looks at units that have ended; returns those in which something was found. */
    public synchronized Set<FinishedUnit> units(List<FinishedUnit> units, Instant now) {
        if (units.isEmpty() || unitDetectors.isEmpty()) {
            return Set.of();
        }
        Set<FinishedUnit> withFinding = Collections.newSetFromMap(new IdentityHashMap<>());
        for (UnitDetector detector : unitDetectors) {
            for (FinishedUnit unit : units) {
                try {
                    if (detector.examine(unit, now)) {
                        withFinding.add(unit);
                    }
                } catch (RuntimeException failure) {
                    Diagnostics.failed("looking for findings in a unit of work", failure);
                }
            }
        }
        if (!withFinding.isEmpty() && !now.isBefore(nextReport)) {
            nextReport = now.plusSeconds(REPORT_SECONDS);
            report(now);
        }
        return withFinding;
    }

    private void report(Instant now) {
        for (UnitDetector detector : unitDetectors) {
            try {
                detector.report(findings, now);
            } catch (RuntimeException failure) {
                Diagnostics.failed("reporting findings", failure);
            }
        }
    }

    /** Brings the findings up to date with what has been counted. */
    public synchronized void run(Instant now) {
        report(now);
        for (PatternDetector detector : patternDetectors) {
            try {
                detector.begins(now, ending);
                patterns.forEach(stats -> {
                    if (!stats.database().isMixture()) {
                        detector.examine(stats, findings);
                    }
                });
            } catch (RuntimeException failure) {
                Diagnostics.failed("looking for findings", failure);
            }
        }
    }

    /** The application ends: what comes now is the last. */
    public void ends() {
        ending = true;
    }

    /** Looks at what is going on this moment. */
    public synchronized void look(long nowNanos, Instant now) {
        for (Watch watch : watches) {
            try {
                watch.look(nowNanos, now, findings);
            } catch (RuntimeException failure) {
                Diagnostics.failed("watching connections", failure);
            }
        }
    }

    /**
     * Looks at what is best looked at soon, if there is anything.
     *
     * @return whether there was
     */
    public boolean lookAtUrgent(long nowNanos, Instant now) {
        boolean any = false;
        for (Watch watch : watches) {
            if (watch.isUrgent()) {
                any = true;
                lookAtUrgent(watch, nowNanos, now);
            }
        }
        return any;
    }

    private synchronized void lookAtUrgent(Watch watch, long nowNanos, Instant now) {
        try {
            watch.lookAtUrgent(nowNanos, now, findings);
        } catch (RuntimeException failure) {
            Diagnostics.failed("watching connection pools", failure);
        }
    }

    /** Whether {@link #look} has anything to do. */
    public boolean watches() {
        return !watches.isEmpty();
    }

    public Findings findings() {
        return findings;
    }

    /** Collects detectors; for one use by one thread. */
    public static final class Builder {
        private final PatternRegistry patterns;
        private final List<PatternDetector> patternDetectors = new ArrayList<>();
        private final List<UnitDetector> unitDetectors = new ArrayList<>();
        private final List<Watch> watches = new ArrayList<>();

        private Builder(PatternRegistry patterns) {
            this.patterns = patterns;
        }

        public Builder add(PatternDetector detector) {
            patternDetectors.add(detector);
            return this;
        }

        public Builder add(UnitDetector detector) {
            unitDetectors.add(detector);
            return this;
        }

        public Builder add(Watch watch) {
            watches.add(watch);
            return this;
        }

        public Detection build() {
            return new Detection(this);
        }
    }
}
