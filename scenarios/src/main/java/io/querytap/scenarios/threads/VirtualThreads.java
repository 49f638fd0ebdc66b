package io.querytap.scenarios.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, of which the compiler of this module knows nothing yet. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** One virtual thread for each task. */
    public static ExecutorService executor() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads need JDK 21 or newer", e);
        }
    }

    /** Starts one. */
    public static Thread start(Runnable work) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads need JDK 21 or newer", e);
        }
    }
}
