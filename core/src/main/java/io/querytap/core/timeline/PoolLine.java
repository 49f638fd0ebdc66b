package io.querytap.core.timeline;

import io.querytap.core.pool.PoolGauges;

/** One pool over time, while it is being written. Not thread-safe. */
final class PoolLine {
    private final SlotValues samples = SlotValues.sums();
    private final SlotValues used = SlotValues.sums();
    private final SlotValues mostUsed = SlotValues.largest();
    private final SlotValues mostPending = SlotValues.largest();
    private boolean tellsPending;
    private int max = PoolGauges.UNKNOWN;

    void add(int slot, PoolGauges.Reading reading) {
        if (reading.max() != PoolGauges.UNKNOWN) {
            max = reading.max();
        }
        if (reading.used() == PoolGauges.UNKNOWN) {
            return;
        }
        samples.add(slot, 1);
        used.add(slot, reading.used());
        mostUsed.add(slot, reading.used());
        if (reading.pending() != PoolGauges.UNKNOWN) {
            tellsPending = true;
            mostPending.add(slot, reading.pending());
        }
    }

    void halve() {
        samples.halve();
        used.halve();
        mostUsed.halve();
        mostPending.halve();
    }

    PoolTimeline snapshot(String name, int slots) {
        return new PoolTimeline(
                name,
                max,
                samples.copy(slots),
                used.copy(slots),
                mostUsed.copy(slots),
                tellsPending ? mostPending.copy(slots) : null);
    }
}
