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
