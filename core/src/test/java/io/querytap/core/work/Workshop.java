package io.querytap.core.work;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.List;

/** Units, the way out for them, connections to work on and a clock for what happens on these. */
final class Workshop {
    static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
    static final long SLOW_NANOS = 500;
    static final long LONG_WAIT_NANOS = 50;

    /** Tests run on the real clock: longer than a busy machine lets a thread wait. */
    static final long LONG_IDLE_NANOS = 20_000_000_000L;

    static final int REPEATS = 5;

    /** As good as no unit is sampled once the first ones have been. */
    static final int HARDLY_EVER = Integer.MAX_VALUE;

    final UnitQueue queue = new UnitQueue();
    final UnitAssembler assembler = new UnitAssembler(queue);
    final OpenConnections open = new OpenConnections();
    final Units units;
    private final PatternRegistry patterns = new PatternRegistry(20_000);

    Workshop(UnitPolicy policy) {
        units = new Units(policy, queue);
    }

    /** Hands over units with repeats; samples none. */
    static Workshop detecting() {
        Workshop shop = new Workshop(interesting().detecting(REPEATS, HARDLY_EVER, LONG_IDLE_NANOS));
        shop.useUpFirstSamples();
        return shop;
    }

    /** Hands over every unit. */
    static Workshop all() {
        return new Workshop(new UnitPolicy(UnitPolicy.Traces.ALL, SLOW_NANOS, LONG_WAIT_NANOS)
                .detecting(REPEATS, HARDLY_EVER, LONG_IDLE_NANOS));
    }

    static UnitPolicy interesting() {
        return new UnitPolicy(UnitPolicy.Traces.INTERESTING, SLOW_NANOS, LONG_WAIT_NANOS);
    }

    private void useUpFirstSamples() {
        ConnectionWork connection = connection();
        for (int i = 0; i < Units.FIRST_SAMPLED; i++) {
            units.entryBegins("warm up", null);
            execute(connection, "SELECT 0", 0);
            units.entryEnds(null);
        }
        finished();
    }

    ConnectionWork connection() {
        return new ConnectionWork(SHOP, units, open, System.nanoTime());
    }

    PatternStats pattern(String sql) {
        return patterns.of(SHOP).find(sql);
    }

    /** One short execution, now. */
    RecordedExecution execute(ConnectionWork connection, String sql, long parameterHash) {
        return executeAt(connection, sql, parameterHash, System.nanoTime());
    }

    RecordedExecution executeAt(ConnectionWork connection, String sql, long parameterHash, long startNanos) {
        RecordedExecution reference = new RecordedExecution();
        connection.callBegins(startNanos);
        connection.callEnds(startNanos, startNanos + 10);
        connection.executed(pattern(sql), startNanos, 10, -1, parameterHash, null, Traits.NONE, reference);
        return reference;
    }

    /** What the control plane gets by now. */
    List<FinishedUnit> finished() {
        List<FinishedUnit> all = new ArrayList<>();
        try {
            for (List<FinishedUnit> some = assembler.next(0); !some.isEmpty(); some = assembler.next(0)) {
                all.addAll(some);
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        return all;
    }

    /** Runs on a thread of its own and waits for its end. */
    static void elsewhere(Runnable work) {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(work, "worker-1");
        thread.setUncaughtExceptionHandler((where, thrown) -> failure[0] = thrown);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
    }
}
