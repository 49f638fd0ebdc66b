package io.querytap.core.detect;

/**
 * From where on something is a finding. Detectors take their limits from here by way of {@link FindingRules}; each can be set as
 * {@code querytap.findings.} and {@link #id()}.
 */
public enum Threshold {
    N_PLUS_ONE_REPEATS(
            "n-plus-one.repeats",
            count("executions", 2, 10_000, 5, 3),
            "How often one SELECT has to be repeated in one unit of work, with different parameters, to be an N+1."),
    N_PLUS_ONE_TIME(
            "n-plus-one.time",
            time("0ms", "1h", 20, 0),
            "An N+1 that takes less than this in its unit of work is not told, unless there are"
                    + " `querytap.findings.n-plus-one.repeats-without-time` repeats."),
    N_PLUS_ONE_REPEATS_WITHOUT_TIME(
            "n-plus-one.repeats-without-time",
            count("executions", 2, 1_000_000, 20, 3),
            "From so many repeats on an N+1 is told however fast it is."),
    WRITE_LOOP_REPEATS(
            "write-loop.repeats",
            count("executions", 2, 10_000, 5, 3),
            "How often one INSERT, UPDATE, DELETE or MERGE has to run row by row in one unit of work."),
    WRITE_LOOP_BATCH_ROWS(
            "write-loop.batch-rows",
            count("rows", 2, 10_000, 10, 10),
            "Batches of this size on the average that the driver could rewrite into fewer statements, but was not told to, are told."),
    REDUNDANT_QUERY_REPEATS(
            "redundant-query.repeats",
            count("executions", 2, 10_000, 3, 3),
            "How often one query has to run with the same parameters in one unit of work, with no write to its tables in between."),
    REDUNDANT_QUERY_TIME(
            "redundant-query.time",
            time("0ms", "1h", 0, 0),
            "Redundant queries that cost less than this in their unit of work are not told, unless there are"
                    + " `querytap.findings.redundant-query.repeats-without-time` of them."),
    REDUNDANT_QUERY_REPEATS_WITHOUT_TIME(
            "redundant-query.repeats-without-time",
            count("executions", 2, 1_000_000, 5, 3),
            "From so many executions with the same parameters on, they are told however fast they are."),
    AUTOCOMMIT_CHATTER_WRITES(
            "autocommit-chatter.writes",
            count("executions", 2, 10_000, 5, 5),
            "How many writes that each commit by themselves make one unit of work a finding."),
    AUTOCOMMIT_CHATTER_SHARE(
            "autocommit-chatter.share",
            percent(30),
            "Share of all round trips that carry no statement (commit, rollback, changes of the session, checks of the connection),"
                    + " from which on it is told."),
    AUTOCOMMIT_CHATTER_UNITS(
            "autocommit-chatter.units",
            count("units", 1, 1_000_000, 100, 100),
            "Units of work of one name that have to be seen before that share is judged."),
    EVIDENCE_EVERY(
            "evidence.every",
            count("units", 1, 1_000, 16, 1),
            "Of so many units of work one keeps hashes of the values that it reads and binds, to show that the one comes from the"
                    + " other. The first units of a JVM do in any case. 1: every unit."),
    WINDOW(
            "window",
            time("10s", "1h", 60_000, 60_000),
            "How long executions of a query are looked at together, for slow queries, regressions and growing results."),
    SLOW_QUERY_EXECUTIONS(
            "slow-query.executions",
            count("executions", 1, 10_000, 3, 3),
            "Executions of one window that have to be slow before its 95th percentile is judged against `querytap.slow-query`."),
    SLOW_QUERY_SINGLE(
            "slow-query.single", time("1ms", "1h", 5_000, 5_000), "One execution of at least this duration is told."),
    QUERY_REGRESSION_FACTOR(
            "query-regression.factor",
            count("percent", 110, 10_000, 300, 300),
            "The 95th percentile of a query against that of the window before, in percent, from which on it has become slower."),
    QUERY_REGRESSION_TIME(
            "query-regression.time",
            time("1ms", "1h", 100, 100),
            "A query whose 95th percentile is below this has not become slower, whatever it was before."),
    LARGE_RESULT_ROWS(
            "large-result.rows",
            count("rows", 2, 100_000_000, 1_000, 1_000),
            "Rows read per execution (95th percentile) that make a result large."),
    LARGE_RESULT_HIGH_ROWS(
            "large-result.high-rows",
            count("rows", 2, 100_000_000, 10_000, 10_000),
            "Rows from which on that is of high severity."),
    MISSING_FETCH_SIZE_ROWS(
            "missing-fetch-size.rows",
            count("rows", 2, 100_000_000, 1_000, 1_000),
            "Rows of a result from which on it matters that the driver fetches them badly."),
    EARLY_CLOSE_EXECUTIONS(
            "early-close.executions",
            count("executions", 1, 1_000_000, 20, 20),
            "Executions that have to be seen before results closed early are judged."),
    EARLY_CLOSE_SHARE(
            "early-close.share", percent(90), "Share of results closed before their end, from which on it is told."),
    UNREAD_RESULT_EXECUTIONS(
            "unread-result.executions",
            count("executions", 1, 1_000_000, 20, 20),
            "Executions that have to be seen before unread results are judged."),
    UNREAD_RESULT_SHARE(
            "unread-result.share",
            percent(90),
            "Share of results of which no row was asked for, from which on it is told."),
    UNREAD_COLUMNS_EXECUTIONS(
            "unread-columns.executions",
            count("executions", 1, 1_000_000, 100, 100),
            "Results that have to be followed before a column counts as never read."),
    UNREAD_COLUMNS_SHARE(
            "unread-columns.share",
            percent(50),
            "Share of columns never read, from which on it is told; a large object is always."),
    DEEP_OFFSET_ROWS(
            "deep-offset.rows",
            count("rows", 1, 100_000_000, 1_000, 1_000),
            "OFFSET from which on it is told if the query becomes slower with it."),
    DEEP_OFFSET_CERTAIN_ROWS(
            "deep-offset.certain-rows",
            count("rows", 1, 100_000_000, 10_000, 10_000),
            "OFFSET from which on it is told in any case."),
    MISSING_PAGINATION_ROWS(
            "missing-pagination.rows",
            count("rows", 2, 100_000_000, 1_000, 1_000),
            "Rows read per execution (95th percentile) from which on a query without a row limit is told."),
    MISSING_PAGINATION_GROWTH_ROWS(
            "missing-pagination.growth-rows",
            count("rows", 2, 100_000_000, 100, 100),
            "Rows from which on a query without a row limit is told if they have doubled since the window before."),
    LONG_TRANSACTION_TIME(
            "long-transaction.time", time("1ms", "1h", 5_000, 5_000), "Age from which on an open transaction is told."),
    LONG_TRANSACTION_HIGH_TIME(
            "long-transaction.high-time",
            time("1ms", "1h", 30_000, 30_000),
            "Age from which on that is of high severity."),
    IDLE_IN_TRANSACTION_WRITE_TIME(
            "idle-in-transaction.write-time",
            time("1ms", "1h", 1_000, 1_000),
            "How long a transaction that has written may do nothing."),
    IDLE_IN_TRANSACTION_READ_TIME(
            "idle-in-transaction.read-time",
            time("1ms", "1h", 5_000, 5_000),
            "How long a transaction that has only read may do nothing."),
    CONNECTION_HELD_IDLE_TIME(
            "connection-held-idle.time",
            time("1ms", "1h", 100, 100),
            "Time without database work (95th percentile) from which on a connection is held for too long."),
    CONNECTION_HELD_IDLE_SHARE(
            "connection-held-idle.share", percent(50), "The least share of such time in the whole time it is held."),
    CONNECTION_HELD_IDLE_UTILISATION(
            "connection-held-idle.utilisation",
            percent(50),
            "Share of the pool in use from which on it matters; a wait for a connection makes it matter in any case."),
    POOL_WAIT_TIME(
            "pool-wait.time",
            time("1ms", "1h", 50, 50),
            "Wait for a connection (99th percentile over a minute) from which on it is told."),
    POOL_WAIT_ACQUISITIONS(
            "pool-wait.acquisitions",
            count("acquisitions", 1, 1_000_000, 20, 5),
            "Attempts to get a connection within a minute, fewer of which make no 99th percentile. A time-out is told in any case."),
    CONNECTION_LEAK_SILENCE(
            "connection-leak.silence",
            time("100ms", "1h", 10_000, 1_000),
            "How long nothing may be called on a connection whose unit of work or thread has ended, or that its borrower has forgotten."),
    CONNECTION_LEAK_AGE(
            "connection-leak.age",
            time("1s", "24h", 60_000, 60_000),
            "Age from which on a connection that nobody uses may be a leak though its borrower still exists."),
    STATEMENT_NOT_CLOSED_TIMES(
            "statement-not-closed.times",
            count("times", 1, 1_000_000, 10, 10),
            "How often a connection has to come back with open statements from one place."),
    UNPARAMETERIZED_SQL_TEXTS(
            "unparameterized.texts",
            count("texts", 2, 1_000, 20, 20),
            "How many texts of one pattern, alike but for literal values, make such a finding.");

    /** What a threshold counts. */
    public enum Type {
        /** Things; see {@link Threshold#unit()}. */
        COUNT,
        /** Percent. */
        PERCENT,
        /** Nanoseconds. */
        TIME
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String id;
    private final Range range;
    private final String meaning;

    Threshold(String id, Range range, String meaning) {
        this.id = id;
        this.range = range;
        this.meaning = meaning;
    }

    /** The name without {@code querytap.findings.}. */
    public String id() {
        return id;
    }

    public Type type() {
        return range.type;
    }

    /** What is counted, in the plural. */
    public String unit() {
        return range.unit;
    }

    /** The least that can be set, as one writes it. */
    public String min() {
        return range.min;
    }

    /** The most that can be set, as one writes it. */
    public String max() {
        return range.max;
    }

    /** A sentence for the reference page. */
    public String meaning() {
        return meaning;
    }

    /** The value where nobody sets one; for {@link Type#TIME} nanoseconds. */
    public long defaultOf(FindingRules.Profile profile) {
        return profile == FindingRules.Profile.TEST ? range.test : range.production;
    }

    private static Range count(String unit, int min, int max, long production, long test) {
        return new Range(Type.COUNT, unit, Integer.toString(min), Integer.toString(max), production, test);
    }

    private static Range percent(int both) {
        return new Range(Type.PERCENT, "percent", "1", "100", both, both);
    }

    private static Range time(String min, String max, long productionMillis, long testMillis) {
        return new Range(Type.TIME, "ms", min, max, productionMillis * NANOS_PER_MILLI, testMillis * NANOS_PER_MILLI);
    }

    private static final class Range {
        private final Type type;
        private final String unit;
        private final String min;
        private final String max;
        private final long production;
        private final long test;

        Range(Type type, String unit, String min, String max, long production, long test) {
            this.type = type;
            this.unit = unit;
            this.min = min;
            this.max = max;
            this.production = production;
            this.test = test;
        }
    }
}
