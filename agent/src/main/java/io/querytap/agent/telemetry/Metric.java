package io.querytap.agent.telemetry;

import io.opentelemetry.sdk.metrics.InstrumentType;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.List;

/**
 * Every metric that is exported, as {@code docs/telemetry.md} lists it: names of the OpenTelemetry conventions where there is
 * one, {@code querytap.*} where there is none.
 */
enum Metric {
    OPERATION_DURATION(
            "db.client.operation.duration",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.ADVISED,
            "Duration of database client operations."),
    RETURNED_ROWS(
            "db.client.response.returned_rows",
            "{row}",
            InstrumentType.HISTOGRAM,
            Bounds.ROWS,
            "Rows that the application read, per result set."),
    CONNECTION_COUNT(
            "db.client.connection.count",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Connections of the pool in the state that the attribute says."),
    CONNECTION_IDLE_MAX(
            "db.client.connection.idle.max",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Largest number of idle connections that the pool keeps."),
    CONNECTION_IDLE_MIN(
            "db.client.connection.idle.min",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Smallest number of idle connections that the pool keeps."),
    CONNECTION_MAX(
            "db.client.connection.max",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Largest number of connections that the pool opens."),
    CONNECTION_PENDING_REQUESTS(
            "db.client.connection.pending_requests",
            "{request}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Threads that wait for a connection of the pool."),
    CONNECTION_TIMEOUTS(
            "db.client.connection.timeouts",
            "{timeout}",
            InstrumentType.COUNTER,
            Bounds.NONE,
            "Attempts to obtain a connection that timed out."),
    CONNECTION_CREATE_TIME(
            "db.client.connection.create_time",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.CREATION,
            "Time to create a physical connection."),
    CONNECTION_WAIT_TIME(
            "db.client.connection.wait_time",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.WAIT,
            "Time to obtain an open connection from the pool, successful attempts only."),
    CONNECTION_USE_TIME(
            "db.client.connection.use_time",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.LONG,
            "Time between borrowing a connection and returning it."),

    CONNECTION_TIMED_OUT_WAIT_TIME(
            "querytap.connection.timed_out_wait_time",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.LONG,
            "Time waited for a connection in vain."),
    POOL_FAILURES(
            "querytap.pool.failures",
            "{failure}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Attempts to obtain a connection that ended neither in a connection nor in a time-out."),
    POOL_CREATION_FAILURES(
            "querytap.pool.creation_failures",
            "{failure}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Attempts to create a physical connection that failed."),
    POOL_BLAMED_TIME(
            "querytap.pool.blamed_time",
            "s",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Time waited for connections, by who held them and what was done with them."),
    POOL_OFFERED_LOAD(
            "querytap.pool.offered_load",
            "{connection}",
            InstrumentType.OBSERVABLE_GAUGE,
            Bounds.NONE,
            "Connections wanted at once on the average of the worst minute so far."),
    POOL_UTILIZATION(
            "querytap.pool.utilization",
            "1",
            InstrumentType.OBSERVABLE_GAUGE,
            Bounds.NONE,
            "Share of the connections in use on the average of the busiest minute so far."),
    POOL_RECOMMENDED_MAX(
            "querytap.pool.recommended_max",
            "{connection}",
            InstrumentType.OBSERVABLE_GAUGE,
            Bounds.NONE,
            "Connections with which one in a hundred borrowers would have to wait."),
    FETCH_DURATION(
            "querytap.fetch.duration",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.ADVISED,
            "Time from the end of an execution to its last row read, the application's work between rows included."),
    BATCH_SIZE(
            "querytap.batch.size",
            "{statement}",
            InstrumentType.HISTOGRAM,
            Bounds.ROWS,
            "Statements or parameter sets per batch execution."),
    TRANSACTION_DURATION(
            "querytap.transaction.duration",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.LONG,
            "Time from the start of a transaction's first statement to the end of its commit or rollback."),
    TRANSACTION_COUNT(
            "querytap.transaction.count",
            "{transaction}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Transactions that ended, by outcome."),
    FINDING_COUNT(
            "querytap.finding.count",
            "{finding}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Findings that are known at present."),
    FINDING_OCCURRENCES(
            "querytap.finding.occurrences",
            "{occurrence}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "How often what is known at present was seen, since the start."),
    FINDING_IMPACT(
            "querytap.finding.impact",
            "s",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Time that would have been saved since the start without what is known at present, where it was measured."),
    CACHE_REQUESTS(
            "querytap.cache.requests",
            "{request}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Executions under a rule for which an answer was looked for, by outcome."),
    CACHE_REFUSALS(
            "querytap.cache.refusals",
            "{refusal}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Executions under a rule that were not answered, and results that were not kept, by reason."),
    CACHE_FILLS(
            "querytap.cache.fills",
            "{result}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Results that were kept."),
    CACHE_INVALIDATIONS(
            "querytap.cache.invalidations",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Entries met that a write had outdated."),
    CACHE_SAVED_TIME(
            "querytap.cache.saved_time",
            "s",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Time that the answers would have taken in the database, less what they took."),
    CACHE_SERVED(
            "querytap.cache.served",
            "By",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Bytes of rows that were answered."),
    CACHE_ANSWER_AGE(
            "querytap.cache.answer.age",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.AGES,
            "How long before it was given an answer was known to be right."),
    CACHE_COMPARISONS(
            "querytap.cache.comparisons",
            "{comparison}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Live answers compared with what the cache would have answered, by result."),
    CACHE_STALE_AGE(
            "querytap.cache.stale.age",
            "s",
            InstrumentType.HISTOGRAM,
            Bounds.AGES,
            "Age of the entries whose live answer differed although no write was seen."),
    CACHE_WITHDRAWN(
            "querytap.cache.withdrawn",
            "{rule}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Rules that took themselves out of service after a proven mismatch."),
    CACHE_SIZE(
            "querytap.cache.size",
            "By",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Bytes that the entries of this JVM take."),
    CACHE_ENTRIES(
            "querytap.cache.entries",
            "{entry}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Entries that this JVM holds."),
    CACHE_EVICTIONS(
            "querytap.cache.evictions",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Entries dropped for want of room or at the end of their time."),
    CACHE_FENCES(
            "querytap.cache.fences",
            "{write}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Writes of tables under rules that were fenced."),
    CACHE_SHARED_REACHABLE(
            "querytap.cache.shared.reachable",
            "1",
            InstrumentType.OBSERVABLE_GAUGE,
            Bounds.NONE,
            "Whether the shared tier answers: 1 or 0."),
    CACHE_SHARED_UNSENT(
            "querytap.cache.shared.unsent_invalidations",
            "{invalidation}",
            InstrumentType.UP_DOWN_COUNTER,
            Bounds.NONE,
            "Writes of this JVM of which the others do not know yet."),
    CACHE_SHARED_OLDEST_UNSENT(
            "querytap.cache.shared.oldest_unsent",
            "s",
            InstrumentType.OBSERVABLE_GAUGE,
            Bounds.NONE,
            "For how long the oldest of these writes has been waiting."),
    CACHE_SHARED_TIMEOUTS(
            "querytap.cache.shared.timeouts",
            "{timeout}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Exchanges with the shared tier that did not end in time."),
    CACHE_SHARED_DROPPED_PUTS(
            "querytap.cache.shared.dropped_puts",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Entries not stored in the shared tier because too many waited."),
    CACHE_SHARED_RECONNECTS(
            "querytap.cache.shared.reconnects",
            "{connection}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Connections to the shared tier made again."),
    SELF_ERRORS(
            "querytap.self.errors",
            "{error}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Errors of the agent's own and recordings that it dropped."),
    UNITS_DROPPED(
            "querytap.units.dropped",
            "{unit}",
            InstrumentType.OBSERVABLE_COUNTER,
            Bounds.NONE,
            "Units of work left out of the traces because too many waited for export.");

    private static final double MILLIS_PER_SECOND = 1e3;

    private final String exportedName;
    private final String unit;
    private final InstrumentType instrument;
    private final double[] bounds;
    private final List<Double> boundList;
    private final String description;

    Metric(String exportedName, String unit, InstrumentType instrument, double[] bounds, String description) {
        this.exportedName = exportedName;
        this.unit = unit;
        this.instrument = instrument;
        this.bounds = bounds;
        this.boundList = Bounds.asList(bounds);
        this.description = description;
    }

    String exportedName() {
        return exportedName;
    }

    String unit() {
        return unit;
    }

    InstrumentType instrument() {
        return instrument;
    }

    String description() {
        return description;
    }

    /** Upper bounds of the explicit buckets in {@link #unit()}; empty for what is no histogram. */
    List<Double> bounds() {
        return boundList;
    }

    /** Recorded in nanoseconds, sent in seconds. */
    boolean isDuration() {
        return unit.equals("s");
    }

    /** Whether only its present value means something, and no sum over series does. */
    boolean isGauge() {
        return instrument == InstrumentType.OBSERVABLE_GAUGE;
    }

    /** Counted in classes of its own, which fit its bounds and no others: explicit buckets whatever shape is asked for. */
    boolean isOfAges() {
        return bounds == Bounds.AGES;
    }

    /** What a recorded value is divided by to be in {@link #unit()}. */
    double divisor() {
        return isDuration() ? DistributionSnapshot.NANOS_PER_SECOND : 1;
    }

    /** Index of the explicit bucket of a recorded value: the first whose bound is not below it. */
    int bucketOf(long recorded) {
        double value = recorded / divisor();
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Index of the explicit bucket of ages below this many milliseconds. */
    int bucketOfAge(long belowMillis) {
        int bucket = 0;
        while (bucket < bounds.length && belowMillis > Math.round(bounds[bucket] * MILLIS_PER_SECOND)) {
            bucket++;
        }
        return bucket;
    }

    private static final class Bounds {
        static final double[] NONE = {};
        /** Advised for operation durations. */
        static final double[] ADVISED = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
        /** For what rightly takes longer than an operation. */
        static final double[] LONG = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300};

        /** From what taking a free connection costs to the usual time-out; the conventions advise nothing for pools. */
        static final double[] WAIT = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30};

        /** From a local socket to a server that does not answer. */
        static final double[] CREATION = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30};

        /** Every other bound of the classes in which ages are counted, so each class is whole in one bucket. */
        static final double[] AGES = {
            0.001, 0.004, 0.016, 0.064, 0.256, 1.024, 4.096, 16.384, 65.536, 262.144, 1048.576, 4194.304
        };

        static final double[] ROWS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};

        static List<Double> asList(double[] bounds) {
            Double[] boxed = new Double[bounds.length];
            for (int i = 0; i < bounds.length; i++) {
                boxed[i] = bounds[i];
            }
            return List.of(boxed);
        }
    }
}
