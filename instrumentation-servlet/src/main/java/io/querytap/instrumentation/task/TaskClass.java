package io.querytap.instrumentation.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of the JDK in which tasks are handed over and begin. What goes into them was found by reading the byte code of JDK 17
 * and 25; a class that has become another is left alone. Immutable.
 */
final class TaskClass {
    private static final String TASK = "Ljava/util/concurrent/ForkJoinTask;";
    private static final String RUNNABLE = "Ljava/lang/Runnable;";
    private static final String CONCURRENT = "java.util.concurrent.";

    /** The class of virtual threads, from Java 21 on. */
    static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

    /** Starts a plain thread for each step of a future; gone with Java 25. */
    static final String THREAD_PER_TASK = CONCURRENT + "CompletableFuture$ThreadPerTaskExecutor";

    private static final Map<String, TaskClass> ALL = all();

    private final String name;
    private final boolean anyWillDo;
    private final List<Splice> splices;

    private TaskClass(String name, boolean anyWillDo, Splice... splices) {
        this.name = name;
        this.anyWillDo = anyWillDo;
        this.splices = List.of(splices);
    }

    private static Map<String, TaskClass> all() {
        Map<String, TaskClass> all = new LinkedHashMap<>();
        for (TaskClass it : List.of(
                new TaskClass(
                        CONCURRENT + "ThreadPoolExecutor",
                        /* anyWillDo= */ false,
                        Splice.entry("execute", "(" + RUNNABLE + ")V", "submitted", 1),
                        Splice.entry("reject", "(" + RUNNABLE + ")V", "rejected", 1),
                        Splice.beforeWithReceiver("runWorker", "run", 1, "taskBegins"),
                        Splice.before("runWorker", "afterExecute", 2, "taskEnds")),
                new TaskClass(
                        CONCURRENT + "ScheduledThreadPoolExecutor",
                        /* anyWillDo= */ false,
                        Splice.entry(
                                "delayedExecute", "(Ljava/util/concurrent/RunnableScheduledFuture;)V", "submitted", 1)),
                new TaskClass(
                        CONCURRENT + "ForkJoinPool",
                        /* anyWillDo= */ true, // the one or the other, by version
                        Splice.entry("externalSubmit", "(" + TASK + ")" + TASK, "submittedTo", 0, 1),
                        Splice.entry("poolSubmit", "(Z" + TASK + ")" + TASK, "submittedTo", 0, 2)),
                new TaskClass(
                        CONCURRENT + "ForkJoinTask",
                        /* anyWillDo= */ false,
                        Splice.entry("fork", "()" + TASK, "submitted", 0),
                        Splice.before("doExec", "exec", 1, "taskBegins", 0),
                        Splice.after("doExec", "exec", 1, "taskEnds"),
                        Splice.before("doExec", "trySetException", 1, "taskEnds")),
                // Without more than one processor, CompletableFuture starts a plain thread for each task.
                new TaskClass(
                        THREAD_PER_TASK,
                        /* anyWillDo= */ false,
                        Splice.entry("execute", "(" + RUNNABLE + ")V", "submitted", 1)),
                step(CONCURRENT + "CompletableFuture$AsyncSupply"),
                step(CONCURRENT + "CompletableFuture$AsyncRun"),
                step(CONCURRENT + "CompletableFuture$Completion"),
                new TaskClass(
                        VIRTUAL_THREAD,
                        /* anyWillDo= */ false,
                        Splice.entry("start", "(Ljdk/internal/vm/ThreadContainer;)V", "submitted", 0),
                        Splice.before("run", "runWith", 1, "virtualThreadBegins", 0),
                        Splice.after("run", "runWith", 1, "virtualThreadEnds"),
                        Splice.before("run", "dispatchUncaughtException", 1, "virtualThreadEnds")))) {
            all.put(it.name, it);
        }
        return Collections.unmodifiableMap(all);
    }

    private static TaskClass step(String name) {
        return new TaskClass(
                name,
                /* anyWillDo= */ false,
                Splice.entry("run", "()V", "stepBegins", 0),
                Splice.exit("run", "()V", "taskEnds"));
    }

    /** Whether it is a step of a future, which is only woven where plain threads run such steps. */
    static boolean isStep(String name) {
        return name.startsWith(CONCURRENT + "CompletableFuture$") && !name.equals(THREAD_PER_TASK);
    }

    /** By name. */
    static Map<String, TaskClass> byName() {
        return ALL;
    }

    String name() {
        return name;
    }

    List<Splice> splices() {
        return splices;
    }

    /** Whether so many finds of each splice, in order, are what was expected. */
    boolean isAsExpected(int[] found) {
        boolean any = false;
        for (int i = 0; i < found.length; i++) {
            boolean whole = found[i] == splices.get(i).times();
            if (!whole && !(anyWillDo && found[i] == 0)) {
                return false;
            }
            any |= whole;
        }
        return any;
    }
}
