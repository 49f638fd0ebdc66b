package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
