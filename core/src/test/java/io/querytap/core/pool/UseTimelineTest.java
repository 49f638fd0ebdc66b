package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UseTimelineTest {
    private static final long MILLI = 1_000_000L;
    private static final int STATES = HolderState.values().length;

    private final UseTimeline timeline = new UseTimeline(0);

    private double[] split(long from, long to) {
        double[] split = new double[STATES];
        assertThat(timeline.split(from, to, split)).isTrue();
        double sum = 0;
        for (double part : split) {
            sum += part;
        }
        assertThat(sum).isCloseTo(to - from, within(1.0));
        return split;
    }

    private static double in(double[] split, HolderState state) {
        return split[state.ordinal()];
    }

    private boolean isKnown(long holdNanos) {
        return timeline.copyLease(holdNanos, new long[STATES], 0);
    }

    private long nanosIn(HolderState state) {
        return timeline.nanosOfLease(state.ordinal());
    }

    @Test
    void nanosOfLease_leaseWithEverything_addsUpToTheHold() {
        timeline.leaseBegins(10 * MILLI);
        timeline.callBegins(13 * MILLI);
        timeline.callEnds(13 * MILLI, 17 * MILLI, /* inTransaction= */ true);
        timeline.rowRead();
        timeline.rowsRead(22 * MILLI);
        timeline.callBegins(28 * MILLI);
        timeline.callEnds(28 * MILLI, 29 * MILLI, /* inTransaction= */ true);
        timeline.transactionEnds(29 * MILLI);
        timeline.leaseEnds(40 * MILLI);

        assertThat(nanosIn(HolderState.IDLE_BEFORE_FIRST)).isEqualTo(3 * MILLI);
        assertThat(nanosIn(HolderState.RUNNING)).isEqualTo(5 * MILLI);
        assertThat(nanosIn(HolderState.READING)).isEqualTo(5 * MILLI);
        assertThat(nanosIn(HolderState.IDLE_IN_TRANSACTION)).isEqualTo(6 * MILLI);
        assertThat(nanosIn(HolderState.IDLE)).isEqualTo(11 * MILLI);
        assertThat(isKnown(30 * MILLI)).isTrue();
        assertThat(timeline.busyNanosOfLease()).isEqualTo(10 * MILLI);
    }

    @Test
    void split_statesOfAMillisecondOrLonger_isExactAtEveryMoment() {
        timeline.leaseBegins(10 * MILLI);
        timeline.callBegins(13 * MILLI);
        timeline.callEnds(13 * MILLI, 17 * MILLI, /* inTransaction= */ true);
        timeline.callBegins(28 * MILLI);
        timeline.callEnds(28 * MILLI, 29 * MILLI, /* inTransaction= */ false);
        timeline.leaseEnds(40 * MILLI);

        double[] middle = split(12 * MILLI, 20 * MILLI);
        assertThat(in(middle, HolderState.IDLE_BEFORE_FIRST)).isEqualTo(MILLI);
        assertThat(in(middle, HolderState.RUNNING)).isEqualTo(4 * MILLI);
        assertThat(in(middle, HolderState.IDLE_IN_TRANSACTION)).isEqualTo(3 * MILLI);
        assertThat(in(split(28_100_000, 28_200_000), HolderState.RUNNING)).isEqualTo(100_000);
        double[] whole = split(10 * MILLI, 40 * MILLI);
        assertThat(in(whole, HolderState.RUNNING)).isEqualTo(5 * MILLI);
        assertThat(in(whole, HolderState.IDLE)).isEqualTo(11 * MILLI);
    }

    @Test
    void split_openState_goesUpToNow() {
        timeline.leaseBegins(10 * MILLI);
        timeline.callBegins(11 * MILLI);

        double[] running = split(10 * MILLI, 500 * MILLI);
        assertThat(in(running, HolderState.RUNNING)).isEqualTo(489 * MILLI);
        assertThat(in(running, HolderState.IDLE_BEFORE_FIRST)).isEqualTo(MILLI);
        UseTimeline.Present present = timeline.present(500 * MILLI);
        assertThat(present).isNotNull();
        assertThat(present.state()).isEqualTo(HolderState.RUNNING);
        assertThat(present.sinceNanos()).isEqualTo(11 * MILLI);
    }

    @Test
    void split_manyShortStates_isRightOnAverage() {
        timeline.leaseBegins(0);
        long now = 0;
        while (now < 20 * MILLI) { // a quarter of the time in calls
            timeline.callBegins(now + 30_000);
            timeline.callEnds(now + 30_000, now + 40_000, /* inTransaction= */ false);
            now += 40_000;
        }
        double[] split = split(5_300_000, 11_800_000);
        assertThat(in(split, HolderState.RUNNING)).isCloseTo(6_500_000 / 4.0, within(50_000.0));
    }

    @Test
    void split_partlyInThePool_isRefusedWhereMostOfItIs() {
        timeline.leaseBegins(10 * MILLI);
        timeline.leaseEnds(20 * MILLI);
        timeline.leaseBegins(60 * MILLI);
        timeline.leaseEnds(70 * MILLI);
        double[] split = new double[STATES];

        assertThat(timeline.split(20 * MILLI, 60 * MILLI, split)).isFalse();
        assertThat(timeline.split(15 * MILLI, 65 * MILLI, split)).isFalse();
        assertThat(timeline.split(20 * MILLI, 20 * MILLI, split)).isFalse();
        assertThat(split).containsOnly(0);
        assertThat(in(split(10 * MILLI, 20 * MILLI), HolderState.IDLE_BEFORE_FIRST))
                .isEqualTo(10 * MILLI);
    }

    @Test
    void split_beforeTheFirstThingKnown_isNotKnown() {
        UseTimeline late = new UseTimeline(100 * MILLI);
        late.leaseBegins(100 * MILLI);
        late.leaseEnds(120 * MILLI);

        assertThat(late.split(90 * MILLI, 110 * MILLI, new double[STATES])).isFalse();
    }

    @Test
    void split_longAgo_isKnownLessFinely() {
        timeline.leaseBegins(0);
        long now = 0;
        for (int i = 0; i < 2_000; i++) { // 2 ms in calls, 1 ms idle
            timeline.callBegins(now + MILLI);
            timeline.callEnds(now + MILLI, now + 3 * MILLI, /* inTransaction= */ false);
            now += 3 * MILLI;
        }
        assertThat(in(split(now - 15 * MILLI, now), HolderState.RUNNING)).isEqualTo(10 * MILLI);
        assertThat(in(split(now - 600 * MILLI, now - 300 * MILLI), HolderState.RUNNING))
                .isCloseTo(200e6, within(4e6));
        assertThat(in(split(now - 6_000 * MILLI, now - 3_000 * MILLI), HolderState.RUNNING))
                .isCloseTo(2_000e6, within(20e6));
        timeline.leaseEnds(now);
        assertThat(nanosIn(HolderState.RUNNING)).isEqualTo(4_000 * MILLI);
    }

    @Test
    void split_longAgo_doesNotMixLeasesUp() {
        long now = 0;
        for (int i = 0; i < 1_000; i++) { // a lease that runs, 5 ms in the pool, a lease that does nothing
            timeline.leaseBegins(now);
            timeline.callBegins(now);
            timeline.callEnds(now, now + 20 * MILLI, /* inTransaction= */ false);
            timeline.leaseEnds(now + 20 * MILLI);
            timeline.leaseBegins(now + 25 * MILLI);
            timeline.leaseEnds(now + 45 * MILLI);
            now += 50 * MILLI;
        }
        for (long from = now - 1_000 * MILLI; from < now; from += 50 * MILLI) {
            assertThat(in(split(from, from + 20 * MILLI), HolderState.RUNNING)).isEqualTo(20 * MILLI);
            assertThat(in(split(from + 25 * MILLI, from + 45 * MILLI), HolderState.IDLE_BEFORE_FIRST))
                    .isEqualTo(20 * MILLI);
        }
        assertThat(timeline.split(now - 40_000 * MILLI, now - 39_980 * MILLI, new double[STATES]))
                .isFalse();
    }

    @Test
    void callEnds_callsOfTwoThreadsThatOverlap_countTheirUnion() {
        timeline.leaseBegins(0);
        timeline.callBegins(10);
        timeline.callBegins(30);
        timeline.callEnds(10, 40, /* inTransaction= */ false);
        timeline.callEnds(30, 70, /* inTransaction= */ false);
        timeline.leaseEnds(100);

        assertThat(nanosIn(HolderState.RUNNING)).isEqualTo(60);
        assertThat(isKnown(100)).isTrue();
    }

    @Test
    void leaseEnds_endOfACallLost_timeSinceItsBeginningIsNotKnown() {
        timeline.leaseBegins(0);
        timeline.callBegins(10 * MILLI);
        timeline.leaseEnds(90 * MILLI);

        assertThat(nanosIn(HolderState.RUNNING)).isZero();
        assertThat(isKnown(90 * MILLI)).isFalse();
        assertThat(timeline.split(0, 90 * MILLI, new double[STATES])).isFalse();
    }

    @Test
    void leaseEnds_byAnotherThreadDuringACall_countsTheCallUntilThen() throws Exception {
        timeline.leaseBegins(0);
        timeline.callBegins(10 * MILLI);
        Thread other = new Thread(() -> timeline.leaseEnds(90 * MILLI));
        other.start();
        other.join();
        timeline.callEnds(10 * MILLI, 95 * MILLI, /* inTransaction= */ false);

        assertThat(nanosIn(HolderState.RUNNING)).isGreaterThanOrEqualTo(80 * MILLI);
        assertThat(timeline.isInPool()).isTrue();
        assertThat(timeline.present(100 * MILLI)).isNull();
        timeline.leaseBegins(100 * MILLI);
        timeline.leaseEnds(110 * MILLI);
        assertThat(nanosIn(HolderState.IDLE_BEFORE_FIRST)).isEqualTo(10 * MILLI);
    }

    @Test
    void protocolCallEnds_beforeTheFirstStatement_leavesItTheFirst() {
        timeline.leaseBegins(0);
        timeline.callBegins(10);
        timeline.protocolCallEnds(10, 15);
        timeline.callBegins(50);
        timeline.callEnds(50, 60, /* inTransaction= */ false);
        timeline.leaseEnds(60);

        assertThat(nanosIn(HolderState.IDLE_BEFORE_FIRST)).isEqualTo(45);
        assertThat(nanosIn(HolderState.RUNNING)).isEqualTo(15);
    }

    @Test
    void transactionEnds_insideAProtocolCall_leavesNoneOpen() {
        timeline.leaseBegins(0);
        timeline.callBegins(0);
        timeline.callEnds(0, 10, /* inTransaction= */ true);
        timeline.callBegins(20); // setAutoCommit(true)
        timeline.transactionEnds(25);
        timeline.protocolCallEnds(20, 30);
        timeline.leaseEnds(100);

        assertThat(nanosIn(HolderState.IDLE_IN_TRANSACTION)).isEqualTo(10);
        assertThat(nanosIn(HolderState.IDLE)).isEqualTo(70);
    }

    @Test
    void rowRead_momentUnknown_isReadingForAMomentOnly() {
        timeline.leaseBegins(0);
        timeline.callBegins(0);
        timeline.callEnds(0, MILLI, /* inTransaction= */ false);
        timeline.rowRead();
        timeline.rowsEnd(500 * MILLI);
        timeline.leaseEnds(500 * MILLI);

        assertThat(nanosIn(HolderState.READING)).isEqualTo(UseTimeline.GAP_NANOS);
        assertThat(nanosIn(HolderState.IDLE)).isEqualTo(498 * MILLI);
    }

    @Test
    void rowRead_seenByTheWatchdog_isReadingUntilThen() {
        timeline.leaseBegins(0);
        timeline.callBegins(0);
        timeline.callEnds(0, MILLI, /* inTransaction= */ false);
        timeline.rowRead();
        assertThat(timeline.present(200 * MILLI)).satisfies(it -> {
            assertThat(it.state()).isEqualTo(HolderState.READING);
            assertThat(it.sinceNanos()).isEqualTo(MILLI);
        });
        assertThat(in(split(MILLI, 200 * MILLI), HolderState.READING)).isEqualTo(199 * MILLI);
        assertThat(timeline.present(300 * MILLI)).satisfies(it -> {
            assertThat(it.state()).isEqualTo(HolderState.IDLE);
            assertThat(it.sinceNanos()).isEqualTo(200 * MILLI);
        });
        assertThat(in(split(MILLI, 300 * MILLI), HolderState.IDLE)).isEqualTo(100 * MILLI);
        timeline.callBegins(300 * MILLI);

        assertThat(nanosIn(HolderState.READING)).isEqualTo(200 * MILLI);
    }

    @Test
    void rowsRead_whileInThePool_belongsToNoLease() {
        timeline.leaseBegins(0);
        timeline.leaseEnds(10);
        timeline.rowRead();
        timeline.rowsRead(20);
        timeline.leaseBegins(30);

        assertThat(nanosIn(HolderState.READING)).isZero();
    }

    @Test
    void rowsRead_earlierThanTheLastCall_countsNothingTwice() {
        timeline.leaseBegins(0);
        timeline.callBegins(100);
        timeline.callEnds(100, 200, /* inTransaction= */ false);
        timeline.rowsRead(150);
        timeline.leaseEnds(300);

        assertThat(nanosIn(HolderState.READING)).isZero();
        assertThat(isKnown(300)).isTrue();
    }

    @Test
    void split_whileItIsWritten_neverTellsWhatWasNot() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> {
            Random random = new Random(7);
            long now = 0;
            timeline.leaseBegins(now);
            while (!over.get()) { // calls take as long as pauses, so of any period about half is spent in them
                for (int i = 0; i < 50; i++) {
                    long length = 10_000 + random.nextInt(400_000);
                    timeline.callBegins(now + length);
                    timeline.callEnds(now + length, now + 2 * length, /* inTransaction= */ false);
                    now += 2 * length;
                }
                written.set(now);
            }
            timeline.leaseEnds(now);
        });
        writer.start();
        int told = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (told < 20_000 && System.nanoTime() - deadline < 0) {
            long to = written.get();
            double[] split = new double[STATES];
            if (to > 200 * MILLI && timeline.split(to - 100 * MILLI, to, split)) {
                told++;
                assertThat(in(split, HolderState.RUNNING)).isBetween(0.40 * 100 * MILLI, 0.60 * 100 * MILLI);
                assertThat(in(split, HolderState.RUNNING) + in(split, HolderState.IDLE))
                        .isCloseTo(100 * MILLI, within(2.0 * MILLI));
            }
        }
        over.set(true);
        writer.join();
        assertThat(told).isPositive();
        assertThat(isKnown(written.get())).isTrue();
    }

    @Test
    void anyUse_byManyThreadsAtOnce_throwsNothingAndRecoversWithTheNextLease() throws Exception {
        Thread[] users = new Thread[4];
        AtomicLong clock = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        for (int i = 0; i < users.length; i++) {
            users[i] = new Thread(() -> {
                try {
                    for (int round = 0; round < 100_000; round++) {
                        long start = clock.addAndGet(50_000);
                        timeline.callBegins(start);
                        timeline.rowRead();
                        timeline.callEnds(start, clock.addAndGet(50_000), (round & 1) == 0);
                        timeline.split(start - 10 * MILLI, start, new double[STATES]);
                    }
                } catch (RuntimeException failure) {
                    failures.incrementAndGet();
                }
            });
        }
        timeline.leaseBegins(0);
        for (Thread user : users) {
            user.start();
        }
        for (Thread user : users) {
            user.join();
        }
        assertThat(failures).hasValue(0);

        long now = clock.addAndGet(MILLI);
        timeline.leaseEnds(now);
        isKnown(now); // as whoever records the lease asks
        timeline.leaseBegins(now + MILLI);
        timeline.callBegins(now + 3 * MILLI);
        timeline.callEnds(now + 3 * MILLI, now + 4 * MILLI, /* inTransaction= */ false);
        timeline.leaseEnds(now + 5 * MILLI);
        assertThat(isKnown(4 * MILLI)).isTrue();
        assertThat(in(split(now + MILLI, now + 5 * MILLI), HolderState.RUNNING)).isEqualTo(MILLI);
    }
}
