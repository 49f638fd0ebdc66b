package io.querytap.core.detect;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The findings so far, one for each cause: what is raised again brings its figures up to date. Bounded; what finds no place is
 * counted. Thread-safe; never used by the application's threads. Listeners are called without a lock of ours; {@link Detection}, which
 * runs all detectors, sees to it that it is one call at a time.
 */
public final class Findings {
    /** Findings kept; nobody reads more, and each is a few KiB. */
    static final int MAX_FINDINGS = 500;

    /** Causes remembered past the bound, to count each once; the count stops there. */
    static final int MAX_OMITTED = 10_000;

    private final Map<Finding.Cause, Finding> kept = new HashMap<>();
    private final Set<Finding.Cause> omitted = new HashSet<>();

    private final List<FindingListener> listeners = new CopyOnWriteArrayList<>();

    /** Tells a listener of everything from now on. */
    public void listen(FindingListener listener) {
        listeners.add(listener);
    }

    /** Adds a finding, or brings the one of the same cause up to date; that keeps the time when it was first seen. */
    public void raise(Finding finding) {
        Finding.Cause cause = finding.cause();
        Finding known;
        Finding present = finding;
        synchronized (kept) {
            known = kept.get(cause);
            if (known != null) {
                if (finding.saysTheSameAs(known)) {
                    return;
                }
                present = finding.firstSeen(known.firstSeen());
            } else if (kept.size() >= MAX_FINDINGS) {
                if (omitted.size() < MAX_OMITTED) {
                    omitted.add(cause);
                }
                return;
            }
            kept.put(cause, present);
        }
        tell(known, present);
    }

    /** What was raised has turned out to be none; one that is not known is ignored. */
    public void retract(Finding.Cause cause) {
        Finding gone;
        synchronized (kept) {
            omitted.remove(cause);
            gone = kept.remove(cause);
        }
        if (gone != null) {
            tell(gone, null);
        }
    }

    /** A listener that fails keeps neither the others nor detection from going on. */
    private void tell(@Nullable Finding before, @Nullable Finding after) {
        for (FindingListener listener : listeners) {
            try {
                if (after == null) {
                    listener.retracted(Objects.requireNonNull(before));
                } else if (before == null) {
                    listener.raised(after);
                } else {
                    listener.changed(before, after);
                }
            } catch (RuntimeException failure) {
                Diagnostics.failed("telling of a finding", failure);
            }
        }
    }

    /** The most important first: by severity, then how sure it is, then what it costs. */
    public List<Finding> all() {
        List<Finding> all;
        synchronized (kept) {
            all = new ArrayList<>(kept.values());
        }
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
    public long omitted() {
        synchronized (kept) {
            return omitted.size();
        }
    }
}
