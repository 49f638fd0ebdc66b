package io.querytap.cache.redis;

import io.querytap.cache.key.EntryKey;
import io.querytap.cache.shared.SharedStamp;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Entries on their way out, stored by a thread of their own, one after the other. What does not fit is dropped and counted. */
final class PutQueue implements Runnable {
    private static final int MAX_PUTS = 1024;
    private static final long MAX_BYTES = 16 << 20; // of the host's heap
    private static final long WAKE_MILLIS = 500;

    private final LinkedBlockingQueue<Put> waiting = new LinkedBlockingQueue<>(MAX_PUTS);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final Predicate<Put> store;
    private volatile boolean isClosed;

    /** @param store whether the entry could be sent */
    PutQueue(Predicate<Put> store) {
        this.store = store;
    }

    void offer(Put put) {
        int bytes = put.payload.length;
        boolean fits = waitingBytes.addAndGet(bytes) <= MAX_BYTES;
        if (isClosed || !fits || !waiting.offer(put)) {
            waitingBytes.addAndGet(-bytes);
            dropped.increment();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    void close() {
        isClosed = true;
    }

    @Override
    public void run() {
        while (!isClosed) {
            try {
                Put put = waiting.poll(WAKE_MILLIS, TimeUnit.MILLISECONDS);
                if (put != null) {
                    waitingBytes.addAndGet(-put.payload.length);
                    if (!store.test(put)) {
                        dropped.increment();
                    }
                }
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    /** An entry. Immutable. */
    static final class Put {
        private final EntryKey key;
        private final SharedStamp stamp;
        private final byte[] payload;
        private final long endNanos;

        Put(EntryKey key, SharedStamp stamp, byte[] payload, long endNanos) {
            this.key = key;
            this.stamp = stamp;
            this.payload = payload;
            this.endNanos = endNanos;
        }

        EntryKey key() {
            return key;
        }

        SharedStamp stamp() {
            return stamp;
        }

        byte[] payload() {
            return payload;
        }

        /** When its life ends, {@link System#nanoTime}. */
        long endNanos() {
            return endNanos;
        }
    }
}
