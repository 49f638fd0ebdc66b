package io.querytap.benchmarks;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the agent's thread does at the end of a slot of the timeline when every pattern was executed in it; as a rule few are. One
 * operation is one slot; {@link #records} is what {@link #slots} does besides, to be subtracted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TimelineBenchmark {
    private static final int SLOTS = 60;
    private static final long STEP_NANOS = 500_000_000L;
    private static final int EXECUTIONS_BEFORE = 500;
    private static final int LETTERS = 26;

    /** Patterns, all executed in each slot. */
    @Param({"100", "2000"})
    int patterns;

    private final StripeHint hint = new StripeHint();
    private final Random random = new Random(7);
    private final List<PatternStats> all = new ArrayList<>();
    private PatternRegistry registry = new PatternRegistry(1);

    /** From ten microseconds to a second. */
    private long duration() {
        return (long) (10_000 * Math.pow(10, 5 * random.nextDouble() * random.nextDouble()));
    }

    @Setup
    public void executeBefore() {
        registry = new PatternRegistry(patterns);
        PatternRegistry.DatabasePatterns database =
                registry.of(new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1));
        for (int i = 0; i < patterns; i++) {
            PatternStats stats = database.find("select " + word(i) + " from item");
            all.add(stats);
            for (int n = 0; n < EXECUTIONS_BEFORE; n++) {
                stats.recordSuccess(hint, duration());
                stats.recordResult(hint, n, duration());
            }
        }
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder("c");
        for (int rest = number + 1; rest > 0; rest /= LETTERS) {
            word.append((char) ('a' + rest % LETTERS));
        }
        return word.toString();
    }

    private void execute() {
        for (int i = 0; i < all.size(); i++) {
            PatternStats stats = all.get(i);
            stats.recordSuccess(hint, duration());
            stats.recordResult(hint, 1, duration());
        }
    }

    @Benchmark
    @OperationsPerInvocation(SLOTS)
    public Timeline slots() {
        Timeline timeline = new Timeline(registry, new PoolRegistry(), /* startNanos= */ 0);
        for (int slot = 1; slot <= SLOTS; slot++) {
            execute();
            timeline.look(slot * STEP_NANOS);
        }
        return timeline;
    }

    @Benchmark
    @OperationsPerInvocation(SLOTS)
    public List<PatternStats> records() {
        for (int slot = 1; slot <= SLOTS; slot++) {
            execute();
        }
        return all;
    }
}
