package io.querytap.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.PatternTally;
import io.querytap.core.stats.StripeHint;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
    private static final long STEP = 1_000_000_000L;

    private final BusyTime busy = new BusyTime();
    private final PatternStats stats = new PatternRegistry(1)
            .of(new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1))
            .find("select a from t");

    private void end(int slot, long... durations) {
        StripeHint hint = new StripeHint();
        for (long duration : durations) {
            stats.recordSuccess(hint, duration);
        }
        PatternTally tally = new PatternTally();
        stats.tally(tally, /* withOctaves= */ true);
        busy.add(slot, STEP, tally.nanos(), new HeatCells(), tally.durations());
    }

    @Test
    void add_shortExecutions_areInTheirSlot() {
        end(3, STEP / 2, STEP / 3);
        assertThat(busy.copy(5)).containsExactly(0, 0, 0, STEP / 2 + STEP / 3, 0);
    }

    @Test
    void add_oneLongExecution_fillsTheSlotsBefore() {
        end(4, 3 * STEP);
        assertThat(busy.copy(6)).containsExactly(0, STEP / 2, STEP, STEP, STEP / 2, 0);
    }

    @Test
    void add_longAndShortOnes_areToldApart() {
        long[] durations = new long[101];
        Arrays.fill(durations, STEP / 100);
        durations[100] = 8 * STEP;

        end(9, durations);

        long[] slots = busy.copy(10);
        assertThat(LongStream.of(slots).sum()).isEqualTo(9 * STEP);
        assertThat(slots[9]).isBetween(STEP, 2 * STEP);
        assertThat(LongStream.of(slots).limit(9).max().getAsLong()).isLessThanOrEqualTo(STEP);
    }

    @Test
    void add_longerThanTheRun_beginsWithIt() {
        end(2, 10 * STEP);
        assertThat(LongStream.of(busy.copy(3)).sum()).isEqualTo(10 * STEP);
        assertThat(busy.copy(3)[1]).isEqualTo(STEP);
    }

    @Test
    void add_durationsNotKnown_takesThemForEqual() {
        busy.add(4, STEP, /* executions= */ 2, 6 * STEP);
        assertThat(busy.copy(6)).containsExactly(0, STEP, 2 * STEP, 2 * STEP, STEP, 0);
        busy.add(5, STEP, /* executions= */ 0, 0);
        assertThat(busy.copy(6)[5]).isZero();
    }
}
