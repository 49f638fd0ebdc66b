package io.querytap.instrumentation.servlet;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The units of requests that were put into asynchronous mode, by the container's request, until they go on, are completed, or have
 * waited too long. Holds no request. Bounded, thread-safe; locks nothing that a thread would wait for.
 */
final class SuspendedRequests {
    /** Requests that wait at one time; more are not followed. */
    static final int MAX_WAITING = 8_192;

    /** What has not come back by then is taken to have ended without a word. */
    static final long MAX_WAIT_NANOS = 60_000_000_000L;

    private static final long SWEEP_NANOS = 1_000_000_000L;

    /** Stands for a unit that was completed before its first call returned. */
    private static final Object COMPLETED = new Object();

    private final Map<Object, Waiting> byRequest = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final AtomicLong lastSweepNanos = new AtomicLong(System.nanoTime());
    private final Consumer<Object> abandoned;

    /** @param abandoned is given units that will not go on */
    SuspendedRequests(Consumer<Object> abandoned) {
        this.abandoned = abandoned;
    }

    boolean isEmpty() {
        return byRequest.isEmpty();
    }

    int size() {
        return byRequest.size();
    }

    /** The call for a request returns, and the request goes on. */
    void suspend(Object request, Object unit, long nowNanos) {
        sweep(nowNanos);
        if (byRequest.size() >= MAX_WAITING) {
            abandoned.accept(unit);
            return;
        }
        Waiting waiting = new Waiting(unit, nowNanos);
        Waiting before = byRequest.putIfAbsent(new Key(request, collected), waiting);
        if (before != null && byRequest.remove(new Probe(request), before)) {
            abandoned.accept(unit);
            if (before.unit != COMPLETED) {
                abandoned.accept(before.unit);
            }
        }
    }

    /** The next call for a request; returns its unit, which the caller then owns, or null. */
    @Nullable
    Object resume(Object request) {
        Waiting waiting = byRequest.remove(new Probe(request));
        return waiting == null || waiting.unit == COMPLETED ? null : waiting.unit;
    }

    /** The application says that a request is done. */
    void complete(Object request, long nowNanos) {
        if (byRequest.size() >= MAX_WAITING) {
            return;
        }
        Waiting before = byRequest.putIfAbsent(new Key(request, collected), new Waiting(COMPLETED, nowNanos));
        if (before != null && before.unit != COMPLETED && byRequest.remove(new Probe(request), before)) {
            abandoned.accept(before.unit);
        }
    }

    /** Lets go of what has waited too long and of what nobody can ask for any more; at most once a second. */
    void sweep(long nowNanos) {
        long last = lastSweepNanos.get();
        if (nowNanos - last < SWEEP_NANOS || !lastSweepNanos.compareAndSet(last, nowNanos)) {
            return;
        }
        for (Reference<?> key = collected.poll(); key != null; key = collected.poll()) {
            letGo(byRequest.remove(key));
        }
        Iterator<Map.Entry<Object, Waiting>> entries = byRequest.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Object, Waiting> entry = entries.next();
            if (nowNanos - entry.getValue().sinceNanos > MAX_WAIT_NANOS
                    && byRequest.remove(entry.getKey(), entry.getValue())) {
                letGo(entry.getValue());
            }
        }
    }

    private void letGo(@Nullable Waiting waiting) {
        if (waiting != null && waiting.unit != COMPLETED) {
            abandoned.accept(waiting.unit);
        }
    }

    private static final class Waiting {
        final Object unit;
        final long sinceNanos;

        Waiting(Object unit, long sinceNanos) {
            this.unit = unit;
            this.sinceNanos = sinceNanos;
        }
    }

    /** A request, by identity, not held. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object request, ReferenceQueue<Object> queue) {
            super(request, queue);
            this.hash = System.identityHashCode(request);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return mine != null
                    && (other instanceof Key && ((Key) other).get() == mine
                            || other instanceof Probe && ((Probe) other).request == mine);
        }
    }

    /** What to look a request up with. */
    private static final class Probe {
        final Object request;

        Probe(Object request) {
            this.request = request;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(request);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Probe && ((Probe) other).request == request
                    || other instanceof Key && ((Key) other).get() == request;
        }
    }
}
