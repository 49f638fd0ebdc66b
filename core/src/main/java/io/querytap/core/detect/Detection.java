package io.querytap.core.detect;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.List;

/**
 * Runs the detectors over what has been counted. Called now and then by the control plane and before each snapshot; the
 * application's threads only count. Thread-safe.
 */
public final class Detection {
    private final PatternRegistry patterns;
    private final List<PatternDetector> detectors;
    private final Findings findings = new Findings();

    public Detection(PatternRegistry patterns, List<PatternDetector> detectors) {
        this.patterns = patterns;
        this.detectors = List.copyOf(detectors);
    }

    /** Brings the findings up to date. A detector that fails keeps neither the others nor the caller from going on. */
    public synchronized void run(Instant now) {
        for (PatternDetector detector : detectors) {
            try {
                patterns.forEach(stats -> examine(detector, stats, now));
            } catch (RuntimeException failure) {
                Diagnostics.failed("looking for findings", failure);
            }
        }
    }

    private void examine(PatternDetector detector, PatternStats stats, Instant now) {
        if (detector.concerns(stats)) {
            Finding finding = detector.examine(stats.snapshot(), now);
            if (finding != null) {
                findings.raise(finding);
            }
        }
    }

    public Findings findings() {
        return findings;
    }
}
