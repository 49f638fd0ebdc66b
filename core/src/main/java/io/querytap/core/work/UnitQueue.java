package io.querytap.core.work;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Ended units on their way from the application's threads to the control plane. Thread-safe; offering never waits. */
public final class UnitQueue {
    /** Units that may wait: a few KiB each as a rule, 100 KiB for one with hundreds of patterns. */
    static final int MAX_WAITING_UNITS = 2_048;

    private final BlockingQueue<UnitOfWork> waiting = new ArrayBlockingQueue<>(MAX_WAITING_UNITS);
    private final LongAdder dropped = new LongAdder();

    /** False if there is no room, which is counted. */
    boolean offer(UnitOfWork unit) {
        boolean fits = waiting.offer(unit);
        if (!fits) {
            dropped.increment();
            Diagnostics.sayOnce(
                    "units dropped",
                    "more units of work are interesting than can be looked at; some are left out of traces and of the counts of"
                            + " findings (statistics are complete)");
        }
        return fits;
    }

    /** The oldest unit that waits; null if none comes within the time. */
    @Nullable
    UnitOfWork poll(long timeoutNanos) throws InterruptedException {
        // Without waiting it cannot be interrupted either: what was taken before would be lost.
        return timeoutNanos <= 0 ? waiting.poll() : waiting.poll(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Units that did not fit since start. */
    public long dropped() {
        return dropped.sum();
    }
}
