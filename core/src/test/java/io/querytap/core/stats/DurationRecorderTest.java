package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationRecorderTest {
    private final Stripes stripes = new Stripes();
    private final StripeHint hint = new StripeHint();
    private final DurationRecorder recorder = new DurationRecorder(stripes);

    private List<StatsStripe> takeAll() {
        List<StatsStripe> taken = new ArrayList<>();
        for (int vain = 0; vain < 100; vain++) { // they become more only when they were wanted some times
            for (StatsStripe stripe = stripes.acquireWithin(hint, 0);
                    stripe != null;
                    stripe = stripes.acquireWithin(hint, 0)) {
                taken.add(stripe);
            }
        }
        return taken;
    }

    @Test
    void record_allStripesAreBusy_isCountedAllTheSame() {
        recorder.record(hint, 1_000);
        List<StatsStripe> taken = takeAll();
        recorder.record(hint, 5_000);
        recorder.record(hint, 7_000);
        taken.forEach(StatsStripe::unlock);
        recorder.record(hint, 2_000);

        assertThat(recorder.snapshot().count()).isEqualTo(4);
        assertThat(recorder.snapshot().sum()).isEqualTo(15_000);
        assertThat(recorder.snapshot().max()).isEqualTo(7_000);
    }

    @Test
    void acquire_manyThreadsOnFewProcessors_haveEightStripes() {
        assertThat(takeAll()).hasSizeGreaterThanOrEqualTo(8);
    }
}
