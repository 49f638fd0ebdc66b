package io.querytap.core.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do the same thing at the same moment, again and again. */
final class Crowd implements AutoCloseable {
    /** Past it a try counts as stuck. */
    private static final long STUCK_AFTER_SECONDS = 30;

    private final int size;
    private final CyclicBarrier start;
    private final ExecutorService threads;

    Crowd(int size) {
        this.size = size;
        this.start = new CyclicBarrier(size);
        this.threads = Executors.newFixedThreadPool(size);
    }

    /** One member's part; members are numbered from 0. */
    interface Part<T> {
        T play(int member) throws Exception;
    }

    /** Lets all members begin together; returns what each came to. */
    <T> List<T> play(Part<T> part) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int member = i;
            Callable<T> task = () -> {
                start.await(STUCK_AFTER_SECONDS, TimeUnit.SECONDS);
                return part.play(member);
            };
            running.add(threads.submit(task));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            try {
                results.add(each.get(STUCK_AFTER_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException failed) {
                throw new AssertionError(failed.getCause());
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
