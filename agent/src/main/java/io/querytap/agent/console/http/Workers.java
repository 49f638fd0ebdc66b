package io.querytap.agent.console.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that answer requests; there are none while nobody asks. */
final class Workers {
    /** Two: a change is not to wait for a large document. */
    private static final int MAX_THREADS = 2;

    private static final long IDLE_SECONDS = 10;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(HttpServer.MAX_CONNECTIONS),
            task -> thread(task, "querytap-console-" + made.incrementAndGet()));

    Workers() {
        executor.allowCoreThreadTimeOut(true);
    }

    void execute(Runnable task) {
        executor.execute(task);
    }

    int waiting() {
        return executor.getQueue().size();
    }

    void end() {
        executor.shutdownNow();
    }

    /** A daemon that takes over nothing from the thread that makes it. */
    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, /* stackSize= */ 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Workers.class.getClassLoader());
        return thread;
    }
}
