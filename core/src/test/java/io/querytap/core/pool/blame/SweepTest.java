package io.querytap.core.pool.blame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.pool.PoolBlame.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    /** Near the end of the clock's range, so that reckoning with absolute times would be found out. */
    private static final long START = Long.MAX_VALUE - 50_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final Offset<Double> EXACT = within(1e-3);

    @Test
    void charges_oneHolderInAPoolOfOne_laysAllToIt() {
        Sweep sweep = new Sweep(START, 1);
        int hold = sweep.held(START - 5 * MILLI, START + 10 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.ofHold(hold)).isCloseTo(10 * MILLI, EXACT);
        assertThat(charges.of(Account.UNEXPLAINED)).isZero();
    }

    @Test
    void charges_placeIsFree_isNotExplained() {
        Sweep sweep = new Sweep(START, 2);
        int hold = sweep.held(START, START + 10 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.ofHold(hold)).isZero();
        assertThat(charges.of(Account.UNEXPLAINED)).isCloseTo(10 * MILLI, EXACT);
    }

    @Test
    void charges_maxNotKnown_laysToWhoeverIsOut() {
        Sweep sweep = new Sweep(START, -1);
        int one = sweep.held(START, START + 10 * MILLI);
        int other = sweep.held(START + 4 * MILLI, START + 10 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.ofHold(one)).isCloseTo(7 * MILLI, EXACT);
        assertThat(charges.ofHold(other)).isCloseTo(3 * MILLI, EXACT);
    }

    @Test
    void charges_ownCreationAndCheck_areTakenFromTheEndOfTheWait() {
        Sweep sweep = new Sweep(START, 1);
        int early = sweep.held(START, START + 4 * MILLI);
        int late = sweep.held(START + 4 * MILLI, START + 10 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 5 * MILLI, MILLI);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.CREATING)).isCloseTo(5 * MILLI, EXACT);
        assertThat(charges.of(Account.CHECKING)).isCloseTo(MILLI, EXACT);
        assertThat(charges.ofHold(early)).isCloseTo(4 * MILLI, EXACT);
        assertThat(charges.ofHold(late)).isZero();
    }

    @Test
    void charges_ownWorkLongerThanTheWait_isCutToIt() {
        Sweep sweep = new Sweep(START, 1);
        sweep.waited(START, START + 10 * MILLI, 8 * MILLI, 5 * MILLI);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.CHECKING)).isCloseTo(5 * MILLI, EXACT);
        assertThat(charges.of(Account.CREATING)).isCloseTo(5 * MILLI, EXACT);
    }

    @Test
    void charges_creationWhilePlacesAreFree_isCreating() {
        Sweep sweep = new Sweep(START, 2);
        sweep.held(START, START + 10 * MILLI);
        sweep.created(START + MILLI, START + 9 * MILLI, false);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.CREATING)).isCloseTo(8 * MILLI, EXACT);
        assertThat(charges.of(Account.UNEXPLAINED)).isCloseTo(2 * MILLI, EXACT);
    }

    @Test
    void charges_creationWhileAllPlacesAreTaken_isTheHolders() {
        Sweep sweep = new Sweep(START, 1);
        int hold = sweep.held(START, START + 10 * MILLI);
        sweep.created(START, START + 10 * MILLI, false);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        assertThat(sweep.charges().ofHold(hold)).isCloseTo(10 * MILLI, EXACT);
    }

    @Test
    void charges_creationFailed_lastsUntilTheNextTry() {
        Sweep sweep = new Sweep(START, 1);
        sweep.created(START, START + MILLI, true);
        sweep.created(START + 6 * MILLI, START + 7 * MILLI, false);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.CREATING)).isCloseTo(7 * MILLI, EXACT);
        assertThat(charges.of(Account.UNEXPLAINED)).isCloseTo(3 * MILLI, EXACT);
    }

    @Test
    void charges_creationFailedForGood_lastsForItsBound() {
        Sweep sweep = new Sweep(0, 1);
        sweep.created(0, MILLI, true);
        sweep.waited(0, 2 * Sweep.JUST_FAILED_NANOS, 0, 0);

        assertThat(sweep.charges().of(Account.CREATING)).isCloseTo(Sweep.JUST_FAILED_NANOS + MILLI, EXACT);
    }

    @Test
    void charges_jvmStoodStill_isNobodysFault() {
        Sweep sweep = new Sweep(START, 1);
        int hold = sweep.held(START, START + 10 * MILLI);
        sweep.stalled(START + 2 * MILLI, START + 5 * MILLI);
        sweep.stalled(START + 4 * MILLI, START + 6 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.STALLED)).isCloseTo(4 * MILLI, EXACT);
        assertThat(charges.ofHold(hold)).isCloseTo(6 * MILLI, EXACT);
    }

    @Test
    void charges_handover_belongsToTheOneWhoReturned() {
        Sweep sweep = new Sweep(START, 1);
        int first = sweep.held(START, START + 5 * MILLI);
        int second = sweep.held(START + 5 * MILLI + MILLI / 2, START + 9 * MILLI);
        int third = sweep.held(START + 12 * MILLI, START + 13 * MILLI);
        sweep.waited(START, START + 12 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.ofHold(first)).isCloseTo(5.5 * MILLI, EXACT);
        assertThat(charges.ofHold(second)).isCloseTo(3.5 * MILLI, EXACT);
        assertThat(charges.ofHold(third)).isZero();
        assertThat(charges.of(Account.UNEXPLAINED)).isCloseTo(3 * MILLI, EXACT);
    }

    @Test
    void charges_beforeAnythingWasRecorded_isNotExplained() {
        Sweep sweep = new Sweep(START, 1);
        int hold = sweep.held(START, START + 10 * MILLI);
        sweep.knownFrom(START + 4 * MILLI);
        sweep.waited(START, START + 10 * MILLI, 0, 0);

        Charges charges = sweep.charges();

        assertThat(charges.of(Account.UNEXPLAINED)).isCloseTo(4 * MILLI, EXACT);
        assertThat(charges.ofHold(hold)).isCloseTo(6 * MILLI, EXACT);
    }

    /** Small whole times, so that many things begin and end at once, compared with going through every unit of time. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 3, 7})
    void charges_anyTimeline_isThatOfCountingEveryMoment(int max) {
        for (int seed = 0; seed < 300; seed++) {
            new ByMoments(new Random(seed), max).check("seed " + seed);
        }
    }

    @Test
    void charges_anyTimelineWithHandovers_addsUpToAllThatWasWaited() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Sweep sweep = new Sweep(START, 1 + random.nextInt(10));
            long waited = 0;
            int holds = 0;
            for (int i = 0; i < 200; i++) {
                long from = START + random.nextInt(40_000_000);
                long length = random.nextInt(random.nextBoolean() ? 500_000 : 20_000_000);
                switch (random.nextInt(8)) {
                    case 0:
                        sweep.created(from, from + length, random.nextBoolean());
                        break;
                    case 1:
                        sweep.stalled(from, from + length / 20);
                        break;
                    case 2:
                    case 3:
                    case 4:
                        sweep.waited(from, from + length, random.nextInt(300_000), random.nextInt(300_000));
                        waited += length;
                        break;
                    default:
                        sweep.held(from, from + length);
                        holds++;
                }
            }

            assertThat(total(sweep.charges(), holds)).as("seed %d", seed).isCloseTo(waited, within(1.0));
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void charges_fourThousandWaitsAndAFullLog_takesNoTime() {
        Random random = new Random(1);
        Sweep sweep = new Sweep(START, 100);
        for (int i = 0; i < 16_384; i++) {
            long from = START + (long) (random.nextDouble() * 30_000 * MILLI);
            sweep.held(from, from + random.nextInt(200_000_000));
        }
        for (int i = 0; i < 4_096; i++) {
            long from = START + (long) (random.nextDouble() * 30_000 * MILLI);
            sweep.waited(from, from + random.nextInt(2_000_000_000), 0, 0);
        }

        assertThat(total(sweep.charges(), 16_384)).isPositive();
    }

    private static double total(Charges charges, int holds) {
        double total = 0;
        for (Account account : Account.values()) {
            total += charges.of(account);
        }
        for (int i = 0; i < holds; i++) {
            total += charges.ofHold(i);
        }
        return total;
    }

    /** The rule told once more, without any cleverness: for each unit of time and each thread that waits. */
    private static final class ByMoments {
        /** Longer than a handover, so that there are none unless at the same moment. */
        private static final long UNIT = 2 * Sweep.HANDOVER_NANOS;

        private static final int LENGTH = 40;
        private final int max;
        private final List<int[]> waits = new ArrayList<>();
        private final List<int[]> holds = new ArrayList<>();
        private final List<int[]> creations = new ArrayList<>();
        private final List<int[]> stalls = new ArrayList<>();
        private final int knownFrom;

        ByMoments(Random random, int max) {
            this.max = max;
            fill(waits, random, 1 + random.nextInt(12));
            fill(holds, random, random.nextInt(15));
            fill(creations, random, random.nextInt(4));
            fill(stalls, random, random.nextInt(3));
            knownFrom = random.nextInt(10);
        }

        private static void fill(List<int[]> to, Random random, int count) {
            for (int i = 0; i < count; i++) {
                int from = random.nextInt(LENGTH);
                to.add(new int[] {from, from + random.nextInt(LENGTH - from + 1)});
            }
        }

        private static long openAt(List<int[]> spans, int moment) {
            return spans.stream()
                    .filter(it -> it[0] <= moment && moment < it[1])
                    .count();
        }

        void check(String which) {
            Sweep sweep = new Sweep(START + 5 * UNIT, max);
            waits.forEach(it -> sweep.waited(START + it[0] * UNIT, START + it[1] * UNIT, 0, 0));
            holds.forEach(it -> sweep.held(START + it[0] * UNIT, START + it[1] * UNIT));
            creations.forEach(it -> sweep.created(START + it[0] * UNIT, START + it[1] * UNIT, false));
            stalls.forEach(it -> sweep.stalled(START + it[0] * UNIT, START + it[1] * UNIT));
            sweep.knownFrom(START + knownFrom * UNIT);
            double[] ofHolds = new double[holds.size()];
            double[] accounts = new double[Account.values().length];
            for (int moment = 0; moment < LENGTH; moment++) {
                add(moment, openAt(waits, moment) * (double) UNIT, ofHolds, accounts);
            }

            Charges charges = sweep.charges();

            for (Account account : Account.values()) {
                assertThat(charges.of(account))
                        .as("%s %s", which, account)
                        .isCloseTo(accounts[account.ordinal()], within(1.0));
            }
            for (int i = 0; i < ofHolds.length; i++) {
                assertThat(charges.ofHold(i)).as("%s hold %d", which, i).isCloseTo(ofHolds[i], within(1.0));
            }
        }

        private void add(int moment, double waited, double[] ofHolds, double[] accounts) {
            long out = openAt(holds, moment);
            if (openAt(stalls, moment) > 0) {
                accounts[Account.STALLED.ordinal()] += waited;
            } else if (moment < knownFrom) {
                accounts[Account.UNEXPLAINED.ordinal()] += waited;
            } else if (out > 0 && out >= max) {
                for (int i = 0; i < ofHolds.length; i++) {
                    int[] hold = holds.get(i);
                    ofHolds[i] += hold[0] <= moment && moment < hold[1] ? waited / out : 0;
                }
            } else {
                accounts[(openAt(creations, moment) > 0 ? Account.CREATING : Account.UNEXPLAINED).ordinal()] += waited;
            }
        }
    }
}
