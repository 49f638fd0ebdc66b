package io.querytap.core.pool.sizing;

import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_MILLI;
import static io.querytap.core.pool.sizing.Arrivals.NANOS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final int MANY = Stretch.MAX_ARRIVALS;

    /** Exponential leases, so theory gives it all: P(W > 0) is Erlang's C, and P(W > t) falls by e every S / (c − a). */
    @Test
    void with_randomArrivalsAndLeases_isWhatTheorySays() {
        double load = 5;
        double lease = 0.025;
        Stretch stretch = Arrivals.poisson(MANY, load / lease, lease, 0, 42);

        for (int size = 6; size <= 9; size++) {
            Replay.Waits waits = new Replay(stretch, /* withIdle= */ true).with(size);

            double probability = ErlangC.probabilityOfWait(size, load);
            double p99 = lease / (size - load) * Math.log(probability / 0.01);
            assertThat(waits.probability()).as("P at %d", size).isCloseTo(probability, Percentage.withPercentage(10));
            assertThat(waits.p99Nanos() / 1e9).as("p99 at %d", size).isCloseTo(p99, Percentage.withPercentage(15));
        }
    }

    /** The figures of the design: 200 a second of 25 ms on 8 connections; CV 2 waits as often, but much longer. */
    @Test
    void with_leasesThatVaryMore_waitsAsOftenButLonger() {
        double sigma = Math.sqrt(Math.log(1 + 2 * 2));
        double mu = Math.log(0.025) - sigma * sigma / 2;
        Random normal = new Random(4);
        Stretch logNormal = Arrivals.random(MANY, 200, 0, 42, ignored -> Math.exp(mu + sigma * normal.nextGaussian()));
        Stretch exponential = Arrivals.poisson(MANY, 200, 0.025, 0, 42);

        Replay.Waits varied = new Replay(logNormal, /* withIdle= */ true).with(8);
        Replay.Waits plain = new Replay(exponential, /* withIdle= */ true).with(8);

        assertThat(plain.probability()).isCloseTo(0.167, within(0.02));
        assertThat(varied.probability()).isCloseTo(0.171, within(0.025));
        assertThat(plain.p99Nanos() / 1e6).isCloseTo(23.5, within(3.5));
        assertThat(varied.p99Nanos() / 1e6).isCloseTo(41.6, within(9.0));
    }

    @Test
    void with_anySize_isWhatASimulationStepByStepSays() {
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            int arrivals = 1 + random.nextInt(300);
            Stretch.Builder builder = Stretch.builder(0);
            long[] asked = new long[arrivals];
            long[] held = new long[arrivals];
            for (int i = 0; i < arrivals; i++) {
                asked[i] = random.nextInt(2_000);
                held[i] = random.nextInt(60);
            }
            Arrays.sort(asked);
            for (int i = 0; i < arrivals; i++) {
                builder.lease(asked[i], asked[i], asked[i] + held[i], Stretch.UNKNOWN, 0);
            }
            Stretch stretch = builder.build(0, 2_000);
            for (int size = 1; size <= 8; size++) {
                long[] expected = stepByStep(asked, held, size);

                Replay.Waits waits = new Replay(stretch, /* withIdle= */ true).with(size);

                Arrays.sort(expected);
                assertThat(waits.p50Nanos()).isEqualTo(expected[(arrivals + 1) / 2 - 1]);
                assertThat(waits.p99Nanos()).isEqualTo(expected[(int) Math.ceil(0.99 * arrivals) - 1]);
                assertThat(waits.probability())
                        .isEqualTo(
                                Arrays.stream(expected).filter(wait -> wait > 0).count() / (double) arrivals);
            }
        }
    }

    /** A clock that ticks by one; a queue; connections that count down. */
    private static long[] stepByStep(long[] asked, long[] held, int size) {
        long[] waits = new long[asked.length];
        long[] left = new long[size];
        int next = 0;
        for (long now = 0; next < asked.length; now++) {
            for (int connection = 0; connection < size; connection++) {
                while (left[connection] == 0 && next < asked.length && asked[next] <= now) {
                    waits[next] = now - asked[next];
                    left[connection] = held[next];
                    next++;
                }
            }
            for (int connection = 0; connection < size; connection++) {
                left[connection] = Math.max(0, left[connection] - 1);
            }
        }
        return waits;
    }

    @Test
    void with_largerPool_neverWaitsMore() {
        Stretch stretch = Arrivals.poisson(5_000, 300, 0.03, 0, 3);
        Replay replay = new Replay(stretch, /* withIdle= */ true);
        Replay.Waits before = replay.with(1);
        for (int size = 2; size < 30; size++) {
            Replay.Waits waits = replay.with(size);
            assertThat(waits.p99Nanos()).isLessThanOrEqualTo(before.p99Nanos());
            assertThat(waits.probability()).isLessThanOrEqualTo(before.probability());
            before = waits;
        }
        assertThat(before.probability()).isZero();
    }

    @Test
    void with_idlePartRemoved_isAsIfLeasesWereShorter() {
        Stretch half = Arrivals.poisson(20_000, 200, 0.05, 0.5, 9);
        Stretch shorter = Arrivals.poisson(20_000, 200, 0.025, 0, 9);

        Replay.Waits withoutIdle = new Replay(half, /* withIdle= */ false).with(7);
        Replay.Waits asShort = new Replay(shorter, /* withIdle= */ true).with(7);

        assertThat(withoutIdle.p99Nanos()).isCloseTo(asShort.p99Nanos(), within(1_000L));
        assertThat(withoutIdle.probability()).isCloseTo(asShort.probability(), within(0.001));
    }

    /** One connection, held by the first for a second; the second gave up after 100 ms, so the third finds it free then. */
    @Test
    void with_borrowersThatGiveUp_theyTakeNoConnection() {
        Stretch stretch = Stretch.builder(0)
                .lease(0, 0, 1_000 * NANOS_PER_MILLI, Stretch.UNKNOWN, 0)
                .timeout(10 * NANOS_PER_MILLI, 110 * NANOS_PER_MILLI)
                .lease(950 * NANOS_PER_MILLI, 1_000 * NANOS_PER_MILLI, 1_100 * NANOS_PER_MILLI, Stretch.UNKNOWN, 0)
                .build(0, 2 * NANOS_PER_SECOND);

        Replay.Waits one = new Replay(stretch, /* withIdle= */ true).with(1);
        Replay.Waits two = new Replay(stretch, /* withIdle= */ true).with(2);

        assertThat(one.timeouts()).isEqualTo(1);
        assertThat(one.p99Nanos()).isEqualTo(100 * NANOS_PER_MILLI);
        assertThat(one.p50Nanos()).isEqualTo(50 * NANOS_PER_MILLI);
        assertThat(two.timeouts()).isZero();
        // With two, the one who had given up has a connection for as long as the one before, and the third waits for
        // the first.
        assertThat(two.p99Nanos()).isEqualTo(50 * NANOS_PER_MILLI);
    }

    @Test
    void with_leaseFromBeforeTheStretch_occupiesAConnectionAndIsNoArrival() {
        long origin = -5 * NANOS_PER_SECOND; // as System.nanoTime may be
        Stretch stretch = Stretch.builder(0)
                .lease(origin - 500, origin - 400, origin + 600, Stretch.UNKNOWN, 0)
                .lease(origin + 100, origin + 600, origin + 700, Stretch.UNKNOWN, 0)
                .build(origin, origin + 1_000);

        assertThat(stretch.arrivals()).isEqualTo(1);
        assertThat(new Replay(stretch, /* withIdle= */ true).with(1).p99Nanos())
                .isEqualTo(400); // begins when it was asked for in the replay
        assertThat(new Replay(stretch, /* withIdle= */ true).with(2).probability())
                .isZero();
    }

    @Test
    void with_noArrivals_isNothing() {
        Replay.Waits waits = new Replay(Stretch.builder(0).build(0, 10), /* withIdle= */ true).with(1);

        assertThat(waits.probability()).isZero();
        assertThat(waits.p99Nanos()).isZero();
    }

    @Test
    void with_onlyAttemptsInVain_holdsNothing() {
        Stretch stretch = Stretch.builder(0).timeout(0, 100).timeout(50, 150).build(0, 200);

        assertThat(stretch.timeouts()).isEqualTo(2);
        assertThat(new Replay(stretch, /* withIdle= */ true).with(1).probability())
                .isZero();
    }
}
