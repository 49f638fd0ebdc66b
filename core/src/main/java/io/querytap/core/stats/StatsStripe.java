package io.querytap.core.stats;

/**
 * One of the places where the executions of a pattern are counted, written by one thread at a time.
 *
 * <p>Assumptions: a holder only updates the fields below, it never waits, calls foreign code or runs for more than about a
 * microsecond (a snapshot that copies cells being the longest). Guarantees: everything inside agrees with everything else
 * whenever the lock is free; {@link #tryLock} never waits.
 */
final class StatsStripe extends StripeLock {
    /** Nanoseconds of executions. */
    final Distribution durations = new Distribution(Distribution.Kind.DURATION);
    /** Nanoseconds from the end of an execution to the end of reading. */
    final Distribution fetches = new Distribution(Distribution.Kind.DURATION);
    /** Rows read per result set. */
    final Distribution rows = new Distribution(Distribution.Kind.COUNT);
    /** Statements per batch. */
    final Distribution batchSizes = new Distribution(Distribution.Kind.COUNT);

    // What is made next is read or written by others.
    @SuppressWarnings("unused")
    private long gap1, gap2, gap3, gap4, gap5, gap6, gap7, gap8;
}
