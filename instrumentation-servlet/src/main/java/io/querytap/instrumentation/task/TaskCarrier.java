package io.querytap.instrumentation.task;

import io.querytap.core.work.Units;
import java.util.concurrent.Delayed;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the unit in which a task is submitted over to the thread that runs it. Outside units a submission costs the look at one
 * thread-local, inside one entry of a map; the beginning of any task costs a look into that map if a task waits anywhere.
 */
public final class TaskCarrier implements Tasks {
    /** Class of the JDK whose tasks may be asked for their delay: that of the application may be anything. */
    private static final String SCHEDULED_TASK = "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask";

    /** The factory of carrier threads is a lambda of this class. */
    private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

    private final Units units;
    private final CarriedTasks waiting;

    public TaskCarrier(Units units) {
        this.units = units;
        this.waiting = new CarriedTasks(
                new Consumer<Object>() { // no lambda: it would cost the start 20 ms
                    @Override
                    public void accept(Object carried) {
                        units.notCarried(carried);
                    }
                });
    }

    @Override
    public void submitted(@Nullable Object task) {
        Object carried = units.carry();
        if (carried != null && (task == null || isLater(task) || !waiting.put(task, carried))) {
            units.notCarried(carried);
        }
    }

    /** A scheduled task is one of its own, unless it is to run at once and only once. */
    private static boolean isLater(Object task) {
        if (!(task instanceof Delayed)) {
            return false;
        }
        return !(task instanceof RunnableScheduledFuture)
                || !task.getClass().getName().equals(SCHEDULED_TASK)
                || ((RunnableScheduledFuture<?>) task).isPeriodic()
                || ((Delayed) task).getDelay(TimeUnit.NANOSECONDS) > 0;
    }

    @Override
    public void submittedTo(Object pool, @Nullable Object task) {
        Object carried = units.carry();
        if (carried != null && (task == null || runsVirtualThreads(pool) || !waiting.put(task, carried))) {
            units.notCarried(carried);
        }
    }

    /** What is submitted there is the next stretch of some virtual thread that was woken up. */
    private static boolean runsVirtualThreads(Object pool) {
        return pool instanceof ForkJoinPool
                && ((ForkJoinPool) pool).getFactory().getClass().getName().startsWith(VIRTUAL_THREAD);
    }

    @Override
    public void rejected(Object task) {
        Object carried = find(task);
        if (carried != null) {
            units.notCarried(carried);
        }
    }

    @Override
    public void taskBegins(Object task) {
        units.taskBegins(find(task));
    }

    @Override
    public void stepBegins(Object step) {
        units.stepBegins(find(step));
    }

    @Override
    public void taskEnds() {
        units.taskEnds();
    }

    @Override
    public void virtualThreadBegins(Object thread) {
        Object carried = find(thread);
        if (carried != null) {
            units.virtualThreadBegins(carried);
        }
    }

    @Override
    public void virtualThreadEnds() {
        units.virtualThreadEnds();
    }

    private @Nullable Object find(Object task) {
        return waiting.isEmpty() ? null : waiting.take(task);
    }
}
