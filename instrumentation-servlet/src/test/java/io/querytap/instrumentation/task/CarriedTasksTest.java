package io.querytap.instrumentation.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriedTasksTest {
    private final List<Object> released = new ArrayList<>();
    private final CarriedTasks tasks = new CarriedTasks(released::add);

    @Test
    void take_afterPut_givesItOnce() {
        Object task = new Object();
        assertThat(tasks.put(task, "a")).isTrue();

        assertThat(tasks.take(new Object())).isNull();
        assertThat(tasks.take(task)).isEqualTo("a");
        assertThat(tasks.take(task)).isNull();
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void take_sameTaskPutSeveralTimes_givesTheOldestFirst() {
        Object task = new Object();
        tasks.put(task, "a");
        tasks.put(task, "b");
        tasks.put(task, "c");

        assertThat(tasks.take(task)).isEqualTo("a");
        assertThat(tasks.take(task)).isEqualTo("b");
        tasks.put(task, "d");
        assertThat(tasks.take(task)).isEqualTo("c");
        assertThat(tasks.take(task)).isEqualTo("d");
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void put_moreTasksThanMayWait_isRefused() {
        List<Object> waiting = new ArrayList<>();
        for (int i = 0; i < CarriedTasks.MAX_TASKS; i++) {
            waiting.add(new Object());
            assertThat(tasks.put(waiting.get(i), "a")).isTrue();
        }

        assertThat(tasks.put(new Object(), "b")).isFalse();
        assertThat(tasks.take(waiting.get(0))).isEqualTo("a");
        assertThat(tasks.put(new Object(), "b")).isTrue();
    }

    @Test
    void put_tasksThatNobodyKeeps_areReleased() throws InterruptedException {
        int dropped = 100;
        for (int i = 0; i < dropped; i++) {
            tasks.put(new Object(), i);
        }
        for (int i = 0; i < 100 && released.size() < dropped; i++) {
            System.gc();
            Thread.sleep(20);
            Object task = new Object();
            tasks.put(task, "kept");
            tasks.take(task);
        }

        assertThat(released).hasSize(dropped);
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void take_manyThreadsAtOnce_givesEveryTaskToExactlyOne() throws InterruptedException {
        int threads = 6;
        int rounds = 30_000;
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        Object shared = new Object();
        AtomicInteger sharedTaken = new AtomicInteger();
        for (int t = 0; t < threads; t++) {
            new Thread(() -> {
                        for (int i = 0; i < rounds; i++) {
                            Object task = new Object();
                            Integer carried = i;
                            tasks.put(task, carried);
                            tasks.put(shared, "shared");
                            if (tasks.take(task) != carried || tasks.take(task) != null) {
                                wrong.incrementAndGet();
                            }
                            if (tasks.take(shared) != null) {
                                sharedTaken.incrementAndGet();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        while (tasks.take(shared) != null) {
            sharedTaken.incrementAndGet();
        }

        assertThat(wrong).hasValue(0);
        assertThat(sharedTaken).hasValue(threads * rounds);
        assertThat(tasks.isEmpty()).isTrue();
    }
}
