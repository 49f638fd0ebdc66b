package io.querytap.benchmarks;

import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.Traits;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The parts that a recorded query consists of, without weaving and without a driver. {@link #clock} is the floor: nothing that
 * measures a duration is cheaper.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar hot --benchmarks Core}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CoreBenchmark {
    private static final String SQL =
            "select id, name, price from product where category = 'garden' and price < 100 limit 20";
    private static final String START = "select id, name, price from product where category = 'garden' and price < ";
    private static final String END = " limit 20";

    /** Constants of one pattern that come again and again. */
    private static final int CONSTANTS = 1_000;

    private final String[] constants = new String[CONSTANTS];
    private DatabasePatterns patterns;
    private PatternStats stats;

    @Setup
    public void prepare() {
        DatabaseIdentity database = new DatabaseIdentity("other_sql", Dialect.OTHER, null, null, -1);
        patterns = new PatternRegistry(2_000, /* rawTexts= */ false, /* textsOfNote= */ 20).of(database);
        stats = patterns.find(SQL);
        for (int i = 0; i < CONSTANTS; i++) {
            constants[i] = SQL.replace("100", String.valueOf(i));
            patterns.find(constants[i]);
        }
    }

    /** What a connection keeps: where its thread last found a free stripe. */
    @State(Scope.Thread)
    public static class Writer {
        private final StripeHint hint = new StripeHint();
        private long durationNanos = 1_000;
        private int number = 1_000_000;

        /** Ever another number. */
        int next() {
            return number++ & Integer.MAX_VALUE;
        }

        /** Durations of 1 to 65 µs, so that not one cell alone is written. */
        long nextDuration() {
            durationNanos = 1_000 + (durationNanos * 31 & 0xffff);
            return durationNanos;
        }
    }

    /** The two clock readings that a duration needs. */
    @Benchmark
    public long clock(ThreadCost cost) {
        cost.operation();
        long start = System.nanoTime();
        return System.nanoTime() - start;
    }

    /** The execution of one query is counted. */
    @Benchmark
    public void recordExecution(Writer writer, ThreadCost cost) {
        cost.operation();
        stats.recordSuccess(writer.hint, writer.nextDuration());
    }

    /** Execution and result of one query are counted. */
    @Benchmark
    public void recordExecutionAndResult(Writer writer, ThreadCost cost) {
        cost.operation();
        stats.recordSuccess(writer.hint, writer.nextDuration());
        stats.recordResult(writer.hint, 1, writer.nextDuration());
    }

    /** A connection at work in a unit that looks for repeats, the unit of an entry point that never ends. */
    @State(Scope.Thread)
    public static class Worker {
        private static final int REPEATS = 5;

        private final Units units = new Units(
                new UnitPolicy(UnitPolicy.Traces.OFF, Long.MAX_VALUE, Long.MAX_VALUE)
                        .detecting(REPEATS, Integer.MAX_VALUE, Long.MAX_VALUE),
                new UnitQueue());
        private final ConnectionWork connection = new ConnectionWork(
                new DatabaseIdentity("other_sql", Dialect.OTHER, null, null, -1),
                units,
                new OpenConnections(),
                System.nanoTime());
        private final RecordedExecution reference = new RecordedExecution();
        private long parameterHash;

        /** Begins the unit on the thread that measures. */
        @Setup
        public void begin() {
            units.entryBegins("benchmark", /* traceparent= */ null);
        }
    }

    /** What a unit of work is told of one execution, which repeats a pattern with ever another parameter. */
    @Benchmark
    public void recordInUnit(Worker worker, ThreadCost cost) {
        cost.operation();
        worker.connection.executed(
                stats,
                worker.parameterHash++,
                /* durationNanos= */ 10,
                /* batchSize= */ -1,
                worker.parameterHash,
                /* errorType= */ null,
                Traits.NONE,
                worker.reference);
    }

    /** An entry point that makes one execution: begin, lease, execution, return, end. */
    @Benchmark
    public void unitWithOneExecution(Worker worker, ThreadCost cost) {
        cost.operation();
        worker.units.entryEnds(/* name= */ null);
        worker.units.entryBegins("benchmark", /* traceparent= */ null);
        worker.connection.leased("pool", worker.parameterHash, /* waitedNanos= */ 0);
        worker.connection.executed(
                stats,
                worker.parameterHash,
                /* durationNanos= */ 10,
                /* batchSize= */ -1,
                worker.parameterHash,
                /* errorType= */ null,
                Traits.NONE,
                worker.reference);
        worker.connection.returned(worker.parameterHash++);
    }

    /** From the text of a statement seen before to its pattern. */
    @Benchmark
    public PatternStats findKnownText(ThreadCost cost) {
        cost.operation();
        return patterns.find(SQL);
    }

    /** The same of a text that is equal and another object, as one put together for each execution is; its making included. */
    @Benchmark
    public PatternStats findEqualText(ThreadCost cost) {
        cost.operation();
        return patterns.find(new String(SQL.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
    }

    /** What of {@link #findEqualText} is the making. */
    @Benchmark
    public String makeEqualText(ThreadCost cost) {
        cost.operation();
        return new String(SQL.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    /** One of many constants of a pattern. */
    @Benchmark
    public PatternStats findRepeatedConstant(Writer writer, ThreadCost cost) {
        cost.operation();
        return patterns.find(constants[writer.next() % CONSTANTS]);
    }

    /** A text with a value that was never there before, of a pattern that is known; its making included. */
    @Benchmark
    public PatternStats findNewValue(Writer writer, ThreadCost cost) {
        cost.operation();
        return patterns.find(START + writer.next() + END);
    }

    /** What of {@link #findNewValue} is the making. */
    @Benchmark
    public String makeNewValue(Writer writer, ThreadCost cost) {
        cost.operation();
        return START + writer.next() + END;
    }

    /** From a text of 88 characters to its pattern, as at first sight. */
    @Benchmark
    public SqlPattern analyze(ThreadCost cost) {
        cost.operation();
        return SqlAnalyzer.analyze(SQL, Dialect.OTHER);
    }
}
