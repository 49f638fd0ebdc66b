package io.querytap.core.pool;

/**
 * Readings of the clock that a pool makes anyway when it lends an entry and takes it back: where they are {@link System#nanoTime()} they
 * save readings of our own, which cost more than all else that is recorded of a lease.
 *
 * <p>Whether they are is not looked up but seen: they are used once enough of them lay between two readings of our own, and never again
 * looked at once one did not, as where a pool counts milliseconds. Belongs to one entry; written by its borrower, in plain fields.
 */
final class PoolClock {
    /** Readings of each kind that are compared with our own before the next one is used. */
    static final int COMPARED = 8;

    private static final int NEVER = -1;

    private long askedNanos; // 0 where the pool has told none, and the same below
    private long lentNanos;
    private int agreedAsAsked;
    private int agreedAsLent;
    private int agreedAsReturned;
    private long endedNanos;

    /** The pool has chosen the entry for a borrower, and read its clock; it had read that when it was asked, too. */
    void lent(long poolsAskedNanos, long nanos) {
        askedNanos = poolsAskedNanos;
        lentNanos = nanos;
    }

    /** When the present borrower asked, as the pool says; 0 if it says nothing. Told once. */
    long takeToldAskedNanos() {
        long told = askedNanos;
        askedNanos = 0;
        return told;
    }

    /** Whether that agrees, as far as it was compared. */
    boolean tellsAsks() {
        return agreedAsAsked >= COMPARED;
    }

    /**
     * When the borrower who asked then was given the entry.
     *
     * @param asked own reading of the clock, or what {@link #takeToldAskedNanos} says
     * @param direct whether nothing is known to have come between the pool's reading and now
     */
    long granted(long asked, boolean direct) {
        long reading = lentNanos;
        lentNanos = 0;
        if (reading == 0 || !direct) {
            return now();
        }
        if (agreedAsLent >= COMPARED) {
            return reading;
        }
        long now = now();
        agreedAsLent = compared(agreedAsLent, asked, reading, now);
        agreedAsAsked = compared(agreedAsAsked, asked, askedNanos, now);
        return now;
    }

    /** Whether the pool is about to tell, by {@link #returned}, when it takes the entry back. */
    boolean tellsReturns() {
        return agreedAsReturned >= COMPARED;
    }

    /** A lease has ended; the pool tells the same of it now, if it does. */
    void ended(long nowNanos) {
        endedNanos = nowNanos;
    }

    /** When the last lease ended. */
    long endedNanos() {
        return endedNanos;
    }

    /** The pool has read its clock, taking the entry back. */
    void returned(long nanos) {
        if (agreedAsReturned != NEVER && agreedAsReturned < COMPARED) {
            agreedAsReturned = compared(agreedAsReturned, endedNanos, nanos, now());
        }
    }

    private static int compared(int agreed, long fromNanos, long reading, long toNanos) {
        boolean agrees = reading - fromNanos >= 0 && toNanos - reading >= 0;
        return agreed == NEVER || !agrees ? NEVER : agreed + 1;
    }

    private static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }
}
