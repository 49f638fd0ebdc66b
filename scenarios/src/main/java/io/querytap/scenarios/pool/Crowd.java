package io.querytap.scenarios.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tasks of an executor: each is a unit of work of its own, as long as nobody submits them within one. */
final class Crowd implements AutoCloseable {
    private final ExecutorService executor;
    private final List<Future<Long>> tasks = new ArrayList<>();

    Crowd(int threads) {
        this(Executors.newFixedThreadPool(threads));
    }

    Crowd(ExecutorService executor) {
        this.executor = executor;
    }

    /** Runs one task as often as it says, and adds up what they give. */
    static long run(int threads, int times, Callable<Long> task) throws Exception {
        try (Crowd crowd = new Crowd(threads)) {
            return crowd.send(times, task).sum();
        }
    }

    Crowd send(int times, Callable<Long> task) {
        for (int i = 0; i < times; i++) {
            tasks.add(executor.submit(task));
        }
        return this;
    }

    /** Waits for all that was sent, and adds up what they gave. */
    long sum() throws Exception {
        long sum = 0;
        for (Future<Long> task : tasks) {
            sum += task.get();
        }
        tasks.clear();
        return sum;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
