package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolClockTest {
    private final PoolClock clock = new PoolClock();

    private void lendAndTakeBack(long offNanos) {
        long asked = System.nanoTime();
        clock.lent(System.nanoTime() + offNanos, System.nanoTime() + offNanos);
        clock.granted(asked, /* direct= */ true);
        clock.ended(System.nanoTime());
        clock.returned(System.nanoTime() + offNanos);
    }

    @Test
    void granted_readingsThatAgree_areUsedAfterSomeWereCompared() {
        for (int i = 0; i < PoolClock.COMPARED; i++) {
            assertThat(clock.tellsReturns()).isFalse();
            lendAndTakeBack(0);
        }
        assertThat(clock.tellsReturns()).isTrue();
        assertThat(clock.tellsAsks()).isTrue();
        clock.lent(41, 42);
        assertThat(clock.granted(40, /* direct= */ true)).isEqualTo(42);
    }

    @Test
    void granted_checkSinceTheReading_isReadAnew() {
        for (int i = 0; i < PoolClock.COMPARED; i++) {
            lendAndTakeBack(0);
        }
        long before = System.nanoTime();
        clock.lent(before - 2, before - 1);
        assertThat(clock.granted(before - 2, /* direct= */ false)).isGreaterThanOrEqualTo(before);
        assertThat(clock.granted(before, /* direct= */ true)).isGreaterThanOrEqualTo(before); // that one is used up
    }

    @Test
    void granted_oneReadingOfAnotherClock_noneIsEverUsed() {
        lendAndTakeBack(3_600_000_000_000L);
        for (int i = 0; i < 2 * PoolClock.COMPARED; i++) {
            lendAndTakeBack(0);
        }
        long before = System.nanoTime();
        clock.lent(before - 2, before - 1);
        assertThat(clock.granted(before - 2, /* direct= */ true)).isGreaterThanOrEqualTo(before);
        assertThat(clock.tellsReturns()).isFalse();
        assertThat(clock.tellsAsks()).isFalse();
    }

    @Test
    void granted_milliseconds_areNeverUsed() {
        for (int i = 0; i < 2 * PoolClock.COMPARED; i++) {
            long before = System.nanoTime();
            clock.lent(System.currentTimeMillis(), System.currentTimeMillis());
            assertThat(clock.granted(before, /* direct= */ true)).isGreaterThanOrEqualTo(before);
            clock.ended(System.nanoTime());
            clock.returned(System.currentTimeMillis());
        }
        assertThat(clock.tellsReturns()).isFalse();
        assertThat(clock.tellsAsks()).isFalse();
    }
}
