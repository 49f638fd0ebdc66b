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
            BucketBounds.ADVISED,
            SeriesKind.OPERATION,
            "Duration of database client operations."),
    RETURNED_ROWS(
            "db.client.response.returned_rows",
            "{row}",
            InstrumentType.HISTOGRAM,
            BucketBounds.ROWS,
            SeriesKind.PATTERN,
            "Rows that the application read, per result set."),
    CONNECTION_COUNT(
            "db.client.connection.count",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL_STATE,
            "Connections of the pool in the state that the attribute says."),
    CONNECTION_IDLE_MAX(
            "db.client.connection.idle.max",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Largest number of idle connections that the pool keeps."),
    CONNECTION_IDLE_MIN(
            "db.client.connection.idle.min",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Smallest number of idle connections that the pool keeps."),
    CONNECTION_MAX(
            "db.client.connection.max",
            "{connection}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Largest number of connections that the pool opens."),
    CONNECTION_PENDING_REQUESTS(
            "db.client.connection.pending_requests",
            "{request}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Threads that wait for a connection of the pool."),
    CONNECTION_TIMEOUTS(
            "db.client.connection.timeouts",
            "{timeout}",
            InstrumentType.COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Attempts to obtain a connection that timed out."),
    CONNECTION_CREATE_TIME(
            "db.client.connection.create_time",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.CREATION,
            SeriesKind.POOL,
            "Time to create a physical connection."),
    CONNECTION_WAIT_TIME(
            "db.client.connection.wait_time",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.WAIT,
            SeriesKind.POOL,
            "Time to obtain an open connection from the pool, successful attempts only."),
    CONNECTION_USE_TIME(
            "db.client.connection.use_time",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.LONG,
            SeriesKind.POOL,
            "Time between borrowing a connection and returning it."),

    CONNECTION_TIMED_OUT_WAIT_TIME(
            "querytap.connection.timed_out_wait_time",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.LONG,
            SeriesKind.POOL,
            "Time waited for a connection in vain."),
    POOL_FAILURES(
            "querytap.pool.failures",
            "{failure}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Attempts to obtain a connection that ended neither in a connection nor in a time-out."),
    POOL_CREATION_FAILURES(
            "querytap.pool.creation_failures",
            "{failure}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Attempts to create a physical connection that failed."),
    POOL_BLAMED_TIME(
            "querytap.pool.blamed_time",
            "s",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.POOL_HOLDER,
            "Time waited for connections, by who held them and what was done with them."),
    POOL_OFFERED_LOAD(
            "querytap.pool.offered_load",
            "{connection}",
            InstrumentType.OBSERVABLE_GAUGE,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Connections wanted at once on the average of the worst minute so far."),
    POOL_UTILIZATION(
            "querytap.pool.utilization",
            "1",
            InstrumentType.OBSERVABLE_GAUGE,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Share of the connections in use on the average of the busiest minute so far."),
    POOL_RECOMMENDED_MAX(
            "querytap.pool.recommended_max",
            "{connection}",
            InstrumentType.OBSERVABLE_GAUGE,
            BucketBounds.NONE,
            SeriesKind.POOL,
            "Connections with which one in a hundred borrowers would have to wait."),
    FETCH_DURATION(
            "querytap.fetch.duration",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.ADVISED,
            SeriesKind.PATTERN,
            "Time from the end of an execution to its last row read, the application's work between rows included."),
    BATCH_SIZE(
            "querytap.batch.size",
            "{statement}",
            InstrumentType.HISTOGRAM,
            BucketBounds.ROWS,
            SeriesKind.PATTERN,
            "Statements or parameter sets per batch execution."),
    TRANSACTION_DURATION(
            "querytap.transaction.duration",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.LONG,
            SeriesKind.DATABASE,
            "Time from the start of a transaction's first statement to the end of its commit or rollback."),
    TRANSACTION_COUNT(
            "querytap.transaction.count",
            "{transaction}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.TRANSACTION,
            "Transactions that ended, by outcome."),
    FINDING_COUNT(
            "querytap.finding.count",
            "{finding}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.FINDING_RANK,
            "Findings that are known at present."),
    FINDING_OCCURRENCES(
            "querytap.finding.occurrences",
            "{occurrence}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.FINDING,
            "How often what is known at present was seen, since the start."),
    FINDING_IMPACT(
            "querytap.finding.impact",
            "s",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.FINDING,
            "Time that would have been saved since the start without what is known at present, where it was measured."),
    CACHE_REQUESTS(
            "querytap.cache.requests",
            "{request}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_OUTCOME,
            "Executions under a rule for which an answer was looked for, by outcome."),
    CACHE_REFUSALS(
            "querytap.cache.refusals",
            "{refusal}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_REFUSAL,
            "Executions under a rule that were not answered, and results that were not kept, by reason."),
    CACHE_FILLS(
            "querytap.cache.fills",
            "{result}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Results that were kept."),
    CACHE_INVALIDATIONS(
            "querytap.cache.invalidations",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Entries met that a write had outdated."),
    CACHE_SAVED_TIME(
            "querytap.cache.saved_time",
            "s",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Time that the answers would have taken in the database, less what they took."),
    CACHE_SERVED(
            "querytap.cache.served",
            "By",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Bytes of rows that were answered."),
    CACHE_ANSWER_AGE(
            "querytap.cache.answer.age",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.AGES,
            SeriesKind.CACHE_RULE,
            "How long before it was given an answer was known to be right."),
    CACHE_COMPARISONS(
            "querytap.cache.comparisons",
            "{comparison}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_COMPARISON,
            "Live answers compared with what the cache would have answered, by result."),
    CACHE_STALE_AGE(
            "querytap.cache.stale.age",
            "s",
            InstrumentType.HISTOGRAM,
            BucketBounds.AGES,
            SeriesKind.CACHE_RULE,
            "Age of the entries whose live answer differed although no write was seen."),
    CACHE_WITHDRAWN(
            "querytap.cache.withdrawn",
            "{rule}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Rules that took themselves out of service after a proven mismatch."),
    CACHE_SIZE(
            "querytap.cache.size",
            "By",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.CACHE_RULE,
            "Bytes that the entries of this JVM take."),
    CACHE_ENTRIES(
            "querytap.cache.entries",
            "{entry}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Entries that this JVM holds."),
    CACHE_EVICTIONS(
            "querytap.cache.evictions",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Entries dropped for want of room or at the end of their time."),
    CACHE_FENCES(
            "querytap.cache.fences",
            "{write}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Writes of tables under rules that were fenced."),
    CACHE_SHARED_REACHABLE(
            "querytap.cache.shared.reachable",
            "1",
            InstrumentType.OBSERVABLE_GAUGE,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Whether the shared tier answers: 1 or 0."),
    CACHE_SHARED_UNSENT(
            "querytap.cache.shared.unsent_invalidations",
            "{invalidation}",
            InstrumentType.UP_DOWN_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Writes of this JVM of which the others do not know yet."),
    CACHE_SHARED_OLDEST_UNSENT(
            "querytap.cache.shared.oldest_unsent",
            "s",
            InstrumentType.OBSERVABLE_GAUGE,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "For how long the oldest of these writes has been waiting."),
    CACHE_SHARED_TIMEOUTS(
            "querytap.cache.shared.timeouts",
            "{timeout}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Exchanges with the shared tier that did not end in time."),
    CACHE_SHARED_DROPPED_PUTS(
            "querytap.cache.shared.dropped_puts",
            "{entry}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Entries not stored in the shared tier because too many waited."),
    CACHE_SHARED_RECONNECTS(
            "querytap.cache.shared.reconnects",
            "{connection}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Connections to the shared tier made again."),
    SELF_ERRORS(
            "querytap.self.errors",
            "{error}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Errors of the agent's own and recordings that it dropped."),
    UNITS_DROPPED(
            "querytap.units.dropped",
            "{unit}",
            InstrumentType.OBSERVABLE_COUNTER,
            BucketBounds.NONE,
            SeriesKind.ONE,
            "Units of work left out of the traces because too many waited for export.");

    private static final double MILLIS_PER_SECOND = 1e3;

    private final String exportedName;
    private final String unit;
    private final InstrumentType instrument;
    private final double[] bounds;
    private final List<Double> boundList;
    private final SeriesKind series;
    private final String description;

    Metric(
            String exportedName,
            String unit,
            InstrumentType instrument,
            double[] bounds,
            SeriesKind series,
            String description) {
        this.exportedName = exportedName;
        this.unit = unit;
        this.instrument = instrument;
        this.bounds = bounds;
        this.boundList = BucketBounds.asList(bounds);
        this.series = series;
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

    /** By what attributes its series are told apart. */
    SeriesKind series() {
        return series;
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
        return bounds == BucketBounds.AGES;
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
}
