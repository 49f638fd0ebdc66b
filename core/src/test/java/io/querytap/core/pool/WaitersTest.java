package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private final Waiters waiters = new Waiters();
    private final long here = Thread.currentThread().getId();

    @Test
    void waitingSinceNanos_betweenEnterAndLeave_isTheTimeOfEnter() {
        assertThat(waiters.waitingSinceNanos(here)).isZero();
        assertThat(waiters.enter(77)).isTrue();
        assertThat(waiters.waitingSinceNanos(here)).isEqualTo(77);
        assertThat(waiters.waitingSinceNanos(here + 128)).isZero(); // the same slot
        waiters.leave();
        assertThat(waiters.waitingSinceNanos(here)).isZero();
    }

    @Test
    void enter_insideOfAnother_isAPartOfIt() {
        assertThat(waiters.enter(100)).isTrue();
        assertThat(waiters.enter(200)).isFalse();
        assertThat(waiters.waitingSinceNanos(here)).isEqualTo(100);
        waiters.leave();
        assertThat(waiters.enter(300)).isTrue();
    }

    @Test
    void enter_endOfAnEarlierOneNeverTold_isMeasuredAgainAfterAWhile() {
        waiters.enter(100);
        assertThat(waiters.enter(1_000_000_000L)).isTrue();
        assertThat(waiters.waitingSinceNanos(here)).isEqualTo(1_000_000_000L);
    }

    @Test
    void ownCreationNanos_ofTheThreadThatAsks_isAddedUpAndForgottenWithIt() throws InterruptedException {
        waiters.creates(5); // while it asks for nothing
        waiters.enter(1);
        waiters.creates(10);
        waiters.creates(20);
        Thread other = new Thread(() -> waiters.creates(1_000));
        other.start();
        other.join();

        assertThat(waiters.ownCreationNanos()).isEqualTo(30);
        waiters.leave();
        assertThat(waiters.ownCreationNanos()).isZero();
        waiters.enter(2);
        assertThat(waiters.ownCreationNanos()).isZero();
    }

    /** Ids of threads that are made one after the other share a slot at the latest after as many as there are slots. */
    @Test
    void enter_slotTakenByAnother_bothAreKnownUntilTheyLeave() throws InterruptedException {
        Thread other = null;
        long since = 1;
        while (other == null || (other.getId() - here) % 512 != 0) {
            other = new Thread(() -> {
                waiters.enter(78);
                waiters.creates(5);
                assertThatOtherIsKnown();
            });
        }
        waiters.enter(since);
        waiters.creates(3);
        AtomicBoolean failed = new AtomicBoolean();
        other.setUncaughtExceptionHandler((thread, failure) -> failed.set(true));
        other.start();
        other.join();

        assertThat(failed).isFalse();
        assertThat(waiters.waitingSinceNanos(other.getId())).isEqualTo(78);
        assertThat(waiters.waitingSinceNanos(here)).isEqualTo(since);
        assertThat(waiters.ownCreationNanos()).isEqualTo(3);
        waiters.leave();
        assertThat(waiters.waitingSinceNanos(here)).isZero();
        assertThat(waiters.waitingSinceNanos(other.getId())).isEqualTo(78);
    }

    private void assertThatOtherIsKnown() {
        assertThat(waiters.enter(79)).isFalse();
        assertThat(waiters.sinceNanos()).isEqualTo(78);
        assertThat(waiters.ownCreationNanos()).isEqualTo(5);
        waiters.leave();
        assertThat(waiters.sinceNanos()).isZero();
        waiters.enter(78);
    }

    @Test
    void waitingSinceNanos_whileManyThreadsEnterAndLeave_isNeverThatOfAnother() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                long id = Thread.currentThread().getId();
                while (!over.get()) {
                    waiters.enter(id);
                    waiters.leave();
                }
            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        int seen = 0;
        for (int i = 0; i < 2_000_000 || seen == 0; i++) {
            long id = threads[i & 3].getId();
            long since = waiters.waitingSinceNanos(id);
            if (since != 0) {
                seen++;
                assertThat(since).isEqualTo(id);
            }
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
