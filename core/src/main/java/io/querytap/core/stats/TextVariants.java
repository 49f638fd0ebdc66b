package io.querytap.core.stats;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * In which texts one pattern comes: how many that differ in literal values, how many rows after VALUES at most, and from which
 * line once there are many. Asked only when a text is not in the cache. Thread-safe; no thread waits, one that finds another at
 * work for long leaves its text out, which makes the count too low and never too high.
 */
final class TextVariants {
    /** Tries to get at the hashes before a text is left out: a holder needs well under a microsecond while it runs. */
    private static final int MAX_TRIES = 64;

    /** Tries before the thread lets others run between two. */
    private static final int SPINNING_TRIES = 8;

    /** A text of the pattern is kept for look-up at its first sight so often, later ones only when they come again. */
    private static final int KEPT_AT_FIRST_SIGHT = 8;

    private static final int SITE_NOT_TAKEN = 0;
    private static final int SITE_TAKEN = 1; // or about to be

    private static final VarHandle LOCKED;
    private static final AtomicIntegerFieldUpdater<TextVariants> MAX_ROWS =
            AtomicIntegerFieldUpdater.newUpdater(TextVariants.class, "maxRows");
    private static final AtomicIntegerFieldUpdater<TextVariants> KEPT =
            AtomicIntegerFieldUpdater.newUpdater(TextVariants.class, "kept");
    private static final AtomicIntegerFieldUpdater<TextVariants> SITE_STATE =
            AtomicIntegerFieldUpdater.newUpdater(TextVariants.class, "siteState");

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(TextVariants.class, "locked", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused") // through LOCKED
    private volatile int locked;

    private volatile int maxRows;
    private volatile boolean literals;
    private volatile int kept;
    private volatile int siteState;
    private volatile @Nullable CallSite site;

    /** Behind the lock; most patterns come without literals and have none. */
    private @Nullable DistinctHashes values;

    /** What {@link #values} says, for readers without the lock. */
    private volatile long distinct;

    private volatile boolean estimated;
    private volatile boolean incomplete;

    /** A text with so many rows after VALUES was seen. */
    void rows(int rows) {
        int known = maxRows;
        while (rows > known && !MAX_ROWS.compareAndSet(this, known, rows)) {
            known = maxRows;
        }
    }

    int maxRows() {
        return maxRows;
    }

    /** A text with literals was seen. */
    void sawLiterals() {
        if (!literals) {
            literals = true;
        }
    }

    /** Whether any text of the pattern had literals; without, there are no values to tell apart. */
    boolean hasLiterals() {
        return literals;
    }

    /** Whether a text that is seen for the first time should be kept for look-up at once. */
    boolean keepAtFirstSight() {
        return kept < KEPT_AT_FIRST_SIGHT && KEPT.incrementAndGet(this) <= KEPT_AT_FIRST_SIGHT;
    }

    /**
     * A text with these literal values was seen.
     *
     * @param hash well spread over all bits
     * @param largerSets see {@link DistinctHashes#add}
     * @return whether the values may be new
     */
    boolean add(long hash, AtomicInteger largerSets) {
        if (!lock()) {
            incomplete = true;
            return false;
        }
        try {
            DistinctHashes all = values;
            if (all == null) {
                all = new DistinctHashes();
                values = all;
            }
            if (!all.add(hash, largerSets)) {
                return false;
            }
            estimated = !all.isExact();
            distinct = all.count();
            return true;
        } finally {
            LOCKED.setRelease(this, 0);
        }
    }

    /** Texts that differ in their literal values, as far as they are counted yet. */
    long distinct() {
        return distinct;
    }

    /** Remembers where the present thread is, once. */
    void takeSite(CallSites sites) {
        if (siteState != SITE_NOT_TAKEN || !SITE_STATE.compareAndSet(this, SITE_NOT_TAKEN, SITE_TAKEN)) {
            return;
        }
        CallSite taken = null;
        try {
            taken = sites.take();
            site = taken;
        } finally {
            if (taken == null) { // too soon for another look: the next new text tries again
                siteState = SITE_NOT_TAKEN;
            }
        }
    }

    TextsSnapshot snapshot() {
        return new TextsSnapshot(distinct, !estimated && !incomplete, maxRows, site);
    }

    private boolean lock() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if ((int) LOCKED.getOpaque(this) == 0 && LOCKED.compareAndSet(this, 0, 1)) {
                return true;
            }
            if (tries < SPINNING_TRIES) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return false;
    }
}
