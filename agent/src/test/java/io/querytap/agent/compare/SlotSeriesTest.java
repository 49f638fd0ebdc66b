package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotSeriesTest {
    private static final int PER_SLOT = 100;

    @Test
    void widened_slotsAlike_hardlyAny() {
        long[][] slots = new long[60][SlotSeries.BUCKETS];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot][20] = PER_SLOT / 2 + slot % 3 - 1;
            slots[slot][21] = PER_SLOT / 2 - slot % 3 + 1;
        }

        assertThat(widened(slots)).isEqualTo(1);
    }

    @Test
    void widened_slowSpells_asManyTimesAsASpellIsLong() {
        long[][] slots = new long[60][SlotSeries.BUCKETS];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot][slot / 5 % 2 == 0 ? 20 : 21] = PER_SLOT;
        }

        assertThat(widened(slots)).isGreaterThan(2 * PER_SLOT);
    }

    @Test
    void tells_fewSlotsInUse_no() {
        long[][] slots = new long[60][SlotSeries.BUCKETS];
        for (int slot = 0; slot < SlotSeries.LEAST_SLOTS - 1; slot++) {
            slots[slot][20] = PER_SLOT;
        }
        assertThat(new SlotSeries(slots).tells()).isFalse();

        slots[59][20] = 1;
        assertThat(new SlotSeries(slots).tells()).isTrue();
    }

    private static double widened(long[][] slots) {
        return new SlotSeries(slots)
                .widened(bucket -> bucket, /* variance= */ 0.25)
                .times();
    }
}
