package io.querytap.instrumentation.pool;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.StripeHint;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one pool. Holds the pool weakly. A pool that does not answer is said once and then unknown.
 */
final class PoolState implements PoolGauges {
    private final PoolLibrary library;
    private volatile WeakReference<Object> pool;
    private final StripeHint hint = new StripeHint();
    private @Nullable PoolStats stats;
    private volatile @Nullable Reading lastReading;
    private volatile @Nullable WeakReference<Object> config;

    /** Written by whichever borrower sees it; the others may see it late. */
    private boolean tellsAsks;

    private boolean neverTellsAsks;

    /** @param pool null if it could not even be made */
    PoolState(PoolLibrary library, @Nullable Object pool) {
        this.library = library;
        this.pool = new WeakReference<>(pool);
    }

    void countsFor(PoolStats statistics) {
        stats = statistics;
    }

    PoolStats stats() {
        return Objects.requireNonNull(stats, "set right after registration");
    }

    /** Whether the pool tells, as {@link System#nanoTime()}, when it is asked, so that nobody else need read the clock then. */
    boolean tellsAsks() {
        return tellsAsks;
    }

    /** It has proved to; believed if it is told before a borrower can begin to wait. */
    void tellAsks() {
        if (tellsAsks || neverTellsAsks) {
            return;
        }
        WeakReference<Object> settings = config;
        boolean atOnce;
        try {
            atOnce = library.tellsAsksAtOnce(settings == null ? null : settings.get());
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            atOnce = false;
        }
        tellsAsks = atOnce;
        neverTellsAsks = !atOnce;
    }

    PoolLibrary library() {
        return library;
    }

    /** The data source has made another pool instead of the last one. */
    void continuesAs(Object other) {
        pool = new WeakReference<>(other);
        lastReading = null;
    }

    /** There is only a data source so far; many are asked for their names in the same way as what they make. */
    void namedBy(Object source) {
        try {
            stats().named(library.nameOf(source, source));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            // It gets its name with its pool.
        }
    }

    /** For what has no entry of its own: timeouts and creations. */
    StripeHint hint() {
        return hint;
    }

    /** The pool is made; what it was made with tells its limits and its name. A name alone may come after that. */
    void configuredBy(Object living, @Nullable Object settings) {
        lastReading = null; // some pools can be started again after they were closed
        if (settings != null && !(settings instanceof String)) {
            config = new WeakReference<>(settings);
        }
        try {
            stats().named(library.nameOf(living, settings));
            if (library.keepsStatements(living, settings)) {
                stats().keepStatements();
            }
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            Diagnostics.sayOnce(
                    library.kind() + " name",
                    "the name of a " + library.displayName() + " pool cannot be read; it is named by its database");
        }
    }

    /** The pool was shut down: its limits are kept for the last report, nothing is in use any more. */
    void close() {
        Reading last = read();
        lastReading = new Reading(last.max(), last.minIdle(), last.maxIdle(), 0, 0, 0);
    }

    /** A library that does not count what is lent: the leases do, where the driver is measured. */
    private Reading counted(Reading told) {
        if (told.used() != UNKNOWN || told.idle() != UNKNOWN || stats().database() == null) {
            return told;
        }
        int used = 0;
        int all = 0;
        for (Lease entry : stats().entries()) {
            all++;
            if (entry.isOut()) {
                used++;
            }
        }
        return new Reading(told.max(), told.minIdle(), told.maxIdle(), used, all - used, told.pending());
    }

    @Override
    public Reading read() {
        Reading last = lastReading;
        if (last != null) {
            return last;
        }
        Object living = pool.get();
        if (living == null) {
            return Reading.NOTHING;
        }
        WeakReference<Object> settings = config;
        try {
            return counted(library.read(living, settings == null ? null : settings.get()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            Diagnostics.sayOnce(
                    library.kind() + " gauges",
                    "the gauges of a " + library.displayName() + " pool cannot be read; its times are measured");
            return Reading.NOTHING;
        }
    }
}
