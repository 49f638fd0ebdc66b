package io.querytap.agent.telemetry;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that see the agent's classes and nothing of the application's context. */
final class TelemetryThreads implements ThreadFactory {
    /** One for each signal, and as many again for a send that outlives the patience of whoever asked for it. */
    private static final int MAX_SENDERS = 6;

    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    TelemetryThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        String numbered = name + '-' + made.incrementAndGet();
        Thread thread = new Thread(null, task, numbered, /* stackSize= */ 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        thread.setContextClassLoader(TelemetryThreads.class.getClassLoader());
        return thread;
    }

    static ScheduledExecutorService newCollector() {
        return Executors.newSingleThreadScheduledExecutor(new TelemetryThreads("querytap-metrics"));
    }

    /** Sends requests, unseen by another agent; past its bound a send is refused and counts as failed. */
    static ThreadPoolExecutor newSenders(OtherAgent otherAgent) {
        return new ThreadPoolExecutor(
                0,
                MAX_SENDERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new TelemetryThreads("querytap-export")) {
            @Override
            public void execute(Runnable task) {
                super.execute(otherAgent.unseen(task));
            }
        };
    }

    /** Runs a task with the context class loader that the agent's threads have, for libraries that pass it on to threads of theirs. */
    static void withAgentLoader(Runnable task) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(TelemetryThreads.class.getClassLoader());
        try {
            task.run();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
