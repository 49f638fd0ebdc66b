package io.querytap.core.stats;

/**
 * What has been counted of one pattern since the start, as far as it can be read without copying a histogram. Filled again and again by
 * {@link PatternStats#tally}. Not thread-safe.
 */
public final class PatternTally {
    private final Octaves durations = new Octaves();
    private final Octaves fetches = new Octaves();
    private long executions;
    private long errors;
    private long nanos;

    void clear() {
        durations.clear();
        fetches.clear();
        executions = 0;
        errors = 0;
        nanos = 0;
    }

    void add(StatsStripe stripe, boolean failed, boolean withOctaves) {
        executions += stripe.durations.count();
        nanos += stripe.durations.sum();
        if (failed) {
            errors += stripe.durations.count();
        }
        if (withOctaves) {
            stripe.durations.addTo(durations);
            stripe.fetches.addTo(fetches);
        }
    }

    /** Executions, failed ones included; a batch is one. */
    public long executions() {
        return executions;
    }

    public long errors() {
        return errors;
    }

    /** Time of all executions. */
    public long nanos() {
        return nanos;
    }

    /** Durations of executions; empty where they were not asked for. */
    public Octaves durations() {
        return durations;
    }

    /** How long reading the results took; empty where that was not asked for. */
    public Octaves fetches() {
        return fetches;
    }
}
