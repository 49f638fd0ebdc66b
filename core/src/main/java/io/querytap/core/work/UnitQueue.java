package io.querytap.core.work;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Closed units on their way from the application's threads to the control plane. Thread-safe; offering never waits. */
public final class UnitQueue {
    /** Closed units that may wait; a unit holds at most 256 executions, so this is at most about 20 MiB, usually far less. */
    private static final int MAX_WAITING_UNITS = 1_024;

    private final BlockingQueue<FinishedUnit> waiting = new ArrayBlockingQueue<>(MAX_WAITING_UNITS);
    private final LongAdder dropped = new LongAdder();

    void offer(FinishedUnit unit) {
        if (!waiting.offer(unit)) {
            dropped.increment();
            Diagnostics.sayOnce(
                    "units dropped",
                    "more units of work are interesting than can be exported; some are dropped from traces (statistics are complete)");
        }
    }

    /** Moves at most {@code max} waiting units to {@code sink}, oldest first. */
    public int drainTo(List<? super FinishedUnit> sink, int max) {
        return waiting.drainTo(sink, max);
    }

    /** Units that did not fit since start. */
    public long dropped() {
        return dropped.sum();
    }
}
