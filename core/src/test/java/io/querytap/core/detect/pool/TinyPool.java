package io.querytap.core.detect.pool;

import io.querytap.core.detect.LeaseScript;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolGauges.Reading;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool that makes borrowers wait, and tells what the probe of a real one would. */
final class TinyPool {
    final Units units;
    final PoolStats stats;
    private final int max;
    private final List<Lease> entries = new ArrayList<>();
    private final BlockingQueue<Integer> free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final StripeHint hint = new StripeHint();

    TinyPool(PoolRegistry pools, int max) {
        this.max = max;
        free = new ArrayBlockingQueue<>(max);
        pools.explainWaits();
        stats = Objects.requireNonNull(pools.register("hikari", "tiny", this::read));
        LeaseScript first = new LeaseScript().in(stats);
        units = first.units;
        entries.add(first.entry());
        for (int i = 1; i < max; i++) {
            entries.add(new LeaseScript(units).in(stats).entry());
        }
        for (int i = 0; i < max; i++) {
            free.add(i);
        }
    }

    private Reading read() {
        int idle = free.size();
        return new Reading(max, 0, max, max - idle, idle, waiting.get());
    }

    /** Number of a connection; negative if there was none in time. */
    int borrow(long timeoutMillis) throws InterruptedException {
        long asked = System.nanoTime();
        stats.asks(asked);
        try {
            waiting.incrementAndGet();
            Integer got = free.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            waiting.decrementAndGet();
            if (got == null) {
                stats.recordTimeout(hint, asked, System.nanoTime());
                return -1;
            }
            entries.get(got).begin(asked, System.nanoTime(), /* given= */ null);
            return got;
        } finally {
            stats.asksNoMore();
        }
    }

    void giveBack(int number) {
        Lease entry = entries.get(number);
        long now = System.nanoTime();
        entry.closing(now);
        entry.end(now);
        free.add(number);
    }

    void awaitWaiters(int count) throws InterruptedException {
        while (waiting.get() < count) {
            Thread.sleep(1);
        }
        Thread.sleep(5); // until they stand still
    }

    void awaitAllBack() throws InterruptedException {
        while (free.size() < max) {
            Thread.sleep(1);
        }
    }
}
