package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseLogTest {
    private static final int WRITERS = 4;

    private final LeaseLog log = new LeaseLog();

    /** A record all of whose fields follow from one number. */
    private void add(long number) {
        UseTimeline timeline = new UseTimeline(number);
        timeline.leaseBegins(number);
        timeline.callBegins(2 * number);
        timeline.leaseEnds(2 * number); // not known, and nothing to be known
        log.add(number - 1, number, 2 * number, (int) number, timeline);
    }

    private static boolean isWhole(LeaseLog.Entry lease) {
        long number = lease.grantedNanos();
        return lease.askedNanos() == number - 1
                && lease.returnedNanos() == 2 * number
                && lease.holder() == (int) number
                && lease.nanosIn(HolderState.IDLE_BEFORE_FIRST) == number
                && lease.idleNanos() == number;
    }

    @Test
    void since_moreThanAreKept_showsTheLastOnesInOrder() {
        int added = LeaseLog.CAPACITY + 100;
        for (int i = 1; i <= added; i++) {
            add(i);
        }
        long[] seen = {0, 0};
        log.since(0, it -> {
            assertThat(isWhole(it)).isTrue();
            assertThat(it.grantedNanos()).isGreaterThan(seen[1]);
            seen[0]++;
            seen[1] = it.grantedNanos();
        });
        assertThat(seen).containsExactly(LeaseLog.CAPACITY, added);
        assertThat(log.count()).isEqualTo(added);

        seen[0] = 0;
        log.since(2L * (added - 10), it -> seen[0]++);
        assertThat(seen[0]).isEqualTo(10);
    }

    @Test
    void addUntouched_inAPlaceThatHadStates_isIdleAllTheTime() {
        for (int i = 1; i <= LeaseLog.CAPACITY; i++) {
            add(i);
        }
        log.addUntouched(5, 10, LeaseLog.CAPACITY * 3L, HolderNames.UNKNOWN);

        int[] seen = {0};
        log.since(LeaseLog.CAPACITY * 3L - 1, it -> {
            seen[0]++;
            assertThat(it.holder()).isEqualTo(HolderNames.UNKNOWN);
            assertThat(it.nanosIn(HolderState.IDLE_BEFORE_FIRST)).isEqualTo(it.holdNanos());
            assertThat(it.idleNanos()).isEqualTo(it.holdNanos());
            assertThat(it.nanosIn(HolderState.RUNNING)).isZero();
        });
        assertThat(seen[0]).isEqualTo(1);
    }

    @Test
    void add_withoutTimeline_hasNoStates() {
        log.add(1, 2, 10, HolderNames.UNKNOWN, /* timeline= */ null);

        int[] seen = {0};
        log.since(0, it -> {
            seen[0]++;
            assertThat(it.holdNanos()).isEqualTo(8);
            for (HolderState state : HolderState.values()) {
                assertThat(it.nanosIn(state)).isZero();
            }
        });
        assertThat(seen[0]).isEqualTo(1);
    }

    @Test
    void since_whileManyThreadsWrite_showsNoTornRecord() throws Exception {
        AtomicLong numbers = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(WRITERS);
        Thread[] writers = new Thread[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            writers[i] = new Thread(() -> {
                started.countDown();
                while (!over.get()) {
                    add(numbers.incrementAndGet() & Integer.MAX_VALUE);
                }
            });
            writers[i].start();
        }
        started.await();
        long seen = 0;
        long torn = 0;
        while (numbers.get() < 1_000_000) {
            long[] counts = {0, 0};
            log.since(0, it -> {
                counts[0]++;
                counts[1] += isWhole(it) ? 0 : 1;
            });
            seen += counts[0];
            torn += counts[1];
        }
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(seen).isPositive();
        assertThat(torn).isZero();
    }
}
