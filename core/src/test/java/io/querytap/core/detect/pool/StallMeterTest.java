package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StallMeterTest {
    private static final long MILLI = 1_000_000L;

    private final StallMeter meter = new StallMeter();
    private final long start = System.nanoTime();

    private List<Long> stalls(long fromMillis, long toMillis) {
        List<Long> seen = new ArrayList<>();
        meter.within(start + fromMillis * MILLI, start + toMillis * MILLI, (from, to) -> seen.add((to - from) / MILLI));
        return seen;
    }

    @Test
    void woke_late_isAStandstill() {
        meter.woke(start, start + 9 * MILLI);
        meter.woke(start + 100 * MILLI, start + 110 * MILLI);
        meter.woke(start + 1_000 * MILLI, start + 2_500 * MILLI);

        assertThat(stalls(0, 10_000)).containsExactly(10L, 1_500L);
        assertThat(stalls(2_000, 2_100)).containsExactly(1_500L);
        assertThat(stalls(110, 1_000)).isEmpty();
        assertThat(meter.lateNanos()).isEqualTo((9 + 10 + 1_500) * MILLI);
    }

    @Test
    void woke_onlyItHadNoProcessor_isNoStandstill() {
        meter.woke(start, start + 50 * MILLI, 45 * MILLI);
        meter.woke(start + 1_000 * MILLI, start + 1_300 * MILLI, 100 * MILLI);

        assertThat(stalls(0, 10_000)).containsExactly(200L);
        assertThat(meter.lateNanos())
                .as("the processors are wanted all the same")
                .isEqualTo(350 * MILLI);
    }

    @Test
    void nap_lateForWantOfAProcessor_isNoStandstill() throws InterruptedException {
        long[] delayed = {0};
        StallMeter starved = new StallMeter(new OwnDelay() {
            @Override
            long nanos() {
                return delayed[0] += 60_000 * MILLI;
            }
        });
        long from = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            starved.nap(1, /* finely= */ true);
        }
        starved.within(from, System.nanoTime(), (begin, end) -> {
            throw new AssertionError("a standstill of " + (end - begin));
        });
        assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(20 * MILLI);
    }

    @Test
    void ownDelay_onLinux_growsAndNeverFalls() {
        assumeThat(new File("/proc/thread-self/schedstat").canRead()).isTrue();
        OwnDelay own = new OwnDelay();
        long before = own.nanos();
        assertThat(before).isNotNegative();
        assertThat(own.nanos()).isGreaterThanOrEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"12 345 6, 345", "0 0 1, 0", "12 345, 345", "12, -1", "'', -1"})
    void second_text_isItsSecondNumber(String text, long number) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(OwnDelay.second(bytes, bytes.length)).isEqualTo(number);
    }

    @Test
    void woke_inTime_isNone() {
        meter.woke(start, start + MILLI / 2);
        meter.woke(start, start - 5 * MILLI);

        assertThat(stalls(-100, 100)).isEmpty();
        assertThat(meter.lateNanos()).isZero();
    }

    @Test
    void woke_moreOftenThanIsKept_keepsTheLast() {
        for (int i = 0; i < StallMeter.KEPT + 10; i++) {
            meter.woke(start + i * 100 * MILLI, start + (i * 100 + 20) * MILLI);
        }
        assertThat(stalls(0, 1_000)).isEmpty();
        assertThat(stalls(1_000, 10_000_000)).hasSize(StallMeter.KEPT);
    }

    @Test
    void nap_anyWay_lastsAsLongAsAsked() throws InterruptedException {
        for (boolean finely : new boolean[] {false, true}) {
            long from = System.nanoTime();
            meter.nap(22, finely);
            assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(22 * MILLI);
        }
    }

    @Test
    @Timeout(60)
    void awaitWaking_theOtherSleepsInTime_allIsTold() throws InterruptedException {
        Thread sleeper = new Thread(() -> nap(meter, 3_600_000));
        sleeper.start();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(meter.awaitWaking()).isTrue();
        sleeper.interrupt();
        sleeper.join();
    }

    @Test
    @Timeout(60)
    void awaitWaking_theOtherIsLate_waitsButNeitherForEverNorBeyondAnInterrupt() throws InterruptedException {
        CountDownLatch isLate = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        StallMeter late = new StallMeter(new OwnDelay() {
            private int asked;

            @Override
            long nanos() {
                asked++;
                if (asked == 1) { // after the nap has begun
                    sleep(50);
                } else if (asked == 2) { // before it tells that it was late
                    isLate.countDown();
                    await(goesOn);
                }
                return 0;
            }
        });
        Thread sleeper = new Thread(() -> nap(late, 1));
        sleeper.start();
        isLate.await();
        assertThat(late.awaitWaking()).isFalse();
        Thread.currentThread().interrupt();
        assertThat(late.awaitWaking()).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        goesOn.countDown();
        sleeper.join();
        List<Long> told = new ArrayList<>();
        late.within(start, System.nanoTime(), (from, to) -> told.add((to - from) / MILLI));
        assertThat(told).singleElement().satisfies(it -> assertThat(it).isGreaterThanOrEqualTo(40));
        assertThat(late.awaitWaking()).isTrue();
    }

    private static void nap(StallMeter meter, long millis) {
        try {
            meter.nap(millis, /* finely= */ false);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
