package io.querytap.core.pool.sizing;

import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_MILLI;
import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PoolSizeTest {
    private static final int UNKNOWN_MAX = -1;

    @Test
    void forLoad_sixLoads_areTheExactAnswers() {
        assertThat(List.of(1, 2, 5, 10, 20, 50)).extracting(PoolSize::forLoad).containsExactly(5, 7, 12, 19, 32, 68);
    }

    /** ⌈a + 2.33·√a⌉ + 1 is the answer for half of the loads, and one short for the others; it is never too large. */
    @Test
    void forLoad_oneToAHundred_isTheSmallestWithOneInAHundredAndTheRuleOfThumbOrOneMore() {
        int shortByOne = 0;
        for (int load = 1; load <= 100; load++) {
            int size = PoolSize.forLoad(load);
            int byRule = (int) Math.ceil(load + 2.33 * Math.sqrt(load)) + 1;
            assertThat(ErlangC.probabilityOfWait(size, load)).as("a = %d", load).isLessThanOrEqualTo(0.01);
            assertThat(ErlangC.probabilityOfWait(size - 1, load))
                    .as("a = %d", load)
                    .isGreaterThan(0.01);
            assertThat(size - byRule).as("a = %d", load).isBetween(0, 1);
            shortByOne += size - byRule;
        }
        assertThat(shortByOne).isEqualTo(48);
    }

    @Test
    void forLoad_none_isOne() {
        assertThat(PoolSize.forLoad(0)).isEqualTo(1);
    }

    @Test
    void forArrivals_atRandom_isAboutThatOfErlang() {
        Stretch stretch = Arrivals.poisson(200_000 / 2, 200, 0.025, 0, 7);

        int size = PoolSize.forArrivals(new Replay(stretch, /* withIdle= */ true), Demand.of(stretch));

        assertThat(size).isBetween(ErlangC.serversFor(5, 0.01) - 1, ErlangC.serversFor(5, 0.01) + 1);
    }

    /** Ten at once every second, each for 50 ms: half a connection on the average, and ten are needed. */
    @Test
    void of_bursts_isTheSizeOfABurst() {
        Stretch.Builder builder = Stretch.builder(600);
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 10; i++) {
                long asked = second * NANOS_PER_SECOND + i;
                builder.lease(asked, asked, asked + 50 * NANOS_PER_MILLI, Stretch.UNKNOWN, 1);
            }
        }

        assertThat(recommended(builder.build(0, 60 * NANOS_PER_SECOND), Nesting.NONE, SizeLimits.UNKNOWN)
                        .size())
                .isEqualTo(10);
    }

    /** Two threads that borrow again and again: a third connection would never be used, whatever chance would allow. */
    @Test
    void of_neverMoreAtOnce_isNotLarger() {
        PoolSize size = recommended(twoThreads(), Nesting.NONE, SizeLimits.UNKNOWN);

        assertThat(size.size()).isEqualTo(2);
        assertThat(size.bounds()).extracting(SizeBound::kind).containsExactly(SizeBound.Kind.NEVER_WANTED);
    }

    private static Stretch twoThreads() {
        Stretch.Builder builder = Stretch.builder(2_400);
        for (int i = 0; i < 1_200; i++) {
            for (int thread = 0; thread < 2; thread++) {
                long asked = 50 * NANOS_PER_MILLI * i + thread;
                builder.lease(asked, asked, asked + 49 * NANOS_PER_MILLI, Stretch.UNKNOWN, 1);
            }
        }
        return builder.build(0, 60 * NANOS_PER_SECOND);
    }

    @Test
    void of_nestedBorrowers_areSafeFromEachOther() {
        PoolSize size = recommended(twoThreads(), new Nesting(8, 3), SizeLimits.UNKNOWN);

        assertThat(size.size()).isEqualTo(8 * 2 + 1);
        assertThat(size.bounds()).last().extracting(SizeBound::kind).isEqualTo(SizeBound.Kind.DEADLOCK);
    }

    @Test
    void of_nestingSeenAndRoomEnough_boundsNothing() {
        Stretch stretch = Arrivals.poisson(6_000, 100, 0.1, 0, 1);

        PoolSize size = recommended(stretch, new Nesting(3, 2), SizeLimits.UNKNOWN);

        assertThat(size.size()).isGreaterThan(4);
        assertThat(size.bounds()).isEmpty();
    }

    @Test
    void of_severalInstances_shareTheConnectionsOfTheDatabase() {
        Stretch stretch = Arrivals.poisson(6_000, 100, 0.1, 0, 1); // 10 Erlang

        PoolSize size = recommended(stretch, Nesting.NONE, new SizeLimits(4, 50, SizeLimits.NONE));

        assertThat(size.size()).isEqualTo(12);
        assertThat(size.bounds()).extracting(SizeBound::kind).containsExactly(SizeBound.Kind.DATABASE_CONNECTIONS);
        assertThat(size.bounds().get(0).why()).contains("12");
    }

    @Test
    void of_fewCoresAndLeasesIdleForHalfTheirTime_keepsTwoBusyForEachCore() {
        Stretch stretch = Arrivals.poisson(6_000, 100, 0.1, 0.5, 1);

        PoolSize size = recommended(stretch, Nesting.NONE, new SizeLimits(1, SizeLimits.NONE, 3));

        assertThat(size.size()).isEqualTo(2 * 3 * 2);
        assertThat(size.bounds()).extracting(SizeBound::kind).containsExactly(SizeBound.Kind.DATABASE_CORES);
    }

    @Test
    void of_boundsContradict_theDatabaseWinsAndBothAreSaid() {
        PoolSize size = recommended(twoThreads(), new Nesting(8, 3), new SizeLimits(1, 10, SizeLimits.NONE));

        assertThat(size.size()).isEqualTo(10);
        assertThat(size.bounds())
                .extracting(SizeBound::kind)
                .containsExactly(
                        SizeBound.Kind.NEVER_WANTED, SizeBound.Kind.DEADLOCK, SizeBound.Kind.DATABASE_CONNECTIONS);
    }

    @Test
    void of_nothing_isOne() {
        Stretch nothing = Stretch.builder(0).build(0, NANOS_PER_SECOND);

        assertThat(recommended(nothing, Nesting.NONE, SizeLimits.UNKNOWN).size())
                .isEqualTo(1);
    }

    @Test
    void around_smallPool_areAllUpToTwice() {
        assertThat(WhatIfSizes.around(4, 3)).isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void around_anyPool_areFewAndHaveBothSizesAmongThem() {
        for (int current : new int[] {UNKNOWN_MAX, 1, 10, 11, 200, 100_000, Integer.MAX_VALUE}) {
            for (int recommended : new int[] {1, 7, 40, 5_000}) {
                List<Integer> sizes = WhatIfSizes.around(current, recommended);
                assertThat(sizes)
                        .hasSizeBetween(2, 20)
                        .contains(recommended)
                        .allMatch(size -> size >= 1)
                        .isSorted();
                assertThat(current < 0 || sizes.contains(current)).isTrue();
            }
        }
    }

    private static PoolSize recommended(Stretch stretch, Nesting nesting, SizeLimits limits) {
        return PoolSize.of(stretch, Demand.of(stretch), UNKNOWN_MAX, nesting, limits, /* bottleneck= */ null);
    }
}
