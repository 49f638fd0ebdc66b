package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import org.jspecify.annotations.Nullable;

/**
 * How often it is looked where connections of one pool are borrowed: now and then, and for a while more often once somebody waits for
 * them. Each pool has looks of its own, for one that is short would else use up those of the others, and who holds their connections
 * would not be known. Thread-safe.
 */
final class AcquisitionLooks {
    /** How long acquisitions are looked at more often once they matter. */
    private static final long WANTED_NANOS = 60_000_000_000L;

    /** Time between two looks while nothing makes them matter. */
    private static final long SOME_GAP_NANOS = 200_000_000L;

    /** Such looks that may follow each other at once. */
    private static final int SOME_BURST = 32;

    private final CallSites wanted = new CallSites();
    private final CallSites some = new CallSites(SOME_GAP_NANOS, SOME_BURST);
    private volatile long wantedUntilNanos = System.nanoTime();

    /** Somebody waited for a connection, held one without work or lost it: for a while it is worth knowing where they are borrowed. */
    void matter(long nowNanos) {
        if (nowNanos - wantedUntilNanos > -WANTED_NANOS / 2) {
            wantedUntilNanos = nowNanos + WANTED_NANOS;
        }
    }

    /** Where the present thread borrows a connection; null if this lease is not to be looked at. Each checkout asks. */
    @Nullable
    CallSite take(long nowNanos) {
        return (nowNanos - wantedUntilNanos < 0 ? wanted : some).take(nowNanos);
    }
}
