package io.querytap.cache.session;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One thread of the cache that is not the application's, made with its first task. A daemon. */
public final class Background implements Executor, AutoCloseable {
    /** Tasks that wait; a result that is not shared or compared is no harm, results that pile up are. */
    static final int MAX_WAITING = 256;

    private final ScheduledThreadPoolExecutor thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();

    public Background(String name) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            made.setContextClassLoader(null); // whichever application asks first must not be held by it
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does it soon, or not at all if too much is waiting; never on the caller's thread. */
    public boolean offer(String doing, Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            dropped.increment();
            return false;
        }
        try {
            thread.execute(() -> {
                waiting.decrementAndGet();
                run(doing, task);
            });
            return true;
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
            return false;
        }
    }

    /** Does it after a while; for the few things that must not be dropped. */
    public void schedule(String doing, Runnable task, long delayMillis) {
        try {
            thread.schedule(() -> run(doing, task), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // the JVM ends, and with it what the task would have mended
        }
    }

    /** Does it again and again. */
    public void repeat(String doing, Runnable task, long everyMillis) {
        thread.scheduleWithFixedDelay(() -> run(doing, task), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * For the store's tidying up.
     *
     * @throws RejectedExecutionException if it is too much; the store then does it where it is
     */
    @Override
    public void execute(Runnable task) {
        if (!offer("tidying up", task)) {
            throw new RejectedExecutionException();
        }
    }

    private static void run(String doing, Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) { // the thread goes on: what it would no longer do is not said anywhere
            Diagnostics.failed(doing, failure);
        }
    }

    /** Tasks that were not done because too much was waiting. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
