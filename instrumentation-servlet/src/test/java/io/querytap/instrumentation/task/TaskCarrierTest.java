package io.querytap.instrumentation.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskCarrierTest {
    private final Units units = new Units(
            new UnitPolicy(UnitPolicy.Traces.ALL, Long.MAX_VALUE, Long.MAX_VALUE)
                    .detecting(5, Integer.MAX_VALUE, Long.MAX_VALUE),
            new UnitQueue());
    private final TaskCarrier carrier = new TaskCarrier(units);

    /** Whether a task that was told of here runs as a part of the unit: only then it can hand on what it was given. */
    private boolean isCarried(Object task) throws Exception {
        FutureTask<Boolean> run = new FutureTask<>(() -> {
            carrier.taskBegins(task);
            Object handedOn = units.carry();
            if (handedOn != null) {
                units.notCarried(handedOn);
            }
            carrier.taskEnds();
            return handedOn != null;
        });
        new Thread(run).start();
        return run.get();
    }

    @Test
    void submitted_insideUnit_isCarriedOnce() throws Exception {
        Object task = new Object();
        units.entryBegins("entry", null);
        carrier.submitted(task);

        assertThat(isCarried(task)).isTrue();
        assertThat(isCarried(task)).isFalse();
        assertThat(isCarried(new Object())).isFalse();
        units.entryEnds(null);
    }

    @Test
    void submitted_outsideUnitsOrNothing_isNotCarried() throws Exception {
        Object task = new Object();
        carrier.submitted(task);
        units.entryBegins("entry", null);
        carrier.submitted(null);

        assertThat(isCarried(task)).isFalse();
        units.entryEnds(null);
    }

    @Test
    void rejected_afterItWasSubmitted_isNotCarried() throws Exception {
        Object task = new Object();
        units.entryBegins("entry", null);
        carrier.submitted(task);
        carrier.rejected(task);

        assertThat(isCarried(task)).isFalse();
        units.entryEnds(null);
    }

    @Test
    void submitted_scheduledTask_isCarriedOnlyIfItRunsAtOnceAndOnce() throws Exception {
        Object[] task = new Object[1];
        ScheduledThreadPoolExecutor capturing = new ScheduledThreadPoolExecutor(1) {
            @Override
            protected <V> RunnableScheduledFuture<V> decorateTask(Runnable run, RunnableScheduledFuture<V> future) {
                task[0] = future;
                return future;
            }
        };
        units.entryBegins("entry", null);
        capturing.schedule(() -> {}, 0, TimeUnit.SECONDS);
        carrier.submitted(task[0]);
        assertThat(isCarried(task[0])).isTrue();
        capturing.schedule(() -> {}, 1, TimeUnit.HOURS);
        carrier.submitted(task[0]);
        assertThat(isCarried(task[0])).isFalse();
        capturing.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS);
        carrier.submitted(task[0]);
        assertThat(isCarried(task[0])).isFalse();
        units.entryEnds(null);
        capturing.shutdownNow();
    }
}
