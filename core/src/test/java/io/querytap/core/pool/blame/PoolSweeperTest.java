package io.querytap.core.pool.blame;

import static io.querytap.core.pool.ScriptedPool.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.ScriptedPool;
import io.querytap.core.pool.ScriptedPool.Connection;
import io.querytap.core.pool.Wait;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PoolSweeperTest {
    private static final double MILLI = 1e6;
    private static final Offset<Double> ONE_PER_CENT = within(0.1 * MILLI);

    private final ScriptedPool pool = new ScriptedPool("shop", 1);
    private final PoolSweeper sweeper = new PoolSweeper(pool.stats);

    private Laid sweep(double nowMillis) {
        return sweep(pool, sweeper, nowMillis);
    }

    private static Laid sweep(ScriptedPool of, PoolSweeper by, double nowMillis) {
        List<Wait> waits = of.stats.takeWaits();
        Laid laid = by.sweep(
                waits, of.max, at(nowMillis), (sweep, from, to) -> {}, (wait, held, excused) -> wait.isNested());
        by.look(at(nowMillis));
        assertThat(laid.totalNanos())
                .isCloseTo(waits.stream().mapToLong(Wait::nanos).sum(), within(1.0));
        return laid;
    }

    private double of(Laid laid, String unit, HolderState state) {
        double[] sum = {0};
        laid.forEachHolder((holder, nanos) -> {
            if (unit.equals(pool.stats.leases().holders().of(holder).unit())) {
                sum[0] += nanos[state.ordinal()];
            }
        });
        return sum[0];
    }

    @Test
    void sweep_holderEnded_splitsItsTimeByWhatItDidWhileOthersWaited() {
        Connection only = pool.connection();
        only.lend("GET /slow", null, 0, 0);
        sweeper.look(at(50));
        only.transaction().runs(60, 70);
        only.giveBack(100);
        only.lend("GET /fast", null, 40, 100);

        Laid laid = sweep(110);

        assertThat(of(laid, "GET /slow", HolderState.IDLE_BEFORE_FIRST)).isCloseTo(20 * MILLI, ONE_PER_CENT);
        assertThat(of(laid, "GET /slow", HolderState.RUNNING)).isCloseTo(10 * MILLI, ONE_PER_CENT);
        assertThat(of(laid, "GET /slow", HolderState.IDLE_IN_TRANSACTION)).isCloseTo(30 * MILLI, ONE_PER_CENT);
        assertThat(laid.of(Account.UNEXPLAINED)).isZero();
    }

    @Test
    void sweep_holderNeverLookedAt_splitsByTheWholeLease() {
        Connection only = pool.connection();
        only.lend("GET /slow", null, 0, 0).runs(0, 75).giveBack(100);
        only.lend("GET /fast", null, 60, 100);

        Laid laid = sweep(110);

        assertThat(of(laid, "GET /slow", HolderState.RUNNING)).isCloseTo(30 * MILLI, ONE_PER_CENT);
        assertThat(of(laid, "GET /slow", HolderState.IDLE)).isCloseTo(10 * MILLI, ONE_PER_CENT);
    }

    @Test
    void sweep_holderStillOut_splitsByWhatItDoes() {
        Connection only = pool.connection();
        only.lend("GET /slow", null, 0, 0).begins(20);
        pool.timesOut(10, 110);

        Laid laid = sweep(120);

        assertThat(of(laid, "GET /slow", HolderState.IDLE_BEFORE_FIRST)).isCloseTo(10 * MILLI, ONE_PER_CENT);
        assertThat(of(laid, "GET /slow", HolderState.RUNNING)).isCloseTo(90 * MILLI, ONE_PER_CENT);
        assertThat(laid.openNanos(lease -> true)).isCloseTo(100 * MILLI, ONE_PER_CENT);
        assertThat(laid.meanHoldNanos()).isCloseTo(120 * MILLI, ONE_PER_CENT);
    }

    @Test
    void openNanos_leaseEndsLater_isNotCountedAnyMore() {
        Connection only = pool.connection().lend("GET /slow", null, 0, 0);
        pool.timesOut(10, 110);
        Laid laid = sweep(120);

        only.giveBack(130);

        assertThat(laid.openNanos(lease -> true)).isZero();
    }

    @Test
    void sweep_driverNotMeasured_isNotExplained() {
        Connection only = pool.unmeasured();
        only.lend("GET /slow", null, 0, 0).giveBack(100);
        only.lend("GET /fast", null, 60, 100);

        assertThat(sweep(110).of(Account.UNEXPLAINED)).isCloseTo(40 * MILLI, ONE_PER_CENT);
    }

    @Test
    void sweep_waiterMadeAndCheckedItsConnection_isLaidToThat() {
        pool.stats.asks(at(0));
        pool.creates(10, 30, null);
        pool.connection().checked(5).lend("GET /fast", null, 0, 40);
        pool.stats.asksNoMore();

        Laid laid = sweep(50);

        assertThat(laid.of(Account.CREATING)).isCloseTo(20 * MILLI, ONE_PER_CENT);
        assertThat(laid.of(Account.CHECKING)).isCloseTo(5 * MILLI, ONE_PER_CENT);
        assertThat(laid.of(Account.UNEXPLAINED)).isCloseTo(15 * MILLI, ONE_PER_CENT);
    }

    @Test
    void sweep_nobodyCanConnect_isLaidToCreating() {
        pool.creates(0, 900, new IllegalStateException("refused"));
        pool.timesOut(100, 3_100);

        assertThat(sweep(3_100).of(Account.CREATING)).isCloseTo(3_000 * MILLI, ONE_PER_CENT);
    }

    @Test
    void sweep_holderWaitsForAnother_isNested() {
        pool.connection().lend("GET /nested", null, 0, 0);
        pool.timesOut(10, 110); // on the same thread

        Laid laid = sweep(120);

        assertThat(laid.nestedNanos()).isCloseTo(100 * MILLI, ONE_PER_CENT);
    }

    @Test
    void sweep_logHasForgotten_isNotExplained() {
        Connection only = pool.connection();
        only.lend("GET /slow", null, 0, 0).giveBack(1_000);
        for (int i = 0; i < 17_000; i++) {
            only.lend("GET /fast", null, 1_000 + i, 1_000 + i).giveBack(1_001 + i);
        }
        pool.timesOut(500, 18_000);

        Laid laid = sweep(18_000);

        assertThat(laid.of(Account.UNEXPLAINED)).isBetween(1_000 * MILLI, 1_200 * MILLI);
        assertThat(of(laid, "GET /slow", HolderState.IDLE_BEFORE_FIRST)).isZero();
    }

    @Test
    void sweep_anyHistory_addsUpToAllThatWasWaited() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ScriptedPool any = new ScriptedPool("shop", 3);
            PoolSweeper by = new PoolSweeper(any.stats);
            Connection[] connections = {any.connection(), any.connection(), any.unmeasured(), any.connection()};
            double now = 0;
            for (int i = 0; i < 200; i++) {
                now += random.nextDouble() * 10;
                Connection connection = connections[random.nextInt(connections.length)];
                if (!connection.lease.isOut()) {
                    connection.lend("unit " + random.nextInt(5), null, now - random.nextInt(50), now);
                } else if (random.nextBoolean()) {
                    connection.runs(now, now += random.nextDouble() * 5);
                } else {
                    connection.giveBack(now);
                }
                if (random.nextInt(10) == 0) {
                    any.creates(now, now += random.nextDouble() * 5, random.nextBoolean() ? null : new Error());
                }
                if (random.nextInt(10) == 0) {
                    any.timesOut(now - random.nextInt(100), now);
                }
                if (random.nextInt(20) == 0) {
                    sweep(any, by, now);
                }
            }
            sweep(any, by, now);
        }
    }

    @Test
    void sweep_eachWait_isShownWithItsPartsOutsideOwnCreation() {
        Connection one = pool.connection();
        one.lend("first", null, 0, 0).runs(0, 50).giveBack(50);
        one.lend("second", null, 10, 90).giveBack(91);
        List<Wait> waits = pool.stats.takeWaits();
        double[] parts = new double[2];
        Laid laid = sweeper.sweep(
                waits, pool.max, at(100), (sweep, from, to) -> sweep.stalled(at(10), at(20)), (wait, held, excused) -> {
                    parts[0] = held;
                    parts[1] = excused;
                    return true;
                });

        assertThat(parts[0]).as("held until 50, but for the standstill").isCloseTo(30 * MILLI, ONE_PER_CENT);
        assertThat(parts[1]).as("stood still, then free").isCloseTo(50 * MILLI, ONE_PER_CENT);
        assertThat(laid.nestedWaitNanos()).isCloseTo(30 * MILLI, ONE_PER_CENT);
        assertThat(laid.mostWaiters()).isEqualTo(1);
        assertThat(laid.usedAtMost()).isEqualTo(1);
    }
}
