package io.querytap.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotValuesTest {
    private final SlotValues sums = SlotValues.sums();

    @Test
    void copy_slotsWithoutValue_areZero() {
        sums.add(2, 5);
        sums.add(2, 1);
        sums.add(9, 7);
        assertThat(sums.copy(11)).containsExactly(0, 0, 6, 0, 0, 0, 0, 0, 0, 7, 0);
        assertThat(SlotValues.sums().copy(3)).containsExactly(0, 0, 0);
    }

    @Test
    void add_lastSlotFirst_fits() {
        sums.add(Timeline.MAX_SLOTS - 1, 4);
        assertThat(sums.at(Timeline.MAX_SLOTS - 1)).isEqualTo(4);
        assertThat(sums.at(0)).isZero();
    }

    @Test
    void add_slotBeforeTheFirst_hasItsPlace() {
        sums.add(5, 1);
        sums.add(3, 2);
        assertThat(sums.copy(7)).containsExactly(0, 0, 0, 2, 0, 1, 0);
    }

    @Test
    void largest_values_keepTheLargest() {
        SlotValues largest = SlotValues.largest();
        largest.add(1, 3);
        largest.add(1, 9);
        largest.add(1, 4);
        largest.add(0, 5);
        largest.add(2, 2);
        largest.halve();
        assertThat(largest.copy(2)).containsExactly(9, 2);
    }

    @Test
    void halve_anyValues_addsUpPairs() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            SlotValues values = SlotValues.sums();
            long[] expected = new long[Timeline.MAX_SLOTS];
            for (int slot = random.nextInt(Timeline.MAX_SLOTS);
                    slot < Timeline.MAX_SLOTS;
                    slot += 1 + random.nextInt(9)) {
                long value = random.nextInt(100);
                values.add(slot, value);
                expected[slot / 2] += value;
            }
            values.halve();
            assertThat(values.copy(Timeline.MAX_SLOTS)).isEqualTo(expected);
        }
    }
}
