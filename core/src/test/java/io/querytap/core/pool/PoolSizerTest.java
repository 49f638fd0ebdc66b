package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.pool.sizing.SizeLimits;
import io.querytap.core.stats.StripeHint;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolSizerTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final PoolGauges.Reading OF_FOUR = reading(4);

    private final PoolRegistry registry = new PoolRegistry();
    private final PoolStats pool = registered();
    private final long endNanos = System.nanoTime();
    private final Instant end = Instant.now();

    private PoolStats registered() {
        PoolStats stats = registry.register("kind", "name", () -> OF_FOUR);
        if (stats == null) {
            throw new AssertionError("no place for a pool");
        }
        return stats;
    }

    private static PoolGauges.Reading reading(int max) {
        return new PoolGauges.Reading(max, 0, max, 0, max, 0);
    }

    @Test
    void sizing_nothingSeen_isNull() {
        assertThat(pool.sizer().sizing(OF_FOUR)).isNull();
    }

    @Test
    void sizing_fewLeases_isNullUntilThereAreEnough() {
        leases(20, 1, PoolSizer.MIN_LEASES - 1, 50 * MILLI, 0);
        lookAt(0);
        assertThat(pool.sizer().sizing(OF_FOUR)).isNull();

        leases(1, 0, 1, 50 * MILLI, 0);
        lookAt(0);
        assertThat(pool.sizer().sizing(OF_FOUR)).isNotNull();
    }

    @Test
    void sizing_shortTime_isNull() {
        leases(4, 0, 1_000, 10 * MILLI, 0);
        lookAt(0);

        assertThat(pool.sizer().sizing(OF_FOUR)).isNull();
    }

    /** Half of each second, two at once. */
    @Test
    void sizing_regularLeases_haveTheirLoadAndUtilisation() {
        leases(20, 0, 200, 200 * MILLI, 0);
        lookAt(0);

        PoolSizing sizing = sizing();
        assertThat(sizing.offeredLoad()).isCloseTo(2, within(0.05));
        assertThat(sizing.peakUtilisation()).isCloseTo(0.5, within(0.02));
        assertThat(sizing.leases()).isEqualTo(200);
        assertThat(sizing.timeouts()).isZero();
        assertThat(sizing.currentMax()).isEqualTo(4);
        assertThat(sizing.whatIf()).extracting(PoolSizing.WhatIf::max).contains(1, 4, 8);
        assertThat(sizing.whatIf().get(0).withoutIdle()).isNull(); // nobody measures the driver here
        assertThat(sizing.idleShare()).isEqualTo(-1);
        assertThat(Duration.between(sizing.from(), sizing.to()).toMillis()).isBetween(19_000L, 20_500L);
        assertThat(sizing.sentences()).isNotEmpty();
    }

    @Test
    void sizing_worstMinuteIsLongAgo_isStillAboutIt() {
        leases(200, 140, 600, 500 * MILLI, 100 * MILLI); // five at once
        lookAt(140);
        PoolSizing atNoon = sizing();
        leases(60, 0, 300, 50 * MILLI, 0);
        lookAt(0);

        PoolSizing inTheEvening = sizing();
        assertThat(inTheEvening.from()).isEqualTo(atNoon.from());
        assertThat(inTheEvening.offeredLoad()).isCloseTo(5, within(0.2));
        assertThat(Duration.between(inTheEvening.to(), end).toSeconds()).isBetween(138L, 142L);
    }

    @Test
    void sizing_worseMinuteComes_isAboutThat() {
        leases(200, 140, 300, 50 * MILLI, 0);
        lookAt(140);
        leases(60, 0, 600, 500 * MILLI, 100 * MILLI);
        lookAt(0);

        assertThat(sizing().offeredLoad()).isCloseTo(5, within(0.2));
    }

    @Test
    void sizing_logOverwritten_isAboutWhatIsLeft() {
        leases(40, 0, 2 * LeaseLog.CAPACITY, 2 * MILLI, 0);
        lookAt(0);

        PoolSizing sizing = sizing();
        assertThat(sizing.leases()).isBetween(LeaseLog.CAPACITY - 50, LeaseLog.CAPACITY);
        assertThat(Duration.between(sizing.from(), sizing.to()).toMillis()).isBetween(19_900L, 20_100L);
        assertThat(sizing.offeredLoad()).isCloseTo(2 * LeaseLog.CAPACITY / 40.0 * 0.002, within(0.05));
    }

    @Test
    void sizing_timeouts_areArrivals() {
        leases(20, 0, 200, 200 * MILLI, 0);
        for (int i = 0; i < 20; i++) {
            long asked = endNanos - 10 * SECOND + i * 100 * MILLI;
            pool.recordTimeout(new StripeHint(), asked, asked + 3 * SECOND);
        }
        lookAt(0);

        PoolSizing sizing = sizing();
        assertThat(sizing.timeouts()).isEqualTo(20);
        assertThat(sizing.leases()).isEqualTo(200);
        assertThat(sizing.offeredLoad()).isCloseTo(2.2, within(0.05));
        assertThat(sizing.sentences()).anyMatch(sentence -> sentence.startsWith("20 of them timed out"));
    }

    @Test
    void sizing_askedTwice_isComputedOnce() {
        leases(20, 0, 200, 200 * MILLI, 0);
        lookAt(0);

        assertThat(pool.sizer().sizing(OF_FOUR)).isSameAs(pool.sizer().sizing(OF_FOUR));
    }

    @Test
    void sizing_poolIsGone_keepsItsSize() {
        leases(20, 0, 200, 200 * MILLI, 0);
        lookAt(0);
        int before = sizing().currentMax();

        PoolSizing after = pool.sizer().sizing(PoolGauges.Reading.NOTHING);

        assertThat(before).isEqualTo(4);
        assertThat(after).isNotNull();
        assertThat(after.currentMax()).isEqualTo(4);
    }

    @Test
    void sizing_poolResized_isComputedAgain() {
        leases(20, 0, 200, 200 * MILLI, 0);
        lookAt(0);
        PoolSizing of4 = sizing();

        PoolSizing of20 = pool.sizer().sizing(reading(20));

        assertThat(of4.currentMax()).isEqualTo(4);
        assertThat(of20).isNotNull();
        assertThat(of20.currentMax()).isEqualTo(20);
        assertThat(of20.whatIf(20)).isNotNull();
    }

    @Test
    void nested_seen_raisesTheSize() {
        leases(20, 0, 200, 200 * MILLI, 0);
        lookAt(0);
        int without = sizing().recommendedMax();

        pool.sizer().nested(/* threads= */ 30, /* connectionsEach= */ 2);
        pool.sizer().nested(/* threads= */ 10, /* connectionsEach= */ 2);

        assertThat(without).isLessThan(15);
        assertThat(sizing().recommendedMax()).isEqualTo(31);
    }

    @Test
    void limits_given_holdForPoolsRegisteredLater() {
        registry.limits(new SizeLimits(2, 6, SizeLimits.NONE));
        PoolStats later = registry.register("kind", "later", () -> OF_FOUR);
        assertThat(later).isNotNull();
        for (int i = 0; i < 200; i++) {
            long asked = endNanos - 20 * SECOND + i * 100 * MILLI;
            later.leases().add(asked, asked, asked + 200 * MILLI, HolderNames.UNKNOWN, /* timeline= */ null);
        }
        registry.look(endNanos + SECOND, end);

        PoolSizing sizing = later.sizer().sizing(OF_FOUR);
        assertThat(sizing).isNotNull();
        assertThat(sizing.recommendedMax()).isEqualTo(3);
    }

    private PoolSizing sizing() {
        PoolSizing sizing = pool.sizer().sizing(OF_FOUR);
        if (sizing == null) {
            throw new AssertionError("nothing is said of the size");
        }
        return sizing;
    }

    private void lookAt(long secondsBeforeEnd) {
        pool.sizer().look(endNanos - secondsBeforeEnd * SECOND, end.minusSeconds(secondsBeforeEnd), OF_FOUR);
    }

    /** Evenly spread leases, the first asked for so many seconds before the end of the test. */
    private void leases(long fromSeconds, long toSeconds, int count, long heldNanos, long waitedNanos) {
        long from = endNanos - fromSeconds * SECOND;
        long to = endNanos - toSeconds * SECOND - heldNanos - waitedNanos;
        for (int i = 0; i < count; i++) {
            long asked = from + (to - from) / count * i;
            long granted = asked + waitedNanos;
            pool.leases().add(asked, granted, granted + heldNanos, HolderNames.UNKNOWN, /* timeline= */ null);
        }
    }
}
