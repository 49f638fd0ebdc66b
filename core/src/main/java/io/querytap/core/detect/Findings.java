package io.querytap.core.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The findings so far, one for each cause: what is raised again brings its figures up to date. Bounded; what finds no place is
 * counted. Thread-safe; never used by the application's threads.
 */
public final class Findings {
    /** Findings kept; nobody reads more, and each is a few KiB. */
    static final int MAX_FINDINGS = 500;

    /** Causes remembered past the bound, to count each once; the count stops there. */
    static final int MAX_OMITTED = 10_000;

    private final Map<Finding.Cause, Finding> kept = new HashMap<>();
    private final Set<Finding.Cause> omitted = new HashSet<>();

    /** Adds a finding, or brings the one of the same cause up to date; that keeps the time when it was first seen. */
    public synchronized void raise(Finding finding) {
        Finding.Cause cause = finding.cause();
        Finding known = kept.get(cause);
        if (known != null) {
            if (!finding.saysTheSameAs(known)) {
                kept.put(cause, finding.firstSeen(known.firstSeen()));
            }
        } else if (kept.size() < MAX_FINDINGS) {
            kept.put(cause, finding);
        } else if (omitted.size() < MAX_OMITTED) {
            omitted.add(cause);
        }
    }

    /** The most important first. */
    public synchronized List<Finding> all() {
        List<Finding> all = new ArrayList<>(kept.values());
        all.sort(mostImportantFirst());
        return all;
    }

    /** Not a constant: this class is loaded in premain, and the first lambda of a JVM costs its start tens of milliseconds. */
    private static Comparator<Finding> mostImportantFirst() {
        return Comparator.comparing(Finding::severity)
                .thenComparing(Finding::confidence)
                .thenComparing(it -> it.impactNanos().orElse(0))
                .thenComparing(Finding::occurrences)
                .reversed()
                .thenComparing(it -> it.kind().id())
                .thenComparing(Finding::pattern)
                .thenComparing(it -> it.database().toString());
    }

    /** How many findings there was no place for; at least so many, counting stops at a bound. */
    public synchronized long omitted() {
        return omitted.size();
    }
}
