package io.querytap.cache.store;

import io.querytap.cache.generation.Generations;
import io.querytap.cache.shared.SharedStamp;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One execution that others who want the same result may wait for. Thread-safe. */
public final class Flight {
    private final Generations.Stamp stamp;
    private final @Nullable SharedStamp sharedStamp;
    private final long begunNanos;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Entry landed;

    Flight(Generations.Stamp stamp, @Nullable SharedStamp sharedStamp, long begunNanos) {
        this.stamp = stamp;
        this.sharedStamp = sharedStamp;
        this.begunNanos = begunNanos;
    }

    /** The generations before the leader's statement was sent. */
    public Generations.Stamp stamp() {
        return stamp;
    }

    public @Nullable SharedStamp sharedStamp() {
        return sharedStamp;
    }

    long begunNanos() {
        return begunNanos;
    }

    void land(@Nullable Entry entry) {
        landed = entry;
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /**
     * What came of it; null if nothing came of it, or not in time. A thread that is interrupted, before or meanwhile, does not wait and
     * keeps its flag.
     */
    public @Nullable Entry await(long nanos) {
        try {
            return over.await(nanos, TimeUnit.NANOSECONDS) ? landed : null;
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
