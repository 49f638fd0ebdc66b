package io.querytap.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
    private static final DatabaseIdentity STOCK = new DatabaseIdentity("h2", Dialect.H2, "stock", null, -1);
    private static final long STEP = Timeline.FIRST_STEP_NANOS;
    private static final long MICRO = 1_000;

    private final PatternRegistry patterns = new PatternRegistry(1_000);
    private final PoolRegistry pools = new PoolRegistry();
    private final Timeline timeline = new Timeline(patterns, pools, /* startNanos= */ -5);
    private final StripeHint hint = new StripeHint();

    /** After so many first steps since the start. */
    private static long after(double steps) {
        return -5 + (long) (steps * STEP);
    }

    private PatternStats pattern(String sql) {
        return patterns.of(SHOP).find(sql);
    }

    private PatternTimeline of(TimelineSnapshot snapshot, String sql) {
        PatternSnapshot pattern = pattern(sql).snapshot();
        return Objects.requireNonNull(snapshot.of(pattern));
    }

    private void run(String sql, int times, long nanos) {
        for (int i = 0; i < times; i++) {
            pattern(sql).recordSuccess(hint, nanos);
        }
    }

    private static List<String> cells(Heat heat) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < heat.cells(); i++) {
            cells.add(heat.slot(i) + ":2^" + heat.octave(i) + "*" + heat.count(i));
        }
        return cells;
    }

    @Test
    void snapshot_nothingSeen_hasOneEmptySlot() {
        TimelineSnapshot snapshot = timeline.snapshot(after(0));

        assertThat(snapshot.slots()).isEqualTo(1);
        assertThat(snapshot.executions()).containsExactly(0);
        assertThat(snapshot.pools()).isEmpty();
    }

    @Test
    void snapshot_executionsInSeveralSlots_areWhereTheyBelong() {
        run("select a from t", 3, 10 * MICRO);
        timeline.look(after(1.02));
        timeline.look(after(2.01));
        run("select a from t", 1, 700 * MICRO);
        pattern("select a from t").recordFailure(hint, 20 * MICRO, "40001", -1);
        pattern("select a from t").recordResult(hint, 1, 30 * MICRO);
        timeline.look(after(3.03));
        run("select b from t", 2, MICRO);

        TimelineSnapshot snapshot = timeline.snapshot(after(3.4));

        assertThat(snapshot.slots()).isEqualTo(4);
        assertThat(snapshot.stepNanos()).isEqualTo(STEP);
        assertThat(snapshot.lastSlotNanos()).isEqualTo((long) (0.4 * STEP));
        assertThat(snapshot.executions()).containsExactly(3, 0, 2, 2);
        assertThat(snapshot.errors()).containsExactly(0, 0, 1, 0);
        assertThat(snapshot.nanos()).containsExactly(30 * MICRO, 0, 720 * MICRO, 2 * MICRO);
        PatternTimeline first = of(snapshot, "select a from t");
        assertThat(first.executions()).containsExactly(3, 0, 2, 0);
        assertThat(first.nanos()).containsExactly(30 * MICRO, 0, 720 * MICRO, 0);
        assertThat(first.errors()).containsExactly(0, 0, 1, 0);
        assertThat(cells(Objects.requireNonNull(first.durations())))
                .containsExactly("0:2^13*3", "2:2^14*1", "2:2^19*1");
        assertThat(cells(Objects.requireNonNull(first.fetches()))).containsExactly("2:2^14*1");
        assertThat(of(snapshot, "select b from t").errors()).isNull();
    }

    @Test
    void snapshot_takenInBetween_countsNothingTwice() {
        run("select a from t", 3, 10 * MICRO);
        timeline.snapshot(after(0.3));
        run("select a from t", 4, 10 * MICRO);
        timeline.snapshot(after(0.6));
        timeline.look(after(1.01));
        run("select a from t", 1, 10 * MICRO);

        TimelineSnapshot snapshot = timeline.snapshot(after(1.5));

        assertThat(snapshot.executions()).containsExactly(7, 1);
        assertThat(cells(Objects.requireNonNull(of(snapshot, "select a from t").durations())))
                .containsExactly("0:2^13*7", "1:2^13*1");
    }

    @Test
    void snapshot_samePatternOnTwoDatabases_isKeptApart() {
        patterns.of(SHOP).find("select a from t").recordSuccess(hint, MICRO);
        PatternStats other = patterns.of(STOCK).find("select a from t");
        other.recordSuccess(hint, MICRO);
        other.recordSuccess(hint, MICRO);

        TimelineSnapshot snapshot = timeline.snapshot(after(0.5));

        assertThat(of(snapshot, "select a from t").executions()).containsExactly(1);
        assertThat(Objects.requireNonNull(snapshot.of(other.snapshot())).executions())
                .containsExactly(2);
    }

    @Test
    void snapshot_patternsPastTheBound_areInTheSums() {
        PatternRegistry few = new PatternRegistry(1);
        Timeline ofFew = new Timeline(few, pools, 0);
        few.of(SHOP).find("select a from t").recordSuccess(hint, MICRO);
        few.of(SHOP).find("select b from t").recordSuccess(hint, MICRO);
        few.of(SHOP).find("select c from t").recordSuccess(hint, MICRO);

        assertThat(ofFew.snapshot(STEP / 2).executions()).containsExactly(3);
    }

    @Test
    void look_runsOfAnyLength_use31To60SlotsAndLoseNothing() {
        Random random = new Random(20_26);
        for (double steps : new double[] {31, 59.9, 60, 60.1, 121, 500, 86_400}) {
            PatternRegistry registry = new PatternRegistry(10);
            Timeline anyRun = new Timeline(registry, pools, 0);
            PatternStats stats = registry.of(SHOP).find("select a from t");
            int expected = 0;
            for (long now = 0; now < steps * STEP; now = Math.max(now + STEP / 7, anyRun.nextLookNanos())) {
                int times = random.nextInt(3);
                expected += times;
                for (int i = 0; i < times; i++) {
                    stats.recordSuccess(hint, 1 + random.nextInt(1_000_000));
                }
                anyRun.look(now);
            }
            TimelineSnapshot snapshot = anyRun.snapshot((long) (steps * STEP));
            assertThat(snapshot.slots()).as("%s steps", steps).isBetween(31, Timeline.MAX_SLOTS);
            assertThat(LongStream.of(snapshot.executions()).sum()).isEqualTo(expected);
            PatternTimeline pattern = Objects.requireNonNull(snapshot.of(stats.snapshot()));
            assertThat(pattern.executions()).isEqualTo(snapshot.executions());
            Heat heat = Objects.requireNonNull(pattern.durations());
            long[] bySlot = new long[snapshot.slots()];
            for (int i = 0; i < heat.cells(); i++) {
                bySlot[heat.slot(i)] += heat.count(i);
            }
            assertThat(bySlot).isEqualTo(snapshot.executions());
        }
    }

    @Test
    void look_slotsUsedUp_twoBecomeOne() {
        run("select a from t", 1, 10 * MICRO);
        timeline.look(after(1));
        run("select a from t", 2, 10 * MICRO);
        timeline.look(after(2));
        run("select a from t", 4, 10 * MICRO);
        timeline.look(after(3));
        run("select a from t", 8, 10 * MICRO);

        timeline.look(after(60));
        TimelineSnapshot full = timeline.snapshot(after(60));
        assertThat(full.stepNanos()).isEqualTo(STEP);
        assertThat(full.slots()).isEqualTo(60);
        assertThat(Arrays.copyOf(full.executions(), 4)).containsExactly(1, 2, 4, 0);
        assertThat(full.executions()[31]).isEqualTo(8); // half way between two looks

        TimelineSnapshot halved = timeline.snapshot(after(61));
        assertThat(halved.stepNanos()).isEqualTo(2 * STEP);
        assertThat(halved.slots()).isEqualTo(31);
        assertThat(Arrays.copyOf(halved.executions(), 3)).containsExactly(3, 4, 0);
        assertThat(cells(Objects.requireNonNull(of(halved, "select a from t").durations())))
                .containsExactly("0:2^13*3", "1:2^13*4", "15:2^13*8");
    }

    @Test
    void look_aLongPause_keepsTheTimelineWhole() {
        run("select a from t", 5, MICRO);
        timeline.look(after(1));

        timeline.look(after(1_000_000));

        TimelineSnapshot snapshot = timeline.snapshot(after(1_000_000));
        assertThat(snapshot.slots()).isBetween(31, 60);
        assertThat(snapshot.executions()[0]).isEqualTo(5);
    }

    @Test
    void look_morePatternsThanFollowed_followsThoseThatCost() {
        for (int i = 0; i < Timeline.MAX_FOLLOWED; i++) {
            run("select " + (char) ('a' + i % 26) + (char) ('a' + i / 26) + " from cheap", 1, 10 * MICRO);
        }
        timeline.look(after(1));
        run("select a from dear", 10, 50 * MICRO);
        run("select a from same", 1, 15 * MICRO);
        timeline.look(after(2));
        run("select a from dear", 3, 50 * MICRO);

        TimelineSnapshot snapshot = timeline.snapshot(after(2.5));

        PatternTimeline dear = of(snapshot, "select a from dear");
        assertThat(dear.executions()).containsExactly(0, 10, 3);
        Heat heat = Objects.requireNonNull(dear.durations());
        assertThat(heat.knownFrom()).isEqualTo(2);
        assertThat(cells(heat)).containsExactly("2:2^15*3");
        PatternTimeline same = of(snapshot, "select a from same");
        assertThat(same.executions()).containsExactly(0, 1, 0);
        assertThat(same.durations()).isNull();
    }

    @Test
    void look_pools_keepMeanAndMost() {
        int[] used = {2};
        int[] pending = {0};
        Objects.requireNonNull(pools.register(
                "hikari", "orders", () -> new PoolGauges.Reading(10, 1, 10, used[0], 10 - used[0], pending[0])));
        timeline.look(after(0.01));
        used[0] = 5;
        pending[0] = 7;
        timeline.look(after(0.5));
        used[0] = PoolGauges.UNKNOWN;
        timeline.look(after(1.01));

        TimelineSnapshot snapshot = timeline.snapshot(after(1.5));

        PoolTimeline pool = snapshot.pools().get(0);
        assertThat(pool.name()).isEqualTo("orders");
        assertThat(pool.max()).isEqualTo(10);
        assertThat(pool.isKnown(0)).isTrue();
        assertThat(pool.meanUsed(0)).isEqualTo(3.5);
        assertThat(pool.mostUsed(0)).isEqualTo(5);
        assertThat(pool.tellsPending()).isTrue();
        assertThat(pool.mostPending(0)).isEqualTo(7);
        assertThat(pool.isKnown(1)).isFalse();
    }

    @Test
    void nextLookNanos_lateLooks_staysOnTheBorders() {
        timeline.look(after(0.7));
        assertThat(timeline.nextLookNanos()).isEqualTo(after(1));
        timeline.look(after(3.2));
        assertThat(timeline.nextLookNanos()).isEqualTo(after(4));
    }
}
