package io.querytap.core.detect.unit;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.Traits;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shop.Repository;

/**
 * Plays what applications do, through the same calls that the probes make, and hands what comes of it to the detectors. Statements last
 * {@value #MILLISECOND} nanoseconds unless {@link #lasting} says otherwise.
 */
final class UnitScript {
    static final long MILLISECOND = 1_000_000;
    static final DatabaseIdentity SHOP = new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "shop", null, -1);
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final PatternRegistry registry = new PatternRegistry(5_000);
    private final UnitQueue queue = new UnitQueue();
    private final UnitAssembler assembler = new UnitAssembler(queue);
    private final OpenConnections connections = new OpenConnections();
    private final Findings findings = new Findings();
    final Units units;
    final UnitFindings detector;

    private ConnectionWork connection;
    private Consumer<Runnable> place = Repository::find;
    private long clock = System.nanoTime();
    private long nanosEach = MILLISECOND;
    private int traits = Traits.IN_TRANSACTION;
    private @Nullable String errorType;
    private boolean found;

    UnitScript() {
        this(FindingRules.of(FindingRules.Profile.PROD), /* sampleEvery= */ 1);
    }

    UnitScript(FindingRules rules, int sampleEvery) {
        UnitPolicy policy = new UnitPolicy(UnitPolicy.Traces.OFF, Long.MAX_VALUE, Long.MAX_VALUE)
                .detecting(rules.repeats(), sampleEvery, Long.MAX_VALUE);
        units = new Units(policy, queue);
        detector = new UnitFindings(rules, units);
        connection = on(SHOP);
    }

    ConnectionWork on(DatabaseIdentity database) {
        return new ConnectionWork(database, units, connections, clock);
    }

    /** Statements of {@code work} go to another connection. */
    void through(ConnectionWork other, Runnable work) {
        ConnectionWork before = connection;
        connection = other;
        work.run();
        connection = before;
    }

    // Units

    /** A request. */
    UnitScript entry(String name, Runnable work) {
        units.entryBegins(name, /* traceparent= */ null);
        work.run();
        units.entryEnds(/* name= */ null);
        return look();
    }

    /** A task of an executor, outside any request. */
    UnitScript task(Runnable work) {
        units.taskBegins(/* carried= */ null);
        work.run();
        units.taskEnds();
        return look();
    }

    /** One checkout of the connection. */
    UnitScript lease(Runnable work) {
        leased(work);
        return look();
    }

    /** A checkout inside a request or task. */
    void leased(Runnable work) {
        connection.leased("orders", clock, /* waitedNanos= */ 0);
        work.run();
        connection.returning(clock, /* openStatements= */ 0, /* openSite= */ null);
        connection.returned(clock);
    }

    private UnitScript look() {
        found = false;
        List<FinishedUnit> ended = ended();
        for (FinishedUnit unit : ended) {
            found |= detector.examine(unit, NOON);
        }
        return this;
    }

    /** What has ended and was not looked at. */
    List<FinishedUnit> ended() {
        return assembler.rest();
    }

    /** Whether something was found in the last unit. */
    boolean found() {
        return found;
    }

    List<Finding> findings() {
        detector.report(findings, NOON);
        return new ArrayList<>(findings.all());
    }

    // What units do

    UnitScript lasting(long nanos) {
        nanosEach = nanos;
        return this;
    }

    UnitScript with(int traitBits) {
        traits = traitBits;
        return this;
    }

    UnitScript from(Consumer<Runnable> somewhere) {
        place = somewhere;
        return this;
    }

    UnitScript failing(@Nullable String type) {
        errorType = type;
        return this;
    }

    void pause(long nanos) {
        clock += nanos;
    }

    /** Executes a statement; null parameters for one without. */
    Run run(String sql, long... parameters) {
        Run run = new Run();
        place.accept(() -> execute(sql, /* batchSize= */ -1, parameters, run));
        return run;
    }

    /** Executes a statement from wherever the caller is. */
    Run runHere(String sql, long... parameters) {
        Run run = new Run();
        execute(sql, /* batchSize= */ -1, parameters, run);
        return run;
    }

    void batch(String sql, int size) {
        place.accept(() -> execute(sql, size, new long[] {size}, new Run()));
    }

    private void execute(String sql, int batchSize, long[] parameters, Run run) {
        connection.callBegins(clock);
        connection.executed(
                registry.of(connection.database()).find(sql),
                clock,
                nanosEach,
                batchSize,
                hash(parameters),
                errorType,
                traits,
                run.recorded);
        connection.callEnds(clock, clock + nanosEach);
        clock += nanosEach + 1_000;
        if (run.recorded.isSampled()) {
            run.recorded.parametersBound(parameters, parameters.length);
        }
    }

    private static long hash(long[] parameters) {
        long hash = 0;
        for (long parameter : parameters) {
            hash = hash * 31 + parameter * 0x9E3779B97F4A7C15L + 1;
        }
        return hash;
    }

    /** One execution, whose result can be read. */
    static final class Run {
        private final RecordedExecution recorded = new RecordedExecution();

        /** Reads so many rows without looking at them. */
        void rows(long count) {
            recorded.resultRead(count);
        }

        /** Reads a row for each value, the value from that column. */
        void reads(int column, long... values) {
            for (int row = 0; row < values.length; row++) {
                if (recorded.isSampled()) {
                    recorded.valueRead(row, column, values[row]);
                }
            }
            recorded.resultRead(values.length);
        }
    }
}
