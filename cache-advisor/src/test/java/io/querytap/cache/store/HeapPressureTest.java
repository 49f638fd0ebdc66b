package io.querytap.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapPressureTest {
    private final double[] used = {0};
    private final HeapPressure pressure = new HeapPressure(() -> used[0]);

    @Test
    void heapWithRoom_keepsFilling() {
        used[0] = 0.9;
        assertThat(pressure.look()).isFalse();
        assertThat(pressure.isHigh()).isFalse();
    }

    @Test
    void heapThatStaysFull_stopsFillingThenDropsOnce() {
        used[0] = 0.95;
        assertThat(pressure.look()).isFalse();
        assertThat(pressure.isHigh()).isTrue();
        assertThat(pressure.look()).isTrue();
        assertThat(pressure.look()).isFalse();
        used[0] = 0.5;
        pressure.look();
        assertThat(pressure.isHigh()).isFalse();
    }

    @Test
    void unknownHeap_isNotFull() {
        used[0] = Double.NaN;
        pressure.look();
        assertThat(pressure.isHigh()).isFalse();
    }

    @Test
    void thisJvm_isAsked() {
        HeapPressure real = new HeapPressure();
        assertThat(real.look()).isFalse();
    }
}
